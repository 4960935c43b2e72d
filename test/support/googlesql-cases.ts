/** Tables of GoogleSQL cases: a statement, and the rows or the error that BigQuery answers. */

import assert from 'node:assert/strict';
import { SqlError } from '@penstock/local/googlesql/index.ts';
import { Console, type Plain } from './googlesql.ts';

export interface Case {
  readonly name: string;
  readonly sql: string;
  /** The rows of `after`, or of the statement itself. */
  readonly rows?: readonly (readonly Plain[])[];
  /** The whole message, or a part of it. */
  readonly error?: string | RegExp;
  /** A query that shows what the statement did. */
  readonly after?: string;
  readonly request?: Parameters<Console['run']>[1];
}

/** Cases that only read share one warehouse; each that changes something (`after`) has its own. */
export function describeCases(title: string, setup: string, cases: readonly Case[]): void {
  describe(title, () => {
    let shared: Console;
    const open = async () => {
      const console = await Console.open();
      if (setup !== '') await console.run(setup);
      return console;
    };
    before(async () => {
      shared = await open();
    });
    after(() => shared.close());
    for (const one of cases) {
      it(one.name, async () => {
        if (one.after === undefined) return check(one, shared);
        const own = await open();
        try {
          await check(one, own);
        } finally {
          await own.close();
        }
      });
    }
  });
}

async function check({ sql, rows, error, after: query, request }: Case, console: Console): Promise<void> {
  if (error !== undefined) {
    await assert.rejects(console.run(sql, request), (raised: unknown) => {
      assert.ok(raised instanceof SqlError, `${String(raised)} is no SqlError`);
      if (typeof error === 'string') assert.equal(raised.message, error);
      else assert.match(raised.message, error);
      return true;
    });
    if (query !== undefined && rows !== undefined) assert.deepEqual(await console.rows(query), rows);
    return;
  }
  if (query === undefined) {
    assert.deepEqual(await console.rows(sql, request), rows);
    return;
  }
  await console.run(sql, request);
  assert.deepEqual(await console.rows(query), rows);
}
