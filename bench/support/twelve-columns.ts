/** The rows of `bench/codec.ts` in values that both sides take: twelve columns, one a kind. */

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

export function rowsOf(count: number): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, i) => ({
    name: `customer ${i}`,
    id: i * 1_000_003,
    ratio: i / 7,
    active: i % 2 === 0,
    created_at: new Date(Date.UTC(2026, 2, 1) + i * 61_007),
    day: new Date(Date.UTC(2026, 2, 1) + i * 86_400_000),
    price: (i * 1.25).toFixed(2),
    digest: Buffer.from(`0123456789ab${i}`),
    payload: JSON.stringify({ kind: 'web', number: i, ok: true }),
    tags: ['a', 'bb', 'ccc'],
    customer: { id: i, city: i % 5 === 0 ? 'München' : 'Berlin' },
    note: i % 3 === 0 ? 'hello' : null,
  }));
}
