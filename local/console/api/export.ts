/** The whole result of a query as a file: read page by page and written as it is read, so a million rows need no memory. */

import { once } from 'node:events';
import { BY_HAND_HEADER, BY_HAND_KEY } from '../../core/faults/by-hand.ts';
import { request } from '../../core/http/node-http.ts';
import { GUARDS } from '../access.ts';
import { cellText, type Field, recordOf } from '../cells.ts';
import { ApiProblem, noSuch, type Resource } from './call.ts';

interface Page {
  readonly schema?: { readonly fields?: readonly Field[] };
  readonly rows?: readonly unknown[];
  readonly pageToken?: string;
  readonly error?: { readonly message: string };
}

const PAGE_ROWS = 5_000;

/** `GET ?job=ID&format=csv|ndjson` for a query's result, `?table=DATASET.TABLE` for a table. */
export function exportApi(address: () => string | undefined, projectId: string): Resource {
  return async (call) => {
    if (call.method !== 'GET' || call.rest !== '') throw noSuch(call);
    const format = call.query.get('format') === 'ndjson' ? 'ndjson' : 'csv';
    const [what, path] = sourceOf(call.query, projectId);
    const read = (token: string | undefined): Promise<Page> => get(address(), path, token);
    const first = await read(undefined);
    const fields = first.schema?.fields ?? (await tableFields(address(), path));
    const { response } = call;
    response.writeHead(200, {
      ...GUARDS,
      'content-type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8',
      'content-disposition': `attachment; filename="${what.replace(/[^\w.-]/g, '_')}.${format}"`,
    });
    const line = format === 'csv' ? csvLine(fields) : jsonLine(fields);
    if (format === 'csv') response.write(`${fields.map(({ name }) => quoted(name)).join(',')}\r\n`);
    for (let page = first; ; ) {
      const text = (page.rows ?? []).map(line).join('');
      if (!response.write(text)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
      if (page.pageToken === undefined || response.destroyed) break;
      page = await read(page.pageToken);
    }
    response.end();
  };
}

function sourceOf(query: URLSearchParams, projectId: string): readonly [what: string, path: string] {
  const job = query.get('job');
  const table = query.get('table');
  const format = 'formatOptions.useInt64Timestamp=true';
  const base = `/bigquery/v2/projects/${encodeURIComponent(projectId)}`;
  if (job !== null) return [job, `${base}/queries/${encodeURIComponent(job)}?${format}`];
  const [dataset, name] = table?.split('.') ?? [];
  if (dataset === undefined || name === undefined)
    throw new ApiProblem(400, 'Name what to download: job=ID or table=DATASET.TABLE.');
  return [
    table as string,
    `${base}/datasets/${encodeURIComponent(dataset)}/tables/${encodeURIComponent(name)}/data?${format}`,
  ];
}

/** tabledata.list has no schema: the table has. */
async function tableFields(address: string | undefined, path: string): Promise<readonly Field[]> {
  const table = await get(address, path.replace(/\/data\?.*$/, '?'), undefined);
  return table.schema?.fields ?? [];
}

function get(address: string | undefined, path: string, token: string | undefined): Promise<Page> {
  const { hostname, port } = new URL(`http://${address}`);
  const more = token === undefined ? '' : `&pageToken=${encodeURIComponent(token)}`;
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        hostname: hostname.replace(/^\[|\]$/g, ''),
        port,
        path: `${path}&maxResults=${PAGE_ROWS}${more}`,
        headers: { [BY_HAND_HEADER]: BY_HAND_KEY },
        agent: false,
      },
      async (response) => {
        try {
          const chunks: Buffer[] = [];
          for await (const chunk of response) chunks.push(chunk as Buffer);
          const page = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Page;
          if (page.error !== undefined) throw new ApiProblem(response.statusCode ?? 502, page.error.message);
          resolve(page);
        } catch (error) {
          reject(error);
        }
      },
    );
    asked.on('error', reject);
    asked.end();
  });
}

function jsonLine(fields: readonly Field[]): (row: unknown) => string {
  return (row) => `${JSON.stringify(recordOf(fields, row))}\n`;
}

function csvLine(fields: readonly Field[]): (row: unknown) => string {
  return (row) => {
    const record = recordOf(fields, row);
    return `${fields.map(({ name }) => csvCell(record[name])).join(',')}\r\n`;
  };
}

function csvCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  return quoted(typeof value === 'object' ? JSON.stringify(value) : cellText(value));
}

/** RFC 4180. */
function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
