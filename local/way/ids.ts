/**
 * The ids by which one row is known on its way: a kind and a value. A message, an object or a job has ids of several
 * kinds, and two happenings that share an id are about the same thing.
 */

/** Ids by kind: `{ issue_id: 'INC-…', message: '17', trace: '4bf9…' }`. A job that reads many objects lists them. */
export type Ids = Readonly<Record<string, string | readonly string[]>>;

export interface Id {
  readonly kind: string;
  readonly value: string;
}

/** The ids of everything that one happening was about, made when they are asked for: most happenings are never looked at. */
export interface Units {
  readonly count: number;
  at(index: number): Ids;
}

export function oneUnit(ids: Ids): Units {
  return { count: 1, at: () => ids };
}

/** One unit an item. The items are read while the happening is recorded, and not held. */
export function unitsOf<T>(items: readonly T[], ids: (item: T, index: number) => Ids): Units {
  return { count: items.length, at: (index) => ids(items[index] as T, index) };
}

/**
 * The kinds that many rows may share: a request of a hundred issues has one trace, and a load has one job. A way goes on
 * through such an id, but not into a row that only shares it.
 */
export const SHARED_KINDS: ReadonlySet<string> = new Set(['trace', 'job', 'window', 'load', 'tick', 'stream']);

/** The kinds by which a row is told from the other rows of the same request, load or window. */
export const ROW_KINDS: ReadonlySet<string> = new Set(['issue_id', 'message', 'event', 'row']);

/** The kinds that outlive a change (a document, an object's name): a way is found by them, and does not go through them. */
export const NAME_KINDS: ReadonlySet<string> = new Set(['document', 'path', 'source']);

/** Names of attributes, log fields and columns whose values are ids, and the kind of each. */
export const ID_FIELDS: Readonly<Record<string, string>> = {
  issue_id: 'issue_id',
  message_id: 'message',
  messageId: 'message',
  event_id: 'event',
  'ce-id': 'event',
  document: 'document',
  job_id: 'job',
  load_id: 'load',
  window: 'window',
  window_id: 'window',
  trace_id: 'trace',
};

/** Longer values are no ids: they are left out, so that memory stays bounded. */
const MAX_ID_LENGTH = 1_100;
/** An object list of a job may be endless; what is beyond this is left out. */
const MAX_VALUES = 100;

/**
 * Visits every id, without what is empty or too long.
 *
 * @example
 * eachId({ message: '17', object: ['b/a.csv#1', 'b/b.csv#2'] }, (kind, value) => console.log(kind, value)); // three lines
 */
export function eachId(ids: Ids, visit: (kind: string, value: string) => void): void {
  for (const kind in ids) {
    const given = ids[kind] as string | readonly string[];
    if (typeof given === 'string') {
      if (isId(given)) visit(kind, given);
      continue;
    }
    for (let at = 0; at < given.length && at < MAX_VALUES; at += 1) {
      const value = given[at] as string;
      if (isId(value)) visit(kind, value);
    }
  }
}

function isId(value: string): boolean {
  return value !== '' && value.length <= MAX_ID_LENGTH;
}

const TRACEPARENT = /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-[\da-f]{2}$/;

/** The trace id of a W3C `traceparent`, undefined where it is not well formed. */
export function traceOf(traceparent: unknown): string | undefined {
  return typeof traceparent === 'string' ? TRACEPARENT.exec(traceparent)?.[1] : undefined;
}

/** The ids among the names and values of attributes or fields: the listed names, and a trace in any of its spellings. */
export function idsAmong(entries: Iterable<readonly [string, unknown]>): Record<string, string> {
  const ids: Record<string, string> = {};
  for (const [name, value] of entries) {
    if (name.endsWith('traceparent')) {
      const trace = traceOf(value);
      if (trace !== undefined) ids.trace = trace;
      continue;
    }
    const kind = Object.hasOwn(ID_FIELDS, name) ? ID_FIELDS[name] : undefined;
    if (kind !== undefined && typeof value === 'string') ids[kind] = value;
  }
  return ids;
}
