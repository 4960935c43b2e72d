import assert from 'node:assert/strict';
import { SqlError } from '@penstock/local/googlesql/index.ts';
import { parseScript } from '@penstock/local/googlesql/syntax/script.ts';

describe('the parser of GoogleSQL', () => {
  const wrong: readonly (readonly [text: string, message: string])[] = [
    ['', 'Syntax error: Unexpected end of statement at [1:1]'],
    ['SELEC 1', 'Syntax error: Unexpected identifier "SELEC" at [1:1]'],
    ['SELECT FROM t', 'Syntax error: SELECT list must not be empty at [1:8]'],
    ['SELECT 1 FROM', 'Syntax error: Expected table name but got end of script at [1:14]'],
    ['SELECT 1 2', 'Syntax error: Expected end of input but got integer literal "2" at [1:10]'],
    ["SELECT 'a' 'b'", 'Syntax error: Unexpected string literal "b" at [1:12]'],
    ['SELECT (1', 'Syntax error: Expected ")" but got end of script at [1:10]'],
    ['SELECT a = b = c', 'Syntax error: Unexpected "=" at [1:14]'],
    ['SELECT a IS NULL IS TRUE', 'Syntax error: Unexpected keyword IS at [1:18]'],
    ['SELECT f(a LIKE b BETWEEN c AND d)', 'Syntax error: Unexpected keyword BETWEEN at [1:19]'],
    ['SELECT 1 AS SELECT', 'Syntax error: Expected identifier but got keyword SELECT at [1:13]'],
    ['SELECT CASE END', 'Syntax error: Expected expression but got keyword END at [1:13]'],
    ['SELECT * FROM a JOIN', 'Syntax error: Expected table name but got end of script at [1:21]'],
    ['INSERT INTO t', 'Syntax error: Expected keyword SELECT but got end of script at [1:14]'],
    ['MERGE t USING s ON TRUE', 'Syntax error: Expected keyword WHEN but got end of script at [1:24]'],
    [
      'SELECT STRUCT<a INT64>(1 AS b)',
      'STRUCT constructors cannot specify both an explicit type and field names with AS at [1:29]',
    ],
  ];
  for (const [text, message] of wrong) {
    it(`refuses ${JSON.stringify(text)} with its place`, () => {
      assert.throws(
        () => parseScript(text),
        (error: unknown) => {
          assert.ok(error instanceof SqlError);
          assert.equal(error.message, message);
          return true;
        },
      );
    });
  }

  const right = [
    'SELECT 1,',
    'SELECT a.b.`c d`, x[OFFSET(0)].y, f(DISTINCT a ORDER BY b LIMIT 1) OVER (w ROWS 1 PRECEDING) FROM my-proj-1.ds.t AS t',
    'SELECT ((SELECT 1) + 1), ((SELECT 1) UNION ALL SELECT 2)',
    'SELECT t.select, t.from FROM t',
    '(SELECT 1) ORDER BY 1;',
    'SELECT STRUCT<a ARRAY<STRUCT<b INT64>>>([])',
    'SELECT LEFT(a, 1), RIGHT(a, 1), IF(a, b, c), CURRENT_DATE',
    'SELECT NOT a AND b OR c BETWEEN 1 AND 2 AND d',
    'BEGIN; SELECT 1; COMMIT; BEGIN SELECT 1; END',
  ];
  for (const text of right) it(`takes ${text}`, () => assert.ok(parseScript(text).length > 0));

  it('gives each statement its own text and places', () => {
    const text = 'SELECT 1;\n  SELECT 2 ;';
    const statements = parseScript(text);
    assert.deepEqual(
      statements.map(({ span }) => text.slice(span.start, span.end)),
      ['SELECT 1', 'SELECT 2'],
    );
    assert.deepEqual(
      statements.map(({ at }) => at),
      [
        { line: 1, column: 1 },
        { line: 2, column: 3 },
      ],
    );
  });

  it('reads a thousand conditions without exhausting the stack, and refuses a thousand parentheses', () => {
    assert.equal(parseScript(`SELECT ${'a AND '.repeat(5_000)}a`).length, 1);
    assert.throws(() => parseScript(`SELECT ${'('.repeat(1_000)}1`), /nesting deeper than 120 levels/);
  });
});
