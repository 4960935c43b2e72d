/** Functions over many random values, against second statements of what they compute. */

import { strict as assert } from 'node:assert';
import { Catalog } from '@penstock/local/bigquery/catalog.ts';
import { Engine } from '@penstock/local/bigquery/engine.ts';
import { sqlHost } from '@penstock/local/bigquery/sql-host.ts';
import { createSql, type Sql, SqlError } from '@penstock/local/googlesql/index.ts';
import fc from 'fast-check';

const SEED = 20_260_121;
const COUNT = process.env.PENSTOCK_SOAK === '1' ? 20_000 : 1000;

function sample<T>(arbitrary: fc.Arbitrary<T>): readonly T[] {
  return fc.sample(arbitrary, { seed: SEED, numRuns: COUNT });
}

const DAY_MS = 86_400_000;
const days = fc.integer({ min: -719_162, max: 2_932_896 });
const micros = fc.bigInt({ min: -62_135_596_800_000_000n, max: 253_402_300_799_999_999n });
const ZONES = [
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Europe/Dublin',
  'Pacific/Apia',
  'Africa/Monrovia',
];

/** The week's Thursday decides the year (ISO 8601). */
function isoWeek(day: Date): string {
  const thursday = new Date(day.getTime() + (3 - ((day.getUTCDay() + 6) % 7)) * DAY_MS);
  const first = new Date(0);
  first.setUTCFullYear(thursday.getUTCFullYear(), 0, 1);
  return `${thursday.getUTCFullYear()} ${Math.floor((thursday.getTime() - first.getTime()) / DAY_MS / 7) + 1}`;
}

function dayFields(number: number): string {
  const day = new Date(number * DAY_MS);
  const first = new Date(0);
  first.setUTCFullYear(day.getUTCFullYear(), 0, 1);
  const ofYear = (day.getTime() - first.getTime()) / DAY_MS + 1;
  const date = [day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate(), day.getUTCDay() + 1, ofYear].join(' ');
  return `${date} ${isoWeek(day)}`;
}

