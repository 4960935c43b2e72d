import assert from 'node:assert/strict';
import { InsertIds } from '@penstock/local/bigquery/tables/insert-all.ts';
import { type Rest, restOf } from '../../support/bigquery-rest.ts';
import { PROJECT, startWarehouse, type Warehouse } from '../../support/warehouse.ts';

type Case = readonly [column: Readonly<Record<string, unknown>>, given: unknown, shown: string | undefined];

/** `undefined` where the value is refused. */
const CASES: readonly Case[] = [
  [{ type: 'INTEGER' }, '9223372036854775807', '9223372036854775807'],
  [{ type: 'INTEGER' }, '9223372036854775808', undefined],
  [{ type: 'INTEGER' }, '-9223372036854775808', '-9223372036854775808'],
  [{ type: 'INTEGER' }, '-9223372036854775809', undefined],
  [{ type: 'INTEGER' }, 1.5, undefined],
  [{ type: 'NUMERIC' }, '99999999999999999999999999999.999999999', '99999999999999999999999999999.999999999'],
  [{ type: 'NUMERIC' }, '100000000000000000000000000000', undefined],
  [{ type: 'NUMERIC', precision: '3', scale: '1' }, '99.94', '99.9'],
  [{ type: 'NUMERIC', precision: '3', scale: '1' }, '99.95', undefined],
  [{ type: 'NUMERIC', precision: '3', scale: '1' }, '-100', undefined],
  [{ type: 'NUMERIC', precision: '3', scale: '1' }, '0.25', '0.3'],
  [{ type: 'NUMERIC', precision: '3', scale: '1' }, '-0.25', '-0.3'],
  [{ type: 'NUMERIC', precision: '3', scale: '1', roundingMode: 'ROUND_HALF_EVEN' }, '0.25', '0.2'],
  [{ type: 'NUMERIC', precision: '3', scale: '1', roundingMode: 'ROUND_HALF_EVEN' }, '0.35', '0.4'],
  [{ type: 'NUMERIC', precision: '3', scale: '1', roundingMode: 'ROUND_HALF_EVEN' }, '0.251', '0.3'],
  [{ type: 'STRING', maxLength: '2' }, '😀é', '😀é'],
  [{ type: 'STRING', maxLength: '2' }, 'abc', undefined],
  [{ type: 'BYTES', maxLength: '2' }, 'AAE=', 'AAE='],
  [{ type: 'BYTES', maxLength: '2' }, 'AAEC', undefined],
  [{ type: 'TIMESTAMP' }, '0001-01-01T00:00:00Z', '-62135596800000000'],
  [{ type: 'TIMESTAMP' }, '0001-01-01T00:00:00+00:01', undefined],
  [{ type: 'TIMESTAMP' }, '9999-12-31T23:59:59.999999Z', '253402300799999999'],
  [{ type: 'TIMESTAMP' }, '9999-12-31T23:59:59.999999-00:01', undefined],
  [{ type: 'TIMESTAMP' }, '253402300800', undefined],
  [{ type: 'TIMESTAMP' }, '2026-01-01T00:00:00+14:00', '1767175200000000'],
  [{ type: 'TIMESTAMP' }, '2026-01-01T00:00:00+14:01', undefined],
  [{ type: 'TIMESTAMP' }, '2026-01-01T00:00:00+01:60', undefined],
  [{ type: 'TIMESTAMP' }, '2026-02-29T00:00:00Z', undefined],
  [{ type: 'DATE' }, '2024-02-29', '2024-02-29'],
  [{ type: 'DATE' }, '2023-02-29', undefined],
  [{ type: 'DATE' }, '0000-12-31', undefined],
  [{ type: 'DATE' }, '10000-01-01', undefined],
  [{ type: 'TIME' }, '23:59:59.999999', '23:59:59.999999'],
  [{ type: 'TIME' }, '24:00:00', undefined],
  [{ type: 'INTERVAL' }, '0-0 3660000 0:0:0', '0-0 3660000 0:0:0'],
  [{ type: 'INTERVAL' }, '0-0 3660001 0:0:0', undefined],
  [{ type: 'INTERVAL' }, '10000-0 0 0:0:0', '10000-0 0 0:0:0'],
  [{ type: 'INTERVAL' }, '10000-1 0 0:0:0', undefined],
  [{ type: 'INTERVAL' }, '0-0 0 -87840000:0:0', '0-0 0 -87840000:0:0'],
  [{ type: 'INTERVAL' }, '0-0 0 87840000:0:1', undefined],
  [{ type: 'RANGE', rangeElementType: { type: 'DATE' } }, '[2026-01-01, 2026-01-02)', '[2026-01-01, 2026-01-02)'],
  [{ type: 'RANGE', rangeElementType: { type: 'DATE' } }, '[2026-01-01, 2026-01-01)', undefined],
  [{ type: 'RANGE', rangeElementType: { type: 'DATE' } }, '[2026-01-02, 2026-01-01)', undefined],
  [{ type: 'FLOAT' }, '1.7976931348623157e308', '1.7976931348623157E308'],
  [{ type: 'FLOAT' }, '1.8e308', undefined],
  [{ type: 'BOOLEAN' }, '2', undefined],
  [{ type: 'GEOGRAPHY' }, 'POINT(1 2)', 'POINT(1 2)'],
  [{ type: 'GEOGRAPHY' }, 'MULTIPOINT((1 2), (3 4))', 'MULTIPOINT((1 2), (3 4))'],
  [{ type: 'GEOGRAPHY' }, 'GEOMETRYCOLLECTION(POINT EMPTY)', 'GEOMETRYCOLLECTION(POINT EMPTY)'],
  [{ type: 'GEOGRAPHY' }, 'nonsense', undefined],
  [{ type: 'GEOGRAPHY' }, 'POINT(1 91)', undefined],
  [{ type: 'GEOGRAPHY' }, 'POINT(1)', undefined],
  [{ type: 'GEOGRAPHY' }, 'LINESTRING(1 2, 3 x)', undefined],
  [{ type: 'GEOGRAPHY' }, 'POLYGON((0 0, 1 1)', undefined],
];

