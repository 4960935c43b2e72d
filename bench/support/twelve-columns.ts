/**
 * Rows of twelve columns, one a kind, twice: as JSON brings them, and prepared. Google's encoder bends text of dates and times,
 * and throws for objects in JSON columns, so for it the very same values are Dates, bytes and JSON text.
 */

import type { TableSchema } from '@penstock/shared/bigquery/schema/table-schema.ts';

export const SCHEMA: TableSchema = {
  fields: [
    { name: 'name', type: 'STRING', mode: 'NULLABLE' },
    { name: 'id', type: 'INT64', mode: 'REQUIRED' },
    { name: 'ratio', type: 'FLOAT64', mode: 'NULLABLE' },
    { name: 'active', type: 'BOOL', mode: 'NULLABLE' },
    { name: 'created_at', type: 'TIMESTAMP', mode: 'NULLABLE' },
    { name: 'day', type: 'DATE', mode: 'NULLABLE' },
    { name: 'price', type: 'NUMERIC', mode: 'NULLABLE' },
    { name: 'digest', type: 'BYTES', mode: 'NULLABLE' },
    { name: 'payload', type: 'JSON', mode: 'NULLABLE' },
    { name: 'tags', type: 'STRING', mode: 'REPEATED' },
    {
      name: 'customer',
      type: 'STRUCT',
      mode: 'NULLABLE',
      fields: [
        { name: 'id', type: 'INT64', mode: 'NULLABLE' },
        { name: 'city', type: 'STRING', mode: 'NULLABLE' },
      ],
    },
    { name: 'note', type: 'STRING', mode: 'NULLABLE' },
  ],
};

export type Row = Record<string, unknown>;

/** As a source sends them: text. */
export function textsOf(count: number): string[] {
  return Array.from({ length: count }, (_, i) =>
    JSON.stringify({
      name: `customer ${i}`,
      id: i * 1_000_003,
      ratio: i / 7,
      active: i % 2 === 0,
      created_at: new Date(Date.UTC(2026, 2, 1) + i * 61_007).toISOString(),
      day: new Date(Date.UTC(2026, 2, 1) + i * 86_400_000).toISOString().slice(0, 10),
      price: (i * 1.25).toFixed(2).replace(/\.?0+$/, ''),
      digest: Buffer.from(`0123456789ab${i}`).toString('base64'),
      payload: { kind: 'web', number: i, ok: true },
      tags: ['a', 'bb', 'ccc'],
      customer: { id: i, city: i % 5 === 0 ? 'München' : 'Berlin' },
      note: i % 3 === 0 ? 'hello' : null,
    }),
  );
}

export function jsonRowsOf(count: number): Row[] {
  return textsOf(count).map((text) => JSON.parse(text) as Row);
}

/** The same rows in values that both encoders take. */
export function preparedRowsOf(count: number): Row[] {
  return jsonRowsOf(count).map((row) => ({
    ...row,
    created_at: new Date(row.created_at as string),
    day: new Date(row.day as string),
    digest: Buffer.from(row.digest as string, 'base64'),
    payload: JSON.stringify(row.payload),
  }));
}
