import assert from 'node:assert/strict';
import { fromRestError } from '@penstock/shared/bigquery/rest/rest-errors.ts';
import type { Field } from '@penstock/shared/bigquery/schema/table-schema.ts';
import { parseMaxStaleness, stalenessSeconds } from '@penstock/shared/bigquery/tables/max-staleness.ts';
import { diffSchemas } from '@penstock/shared/bigquery/tables/schema-diff.ts';
import { parseTableSpec } from '@penstock/shared/bigquery/tables/table-spec.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { field } from '../../../../support/codec-rows.ts';

describe('the difference of two schemas', () => {
  const diff = (wanted: Field, actual: Field): { changes: string[]; refusals: string[]; compatible: string[] } => {
    const { changes, refusals, compatible } = diffSchemas({ fields: [wanted] }, { fields: [actual] });
    return {
      changes: changes.map(({ kind, path, what }) => `${kind} ${path}: ${what}`),
      refusals: refusals.map(({ path, why }) => `${path} ${why}`),
      compatible: compatible.map(({ path, why }) => `${path} ${why}`),
    };
  };
  const NOTHING = { changes: [], refusals: [], compatible: [] };
  const cases: readonly [string, Field, Field, Partial<typeof NOTHING | Record<string, string[]>>][] = [
    ['nothing, whatever the case of the name', field('A', 'INT64'), field('a', 'INT64'), {}],
    [
      'a type',
      field('a', 'STRING'),
      field('a', 'INT64'),
      { refusals: ['a is INT64 in the table and STRING is wanted: a type cannot be changed'] },
    ],
    [
      'the element of a range',
      field('a', 'RANGE', { rangeElementType: 'DATE' }),
      field('a', 'RANGE', { rangeElementType: 'DATETIME' }),
      { refusals: ['a is RANGE<DATETIME> in the table and RANGE<DATE> is wanted: a type cannot be changed'] },
    ],
    [
      'the precision of a timestamp',
      field('a', 'TIMESTAMP', { timestampPrecision: 12 }),
      field('a', 'TIMESTAMP'),
      { refusals: ['a is TIMESTAMP in the table and TIMESTAMP(12) is wanted: a type cannot be changed'] },
    ],
    [
      'one value and many',
      field('a', 'INT64', { mode: 'REPEATED' }),
      field('a', 'INT64'),
      { refusals: ['a is NULLABLE in the table and REPEATED is wanted: one value cannot become many, nor many one'] },
    ],
    [
      'REQUIRED that may become NULLABLE',
      field('a', 'INT64'),
      field('a', 'INT64', { mode: 'REQUIRED' }),
      { changes: ['relax a: REQUIRED to NULLABLE'] },
    ],
    [
      'NULLABLE that cannot become REQUIRED',
      field('a', 'INT64', { mode: 'REQUIRED' }),
      field('a', 'INT64'),
      { refusals: ['a is NULLABLE in the table and REQUIRED is wanted: rows without it may be there'] },
    ],
    [
      'a length that is too small',
      field('a', 'STRING', { maxLength: 10 }),
      field('a', 'STRING', { maxLength: 9 }),
      { refusals: ['a is STRING(9) in the table, too small for the STRING(10) that is wanted'] },
    ],
    [
      'no limit where the table has one',
      field('a', 'STRING'),
      field('a', 'STRING', { maxLength: 9 }),
      { refusals: ['a is STRING(9) in the table, too small for the STRING that is wanted'] },
    ],
    [
      'a length that is larger than needed',
      field('a', 'STRING', { maxLength: 10 }),
      field('a', 'STRING'),
      { compatible: ['a is STRING in the table, and STRING(10) fits into it'] },
    ],
    [
      'a scale that is too small, though the precision is larger',
      field('a', 'NUMERIC', { precision: 10, scale: 4 }),
      field('a', 'NUMERIC', { precision: 12, scale: 2 }),
      { refusals: ['a is NUMERIC(12, 2) in the table, too small for the NUMERIC(10, 4) that is wanted'] },
    ],
    [
      'a default that a REQUIRED column does not have',
      field('a', 'INT64', { mode: 'REQUIRED', defaultValueExpression: '7' }),
      field('a', 'INT64', { mode: 'REQUIRED' }),
      { refusals: ['a has no default in the table, and 7 is wanted: rows that leave it out would be refused'] },
    ],
    [
      'another default',
      field('a', 'INT64', { mode: 'REQUIRED', defaultValueExpression: '7' }),
      field('a', 'INT64', { mode: 'REQUIRED', defaultValueExpression: '8' }),
      { compatible: ['a has the default 8 in the table, and 7 is wanted'] },
    ],
    [
      'a default that a NULLABLE column does not have',
      field('a', 'INT64', { defaultValueExpression: '7' }),
      field('a', 'INT64'),
      { compatible: ['a has no default in the table, and 7 is wanted'] },
    ],
    [
      'nothing in a default that nobody asks for',
      field('a', 'INT64'),
      field('a', 'INT64', { defaultValueExpression: '7' }),
      {},
    ],
    [
      'whole digits that are too few',
      field('a', 'NUMERIC', { precision: 10 }),
      field('a', 'NUMERIC', { precision: 10, scale: 2 }),
      { refusals: ['a is NUMERIC(10, 2) in the table, too small for the NUMERIC(10) that is wanted'] },
    ],
  ];
  it('finds a precision that is larger than needed', () => {
    const [small, large] = [field('a', 'NUMERIC', { precision: 5 }), field('a', 'NUMERIC', { precision: 10 })];
    assert.deepEqual(diff(small, large).compatible, ['a is NUMERIC(10) in the table, and NUMERIC(5) fits into it']);
    assert.equal(diff(large, small).refusals.length, 1);
  });

  for (const [name, wanted, actual, expected] of cases) {
    it(`finds ${name}`, () => assert.deepEqual(diff(wanted, actual), { ...NOTHING, ...expected }));
  }

  it('adds columns behind those of the table, at every depth, and takes none away', () => {
    const inner = (...fields: Field[]): Field => field('in', 'STRUCT', { fields });
    const { changed, changes, refusals, compatible } = diffSchemas(
      {
        fields: [
          field('new', 'DATE'),
          inner(field('y', 'INT64', { mode: 'REPEATED' }), field('x', 'INT64')),
          field('must', 'INT64', { mode: 'REQUIRED' }),
        ],
      },
      {
        fields: [
          inner(field('x', 'INT64')),
          field('old', 'STRING'),
          field('full', 'INT64', { mode: 'REQUIRED', defaultValueExpression: '1' }),
          field('hard', 'INT64', { mode: 'REQUIRED' }),
        ],
      },
    );
    assert.deepEqual(
      changed.fields.map(({ name }) => name),
      ['in', 'old', 'full', 'hard', 'new'],
    );
    assert.deepEqual(
      changed.fields[0]?.fields?.map(({ name }) => name),
      ['x', 'y'],
    );
    assert.deepEqual(
      changes.map(({ path, what }) => `${path} ${what}`),
      ['in.y ARRAY<INT64> REPEATED', 'new DATE NULLABLE'],
    );
    assert.deepEqual(
      refusals.map(({ path }) => path),
      ['hard', 'must'],
    );
    assert.deepEqual(compatible, [
      { path: 'old', why: 'is not written: NULL' },
      { path: 'full', why: 'is not written: its default' },
    ]);
  });
});

