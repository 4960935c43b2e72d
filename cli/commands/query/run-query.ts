/** Runs one statement through BigQuery's REST API, Google's or the local one, and prints its rows page by page. */

import { cellText, type Field, recordOf } from '@penstock/local/console/cells.ts';
import { googleAccessToken } from '@penstock/shared/runtime/access-token.ts';
import type { Call, CommandOutcome } from '@penstock/shared/runtime/command.ts';
import { readEmulators } from '@penstock/shared/runtime/emulators.ts';
import { fromNodeError, PenstockError } from '@penstock/shared/runtime/errors.ts';

interface Answer {
  readonly schema?: { readonly fields?: readonly Field[] };
  readonly rows?: readonly unknown[];
  readonly totalRows?: string;
  readonly totalBytesProcessed?: string;
  readonly numDmlAffectedRows?: string;
  readonly jobComplete?: boolean;
  readonly jobReference?: { readonly jobId: string; readonly location?: string };
  readonly pageToken?: string;
  readonly error?: { readonly message: string; readonly status?: string };
}

/** One request waits so long for the job; the loop asks again. */
const WAIT_MS = 10_000;
const SCOPE = 'https://www.googleapis.com/auth/bigquery';

export async function runQuery(call: Call): Promise<CommandOutcome> {
  const bigquery = restClient(call);
  const { limit, page } = call.flags as { readonly limit: number; readonly page: number };
  const size = limit === 0 ? page : Math.min(limit, page);
  const format = { useInt64Timestamp: true };
  let answer = await bigquery('POST', 'queries', {
    query: call.rest.join(' '),
    useLegacySql: false,
    dryRun: call.dryRun,
    maxResults: size,
    timeoutMs: WAIT_MS,
    formatOptions: format,
  });
  if (call.dryRun) return dryRun(answer, call);
  const more = (token: string | undefined): Promise<Answer> => {
    const { jobId = '', location = '' } = answer.jobReference ?? {};
    const query = new URLSearchParams({
      maxResults: String(size),
      timeoutMs: String(WAIT_MS),
      'formatOptions.useInt64Timestamp': 'true',
      ...(location === '' ? {} : { location }),
      ...(token === undefined ? {} : { pageToken: token }),
    });
    return bigquery('GET', `queries/${encodeURIComponent(jobId)}?${query}`);
  };
  while (answer.jobComplete === false) {
    call.progress('the query is running');
    answer = { ...answer, ...(await more(undefined)) };
  }
  const fields = answer.schema?.fields ?? [];
  if (fields.length === 0) {
    const affected = Number(answer.numDmlAffectedRows ?? 0);
    call.print.record({ affectedRows: affected }, `${affected} ${affected === 1 ? 'row' : 'rows'} affected`);
    return 'done';
  }
  const shown = await printRows(answer, fields, limit, more, call);
  const total = Number(answer.totalRows ?? shown);
  const cut = total > shown ? `, the first ${shown} shown: --limit 0 shows all` : '';
  call.summary(`${total} ${total === 1 ? 'row' : 'rows'}${cut}`);
  return 'done';
}

/** Returns how many rows were printed. */
async function printRows(
  first: Answer,
  fields: readonly Field[],
  limit: number,
  more: (token: string) => Promise<Answer>,
  { print, json }: Call,
): Promise<number> {
  let shown = 0;
  for (let answer = first; ; ) {
    const left = limit === 0 ? Number.POSITIVE_INFINITY : limit - shown;
    const records = (answer.rows ?? []).slice(0, left).map((row) => recordOf(fields, row));
    print.table(
      json ? records : records.map(textRecord),
      fields.map(({ name }) => name),
    );
    shown += records.length;
    if (answer.pageToken === undefined || shown === limit) return shown;
    answer = await more(answer.pageToken);
  }
}

function textRecord(record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, cellText(value)]));
}

function dryRun({ totalBytesProcessed = '0' }: Answer, { print }: Call): CommandOutcome {
  print.record(
    { valid: true, totalBytesProcessed },
    `The statement is valid; it would read ${totalBytesProcessed} bytes.`,
  );
  return 'done';
}

type Send = (method: 'GET' | 'POST', path: string, body?: object) => Promise<Answer>;

function restClient({ env, project, signal }: Call): Send {
  const host = readEmulators(env).bigquery;
  const token = host === undefined ? googleAccessToken(SCOPE) : undefined;
  const base = `${host === undefined ? 'https://bigquery.googleapis.com' : `http://${host}`}/bigquery/v2/projects/${project()}`;
  return async (method, path, body) => {
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    if (token !== undefined) headers.authorization = `Bearer ${await token()}`;
    let response: Response;
    try {
      response = await fetch(`${base}/${path}`, {
        method,
        headers,
        signal,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (error) {
      if (host === undefined || signal.aborted) throw fromNodeError(error) ?? error;
      throw new PenstockError('UNAVAILABLE', `No BigQuery answers at ${host}: is "npm start" running there?`, {
        cause: error,
      });
    }
    const answer = (await response.json()) as Answer;
    if (answer.error !== undefined) throw queryError(response.status, answer.error.message);
    return answer;
  };
}

function queryError(status: number, message: string): PenstockError {
  if (status === 401) return new PenstockError('UNAUTHENTICATED', message);
  if (status === 403) return new PenstockError('PERMISSION_DENIED', message);
  if (status === 404) return new PenstockError('NOT_FOUND', message);
  return new PenstockError(status >= 500 || status === 429 ? 'UNAVAILABLE' : 'INPUT_INVALID', message);
}
