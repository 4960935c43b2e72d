/**
 * A corpus of GoogleSQL as tables: a rule of BigQuery's documentation, and the expressions that show it, each with the
 * type and the text of its value as REST prints it.
 */

import assert from 'node:assert/strict';
import { cellRow } from '@penstock/local/bigquery/values/cell.ts';
import { SqlError } from '@penstock/local/googlesql/index.ts';
import { Console } from './googlesql.ts';

/** An expression or a query, and `TYPE value`, or the message of the error that it is. */
export type Entry = readonly [sql: string, expected: string | RegExp];

const STATEMENT =
  /^(?:SELECT|WITH|CREATE|DECLARE|BEGIN|FROM|INSERT|UPDATE|DELETE|MERGE|DROP|SET|FOR|LOOP|RAISE|WHILE|CALL|GRANT|REVOKE|ALTER|TRUNCATE)\b/;

/** Every value of every row, as text: rows with `; `, columns with `, ` between, NULL for NULL, arrays in brackets. */
export async function answer(console: Console, sql: string): Promise<string> {
  const { final } = await console.run(STATEMENT.test(sql) ? sql : `SELECT ${sql}`);
  const { schema, rows } = final;
  if (schema === undefined || rows === undefined) return 'nothing';
  const values = await rows.read(0, 10_000);
  rows.close();
  const types = schema.map(({ type, mode }) => (mode === 'REPEATED' ? `ARRAY<${type}>` : type)).join(', ');
  const text = values
    .map((row) =>
      cellRow(schema, row, 'ISO8601_STRING')
        .f.map(({ v }) => shown(v))
        .join(', '),
    )
    .join('; ');
  return `${types} ${text}`.trimEnd();
}

function shown(cell: unknown): string {
  if (cell === null) return 'NULL';
  if (typeof cell === 'string') return cell;
  if (Array.isArray(cell)) return `[${cell.map(({ v }) => shown(v)).join(', ')}]`;
  return `{${(cell as { readonly f: readonly { readonly v: unknown }[] }).f.map(({ v }) => shown(v)).join(', ')}}`;
}

/** Checks every entry of a rule and says which of them are wrong, all at once. */
async function check(console: Console, entries: readonly Entry[]): Promise<void> {
  const wrong: string[] = [];
  for (const [sql, expected] of entries) {
    const got = await answer(console, sql).catch((error: unknown) => error);
    if (expected instanceof RegExp) {
      if (!(got instanceof SqlError)) wrong.push(`${sql}\n  expected an error like ${expected}\n  got ${String(got)}`);
      else if (!expected.test(got.message)) wrong.push(`${sql}\n  expected ${expected}\n  got ${got.message}`);
    } else if (got !== expected) {
      wrong.push(`${sql}\n  expected ${expected}\n  got      ${String(got)}`);
    }
  }
  assert.ok(wrong.length === 0, `${wrong.length} of ${entries.length} are wrong:\n${wrong.slice(0, 30).join('\n')}`);
}

/** One test for each rule. `setup` is a script that runs once before. */
export function describeCorpus(title: string, rules: Readonly<Record<string, readonly Entry[]>>, setup = ''): void {
  describe(`GoogleSQL corpus: ${title}`, () => {
    let console: Console;
    before(async () => {
      console = await Console.open();
      if (setup !== '') await console.run(setup);
    });
    after(() => console.close());
    for (const [rule, entries] of Object.entries(rules)) it(rule, () => check(console, entries));
  });
}
