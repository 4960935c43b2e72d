import assert from 'node:assert/strict';
import { problemText } from '@penstock/shared/config/problem.ts';
import { parseYaml } from '@penstock/shared/config/yaml.ts';

describe('a YAML config file', () => {
  async function value(text: string): Promise<unknown> {
    const parsed = await parseYaml('f.yaml', text);
    if ('problems' in parsed) assert.fail(parsed.problems.map(problemText).join('\n'));
    return parsed.value;
  }

  async function problems(text: string): Promise<readonly string[]> {
    const parsed = await parseYaml('f.yaml', text);
    assert.ok('problems' in parsed, 'the text is taken');
    return parsed.problems.map(problemText);
  }

  it('is read by the rules of YAML 1.2: yes, no and dates are text, whatever a directive says', async () => {
    const text =
      'a: yes\nb: NO\nc: 2026-01-02\nd: true\ne: null\nf:\ng: 0o17\nh: 1_000\ni: "x"\nj: |\n  two\n  lines\nk: 1.5\n';
    const expected = {
      a: 'yes',
      b: 'NO',
      c: '2026-01-02',
      d: true,
      e: null,
      f: null,
      g: 15,
      h: '1_000',
      i: 'x',
      j: 'two\nlines\n',
      k: 1.5,
    };
    assert.deepEqual(await value(text), expected);
    assert.deepEqual(await value(`%YAML 1.1\n---\n${text}`), expected);
  });

  it('may use aliases, and << is a key like any other', async () => {
    assert.deepEqual(await value('a: &x {k: [1]}\nb: *x\nc: {<<: *x}\n'), {
      a: { k: [1] },
      b: { k: [1] },
      c: { '<<': { k: [1] } },
    });
  });

  it('may be a single value, a list with empty entries, and JSON', async () => {
    assert.equal(await value('text'), 'text');
    assert.deepEqual(await value('- 1\n-\n'), [1, null]);
    assert.deepEqual(await value('{a, b: }'), { a: null, b: null });
    assert.deepEqual(await value('{"a": [1, {"b": null}]}'), { a: [1, { b: null }] });
  });

  const cases: readonly (readonly [string, string, ...RegExp[]])[] = [
    [
      'a key twice',
      'a: 1\nb: {c: 1, c: 2}\na: 2',
      /^f.yaml:2:11: b.c: found this key a second time/,
      /^f.yaml:3:1: a: found this key a second time/,
    ],
    [
      'a key that is no text',
      '1: a\ntrue: b\n? [x]\n: c',
      /^f.yaml:1:1: found a key that is no text, allowed is a key that is text: put quotes/,
      /^f.yaml:2:1/,
      /^f.yaml:3:3/,
    ],
    ['no key', ': a', /^f.yaml:1:1: found a key that is no text/],
    ['the key __proto__', '__proto__: 1', /^f.yaml:1:1: __proto__: found this key, allowed is any other key/],
    [
      'a tab as indentation',
      'a:\n\tb: 1',
      /^f.yaml:2:1: found a mistake \(.*\), allowed is spaces: YAML does not indent with tabs/,
    ],
    [
      'text without an end',
      'a: "x',
      /^f.yaml:1:6: found a mistake \(Missing closing "quote\), allowed is the missing character/,
    ],
    ['a mistake without a remedy of its own', 'a: @x', /^f.yaml:1:4: found a mistake \(.*\), allowed is YAML 1.2$/],
    [
      'a tag',
      'a: !date 2026-01-01',
      /^f.yaml:1:4: found a mistake \(Unresolved tag: !date\), allowed is plain values without a !tag/,
    ],
    ['two documents', 'a: 1\n---\nb: 2', /^f.yaml:2:1: found a second document, allowed is one document a file/],
    ['nothing in it', '# only a comment\n', /^f.yaml:1:1: found an empty file, allowed is a document/],
    ['nothing at all', '', /^f.yaml:1:1: found an empty file, allowed is a document/],
    ['an unknown alias', 'a: *x', /^f.yaml:1:4: (a: )?found .*x/],
    [
      'an alias of itself',
      'a: &x [*x]',
      /^f.yaml:1:8: a\[0\]: found \*x, allowed is an alias of an anchor that ends above it/,
    ],
    [
      'numbers that JavaScript cannot hold',
      '[9007199254740993, .inf, .nan]',
      /found 9007199254740992/,
      /found Infinity/,
      /found NaN/,
    ],
    ['65 levels in a line', '['.repeat(65), /^f.yaml:1:65: found 65 levels of nesting/],
    ['65 levels of lists', `${'- '.repeat(65)}x`, /found 65 levels of nesting/],
  ];
  for (const [what, text, ...expected] of cases) {
    it(`with ${what} is refused with the place and the remedy`, async () => {
      const told = await problems(text);
      assert.equal(told.length, expected.length, told.join('\n'));
      for (const [at, pattern] of expected.entries()) assert.match(told[at] as string, pattern);
    });
  }

  it('is refused where aliases would grow without bound', async () => {
    const lines = ['a0: &a0 [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]'];
    for (let at = 1; at < 30; at += 1) lines.push(`a${at}: &a${at} [${`*a${at - 1}, `.repeat(10)}]`);
    assert.match(
      (await problems(lines.join('\n')))[0] as string,
      /found \*a\d, allowed is aliases that come to at most 50000 values/,
    );
  });

  it('is refused where aliases nest deeper than text may', async () => {
    const lines = ['a0: &a0 [1]'];
    for (let at = 1; at < 80; at += 1) lines.push(`a${at}: &a${at} [*a${at - 1}]`);
    assert.match(
      (await problems(lines.join('\n')))[0] as string,
      /^f.yaml:\d+:\d+: a6\d.*found \*a6\d, allowed is aliases .* 64 levels/,
    );
  });

  it('tells fifty problems at most', async () => {
    assert.equal((await problems('a: 1\n'.repeat(99))).length, 50);
    assert.equal((await problems(`a: ${"'x' ".repeat(99)}`)).length, 50);
  });
});
