/** `query`: runs one statement on the local BigQuery over its REST API and prints the rows as a table. */

import { printable, table } from './lines.ts';

interface Answer {
  readonly schema?: { readonly fields?: readonly { readonly name: string }[] };
  readonly rows?: readonly { readonly f: readonly { readonly v: unknown }[] }[];
  readonly totalRows?: string;
  readonly numDmlAffectedRows?: string;
  readonly error?: { readonly message: string };
}

const SHOWN = 100;

/** Returns the text to print; throws an Error with BigQuery's own message. */
export async function query(host: string, projectId: string, sql: string): Promise<string> {
  const url = `http://${host.replace(/^https?:\/\//, '')}/bigquery/v2/projects/${projectId}/queries`;
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: sql, useLegacySql: false, maxResults: SHOWN, timeoutMs: 600_000 }),
    });
  } catch {
    throw new Error(
      `No BigQuery answers at ${host}: is \`npm start\` running? BIGQUERY_EMULATOR_HOST names another place.`,
    );
  }
  const answer = (await response.json()) as Answer;
  if (answer.error) throw new Error(answer.error.message);
  const names = answer.schema?.fields?.map((field) => field.name) ?? [];
  if (names.length === 0) return `${answer.numDmlAffectedRows ?? 0} rows affected`;
  const rows = (answer.rows ?? []).map((row) =>
    row.f.map(({ v }) => printable(typeof v === 'string' ? v : v === null ? 'NULL' : JSON.stringify(v))),
  );
  const total = Number(answer.totalRows ?? rows.length);
  const count = `${total} row${total === 1 ? '' : 's'}${total > rows.length ? `, the first ${rows.length} shown` : ''}`;
  return `${table([names, names.map((name) => '-'.repeat(name.length)), ...rows])}\n${count}`;
}