describe('Functions over random values', () => {
  let engine: Engine;
  let sql: Sql;
  before(async () => {
    engine = await Engine.open(undefined);
    const catalog = new Catalog();
    await engine.write((connection) => catalog.load(connection));
    const external = () => Promise.reject(new SqlError('no external tables here'));
    sql = createSql({ ...sqlHost, engine, catalog, now: Date.now, location: 'US', external, jobs: () => [] });
  });
  after(() => engine.close());

  /** The expression for each element of the array, in its order. */
  async function each(elements: readonly string[], expression: string): Promise<readonly string[]> {
    const text = `SELECT ${expression} FROM UNNEST([${elements.join(', ')}]) x WITH OFFSET o ORDER BY o`;
    const { final } = await sql.run({ text, projectId: 'demo-test' });
    assert(final.rows !== undefined);
    const rows = await final.rows.read(0, elements.length);
    final.rows.close();
    return rows.map(([value = null]) => String(value));
  }

  it('takes dates apart as another calendar does', async () => {
    const numbers = sample(days);
    const parts = ['YEAR', 'MONTH', 'DAY', 'DAYOFWEEK', 'DAYOFYEAR', 'ISOYEAR', 'ISOWEEK'];
    const fields = parts.map((part) => `EXTRACT(${part} FROM DATE_FROM_UNIX_DATE(x))`).join(', ');
    const found = await each(numbers.map(String), `FORMAT('${parts.map(() => '%d').join(' ')}', ${fields})`);
    assert.deepEqual(found, numbers.map(dayFields));
  });

  it('reads back every timestamp that it writes', async () => {
    const moments = sample(micros).map(String);
    const format = "'%E4Y-%m-%d %H:%M:%E6S'";
    const found = await each(
      moments,
      `UNIX_MICROS(PARSE_TIMESTAMP(${format}, FORMAT_TIMESTAMP(${format}, TIMESTAMP_MICROS(x))))`,
    );
    assert.deepEqual(found, moments);
    assert.deepEqual(await each(moments, 'UNIX_MICROS(TIMESTAMP(STRING(TIMESTAMP_MICROS(x))))'), moments);
  });

  it("shows every zone's clocks as ICU does", async () => {
    const moments = sample(fc.bigInt({ min: -1_000_000_000_000_000n, max: 2_000_000_000_000_000n }));
    const text = moments.map((moment, index) => `(${moment}::BIGINT, '${ZONES[index % ZONES.length]}')`).join(', ');
    await engine.read(async (connection) => {
      const reader = await connection.runAndReadAll(
        `SELECT m, z FROM (VALUES ${text}) t(m, z) WHERE bq_to_local(make_timestamptz(m), z) <> make_timestamptz(m) AT TIME ZONE z`,
      );
      assert.deepEqual(reader.getRows(), []);
    });
  });

  it('adds months and counts them as the calendar has them', async () => {
    const found = await each(
      sample(fc.tuple(days, fc.integer({ min: -2000, max: 2000 })))
        .filter(([day, months]) => Math.abs(day) < 600_000 && Math.abs(months) < 1500)
        .map(([day, months]) => `STRUCT(${day} AS d, ${months} AS m)`),
      `DATE_DIFF(DATE_ADD(DATE_FROM_UNIX_DATE(x.d), INTERVAL x.m MONTH), DATE_FROM_UNIX_DATE(x.d), MONTH) = x.m
         AND (EXTRACT(DAY FROM DATE_ADD(DATE_FROM_UNIX_DATE(x.d), INTERVAL x.m MONTH)) = EXTRACT(DAY FROM DATE_FROM_UNIX_DATE(x.d))
           OR DATE_ADD(DATE_FROM_UNIX_DATE(x.d), INTERVAL x.m MONTH) = LAST_DAY(DATE_ADD(DATE_FROM_UNIX_DATE(x.d), INTERVAL x.m MONTH)))`,
    );
    assert.deepEqual(new Set(found), new Set(['true']));
  });

  it('takes strings apart by code point', async () => {
    const texts = sample(
      fc.tuple(fc.string({ unit: 'grapheme', maxLength: 8 }), fc.integer({ min: 1, max: 9 }), fc.nat(9)),
    );
    const literal = (text: string) => `FROM_HEX('${Buffer.from(text).toString('hex')}')`;
    const found = await each(
      texts.map(
        ([text, from, length]) =>
          `STRUCT(SAFE_CONVERT_BYTES_TO_STRING(${literal(text)}) AS s, ${from} AS f, ${length} AS n)`,
      ),
      'TO_HEX(CAST(SUBSTR(x.s, x.f, x.n) AS BYTES))',
    );
    const expected = texts.map(([text, from, length]) =>
      Buffer.from(
        Array.from(text)
          .slice(from - 1, from - 1 + length)
          .join(''),
      ).toString('hex'),
    );
    assert.deepEqual(found, expected);
  });

  it('encodes bytes so that they decode to themselves', async () => {
    const values = sample(fc.uint8Array({ maxLength: 20 })).map((bytes) => Buffer.from(bytes).toString('hex'));
    for (const [to, from] of [
      ['TO_BASE64', 'FROM_BASE64'],
      ['TO_BASE32', 'FROM_BASE32'],
      ['TO_HEX', 'FROM_HEX'],
    ]) {
      assert.deepEqual(
        await each(
          values.map((hex) => `'${hex}'`),
          `TO_HEX(${from}(${to}(FROM_HEX(x))))`,
        ),
        values,
      );
    }
  });

  it('writes doubles with a fixed number of digits as exactly as JavaScript', async () => {
    const doubles = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 });
    const values = sample(fc.tuple(doubles, fc.integer({ min: 1, max: 12 }))).filter(
      // A tie goes to even here and up in JavaScript; JavaScript's zero loses its sign.
      ([value, digits]) => value !== 0 && !/^50*$/.test(value.toFixed(100).split('.')[1]?.slice(digits) ?? ''),
    );
    const found = await each(
      values.map(([value, digits]) => `STRUCT(CAST('${value}' AS FLOAT64) AS v, ${digits} AS n)`),
      "FORMAT('%.*f', x.n, x.v)",
    );
    const expected = values.map(([value, digits]) => `${value < 0 ? '-' : ''}${Math.abs(value).toFixed(digits)}`);
    assert.deepEqual(found, expected);
  });

  it('normalises JSON to the same value, members in order', async () => {
    const values = sample(fc.json({ maxDepth: 3 })).filter((text) => !text.includes('__proto__'));
    const found = await each(
      values.map((text) => `'${Buffer.from(text).toString('hex')}'`),
      "TO_JSON_STRING(PARSE_JSON(SAFE_CONVERT_BYTES_TO_STRING(FROM_HEX(x)), wide_number_mode => 'round'))",
    );
    assert.deepEqual(
      found.map((text) => JSON.parse(text) as unknown),
      values.map((text) => JSON.parse(text) as unknown),
    );
  });

  it('computes with NUMERIC as with whole numbers of billionths', async () => {
    const pairs = sample(
      fc.tuple(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.bigInt({ min: 1n, max: 10n ** 12n })),
    );
    const numeric = (value: bigint) => `NUMERIC '${value}e-9'`;
    const found = await each(
      pairs.map(([a, b]) => `STRUCT(${numeric(a)} AS a, ${numeric(b)} AS b)`),
      "FORMAT('%t %t %t', x.a * x.b, x.a / x.b, MOD(x.a, x.b))",
    );
    const half = (n: bigint, d: bigint) => (n < 0n ? -((-2n * n + d) / (2n * d)) : (2n * n + d) / (2n * d));
    const shown = (value: bigint) => {
      const digits = (value < 0n ? -value : value).toString().padStart(10, '0');
      const fraction = digits.slice(-9).replace(/0+$/, '');
      return `${value < 0n ? '-' : ''}${digits.slice(0, -9)}${fraction === '' ? '' : `.${fraction}`}`;
    };
    assert.deepEqual(
      found,
      pairs.map(([a, b]) => [half(a * b, 10n ** 9n), half(a * 10n ** 9n, b), a % b].map(shown).join(' ')),
    );
  });
});
