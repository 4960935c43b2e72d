/** The body of an insertAll request, put together from rows that are JSON text already, and cut into requests by size. */

import type { InsertLimits, InsertRow } from './outcome.ts';

export interface BodyOptions {
  readonly skipInvalidRows: boolean;
  readonly ignoreUnknownValues: boolean;
}

/** A place in the caller's list, with the row's size. */
export interface PlacedRow {
  readonly index: number;
  readonly row: InsertRow;
  /** Bytes that it takes in a request. */
  readonly bytes: number;
}

/** The text around a row: `{"json":…},` and, with an id, `"insertId":"…",`. */
const FRAME_BYTES = 12;
const ID_FRAME_BYTES = 14;

export function place(rows: readonly InsertRow[]): readonly PlacedRow[] {
  return rows.map((row, index) => ({ index, row, bytes: sizeOf(row) }));
}

function sizeOf({ json, insertId }: InsertRow): number {
  const bytes = typeof json === 'string' ? Buffer.byteLength(json) : json.length;
  const id = insertId === undefined ? 0 : ID_FRAME_BYTES + Buffer.byteLength(JSON.stringify(insertId));
  return bytes + FRAME_BYTES + id;
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
  const parts: Uint8Array[] = [
    Buffer.from(`{"skipInvalidRows":${skipInvalidRows},"ignoreUnknownValues":${ignoreUnknownValues},"rows":[`),
  ];
  rows.forEach(({ row: { json, insertId } }, at) => {
    const id = insertId === undefined ? '' : `"insertId":${JSON.stringify(insertId)},`;
    parts.push(Buffer.from(`${at === 0 ? '' : ','}{${id}"json":`));
    parts.push(typeof json === 'string' ? Buffer.from(json) : json);
    parts.push(CLOSE);
  });
  parts.push(END);
  return Buffer.concat(parts);
}

const CLOSE = Buffer.from('}');
const END = Buffer.from(']}');
