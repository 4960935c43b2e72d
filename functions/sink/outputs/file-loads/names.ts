/** Names of what FILE_LOADS keeps in its bucket. */

/** `…/staged/OUTPUT_TABLE=p.d.t/…`: a lifecycle rule may delete what is older than the longest outage to survive. */
export function stagedPrefix(prefix: string, table = ''): string {
  return `${prefix}staged/${table === '' ? '' : `OUTPUT_TABLE=${table}/`}`;
}

export function stagedName(prefix: string, table: string, nowMs: number, id: string): string {
  return `${stagedPrefix(prefix, table)}${new Date(nowMs).toISOString().replaceAll(/[-:]/g, '')}-${id}.ndjson`;
}

const TABLE = /OUTPUT_TABLE=([^/]+)\//;

export function tableOfStaged(name: string): string | undefined {
  return TABLE.exec(name)?.[1];
}

/** Files that a plan makes of staged ones, without duplicates or halved. */
export function madeName(prefix: string, table: string, name: string): string {
  return `${prefix}plans/${table}/${name}.ndjson`;
}

/** The keys of the messages in one plan. */
export function seenName(prefix: string, table: string, name: string): string {
  return `${prefix}seen/${table}/${name}.keys`;
}

export function ledgerPrefix(prefix: string): string {
  return `${prefix}ledgers/`;
}
