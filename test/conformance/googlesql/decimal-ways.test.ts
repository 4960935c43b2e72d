/** Decimals of every precision are the same digits, whichever way they were written and read. */

import assert from 'node:assert/strict';
import { AppendCall, rowType } from '../../support/appends.ts';
import { type Rest, restOf } from '../../support/bigquery-rest.ts';
import { newClient } from '../../support/storage-write.ts';
import { PROJECT, startWarehouse, type Warehouse } from '../../support/warehouse.ts';

const DIGITS = '98765432109876543210987654321098765432';

/** A decimal with so many digits before and after the point, none of them a zero at an end. */
function decimal(whole: number, scale: number, negative: boolean): string {
  const fraction = scale === 0 ? '' : `.${DIGITS.slice(0, scale - 1)}7`;
  return `${negative ? '-' : ''}${whole === 0 ? '0' : DIGITS.slice(0, whole)}${fraction}`;
}

const NUMERICS = [0, 1, 15, 16, 17, 29].flatMap((whole) =>
  Array.from({ length: 10 }, (_, scale) => decimal(whole, scale, (whole + scale) % 2 === 1)),
);
const BIGNUMERICS = [0, 1, 16, 38].flatMap((whole) =>
  Array.from({ length: 39 }, (_, scale) => decimal(whole, scale, (whole + scale) % 2 === 1)),
);
const ROWS = BIGNUMERICS.map((big, index) => [NUMERICS[index % NUMERICS.length] ?? '0', big] as const);

const FIELDS = [
  { name: 'id', type: 'INT64' },
  { name: 'n', type: 'NUMERIC' },
  { name: 'b', type: 'BIGNUMERIC' },
];

