import assert from 'node:assert/strict';
import { type Rest, restOf } from '../../support/bigquery-rest.ts';
import { PROJECT, startWarehouse, type Warehouse } from '../../support/warehouse.ts';

const ID = { name: 'id', type: 'INTEGER' };
const ref = (tableId: string) => ({ projectId: PROJECT, datasetId: 'd', tableId });

describe('the local BigQuery: what a table may be', () => {
  let warehouse: Warehouse;
  let rest: Rest;

  before(async () => {
    warehouse = await startWarehouse();
    rest = restOf(warehouse);
    await warehouse.client.createDataset('d');
  });
  after(() => warehouse.close());

  const make = (tableId: string, more: Record<string, unknown> = {}) =>
    rest.call('POST', '/datasets/d/tables', { tableReference: { tableId }, schema: { fields: [ID] }, ...more });

  it('measures a table of very many columns', async () => {
    const fields = Array.from({ length: 1500 }, (_, at) => ({ name: `c${at}`, type: 'INTEGER' }));
    await make('wide', { schema: { fields } });
    await rest.call('POST', '/datasets/d/tables/wide/insertAll', { rows: [{ json: { c0: 1, c1499: 2 } }] });
    const uri = warehouse.objects.put('gs://b/wide.json', '{"c7":7}\n');
    await rest.job({
      load: { destinationTable: ref('wide'), sourceUris: [uri], sourceFormat: 'NEWLINE_DELIMITED_JSON' },
    });
    const { status, body } = await rest.call('GET', '/datasets/d/tables/wide');
    assert.equal(status, 200);
    assert.deepEqual([body.numRows, body.numBytes], ['2', '24']);
  });

  const columns = (count: number) => Array.from({ length: count }, (_, at) => `c${at}`);
  const fieldsNamed = (names: readonly string[]) => ({ fields: names.map((name) => ({ name, type: 'INTEGER' })) });

  for (const [what, more, status, message] of [
    ['a schema that is a list', { schema: [ID] }, 400, /Invalid value for schema: an object/],
    ['clustering that is a list', { clustering: ['id'] }, 400, /Invalid value for clustering: an object/],
    ['clustering by one column twice', { clustering: { fields: ['id', 'ID'] } }, 400, /Duplicate column.*: ID/],
    ['clustering by fields that are no list', { clustering: { fields: 'id' } }, 400, /a list of names/],
    [
      'clustering by five columns',
      { schema: fieldsNamed(columns(5)), clustering: { fields: columns(5) } },
      400,
      /at most 4/,
    ],
    ['partitioning that is a word', { timePartitioning: 'DAY' }, 400, /Invalid value for timePartitioning/],
    ['partitioning by a number', { timePartitioning: { field: 5 } }, 400, /timePartitioning.field/],
    ['range partitioning that is a word', { rangePartitioning: 'id' }, 400, /Invalid value for rangePartitioning/],
    ['constraints that are a word', { tableConstraints: 'id' }, 400, /Invalid value for tableConstraints/],
    [
      'a key of one column twice',
      { tableConstraints: { primaryKey: { columns: ['id', 'id'] } } },
      400,
      /Duplicate column.*: id/,
    ],
    ['a key that is a word', { tableConstraints: { primaryKey: { columns: 'id' } } }, 400, /a list of names/],
    [
      'a key of 17 columns',
      { schema: fieldsNamed(columns(17)), tableConstraints: { primaryKey: { columns: columns(17) } } },
      400,
      /at most 16 columns/,
    ],
    ['a view that is a query', { view: 'SELECT 1' }, 400, /Invalid value for view/],
    [
      'a view that does not say it is not legacy SQL',
      { schema: undefined, view: { query: 'SELECT 1 AS a' } },
      400,
      /legacy SQL/,
    ],
    ['more columns than the limit', { schema: fieldsNamed(columns(10_001)) }, 400, /Too many columns/],
    [
      'a collation',
      { schema: { fields: [{ name: 's', type: 'STRING', collation: 'und:ci' }] } },
      400,
      /collation: und:ci/,
    ],
    ['a default collation', { defaultCollation: 'und:ci' }, 400, /collation: und:ci/],
    ['65 labels', { labels: Object.fromEntries(columns(65).map((name) => [name, ''])) }, 400, /at most 64 labels/],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const { status: got, body } = await make('refused', more);
      assert.equal(got, status);
      assert.match(body.error.message, message);
    });
  }

  it('clusters by four columns', async () => {
    const clustering = { fields: columns(4) };
    const { body } = await make('clustered', { schema: fieldsNamed(columns(5)), clustering });
    assert.deepEqual(body.clustering, clustering);
  });

  it('takes no columns for a key as no key', async () => {
    const { body } = await make('keyless', { tableConstraints: { primaryKey: { columns: [] } } });
    assert.equal(body.tableConstraints, undefined);
  });

  it('shows no key that SQL has dropped', async () => {
    await make('unkeyed', { tableConstraints: { primaryKey: { columns: ['id'] } } });
    const query = 'ALTER TABLE d.unkeyed DROP PRIMARY KEY';
    assert.equal((await rest.call('POST', '/queries', { query, useLegacySql: false })).status, 200);
    assert.equal((await rest.call('GET', '/datasets/d/tables/unkeyed')).body.tableConstraints, undefined);
  });

  it('takes a field without a mode, or with null for it, for NULLABLE, and gives the mode back as it was given', async () => {
    const fields = [
      { ...ID, mode: null },
      { name: 'unsaid', type: 'INTEGER' },
      { name: 'said', type: 'INTEGER', mode: 'nullable' },
    ];
    const { body } = await make('modeless', { schema: { fields } });
    const modes = (schema: { fields: readonly { mode?: string }[] }) => schema.fields.map(({ mode }) => mode);
    assert.deepEqual(modes(body.schema), [undefined, undefined, 'NULLABLE']);
    const nulls = await rest.call('POST', '/datasets/d/tables/modeless/insertAll', { rows: [{ json: { said: 1 } }] });
    assert.equal(nulls.body.insertErrors, undefined);
    const query = 'SELECT * FROM d.modeless';
    const job = await rest.job({
      query: {
        query,
        useLegacySql: false,
        destinationTable: { projectId: PROJECT, datasetId: 'd', tableId: 'modeless' },
        writeDisposition: 'WRITE_APPEND',
      },
    });
    assert.equal(job.status.errorResult, undefined);
    const after = await rest.call('GET', '/datasets/d/tables/modeless');
    assert.deepEqual(modes(after.body.schema), [undefined, undefined, 'NULLABLE']);
    const result = await rest.call('POST', '/queries', { query, useLegacySql: false });
    assert.deepEqual(modes(result.body.schema), ['NULLABLE', 'NULLABLE', 'NULLABLE']);
  });

  it('makes no view or external table of a table', async () => {
    await make('stays');
    for (const change of [
      { view: { query: 'SELECT 1 AS a', useLegacySql: false } },
      { externalDataConfiguration: { sourceFormat: 'CSV', sourceUris: ['gs://b/x'] } },
    ]) {
      const { status, body } = await rest.call('PATCH', '/datasets/d/tables/stays', change);
      assert.equal(status, 400);
      assert.match(body.error.message, /Cannot change the type of .* it is a TABLE/);
    }
  });

  it('deletes a partition and no table', async () => {
    await make('parted', { timePartitioning: { type: 'DAY' } });
    assert.equal((await rest.call('DELETE', '/datasets/d/tables/parted$20260101')).status, 204);
    const { body } = await rest.call('DELETE', '/datasets/d/tables/parted$2026');
    assert.match(body.error.message, /Invalid time partitioning decorator/);
    assert.equal((await rest.call('GET', '/datasets/d/tables/parted')).status, 200);
  });

  it('only widens a length, a precision or a scale', async () => {
    const field = (type: string, more: object) => ({ schema: { fields: [{ name: 'x', type, ...more }] } });
    for (const [name, type, was, wider, narrower] of [
      ['length', 'STRING', { maxLength: '5' }, { maxLength: '6' }, { maxLength: '5' }],
      [
        'precision',
        'NUMERIC',
        { precision: '5', scale: '2' },
        { precision: '8', scale: '2' },
        { precision: '7', scale: '2' },
      ],
      ['unbounded', 'STRING', { maxLength: '5' }, {}, { maxLength: '5' }],
    ] as const) {
      await make(name, field(type, was));
      assert.equal((await rest.call('PATCH', `/datasets/d/tables/${name}`, field(type, wider))).status, 200, name);
      const { status, body } = await rest.call('PATCH', `/datasets/d/tables/${name}`, field(type, narrower));
      assert.equal(status, 400, name);
      assert.match(body.error.message, /Field x has changed type/);
    }
  });

  it('takes base64 with line ends in it, as many encoders write it', async () => {
    await rest.call('POST', '/datasets/d/tables', {
      tableReference: { tableId: 'lines' },
      schema: { fields: [{ name: 'y', type: 'BYTES' }] },
    });
    const rows = ['DQo=\n', 'DQ\r\no='].map((y) => ({ json: { y } }));
    const { body } = await rest.call('POST', '/datasets/d/tables/lines/insertAll', { rows });
    assert.equal(body.insertErrors, undefined);
    assert.deepEqual(await rest.rows('lines'), [['DQo='], ['DQo=']]);
  });

  it('moves lastModifiedTime and etag with the rows, however they come', async () => {
    await rest.call('POST', '/datasets/d/tables', {
      tableReference: { tableId: 'moving' },
      schema: { fields: [{ name: 'id', type: 'INTEGER' }] },
    });
    const seen = async () => {
      const { etag, lastModifiedTime } = (await rest.call('GET', '/datasets/d/tables/moving')).body;
      return { etag, lastModifiedTime };
    };
    const query = (text: string) => rest.job({ query: { query: text, useLegacySql: false } });
    let before = await seen();
    for (const change of [
      () => query('INSERT d.moving VALUES (1)'),
      () => query('UPDATE d.moving SET id = 2 WHERE true'),
      () => rest.call('POST', '/datasets/d/tables/moving/insertAll', { rows: [{ json: { id: 3 } }] }),
      () => query('TRUNCATE TABLE d.moving'),
    ]) {
      warehouse.clock.now += 1_000;
      await change();
      const after = await seen();
      assert.equal(after.lastModifiedTime, String(warehouse.clock.now), String(change));
      assert.notEqual(after.etag, before.etag, String(change));
      before = after;
    }
    assert.deepEqual(await seen(), before);
  });

  it('takes an etag as it was given, quoted, weak, or any', async () => {
    for (const path of ['/datasets/d', '/datasets/d/tables/tagged']) {
      await make('tagged');
      for (const form of [
        (tag: string) => tag,
        (tag: string) => `"${tag}"`,
        (tag: string) => `W/"${tag}"`,
        () => '*',
      ]) {
        const { etag } = (await rest.call('GET', path)).body;
        const changed = await rest.call('PATCH', path, { description: form(etag) }, { 'if-match': form(etag) });
        assert.equal(changed.status, 200, `${path} ${form(etag)}`);
        const stale = await rest.call('PATCH', path, { description: 'x' }, { 'if-match': form(`${etag}x`) });
        if (form('a') !== '*') assert.equal(stale.status, 412, `${path} ${form(etag)}`);
      }
    }
  });

  describe('in a dataset', () => {
    for (const [what, more, status, message] of [
      ['a lifetime that is no number', { defaultTableExpirationMs: 'abc' }, 400, /defaultTableExpirationMs: abc/],
      ['a lifetime of less than an hour', { defaultTableExpirationMs: '3599999' }, 400, /defaultTableExpirationMs/],
      ['a negative lifetime of partitions', { defaultPartitionExpirationMs: '-1' }, 400, /defaultPartitionExp/],
      ['a day of time travel', { maxTimeTravelHours: '24' }, 400, /maxTimeTravelHours/],
      ['a default collation', { defaultCollation: 'und:ci' }, 400, /collation/],
      ['names without case', { isCaseInsensitive: true }, 400, /case-insensitive/],
      ['a name that differs in case only', { datasetReference: { datasetId: 'D' } }, 400, /differ only in case/],
    ] as const) {
      it(`refuses ${what}`, async () => {
        const { status: got, body } = await rest.call('POST', '/datasets', {
          datasetReference: { datasetId: 'refused' },
          ...more,
        });
        assert.equal(got, status);
        assert.match(body.error.message, message);
      });
    }

    it('stays where it lies', async () => {
      assert.equal((await rest.call('PATCH', '/datasets/d', { location: 'us' })).status, 200);
      assert.equal((await rest.call('PATCH', '/datasets/d', { location: 'EU' })).status, 400);
    });

    it('hands its lifetimes to new tables and partitions, which may have their own', async () => {
      const hour = 3_600_000;
      await rest.call('POST', '/datasets', {
        datasetReference: { datasetId: 'mortal' },
        defaultTableExpirationMs: String(hour),
        defaultPartitionExpirationMs: '5000',
      });
      const path = '/datasets/mortal/tables';
      const born = async (tableId: string, timePartitioning?: object) =>
        (
          await rest.call('POST', path, {
            tableReference: { tableId },
            schema: { fields: [ID] },
            ...(timePartitioning === undefined ? {} : { timePartitioning }),
          })
        ).body;
      const plain = await born('plain');
      assert.equal(plain.expirationTime, String(warehouse.clock.now + hour));
      const inherited = await born('a', { type: 'DAY' });
      assert.equal(inherited.timePartitioning.expirationMs, '5000');
      // The default for partitions takes the place of the one for tables.
      assert.equal(inherited.expirationTime, undefined);
      const own = await born('b', { type: 'DAY', expirationMs: '7000' });
      assert.equal(own.timePartitioning.expirationMs, '7000');
      assert.equal((await rest.call('GET', path)).body.totalItems, 3);
      warehouse.clock.now += hour;
      assert.equal((await rest.call('GET', path)).body.totalItems, 2);
    });
  });
});
