import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine } from '@penstock/local/bigquery/engine.ts';
import { isFlat, readNdjsonFast } from '@penstock/local/bigquery/files/ndjson-fast.ts';
import type { Column, ColumnType } from '@penstock/local/bigquery/schema.ts';
import { cellRow, type Issue, parseExact, rowDecoder } from '@penstock/local/bigquery/values.ts';
import { mulberry32 } from '@penstock/local/core/faults/faults.ts';

const CASES = process.env.PENSTOCK_SOAK === '1' ? 5000 : 200;
const SEED = 7;

// Names that the reader's own query uses, and one with a quote.
const TYPES: readonly (readonly [string, ColumnType])[] = [
  ['j', 'INT64'],
  ['k', 'STRING'],
  ['t', 'FLOAT64'],
  ["it's", 'BOOL'],
  ['d', 'DATE'],
  ['dt', 'DATETIME'],
  ['ts', 'TIMESTAMP'],
  ['n', 'NUMERIC'],
];
const SCHEMA: readonly Column[] = TYPES.map(([name, type]) => ({ name, type, mode: 'NULLABLE' }));

const VALUES: readonly string[] = [
  ...[
    'null',
    'true',
    'false',
    '0',
    '-0',
    '1',
    '-1',
    '01',
    '+1',
    '1.',
    '.5',
    '1.5',
    '1.0',
    '1e3',
    '1E+2',
    '1e400',
    '-1e-400',
    'NaN',
    'Infinity',
    '-Inf',
    'nan',
  ],
  ...[
    '9223372036854775807',
    '9223372036854775808',
    '999999999999999999',
    '123456789012345678901',
    '0.1234567891',
    '123456789012345.123456789',
  ],
  ...[
    '""',
    '"a"',
    '"\\n"',
    '"\\u00e9"',
    '"\\ud83d\\ude00"',
    '"\\ud800"',
    '"\\u0000"',
    '"a\tb"',
    '"ü"',
    '"true"',
    '"1"',
    '" 1"',
    '"1 "',
    '"0x1"',
    '"NaN"',
    "'a'",
  ],
  ...['"2024-02-29"', '"2023-02-29"', '"2024-2-9"', '"0000-01-01"', '"9999-12-31"', '"2024-01-01 "', '"2024-13-01"'],
  ...[
    '"2024-01-01 00:00:00"',
    '"2024-01-01T23:59:59.999999"',
    '"2024-01-01 24:00:00"',
    '"2024-01-01 00:00:60"',
    '"2024-01-01 00:00"',
    '"2024-01-01t00:00:00z"',
  ],
  ...[
    '"2024-01-01T00:00:00Z"',
    '"2024-01-01 00:00:00.1Z"',
    '"2024-01-01 00:00:00.1234567Z"',
    '"2024-01-01 00:00:00+01:00"',
    '"2024-01-01 00:00:00 UTC"',
  ],
  ...['[]', '{}', '[1]', '{"a":1}', '', '1 2', '"', '/* */ 1'],
];

describe('the fast reader of newline-delimited JSON', function () {
  this.timeout(120_000);
  let engine: Engine;
  let folder: string;

  before(async () => {
    engine = await Engine.open(undefined);
    folder = await mkdtemp(join(tmpdir(), 'penstock-ndjson-'));
  });
  after(async () => {
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** The rows as REST cells, or undefined where the reader leaves the file to the strict one. */
  async function fast(text: string): Promise<unknown[] | undefined> {
    const path = join(folder, 'rows.json');
    await writeFile(path, text);
    return engine.read(async (connection) => {
      const relation = engine.stagingName();
      const rows = await readNdjsonFast(connection, relation, path, SCHEMA, 1_000_000);
      if (rows === undefined) return undefined;
      const reader = await connection.runAndReadAll(`SELECT * EXCLUDE (__sure) FROM ${relation}`);
      await connection.run(`DROP TABLE ${relation}`);
      return reader.getRows().map((row) => cellRow(SCHEMA, row, 'INT64'));
    });
  }

  /** The lines by the strict conversion; undefined if it refuses one. */
  function strict(text: string): unknown[] | undefined {
    const decoder = rowDecoder(SCHEMA, { ignoreUnknownValues: false, jsonStrings: 'verbatim' });
    const issues: Issue[] = [];
    try {
      const rows = text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) =>
          cellRow(
            SCHEMA,
            decoder.decode(parseExact(line), issues).map((value) => value ?? null),
            'INT64',
          ),
        );
      return issues.length > 0 ? undefined : rows;
    } catch {
      return undefined;
    }
  }

  it(`takes nothing that the strict reader refuses, and gives the same values (${CASES} rows, seed ${SEED})`, async () => {
    const random = mulberry32(SEED);
    const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
    let taken = 0;
    for (let index = 0; index < CASES; index += 1) {
      const members = TYPES.filter(() => random() < 0.3).map(
        ([name]) => `"${random() < 0.05 ? name.toUpperCase() : name}":${pick(VALUES)}`,
      );
      if (random() < 0.1) members.push(pick(['"zz":1', '"j":2', '']));
      const line = `${pick(['', '', ' '])}{${members.join(pick([',', ',', ' , ']))}}${pick(['', '', ' ', '\r', 'x', '{}'])}`;
      const rows = await fast(line);
      if (rows === undefined) continue;
      taken += 1;
      assert.deepEqual(rows, strict(line), line);
    }
    assert.ok(taken > CASES / 20, `only ${taken} rows were beyond doubt`);
  });

  for (const [type, plain] of [
    ['j', '-5'],
    ['k', '"plain"'],
    ['t', '1.5e3'],
    ["it's", 'true'],
    ['d', '"2024-02-29"'],
    ['dt', '"2024-02-29T01:02:03.5"'],
    ['ts', '"2024-02-29 01:02:03.123456Z"'],
    ['n', '-12.000000001'],
  ] as const) {
    it(`takes the plain form of column ${type} itself`, async () => {
      const line = `{"${type}":${plain}}\n{}\n`;
      assert.deepEqual(await fast(line), strict(line));
    });
  }

  it('leaves rows of very many columns to the strict reader', () => {
    const columns = (count: number): readonly Column[] =>
      Array.from({ length: count }, (_, at) => ({ name: `c${at}`, type: 'INT64', mode: 'NULLABLE' }));
    assert.equal(isFlat(columns(300)), true);
    assert.equal(isFlat(columns(301)), false);
  });
});