describe('decimals of every precision', function () {
  this.timeout(60_000);
  let warehouse: Warehouse;
  let rest: Rest;

  before(async () => {
    warehouse = await startWarehouse();
    rest = restOf(warehouse);
    await warehouse.client.createDataset('d');
  });
  after(() => warehouse.close());

  async function make(tableId: string): Promise<void> {
    const { status, body } = await rest.call('POST', '/datasets/d/tables', {
      tableReference: { tableId },
      schema: { fields: FIELDS },
    });
    assert.equal(status, 200, JSON.stringify(body));
  }

  async function query(sql: string, parameters: readonly unknown[] = []): Promise<readonly string[][]> {
    const { body } = await rest.call('POST', '/queries', {
      query: sql,
      useLegacySql: false,
      maxResults: 1000,
      ...(parameters.length === 0 ? {} : { parameterMode: 'POSITIONAL', queryParameters: parameters }),
    });
    assert.equal(body.error, undefined, JSON.stringify(body.error));
    return (body.rows ?? []).map((row: { f: { v: string }[] }) => row.f.map(({ v }) => v));
  }

  const json = (quote: string) =>
    ROWS.map(([n, b], id) => `{"id":${id},"n":${quote}${n}${quote},"b":${quote}${b}${quote}}`);

  async function load(tableId: string, lines: readonly string[], sourceFormat: string): Promise<void> {
    const uri = warehouse.objects.put(`gs://b/${tableId}`, lines.join('\n'));
    const job = await rest.job({
      load: {
        sourceUris: [uri],
        sourceFormat,
        destinationTable: { projectId: PROJECT, datasetId: 'd', tableId },
      },
    });
    assert.equal(job.status?.errorResult, undefined, JSON.stringify(job.status));
  }

  async function insertAll(tableId: string, rows: readonly string[]): Promise<void> {
    const body = `{"rows":[${rows.map((row) => `{"json":${row}}`).join(',')}]}`;
    const answer = await rest.call('POST', `/datasets/d/tables/${tableId}/insertAll`, body);
    assert.equal(answer.body.insertErrors, undefined, JSON.stringify(answer.body));
  }

  const values = (write: (text: string) => string) =>
    ROWS.map(([n, b], id) => `(${id}, ${write(n)}, ${write(b)})`).join(', ');

  const ways: Readonly<Record<string, (tableId: string) => Promise<unknown>>> = {
    'literals without a type': (tableId) =>
      query(`INSERT INTO d.${tableId} VALUES ${values((text) => (text.includes('.') ? text : `${text}.0`))}`),
    'literals of a type': (tableId) =>
      query(
        `INSERT INTO d.${tableId} VALUES ${values((text) => `BIGNUMERIC '${text}'`).replace(/\((\d+), BIGNUMERIC/g, '($1, NUMERIC')}`,
      ),
    'casts of text': (tableId) =>
      query(
        `INSERT INTO d.${tableId} SELECT id, CAST(n AS NUMERIC), CAST(b AS BIGNUMERIC) FROM UNNEST([STRUCT(0 AS id, '' AS n, '' AS b), ${values((text) => `'${text}'`)}]) WHERE n != ''`,
      ),
    'a UNION ALL with literals': (tableId) =>
      query(
        `INSERT INTO d.${tableId} SELECT 0, NUMERIC '${ROWS[0]?.[0]}', BIGNUMERIC '${ROWS[0]?.[1]}' UNION ALL ${ROWS.slice(
          1,
        )
          .map(
            ([n, b], index) =>
              `SELECT ${index + 1}, ${n.includes('.') ? n : `${n}.0`}, ${b.includes('.') ? b : `${b}.0`}`,
          )
          .join(' UNION ALL ')}`,
      ),
    parameters: async (tableId) => {
      const parameter = (type: string, value: string) => ({ parameterType: { type }, parameterValue: { value } });
      await query(
        `INSERT INTO d.${tableId} VALUES ${ROWS.map(() => '(?, ?, ?)').join(', ')}`,
        ROWS.flatMap(([n, b], id) => [
          parameter('INT64', String(id)),
          parameter('NUMERIC', n),
          parameter('BIGNUMERIC', b),
        ]),
      );
    },
    'a load of JSON numbers': (tableId) => load(tableId, json(''), 'NEWLINE_DELIMITED_JSON'),
    'a load of JSON text': (tableId) => load(tableId, json('"'), 'NEWLINE_DELIMITED_JSON'),
    'a load of CSV': (tableId) =>
      load(
        tableId,
        ROWS.map(([n, b], id) => `${id},${n},${b}`),
        'CSV',
      ),
    'insertAll of numbers': (tableId) => insertAll(tableId, json('')),
    'insertAll of text': (tableId) => insertAll(tableId, json('"')),
    'Storage Write': async (tableId) => {
      const client = newClient(warehouse.service.writeAddress);
      const call = new AppendCall(client);
      const answer = await call.append({
        stream: `projects/${PROJECT}/datasets/d/tables/${tableId}/streams/_default`,
        type: rowType('optional int64 id = 1; optional string n = 2; optional string b = 3;'),
        rows: ROWS.map(([n, b], id) => ({ id, n, b })),
      });
      assert.deepEqual(answer.rowErrors ?? [], []);
      assert.equal(answer.error ?? undefined, undefined);
      await call.close();
      await client.close();
    },
  };

  const expected = ROWS.map(([n, b], id) => [String(id), n, b]);

  for (const [index, [way, write]] of Object.entries(ways).entries()) {
    it(`are kept by ${way}`, async () => {
      const tableId = `t${index}`;
      await make(tableId);
      await write(tableId);
      assert.deepEqual(await query(`SELECT * FROM d.${tableId} ORDER BY id`), expected);
      const listed = (await rest.rows(tableId)) as string[][];
      assert.deepEqual(
        [...listed].sort((a, b) => Number(a[0]) - Number(b[0])),
        expected,
      );
      const text = await query(`SELECT id, CAST(n AS STRING), CAST(b AS STRING) FROM d.${tableId} ORDER BY id`);
      assert.deepEqual(text, expected);
    });
  }

  it('are found again by a literal and by a parameter', async () => {
    await make('found');
    await insertAll('found', json('"'));
    for (const [id, [n, b]] of ROWS.entries()) {
      if (id % 7 !== 0) continue;
      const [literalN, literalB] = [n, b].map((text) => (text.includes('.') ? text : `${text}.0`));
      const [row] = await query(
        `SELECT COUNT(*) FROM d.found WHERE id = ${id} AND n = ${literalN} AND b = ${literalB} AND b IN (${literalB}) AND n BETWEEN ${literalN} AND ${literalN}`,
      );
      assert.deepEqual(row, ['1'], `${n} ${b}`);
    }
  });
});
