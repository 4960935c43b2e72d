import assert from 'node:assert/strict';
import {
  checkTableName,
  formatTableName,
  parseTableName,
  sameTable,
  sqlTableName,
  tablePath,
  tableReference,
} from '@penstock/shared/bigquery/table-name.ts';

describe('TableName', () => {
  const readable: readonly (readonly [text: string, parts: readonly (string | undefined)[]])[] = [
    ['p.d.t', ['p', 'd', 't', undefined]],
    ['d.t', ['default', 'd', 't', undefined]],
    ['p:d.t', ['p', 'd', 't', undefined]],
    ['example.com:p.d.t', ['example.com:p', 'd', 't', undefined]],
    ['example.com:p:d.t', ['example.com:p', 'd', 't', undefined]],
    ['projects/p/datasets/d/tables/t', ['p', 'd', 't', undefined]],
    ['p.d.t$20260101', ['p', 'd', 't', '20260101']],
    ['projects/p/datasets/d/tables/t$2026010203', ['p', 'd', 't', '2026010203']],
    ['d.t$__NULL__', ['default', 'd', 't', '__NULL__']],
    ['d.t$-7', ['default', 'd', 't', '-7']],
    ['d.Größe – 1_x', ['default', 'd', 'Größe – 1_x', undefined]],
  ];
  for (const [text, parts] of readable) {
    it(`reads ${text}`, () => {
      const { projectId, datasetId, tableId, decorator } = parseTableName(text, 'default');
      assert.deepEqual([projectId, datasetId, tableId, decorator], parts);
    });
  }

  const refused: readonly (readonly [text: string, reason: RegExp])[] = [
    ['t', /no dot/],
    ['.t', /"" is not a dataset id/],
    ['p..t', /"" is not a dataset id/],
    ['p.d.', /"" is not a table id/],
    ['p.d-x.t', /"d-x" is not a dataset id/],
    ['p.d.t*', /"t\*" is not a table id/],
    ['p.d.t$', /"" is not a partition/],
    ['p.d.t$2026-01', /"2026-01" is not a partition/],
    ['p.d.t$1$2', /"1\$2" is not a partition/],
    ['P_.d.t', /"P_" is not a project id/],
    ['.d.t', /names no project/],
    [`d.${'t'.repeat(5_000)}`, /it has 5002 characters/],
    [`p.d.${'t'.repeat(1_025)}`, /"t{200}…" is not a table id/],
  ];
  for (const [text, reason] of refused) {
    it(`refuses ${text.slice(0, 20)} and says why`, () => {
      assert.throws(() => parseTableName(text, 'default'), { code: 'CONFIG_INVALID', message: reason });
    });
  }

  it('refuses a name without a project where there is no default', () => {
    assert.throws(() => parseTableName('d.t'), { message: /names no project/ });
  });

  it('is written as each API wants it', () => {
    const name = parseTableName('p.d.t$20260101');
    assert.equal(formatTableName(name), 'p.d.t$20260101');
    assert.equal(formatTableName(parseTableName('p.d.t')), 'p.d.t');
    assert.equal(tablePath(name), 'projects/p/datasets/d/tables/t$20260101');
    assert.deepEqual(tableReference(name), { projectId: 'p', datasetId: 'd', tableId: 't$20260101' });
    assert.equal(sqlTableName(parseTableName('p.d.t')), '`p`.`d`.`t`');
  });

  it('is refused in SQL with a partition, which SQL does not know', () => {
    assert.throws(() => sqlTableName(parseTableName('p.d.t$20260101')), { message: /no partition decorator/ });
  });

  it('is checked where it does not come from text', () => {
    assert.throws(() => checkTableName({ projectId: 'p', datasetId: 'd', tableId: 'a/b' }), { message: /"p.d.a\/b"/ });
  });

  it('is the same table whatever its partition', () => {
    const table = parseTableName('p.d.t');
    assert.ok(sameTable(table, parseTableName('p.d.t$20260101')));
    for (const other of ['p.d.u', 'p.e.t', 'q.d.t']) assert.ok(!sameTable(table, parseTableName(other)));
  });
});
