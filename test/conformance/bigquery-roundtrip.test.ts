import assert from 'node:assert/strict';
import { mulberry32 } from '@penstock/local/core/faults/faults.ts';
import { AppendCall, rowType } from '../support/appends.ts';
import { type Rest, restOf } from '../support/bigquery-rest.ts';
import { newClient } from '../support/storage-write.ts';
import { PROJECT, startWarehouse, type Warehouse } from '../support/warehouse.ts';

const ROUNDS = process.env.PENSTOCK_SOAK === '1' ? 60 : 6;
const ROWS = 40;

type Random = () => number;

interface Kind {
  readonly type: string;
  readonly more?: Record<string, unknown>;
  /** The value's text: what CSV, CAST and JSON are given. */
  readonly text: (random: Random) => string;
  readonly sql?: (text: string) => string;
  readonly wire: string;
  readonly proto?: (text: string) => unknown;
}

const pick = <T>(random: Random, ...values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
const below = (random: Random, limit: number): number => Math.floor(random() * limit);
const digits = (random: Random, count: number): string =>
  Array.from({ length: count }, () => below(random, 10)).join('');
const two = (value: number): string => String(value).padStart(2, '0');
const date = (random: Random): string =>
  pick(
    random,
    '0001-01-01',
    '9999-12-31',
    '2024-02-29',
    `${1000 + below(random, 8999)}-${two(1 + below(random, 12))}-${two(1 + below(random, 28))}`,
  );
const clock = (random: Random): string =>
  `${two(below(random, 24))}:${two(below(random, 60))}:${two(below(random, 60))}${pick(random, '', '.5', `.${digits(random, 6)}`)}`;
const decimal =
  (whole: number, scale: number) =>
  (random: Random): string =>
    pick(
      random,
      '0',
      '-1',
      `-${digits(random, 1 + below(random, whole))}.${digits(random, 1 + below(random, scale))}`,
      `${digits(random, whole)}.${digits(random, scale)}`,
    );
const text = (random: Random): string =>
  Array.from({ length: below(random, 12) }, () =>
    pick(random, 'a', 'Z', '"', ',', "'", '\\', ' ', 'ü', '日', '😀', '\t', '{', '0'),
  ).join('');
const micros = (zoned: string): string => {
  const [seconds = '', fraction = ''] = zoned.replace(' ', 'T').split(/\.|Z/);
  return String(BigInt(Date.parse(`${seconds}Z`)) * 1000n + BigInt(fraction.padEnd(6, '0')));
};
const quoted = (value: string): string => JSON.stringify(value);
const cast =
  (type: string) =>
  (value: string): string =>
    `CAST(${quoted(value)} AS ${type})`;

const KINDS: readonly Kind[] = [
  {
    type: 'INT64',
    wire: 'int64',
    text: (random) =>
      pick(
        random,
        '0',
        '-9223372036854775808',
        '9223372036854775807',
        `${below(random, 2)}${digits(random, 12)}`,
        '9007199254740993',
      ),
  },
  {
    type: 'FLOAT64',
    wire: 'double',
    text: (random) =>
      pick(random, '0.1', '-0.0', '1e308', '-5e-324', 'NaN', 'inf', '-inf', String(random() * 10 ** below(random, 30))),
    proto: (value) => ({ inf: Number.POSITIVE_INFINITY, '-inf': Number.NEGATIVE_INFINITY })[value] ?? Number(value),
  },
  { type: 'NUMERIC', wire: 'string', text: decimal(29, 9) },
  { type: 'BIGNUMERIC', wire: 'string', text: decimal(38, 38) },
  { type: 'NUMERIC', more: { precision: '5', scale: '2' }, wire: 'string', text: decimal(3, 2) },
  { type: 'BOOL', wire: 'bool', text: (random) => pick(random, 'true', 'false'), proto: (value) => value === 'true' },
  { type: 'STRING', wire: 'string', text },
  {
    type: 'BYTES',
    wire: 'bytes',
    text: (random) =>
      Buffer.from(Array.from({ length: below(random, 9) }, () => below(random, 256))).toString('base64'),
    sql: (value) => `FROM_BASE64(${quoted(value)})`,
    proto: (value) => value,
  },
  { type: 'DATE', wire: 'string', text: date },
  { type: 'TIME', wire: 'string', text: clock },
  { type: 'DATETIME', wire: 'string', text: (random) => `${date(random)} ${clock(random)}` },
  { type: 'TIMESTAMP', wire: 'int64', text: (random) => `${date(random)} ${clock(random)}Z`, proto: micros },
  {
    type: 'JSON',
    wire: 'string',
    text: (random) =>
      pick(
        random,
        '{"b":[1,2.5,null,"x"],"a":{"ü":true}}',
        '"text"',
        '[]',
        String(below(random, 1e9)),
        '12345678901234567',
      ),
    sql: (value) => `PARSE_JSON(${quoted(value)})`,
  },
  {
    type: 'INTERVAL',
    wire: 'string',
    text: (random) =>
      `${pick(random, '', '-')}${1 + below(random, 50)}-${below(random, 12)} ${below(random, 99)} ${pick(random, '', '-')}${1 + below(random, 99)}:${below(random, 60)}:${below(random, 60)}.5`,
  },
];

/** Rows of one table: every kind as a column, nullable. A null is a null everywhere. */
function tableOf(random: Random): { readonly columns: readonly Kind[]; readonly rows: readonly (string | null)[][] } {
  const rows = Array.from({ length: ROWS }, () => KINDS.map((kind) => (random() < 0.15 ? null : kind.text(random))));
  return { columns: KINDS, rows };
}

const name = (index: number): string => `c${index}`;

describe('a row written by any door of the local BigQuery', function () {
  this.timeout(120_000);
  let warehouse: Warehouse;
  let rest: Rest;

  before(async () => {
    warehouse = await startWarehouse();
    rest = restOf(warehouse);
    await warehouse.client.createDataset('d');
  });
  after(() => warehouse.close());

  async function make(tableId: string, fields: unknown[]): Promise<void> {
    const { status, body } = await rest.call('POST', '/datasets/d/tables', {
      tableReference: { tableId },
      schema: { fields },
    });
    assert.equal(status, 200, JSON.stringify(body));
  }

  async function done(configuration: unknown): Promise<void> {
    const job = await rest.job(configuration);
    assert.equal(job.status?.errorResult, undefined, JSON.stringify(job.status ?? job));
  }

  const destination = (tableId: string) => ({ destinationTable: { projectId: PROJECT, datasetId: 'd', tableId } });

  /** JSON text of a row; JSON columns of a load hold the document itself, those of insertAll its text. */
  const rowJson = (row: readonly (string | null)[], door: 'insertAll' | 'load'): string =>
    `{${row
      .map((value, index) => {
        const kind = KINDS[index] as Kind;
        const body = value === null ? 'null' : kind.type === 'JSON' && door === 'load' ? value : quoted(value);
        return `"${name(index)}":${body}`;
      })
      .join(',')}}`;

  const doors: Readonly<Record<string, (tableId: string, rows: readonly (string | null)[][]) => Promise<void>>> = {
    insertAll: async (tableId, rows) => {
      const body = `{"rows":[${rows.map((row) => `{"json":${rowJson(row, 'insertAll')}}`).join(',')}]}`;
      const answer = await rest.call('POST', `/datasets/d/tables/${tableId}/insertAll`, body);
      assert.equal(answer.body.insertErrors, undefined, JSON.stringify(answer.body));
    },
    json: async (tableId, rows) => {
      const uri = warehouse.objects.put(`gs://b/${tableId}`, rows.map((row) => rowJson(row, 'load')).join('\n'));
      await done({ load: { sourceUris: [uri], sourceFormat: 'NEWLINE_DELIMITED_JSON', ...destination(tableId) } });
    },
    csv: async (tableId, rows) => {
      const lines = rows.map((row) =>
        row.map((value) => (value === null ? '\\N' : `"${value.replaceAll('"', '""')}"`)).join(','),
      );
      const uri = warehouse.objects.put(`gs://b/${tableId}`, lines.join('\n'));
      await done({ load: { sourceUris: [uri], sourceFormat: 'CSV', nullMarker: '\\N', ...destination(tableId) } });
    },
    dml: async (tableId, rows) => {
      const tuples = rows.map((row) => `(${row.map((value, index) => sqlOf(KINDS[index] as Kind, value)).join(', ')})`);
      await done({ query: { query: `INSERT INTO d.${tableId} VALUES ${tuples.join(',\n')}`, useLegacySql: false } });
    },
    write: async (tableId, rows) => {
      const type = rowType(KINDS.map(({ wire }, index) => `optional ${wire} ${name(index)} = ${index + 1};`).join(' '));
      const client = newClient(warehouse.service.writeAddress);
      const call = new AppendCall(client);
      const messages = rows.map((row) =>
        Object.fromEntries(
          row.flatMap((value, index) => (value === null ? [] : [[name(index), protoOf(KINDS[index] as Kind, value)]])),
        ),
      );
      const answer = await call.append({
        stream: `projects/${PROJECT}/datasets/d/tables/${tableId}/streams/_default`,
        type,
        rows: messages,
      });
      assert.deepEqual(answer.rowErrors ?? [], []);
      assert.equal(answer.error ?? undefined, undefined);
      await call.close();
      await client.close();
    },
  };

  for (let seed = 1; seed <= ROUNDS; seed += 1) {
    it(`reads back equal, from tabledata.list and from a query (seed ${seed})`, async () => {
      const { rows } = tableOf(mulberry32(seed));
      const fields = KINDS.map(({ type, more }, index) => ({ name: name(index), type, ...more }));
      const listed = new Map<string, unknown[][]>();
      for (const [door, write] of Object.entries(doors)) {
        const tableId = `${door}_${seed}`;
        await make(tableId, fields);
        await write(tableId, rows);
        listed.set(door, await rest.rows(tableId));
        const { body } = await rest.call('POST', '/queries', {
          query: `SELECT * FROM d.${tableId}`,
          useLegacySql: false,
          formatOptions: { useInt64Timestamp: true },
        });
        assert.deepEqual(
          (body.rows ?? []).map((row: { f: { v: unknown }[] }) => row.f.map(({ v }) => v)),
          listed.get(door),
          `${door}: query`,
        );
      }
      const expected = listed.get('insertAll') ?? [];
      assert.equal(expected.length, ROWS);
      for (const [door, found] of listed) {
        for (const [index, row] of found.entries())
          assert.deepEqual(row, expected[index], `${door}, row ${index}: ${JSON.stringify(rows[index])}`);
      }
      for (const [index, row] of rows.entries()) {
        for (const [place, value] of row.entries()) {
          // A value with one text only reads back as that text.
          if (['STRING', 'BYTES', 'DATE', 'INT64'].includes(KINDS[place]?.type ?? '')) {
            const canonical = KINDS[place]?.type === 'INT64' && value !== null ? String(BigInt(value)) : value;
            assert.equal(expected[index]?.[place], canonical);
          }
        }
      }
    });
  }

  it('reads back equal with records and arrays through insertAll, load and DML', async () => {
    const fields = [
      { name: 'id', type: 'INT64' },
      {
        name: 'r',
        type: 'RECORD',
        mode: 'REPEATED',
        fields: [
          { name: 'n', type: 'NUMERIC' },
          { name: 'tags', type: 'STRING', mode: 'REPEATED' },
          { name: 's', type: 'RECORD', fields: [{ name: 'at', type: 'TIMESTAMP' }] },
        ],
      },
      { name: 'span', type: 'RANGE', rangeElementType: { type: 'DATE' } },
    ];
    const row = {
      id: 1,
      r: [
        { n: '1.5', tags: ['a', 'b'], s: { at: '2026-01-02T03:04:05Z' } },
        { n: null, tags: [], s: null },
      ],
      span: '[2026-01-01, UNBOUNDED)',
    };
    await make('nested_insert', fields);
    await make('nested_load', fields);
    await make('nested_dml', fields);
    await rest.call('POST', '/datasets/d/tables/nested_insert/insertAll', {
      rows: [{ json: row }, { json: { id: 2 } }],
    });
    const uri = warehouse.objects.put('gs://b/nested', `${JSON.stringify(row)}\n{"id":2}`);
    await done({ load: { sourceUris: [uri], sourceFormat: 'NEWLINE_DELIMITED_JSON', ...destination('nested_load') } });
    await done({
      query: {
        query: `INSERT INTO d.nested_dml VALUES
          (1, [STRUCT(NUMERIC '1.5' AS n, ['a', 'b'] AS tags, STRUCT(TIMESTAMP '2026-01-02 03:04:05' AS at0) AS s), STRUCT(NULL, [], NULL)], (SELECT span FROM d.nested_insert WHERE id = 1)),
          (2, [], NULL)`,
        useLegacySql: false,
      },
    });
    const expected = await rest.rows('nested_insert');
    assert.deepEqual(await rest.rows('nested_load'), expected);
    assert.deepEqual(await rest.rows('nested_dml'), expected);
    assert.deepEqual(expected[1], ['2', [], null]);
  });
});

function sqlOf({ type, sql }: Kind, value: string | null): string {
  if (value === null) return 'NULL';
  return (sql ?? cast(type))(value);
}

function protoOf({ proto, wire }: Kind, value: string): unknown {
  return proto === undefined ? (wire === 'string' ? value : String(value)) : proto(value);
}