describe('a schema file', () => {
  const fields = [
    { name: 'id', type: 'INTEGER', mode: 'REQUIRED' },
    { name: 'at', type: 'TIMESTAMP' },
    { name: 'tags', type: 'STRING', mode: 'REPEATED' },
    { name: 'inner', type: 'RECORD', fields: [{ name: 'x', type: 'STRING' }] },
  ];
  const parse = (file: unknown): ReturnType<typeof parseTableSpec> => parseTableSpec(JSON.stringify(file));

  it('is a list of columns', () => {
    assert.deepEqual(
      parse(fields).schema.fields.map(({ name, type }) => `${name} ${type}`),
      ['id INT64', 'at TIMESTAMP', 'tags STRING', 'inner STRUCT'],
    );
  });

  it('is an object with everything a table can be', () => {
    const spec = parse({
      schema: { fields },
      timePartitioning: { type: 'DAY', field: 'at', expirationMs: '86400000' },
      clustering: { fields: ['id'] },
      primaryKey: { columns: ['ID'] },
      maxStaleness: '15 MINUTE',
      requirePartitionFilter: true,
      description: 'rows',
      labels: { team: 'data' },
    });
    assert.deepEqual(
      { ...spec, schema: undefined },
      {
        schema: undefined,
        timePartitioning: { type: 'DAY', field: 'at', expirationMs: 86_400_000 },
        clustering: ['id'],
        primaryKey: ['ID'],
        maxStaleness: '0-0 0 0:15:0',
        requirePartitionFilter: true,
        description: 'rows',
        labels: { team: 'data' },
      },
    );
    assert.deepEqual(parse({ fields, timePartitioning: { type: 'HOUR' } }).timePartitioning, { type: 'HOUR' });
    assert.deepEqual(
      parse({ fields, rangePartitioning: { field: 'id', range: { start: '0', end: 100, interval: 10 } } })
        .rangePartitioning,
      {
        field: 'id',
        start: 0,
        end: 100,
        interval: 10,
      },
    );
  });

  it('is refused with every complaint at once', () => {
    const file = {
      fields,
      colour: 'blue',
      timePartitioning: { type: 'WEEK', field: 'id', expirationMs: -1 },
      rangePartitioning: { field: 'at', range: { start: 5, end: 5 } },
      clustering: [],
      primaryKey: ['nothing', 'tags', 'inner'],
      maxStaleness: 15,
      requirePartitionFilter: 'yes',
      description: 7,
      labels: { a: 1 },
    };
    assert.throws(
      () => parse(file),
      (error) => {
        assert.ok(error instanceof PenstockError);
        assert.equal(error.code, 'CONFIG_INVALID');
        assert.deepEqual(error.message.replace('schema file: ', '').split('; '), [
          'colour is not known here',
          'timePartitioning.type is one of HOUR, DAY, MONTH, YEAR',
          'timePartitioning.field id is no DATE, TIMESTAMP or DATETIME column',
          'timePartitioning.expirationMs is a number above 0',
          'rangePartitioning.field at is no INT64 column',
          'rangePartitioning.range needs start below end and an interval above 0',
          'clustering is a list of 1 to 4 columns',
          'primaryKey names no column: nothing',
          'primaryKey cannot hold tags',
          'primaryKey cannot hold inner',
          'maxStaleness is like "15 MINUTE" or "0-0 0 0:15:0", found 15',
          'requirePartitionFilter is a boolean',
          'description is a string',
          'labels is an object of text',
          'a table is partitioned by time or by range, not both',
        ]);
        return true;
      },
    );
  });

  it('is refused what a table made from it would not have: without policy tags its column is open', () => {
    const tagged = { name: 'ssn', type: 'STRING', policyTags: { names: ['projects/p/locations/l/taxonomies/1'] } };
    const nested = [{ name: 'person', type: 'RECORD', fields: [tagged] }];
    for (const file of [nested, { fields: nested }, { schema: { fields: nested } }]) {
      assert.throws(() => parse(file), {
        code: 'CONFIG_INVALID',
        message: 'schema file: policyTags of column person.ssn is not known here',
      });
    }
  });

  it('is refused where its parts are not even objects', () => {
    for (const file of ['text', 7, null]) assert.throws(() => parse(file), { code: 'CONFIG_INVALID' });
    assert.throws(() => parseTableSpec('{'), { code: 'CONFIG_INVALID', message: /not JSON/ });
    assert.throws(() => parse({}), { code: 'CONFIG_INVALID' });
    assert.throws(() => parse({ fields, timePartitioning: 'DAY', labels: 'a', maxStaleness: 'soon' }), {
      code: 'CONFIG_INVALID',
    });
    assert.throws(() => parse({ fields, rangePartitioning: { field: 'id' } }), { code: 'CONFIG_INVALID' });
    assert.throws(() => parse({ fields, rangePartitioning: 7 }), { code: 'CONFIG_INVALID' });
  });
});

