/**
 * Queries made at random from GoogleSQL's grammar: every one parses, so each goes through the analyzer. DuckDB
 * must be able to run every query that the analyzer accepts: a value may fail, the statement may not.
 */

import assert from 'node:assert/strict';
import { mulberry32 } from '@penstock/local/core/faults/faults.ts';
import { SqlError } from '@penstock/local/googlesql/index.ts';
import { Console } from '../support/googlesql.ts';

const CASES = process.env.PENSTOCK_SOAK === '1' ? 10_000 : 800;
const SEED = 20_260_103;

const ATOMS = [
  ...[
    'NULL',
    'TRUE',
    'FALSE',
    '0',
    '1',
    '-7',
    '9223372036854775807',
    '0.5',
    '1e308',
    "CAST('nan' AS FLOAT64)",
    "CAST('-inf' AS FLOAT64)",
  ],
  ...[
    "NUMERIC '1.5'",
    "NUMERIC '99999999999999999999999999999'",
    "BIGNUMERIC '0.00000000000000000000000000000000000001'",
    "''",
    "'a'",
    "'2024-02-29'",
    "b'\\xff'",
  ],
  ...[
    "DATE '2024-02-29'",
    "TIME '23:59:59.5'",
    "DATETIME '2024-02-29T12:00:00'",
    "TIMESTAMP '2024-02-29 12:00:00+00'",
    'INTERVAL 1 DAY',
    'JSON \'{"a": [1, null]}\'',
  ],
  ...[
    '[1, NULL]',
    '[]',
    "['a']",
    'STRUCT(1 AS a, NULL AS b)',
    '(1, 2)',
    '[STRUCT(1 AS a)]',
    't.i',
    't.s',
    't.f',
    't.n',
    't.d',
    't.r',
    't.l',
    'i',
    's',
    't',
  ],
];
const BINARY = [
  '+',
  '-',
  '*',
  '/',
  '||',
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'AND',
  'OR',
  '|',
  '&',
  '^',
  '<<',
  '>>',
  'LIKE',
  'IS DISTINCT FROM',
];
const TYPES = [
  'INT64',
  'FLOAT64',
  'NUMERIC',
  'BIGNUMERIC',
  'STRING',
  'BYTES',
  'BOOL',
  'DATE',
  'TIME',
  'DATETIME',
  'TIMESTAMP',
  'ARRAY<INT64>',
  'STRUCT<a INT64, b STRING>',
];