describe('the local BigQuery: the edges of its types', () => {
  let warehouse: Warehouse;
  let rest: Rest;

  before(async () => {
    warehouse = await startWarehouse();
    rest = restOf(warehouse);
    await warehouse.client.createDataset('d');
  });
  after(() => warehouse.close());

  it('are the same for insertAll and for JSON and CSV loads', async () => {
    const failures: string[] = [];
    const fields = CASES.map(([column], at) => ({ name: `c${at}`, ...column }));
    const make = (tableId: string) =>
      rest.call('POST', '/datasets/d/tables', { tableReference: { tableId }, schema: { fields } });
    for (const tableId of ['inserted', 'json', 'csv']) assert.equal((await make(tableId)).status, 200);
    const good = Object.fromEntries(
      CASES.flatMap(([, given, shown], at) => (shown === undefined ? [] : [[`c${at}`, given]])),
    );
    const load = (tableId: string, sourceFormat: string, bytes: string, maxBadRecords = 0) =>
      rest.job({
        load: {
          destinationTable: { projectId: PROJECT, datasetId: 'd', tableId },
          sourceUris: [warehouse.objects.put(`gs://b/${tableId}`, bytes)],
          sourceFormat,
          maxBadRecords,
        },
      });
    const quoted = (value: unknown) => (value === undefined ? '' : `"${String(value)}"`);
    const inserted = await rest.call('POST', '/datasets/d/tables/inserted/insertAll', { rows: [{ json: good }] });
    assert.equal(inserted.body.insertErrors, undefined, JSON.stringify(inserted.body));
    for (const job of [
      await load('json', 'NEWLINE_DELIMITED_JSON', `${JSON.stringify(good)}\n`),
      await load('csv', 'CSV', `${CASES.map((_, at) => quoted(good[`c${at}`])).join()}\n`),
    ]) {
      assert.equal(job.status.errorResult, undefined, JSON.stringify(job.status));
    }
    const expected = CASES.map(([, , shown]) => shown ?? null);
    for (const tableId of ['inserted', 'json', 'csv'])
      assert.deepEqual((await rest.rows(tableId))[0], expected, tableId);

    const bad = CASES.flatMap(([, given, shown], at) => (shown === undefined ? [{ name: `c${at}`, given }] : []));
    const { body } = await rest.call('POST', '/datasets/d/tables/inserted/insertAll', {
      skipInvalidRows: true,
      rows: bad.map(({ name, given }) => ({ json: { [name]: given } })),
    });
    const refused = new Set(body.insertErrors.map(({ index }: { index: number }) => index));
    bad.forEach(({ name, given }, index) => {
      if (!refused.has(index)) failures.push(`insertAll took ${String(given)} for ${name}`);
    });
    for (const [tableId, format, text] of [
      ['json', 'NEWLINE_DELIMITED_JSON', bad.map(({ name, given }) => JSON.stringify({ [name]: given })).join('\n')],
      [
        'csv',
        'CSV',
        bad
          .map(({ name, given }) => fields.map((field) => quoted(field.name === name ? given : undefined)).join())
          .join('\n'),
      ],
    ] as const) {
      const { statistics } = await load(tableId, format, text, 1000);
      if (statistics.load.badRecords !== String(bad.length))
        failures.push(
          `${tableId} refused ${statistics.load.badRecords} of ${bad.length}: ${JSON.stringify((await rest.rows(tableId)).slice(1))}`,
        );
    }
    assert.deepEqual(failures, []);
  });

  it('forgets insertIds whose time is over', () => {
    const ids = new InsertIds(1000);
    ids.add('a', 0);
    ids.add('b', 500);
    ids.add('a', 900);
    assert.deepEqual([ids.has('a', 1800), ids.has('b', 1499), ids.has('b', 1500)], [true, true, false]);
    ids.add('c', 1600);
    // Asked about an earlier time, what is forgotten is still forgotten.
    assert.deepEqual([ids.has('a', 1600), ids.has('b', 600)], [true, false]);
  });

  it('answers a body nested beyond the stack with 400', async () => {
    const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
    const { status, body } = await rest.call(
      'POST',
      '/datasets',
      `{"datasetReference":{"datasetId":"deep"},"labels":${deep}}`,
    );
    assert.equal(status, 400);
    assert.match(body.error.message, /nested too deeply|Label/);
    const described = await rest.call(
      'POST',
      '/datasets',
      `{"datasetReference":{"datasetId":"deep"},"description":${deep}}`,
    );
    assert.equal(described.status, 400);
  });
});
