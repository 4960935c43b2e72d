import assert from 'node:assert/strict';
import { breakLine } from '../../../../../shared/bigquery/proto/break.ts';
import { tableBreaks } from '../../../../../shared/bigquery/proto/table-compatibility.ts';
import type { Field } from '../../../../../shared/bigquery/schema/table-schema.ts';
import { field } from '../../../../support/codec-rows.ts';

const lines = (wanted: readonly Field[], table: readonly Field[]): string[] =>
  tableBreaks('x.proto', 'x.v1.M', { fields: wanted }, { fields: table }).map(breakLine);

describe('a message and a table', () => {
  it('go together where the table has all columns, and may have more', () => {
    const table = [
      field('ID', 'INT64', { mode: 'REQUIRED' }),
      field('who', 'STRUCT', { fields: [field('name', 'STRING', { maxLength: 10 })] }),
      field('more', 'STRING'),
      field('filled', 'STRING', { mode: 'REQUIRED', defaultValueExpression: "'x'" }),
    ];
    const wanted = [
      field('id', 'INT64', { mode: 'REQUIRED' }),
      field('who', 'STRUCT', { fields: [field('name', 'STRING')] }),
      field('filled', 'STRING'),
    ];
    assert.deepEqual(lines(wanted, table), []);
  });

  it('do not where a row would be refused, each said in one line', () => {
    const wanted = [
      field('a', 'INT64'),
      field('b', 'STRING', { mode: 'REPEATED' }),
      field('c', 'STRING'),
      field('gone', 'NUMERIC', { mode: 'REPEATED' }),
      field('who', 'STRUCT', { fields: [field('name', 'DATE')] }),
    ];
    const table = [
      field('a', 'NUMERIC', { precision: 5 }),
      field('b', 'STRING'),
      field('c', 'STRING', { mode: 'REQUIRED' }),
      field('must', 'STRING', { mode: 'REQUIRED' }),
      field('who', 'STRUCT', { fields: [field('name', 'STRING')] }),
    ];
    assert.deepEqual(lines(wanted, table), [
      'x.proto: x.v1.M.a: is INT64, and the column is NUMERIC(5). Say column_type, or change the type.',
      'x.proto: x.v1.M.b: is REPEATED, and the column is NULLABLE. Both repeated, or neither.',
      'x.proto: x.v1.M.c: may be absent, and the column is REQUIRED. Mark it required_column, or relax the column to NULLABLE.',
      'x.proto: x.v1.M.gone: the table has no such column. Add it to the table: ARRAY<NUMERIC>.',
      'x.proto: x.v1.M.who.name: is DATE, and the column is STRING. Say column_type, or change the type.',
      'x.proto: x.v1.M: the table requires column must. Add the field, or relax the column to NULLABLE.',
    ]);
  });
});