class Maker {
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  #pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.#random() * list.length)] as T;
  }

  expression(depth: number): string {
    const e = () => this.expression(depth - 1);
    if (depth <= 0 || this.#random() < 0.2) return this.#pick(ATOMS);
    const forms = [
      () => `(${e()} ${this.#pick(BINARY)} ${e()})`,
      () => `(${e()} ${this.#pick(BINARY)} ${e()})`,
      () => `(${e()} ${this.#pick(['=', '<', '+', '||', '-'])} ${e()})`,
      () => `(NOT ${e()})`,
      () => `(- ${e()})`,
      () => `(${e()} IS ${this.#pick(['', 'NOT '])}${this.#pick(['NULL', 'TRUE', 'FALSE'])})`,
      () => `(${e()} BETWEEN ${e()} AND ${e()})`,
      () => `(${e()} ${this.#pick(['', 'NOT '])}IN (${e()}, ${e()}))`,
      () => `(${e()} IN UNNEST(${e()}))`,
      () => `(${e()} IN (${this.subquery(depth - 1)}))`,
      () => `CASE WHEN ${e()} THEN ${e()} ELSE ${e()} END`,
      () => `CASE ${e()} WHEN ${e()} THEN ${e()} END`,
      () => `${this.#pick(['CAST', 'SAFE_CAST'])}(${e()} AS ${this.#pick(TYPES)})`,
      () => `IF(${e()}, ${e()}, ${e()})`,
      () => `COALESCE(${e()}, ${e()})`,
      () => `[${e()}, ${e()}]`,
      () => `STRUCT(${e()} AS a, ${e()} AS b)`,
      () => `(${e()}).a`,
      () => `${e()}[${this.#pick(['OFFSET', 'SAFE_OFFSET', 'SAFE_ORDINAL'])}(${e()})]`,
      () => `(${this.subquery(depth - 1)})`,
      () => `ARRAY(${this.subquery(depth - 1)} ORDER BY 1 LIMIT 3)`,
      () => `EXISTS (${this.subquery(depth - 1)})`,
      () => `SAFE.SUBSTR(${e()}, ${e()})`,
    ];
    return this.#pick(forms)();
  }

  subquery(depth: number): string {
    const e = () => this.expression(depth);
    const from = this.#pick([
      '',
      ' FROM ds.t',
      ' FROM UNNEST([1, NULL, 3]) u',
      ' FROM ds.t, t.l u WITH OFFSET o',
      ' FROM UNNEST(t.l) u',
      ' FROM ds.t JOIN ds.t v USING (i)',
    ]);
    const where = from === '' ? '' : this.#pick(['', '', ` WHERE ${e()}`]);
    const column = from.includes(' u') && this.#random() < 0.5 ? 'u' : e();
    return `SELECT ${this.#pick(['', '', 'DISTINCT '])}${this.#pick([column, column, 'COUNT(*)', `MAX(${column})`])} AS q${from}${where}`;
  }

  query(): string {
    const e = () => this.expression(3);
    const forms = [
      () => `SELECT ${e()} AS q FROM ds.t`,
      () => `SELECT ${e()} AS q FROM ds.t ORDER BY 1 DESC`,
      () => `SELECT ${e()} AS q, COUNT(*) AS c, MIN(${e()}) AS m FROM ds.t GROUP BY 1`,
      () => `SELECT SUM(${e()}) AS q FROM ds.t LEFT JOIN ds.t v ON ${e()}`,
      () => `SELECT ${e()} AS q FROM ds.t LEFT JOIN UNNEST(t.l) w ON ${e()}`,
      () => `SELECT i AS q, ROW_NUMBER() OVER (PARTITION BY ${e()} ORDER BY ${e()}) AS r FROM ds.t QUALIFY r < 3`,
      () => `SELECT ${e()} AS q UNION ALL SELECT ${e()}`,
      () => `WITH w AS (SELECT ${e()} AS q, i FROM ds.t) SELECT a.q FROM w a JOIN w b ON a.q = b.q`,
    ];
    return this.#pick(forms)();
  }
}

describe('GoogleSQL made at random', () => {
  it(`runs ${CASES} queries of seed ${SEED} or refuses them before DuckDB does`, async function () {
    this.timeout(process.env.PENSTOCK_SOAK === '1' ? 900_000 : 60_000);
    const maker = new Maker(mulberry32(SEED));
    const console = await Console.open();
    try {
      await console.run(`CREATE SCHEMA ds; CREATE TABLE ds.t (i INT64, s STRING, f FLOAT64, n NUMERIC, d DATE, r STRUCT<a INT64, b STRING>, l ARRAY<INT64>);
        INSERT ds.t VALUES (1, 'a', 1.5, 1.5, '2024-01-05', (1, 'x'), [1, 2]), (NULL, NULL, NULL, NULL, NULL, NULL, NULL), (2, 'b', CAST('nan' AS FLOAT64), -1, '0001-01-01', (NULL, NULL), [])`);
      let answered = 0;
      for (let index = 0; index < CASES; index += 1) {
        const text = maker.query();
        try {
          const { final } = await console.run(text);
          final.rows?.close();
          answered += 1;
        } catch (error) {
          const shown = `case ${index}: ${text}\n${error instanceof Error ? error.message : String(error)}`;
          assert.ok(error instanceof SqlError, shown);
          assert.doesNotMatch(error.message, /cannot run this statement/, shown);
        }
      }
      assert.ok(answered > CASES / 50, `only ${answered} of ${CASES} queries ran: the maker makes too little sense`);
    } finally {
      await console.close();
    }
  });
});
