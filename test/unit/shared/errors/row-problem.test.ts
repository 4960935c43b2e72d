import assert from 'node:assert/strict';
import { errorRecord } from '@penstock/shared/errors/record.ts';
import { rowRejection } from '@penstock/shared/errors/row-problem.ts';

describe('a row that cannot be written', () => {
  const row = {
    data: Buffer.from('{"n":"x"}'),
    attributes: { a: 'b' },
    table: 'p.d.t',
    input: 'projects/p/subscriptions/s',
  };
  const problem = { code: 'MALFORMED', path: 'n', columnType: 'INT64', reason: 'it is no whole number', view: '"x"' };

  it('is told in an error record by table, reason and place, with its bytes and attributes', () => {
    const { data, attributes } = errorRecord(rowRejection(problem, row));
    assert.deepEqual(data, row.data);
    const { a, error_type, exception_class, error_message, error_table, error_reason, error_location, input } =
      attributes;
    assert.deepEqual(
      [a, error_type, exception_class, error_table, error_reason, error_location, input],
      ['b', 'sending', 'ROW_REJECTED', 'p.d.t', 'MALFORMED', 'n', row.input],
    );
    assert.equal(error_message, 'The column n (INT64) is refused: it is no whole number');
  });

  it('never shows the value, which may be sensitive', () => {
    assert.equal(
      JSON.stringify(errorRecord(rowRejection({ ...problem, view: 'hunter2' }, row))).includes('hunter2'),
      false,
    );
  });

  it('is told as a whole where no column is to blame, and without what the caller leaves out', () => {
    const rejection = rowRejection({ ...problem, path: '', columnType: 'ROW' }, { data: row.data, table: 'p.d.t' });
    assert.match((rejection.error as Error).message, /^The row \(ROW\) is refused/);
    assert.deepEqual(rejection.attributes, {});
    assert.equal('input' in (rejection.facts ?? {}), false);
  });
});
