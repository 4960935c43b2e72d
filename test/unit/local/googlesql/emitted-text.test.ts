import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTree } from '../../../../tools/tree.ts';

const root = new URL('../../../..', import.meta.url).pathname;
const FOLDERS = /^local\/googlesql\/(?:resolve|library|statements)\//;

/** The one place where expressions are compared. */
const COMPARES = 'local/googlesql/resolve/same.ts';
/** `x.sql === y`, `y !== x.sql`, `x.sql.includes(…)`, `/…/.test(x.sql)`, `known.has(x.sql)`: a look at emitted text. */
const LOOKS = [
  /\.sql\s*(?:===|!==|<|>)(?!=)\s*(?!['"`]? )/,
  /(?:===|!==)\s*[\w.?]*\.sql\b/,
  // A definition's `bound.sql` is a list of texts.
  /(?<!bound)\.sql\??\.[a-zA-Z]+/,
  /\.(?:test|exec|has)\([\w.?]*\bsql\)/,
];

describe('DuckDB text that the resolver has written', () => {
  it('is only put together and never looked at', () => {
    const looks = readTree(root)
      .filter(({ path }) => FOLDERS.test(path) && path !== COMPARES)
      .flatMap(({ path }) => {
        // A template's text is written, whatever signs are in it.
        const text = readFileSync(join(root, path), 'utf8').replace(/`[^`]*`/g, '``');
        return text.split('\n').flatMap((line) => (LOOKS.some((look) => look.test(line)) ? [`${path}: ${line}`] : []));
      });
    assert.deepEqual(looks, []);
  });
});
