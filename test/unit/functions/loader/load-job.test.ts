import assert from 'node:assert/strict';
import { directLoad, partLoad, shapedResource, temporaryKind } from '../../../../functions/loader/load-job.ts';
import { sameFields, unionOf } from '../../../../functions/loader/tables.ts';

const SCHEMA = { fields: [{ name: 'id', type: 'INTEGER' }] };
const SHAPE = {
  schema: SCHEMA,
  timePartitioning: { type: 'DAY', field: 'd', expirationMs: '1', requirePartitionFilter: true },
  clustering: { fields: ['id'] },
};
const TABLE = { projectId: 'p', datasetId: 'd', tableId: 'tmp' };

describe('a part’s load job', () => {
  for (const [what, config, decorator, shape, expected] of [
    ['appending to a table that is there', {}, undefined, SHAPE, 'shaped'],
    [
      'truncating a partition',
      { writeDisposition: 'WRITE_TRUNCATE', sourceFormat: 'AVRO' },
      '20200101',
      SHAPE,
      'shaped',
    ],
    [
      'truncating by files without a schema',
      { writeDisposition: 'WRITE_TRUNCATE', sourceFormat: 'CSV' },
      undefined,
      SHAPE,
      'shaped',
    ],
    [
      'truncating by files with a schema',
      { writeDisposition: 'WRITE_TRUNCATE', sourceFormat: 'AVRO' },
      undefined,
      SHAPE,
      'by-load',
    ],
    [
      'truncating by a given schema',
      { writeDisposition: 'WRITE_TRUNCATE', schema: SCHEMA },
      undefined,
      SHAPE,
      'by-load',
    ],
    [
      'truncating by a detected schema',
      { writeDisposition: 'WRITE_TRUNCATE', autodetect: true },
      undefined,
      SHAPE,
      'by-load',
    ],
    ['into a new table', {}, undefined, undefined, 'by-load'],
    ['into a table without a schema', {}, undefined, {}, 'by-load'],
  ] as const) {
    it(`${what} goes into a temporary table that is ${expected}`, () =>
      assert.equal(temporaryKind(config, decorator, shape), expected));
  }

  it('a temporary table has the destination’s shape, and partitions that do not expire under the load', () => {
    assert.deepEqual(shapedResource(SHAPE, 5), {
      schema: SCHEMA,
      timePartitioning: { type: 'DAY', field: 'd' },
      clustering: { fields: ['id'] },
      expirationTime: '5',
    });
  });

  it('sends BigQuery’s keys only, and never those of the destination’s shape for a table that has it', () => {
    const config = {
      sourceFormat: 'CSV',
      labels: { a: 'b' },
      destinationRegex: 'x',
      onSuccess: {},
      clustering: { fields: ['id'] },
      quote: '"',
    };
    assert.deepEqual(
      partLoad({ config, kind: 'shaped', shape: SHAPE, table: TABLE, sourceUris: ['gs://b/f'], detect: false }),
      {
        sourceFormat: 'CSV',
        quote: '"',
        sourceUris: ['gs://b/f'],
        destinationTable: TABLE,
        writeDisposition: 'WRITE_APPEND',
        createDisposition: 'CREATE_NEVER',
      },
    );
  });

  it('a new table is partitioned as its decorator says, and detected where nothing names its columns', () => {
    for (const [decorator, type] of [
      ['2020', 'YEAR'],
      ['202001', 'MONTH'],
      ['20200102', 'DAY'],
      ['2020010203', 'HOUR'],
    ] as const) {
      const load = partLoad({
        config: {},
        kind: 'by-load',
        shape: undefined,
        table: { ...TABLE, decorator },
        sourceUris: [],
        detect: true,
      });
      assert.deepEqual(
        [load.timePartitioning, load.autodetect, load.createDisposition],
        [{ type }, true, 'CREATE_IF_NEEDED'],
      );
    }
    const odd = partLoad({
      config: { autodetect: false },
      kind: 'by-load',
      shape: undefined,
      table: { ...TABLE, decorator: '__NULL__1' },
      sourceUris: [],
      detect: true,
    });
    assert.deepEqual([odd.timePartitioning, odd.autodetect], [undefined, false]);
    const replaced = partLoad({
      config: { sourceFormat: 'AVRO', schemaUpdateOptions: [] },
      kind: 'by-load',
      shape: SHAPE,
      table: TABLE,
      sourceUris: [],
      detect: true,
    });
    assert.deepEqual(
      [replaced.clustering, replaced.autodetect, replaced.schemaUpdateOptions],
      [{ fields: ['id'] }, undefined, undefined],
    );
  });

  it('a direct load says what load.json says', () => {
    assert.deepEqual(directLoad({ sourceFormat: 'AVRO', writeDisposition: 'WRITE_TRUNCATE' }, TABLE, true, ['u']), {
      sourceFormat: 'AVRO',
      writeDisposition: 'WRITE_TRUNCATE',
      sourceUris: ['u'],
      destinationTable: TABLE,
    });
    assert.equal(directLoad({ sourceFormat: 'CSV' }, TABLE, false, []).autodetect, true);
  });
});

describe('columns of several parts', () => {
  it('are put together by name, relaxed where one part has NULL', () => {
    const one = [
      { name: 'a', type: 'STRING', mode: 'REQUIRED' },
      { name: 'r', type: 'RECORD', fields: [{ name: 'x', type: 'STRING' }] },
    ];
    const other = [
      { name: 'A', type: 'STRING' },
      { name: 'r', type: 'RECORD', fields: [{ name: 'y', type: 'STRING' }] },
      { name: 'b', type: 'INTEGER' },
    ];
    assert.deepEqual(unionOf([one, other]), [
      { name: 'a', type: 'STRING', mode: 'NULLABLE' },
      {
        name: 'r',
        type: 'RECORD',
        fields: [
          { name: 'x', type: 'STRING' },
          { name: 'y', type: 'STRING' },
        ],
      },
      { name: 'b', type: 'INTEGER' },
    ]);
    assert.deepEqual(unionOf([one, one]), one);
    assert.deepEqual(unionOf([[one[1] as never], [{ name: 'r', type: 'RECORD' }]]), [one[1]]);
  });
  it('are the same whatever their case, and NULLABLE where nothing is said', () => {
    assert.equal(
      sameFields([{ name: 'a', type: 'X' }], [{ name: 'A', type: 'X', mode: 'NULLABLE', fields: [] }]),
      true,
    );
    assert.equal(sameFields([{ name: 'a', type: 'X' }], [{ name: 'a', type: 'X', mode: 'REQUIRED' }]), false);
  });
});
