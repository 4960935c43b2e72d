/** Rows of twelve columns, one a kind, in values that both sides take, and their schema in both spellings. */

import type { TableSchema } from '@penstock/shared/bigquery/schema/table-schema.ts';

export const SCHEMA: TableSchema = {
  fields: [
    { name: 'text', type: 'STRING', mode: 'NULLABLE' },
    { name: 'whole', type: 'INT64', mode: 'NULLABLE' },
    { name: 'real', type: 'FLOAT64', mode: 'NULLABLE' },
    { name: 'yes', type: 'BOOL', mode: 'NULLABLE' },
    { name: 'at', type: 'TIMESTAMP', mode: 'NULLABLE' },
    { name: 'day', type: 'DATE', mode: 'NULLABLE' },
    { name: 'amount', type: 'NUMERIC', mode: 'NULLABLE' },
    { name: 'raw', type: 'BYTES', mode: 'NULLABLE' },
    { name: 'doc', type: 'JSON', mode: 'NULLABLE' },
    { name: 'tags', type: 'STRING', mode: 'REPEATED' },
    {
      name: 'inner',
      type: 'STRUCT',
      mode: 'NULLABLE',
      fields: [
        { name: 'x', type: 'INT64', mode: 'NULLABLE' },
        { name: 'y', type: 'STRING', mode: 'NULLABLE' },
      ],
    },
    { name: 'maybe', type: 'STRING', mode: 'NULLABLE' },
  ],
};

export function rowsOf(count: number): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, index) => ({
    text: `row number ${index}`,
    whole: index * 7_919,
    real: index / 3,
    yes: index % 2 === 0,
    at: new Date(1_700_000_000_000 + index * 1_000),
    day: new Date(Date.UTC(2024, index % 12, 1 + (index % 28))),
    amount: `${index}.25`,
    raw: Buffer.from(`bytes ${index}`),
    doc: `{"n":${index},"ok":true}`,
    tags: ['a', `tag${index % 10}`],
    inner: { x: index, y: `inner ${index}` },
    ...(index % 2 === 0 ? { maybe: 'there' } : {}),
  }));
}
