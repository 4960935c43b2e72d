/** The body of an insertAll request, put together from rows that are JSON text already, and cut into requests by size. */

import type { InsertLimits, InsertRow } from './outcome.ts';

export interface BodyOptions {
  readonly skipInvalidRows: boolean;
  readonly ignoreUnknownValues: boolean;
}

/** A place in the caller's list, with the text before the row and the bytes that both take in a request. */
export interface PlacedRow {
  readonly index: number;
  readonly row: InsertRow;
  readonly head: string;
  readonly bytes: number;
}

const HEAD = '{"json":';
/** The brace and the comma behind a row. */
const TAIL_BYTES = 2;

export function place(rows: readonly InsertRow[]): readonly PlacedRow[] {
  return rows.map((row, index) => {
    const { json, insertId } = row;
    const head = insertId === undefined ? HEAD : `{"insertId":${JSON.stringify(insertId)},"json":`;
    const bytes = Buffer.byteLength(head) + (typeof json === 'string' ? Buffer.byteLength(json) : json.length);
    return { index, row, head, bytes: bytes + TAIL_BYTES };
  });
}

/** In order. A row that is larger than a request by itself gets a request of its own, which BigQuery then refuses. */
export function cutRequests(rows: readonly PlacedRow[], { maxBytes, maxRows }: InsertLimits): readonly PlacedRow[][] {
  const requests: PlacedRow[][] = [];
  let open: PlacedRow[] = [];
  let bytes = 0;
  for (const row of rows) {
    if (open.length > 0 && (open.length >= maxRows || bytes + row.bytes > maxBytes)) {
      requests.push(open);
      open = [];
      bytes = 0;
    }
    open.push(row);
    bytes += row.bytes;
  }
  if (open.length > 0) requests.push(open);
  return requests;
}

export function bodyOf(rows: readonly PlacedRow[], options: BodyOptions): Buffer {
  const { skipInvalidRows, ignoreUnknownValues } = options;
  const start = `{"skipInvalidRows":${skipInvalidRows},"ignoreUnknownValues":${ignoreUnknownValues},"rows":[`;
  // The last row has no comma behind it, and two brackets follow.
  const body = Buffer.allocUnsafe(rows.reduce((sum, { bytes }) => sum + bytes, start.length + 1));
  let at = body.write(start);
  for (const { head, row } of rows) {
    if (at > start.length) body[at++] = COMMA;
    at += body.write(head, at);
    at += put(body, row.json, at);
    body[at++] = CLOSE_OBJECT;
  }
  body[at++] = CLOSE_LIST;
  body[at] = CLOSE_OBJECT;
  return body;
}

function put(body: Buffer, json: string | Uint8Array, at: number): number {
  if (typeof json === 'string') return body.write(json, at);
  body.set(json, at);
  return json.length;
}

const COMMA = 44;
const CLOSE_LIST = 93;
const CLOSE_OBJECT = 125;
