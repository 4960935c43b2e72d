/** Tables of GoogleSQL expressions and what each must be, run through the local BigQuery's SQL. */

import { strict as assert } from 'node:assert';
import { Catalog } from '@penstock/local/bigquery/catalog.ts';
import { Engine } from '@penstock/local/bigquery/engine.ts';
import { sqlHost } from '@penstock/local/bigquery/sql-host.ts';
import { createSql, type Sql, SqlError } from '@penstock/local/googlesql/index.ts';

/**
 * The expected value is DuckDB's own text for it (a list as `[1, NULL]`, a timestamp as `2020-01-02 03:04:05+00`), null
 * for NULL, or a pattern that the error's message must match. A query is written whole; anything else is an expression.
 */
export type ExpressionCase = readonly [sql: string, expected: string | null | RegExp];

export function describeExpressions(title: string, cases: readonly ExpressionCase[]): void {
  describe(title, () => {
    let engine: Engine;
    let sql: Sql;
    before(async () => {
      engine = await Engine.open(undefined);
      const catalog = new Catalog();
      await engine.write((connection) => catalog.load(connection));
      sql = createSql({
        ...sqlHost,
        engine,
        catalog,
        now: Date.now,
        location: 'US',
        external: () => Promise.reject(new SqlError('no external tables here')),
        jobs: () => [],
      });
    });
    after(() => engine.close());

    for (const [text, expected] of cases) {
      const what = expected instanceof RegExp ? `fails with ${expected}` : `is ${JSON.stringify(expected)}`;
      it(`${text} ${what}`, async () => {
        if (expected instanceof RegExp) {
          await assert.rejects(evaluate(sql, text), (error: unknown) => {
            assert(error instanceof SqlError, `not an SQL error: ${error}`);
            assert.match(error.message, expected);
            return true;
          });
        } else {
          assert.equal(await evaluate(sql, text), expected);
        }
      });
    }
  });
}

async function evaluate(sql: Sql, text: string): Promise<string | null> {
  const query = /^(?:SELECT|WITH)\b/i.test(text) ? text : `SELECT ${text}`;
  const { final } = await sql.run({ text: query, projectId: 'demo-test' });
  assert(final.rows !== undefined);
  try {
    const rows = await final.rows.read(0, 1000);
    const values = rows.map(([value = null]) => (value === null ? null : String(value)));
    return values.length === 1 ? (values[0] ?? null) : values.map((value) => value ?? 'null').join('; ');
  } finally {
    final.rows.close();
  }
}