describe('a staleness', () => {
  it('is the same time however it is written', () => {
    for (const text of ['15 MINUTE', 'interval 15 minutes', '900 SECOND', '0-0 0 0:15:0', '0-0 0 0:15:0.0']) {
      assert.equal(parseMaxStaleness(text), '0-0 0 0:15:0', text);
    }
    assert.equal(parseMaxStaleness('1 DAY'), '0-0 0 24:0:0');
    assert.equal(stalenessSeconds('0-0 2 1:0:1'), 176_401);
    for (const text of ['', 'soon', '1-0 0 0:0:0', '0-1 0 0:0:0', '5 WEEK'])
      assert.equal(parseMaxStaleness(text), undefined, text);
  });
});

describe('errors of the REST API', () => {
  it('are decided by reason and status', () => {
    const code = (status: unknown, reason?: string): string =>
      fromRestError(Object.assign(new Error('words'), { code: status, ...(reason ? { errors: [{ reason }] } : {}) }))
        .code;
    assert.equal(code(404), 'NOT_FOUND');
    assert.equal(code(403), 'PERMISSION_DENIED');
    assert.equal(code(403, 'rateLimitExceeded'), 'RESOURCE_EXHAUSTED');
    assert.equal(code(418), 'INPUT_INVALID');
    assert.equal(code(502), 'UNAVAILABLE');
    assert.equal(code('ECONNREFUSED'), 'UNAVAILABLE');
    assert.equal(fromRestError(undefined).code, 'INTERNAL');
    assert.equal(fromRestError(Object.assign(new Error('x'), { code: 400, errors: [null] })).context.reason, '');
    const own = new PenstockError('CANCELLED', 'x');
    assert.equal(fromRestError(own), own);
  });
});
