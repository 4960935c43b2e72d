import assert from 'node:assert/strict';
import { isScript, substitute } from '../../../../functions/loader/transform-sql.ts';

const DESTINATION = { projectId: 'p', datasetId: 'd', tableId: 't', decorator: '20200102', tablePrefix: 'd/t' };

describe('transform SQL', () => {
  it('AL-05 replaces {dest_dataset} and {dest_table} without the partition, and nothing else in braces', () => {
    const sql =
      "INSERT {dest_dataset}.{dest_table} SELECT REGEXP_EXTRACT(x, r'\\d{4}{dest}') FROM temp_ext -- $& {dest_table}";
    assert.equal(
      substitute(sql, DESTINATION),
      "INSERT `p`.d.t SELECT REGEXP_EXTRACT(x, r'\\d{4}{dest}') FROM temp_ext -- $& t",
    );
    assert.equal(substitute('{dest_dataset}', { ...DESTINATION, projectId: '' }), 'd');
  });

  for (const sql of [
    'INSERT d.t SELECT * FROM temp_ext',
    'MERGE d.t USING temp_ext ON FALSE WHEN NOT MATCHED THEN INSERT ROW;  \n -- the end',
    "SELECT ';' , \"a;b\", `c;d` /* ; x */ # ; y\n, '''q;\n'a'; ''', \"\"\"z;\"\"\", r'\\;'",
  ]) {
    it(`one statement is no script: ${sql.slice(0, 40)}`, () => assert.equal(isScript(sql), false));
  }
  for (const sql of [
    'DELETE d.t WHERE TRUE; INSERT d.t SELECT 1',
    'begin select 1; end',
    '-- c\nDECLARE x INT64',
    "SELECT 'unclosed; SELECT 1",
  ]) {
    it(`several statements, or what is unclear, are a script: ${sql.slice(0, 40)}`, () =>
      assert.equal(isScript(sql), true));
  }
});
