import assert from 'node:assert/strict';
import {
  bytes,
  configTable,
  duration,
  flag,
  integer,
  json,
  list,
  oneOf,
  readConfig,
  type Setting,
  text,
} from '@penstock/shared/runtime/config.ts';

const readOne = (setting: Setting<unknown>, found?: string): unknown =>
  readConfig({ [setting.variable]: found }, { it: setting }).it;

describe('settings', () => {
  const about = 'a test';
  for (const [what, setting, found, expected] of [
    ['text', text('V', { about }), 'as it is', 'as it is'],
    ['text that matches', text('V', { about, pattern: /^a+$/ }), 'aa', 'aa'],
    ['an integer', integer('V', { about, min: -1, max: 9 }), '-1', -1],
    ['milliseconds', duration('V', { about, min: '1ms', max: '1h' }), '250ms', 250],
    ['minutes', duration('V', { about, min: '1ms', max: '1h' }), '5m', 300_000],
    ['a size', bytes('V', { about, min: '1B', max: '1GiB' }), '64KiB', 65_536],
    ['one of some', oneOf('V', ['A', 'B'], { about }), 'B', 'B'],
    ['true', flag('V', { about }), 'true', true],
    ['false', flag('V', { about }), 'false', false],
    ['a list', list('V', { about }), ' a, b,,c ', ['a', 'b', 'c']],
    ['JSON', json('V', { about, allowed: 'an object', read: (v) => v }), '{"a":1}', { a: 1 }],
  ] as const) {
    it(`read ${what}`, () => assert.deepEqual(readOne(setting as Setting<unknown>, found), expected));
  }

  for (const [what, setting, found, message] of [
    [
      'text that does not match',
      text('V', { about, pattern: /^a+$/ }),
      'b',
      /V: found "b": allowed is text matching `\^a\+\$`/,
    ],
    [
      'text outside its own words',
      text('V', { about, pattern: /^a$/, allowed: 'the letter a' }),
      'b',
      /allowed is the letter a/,
    ],
    ['a fraction', integer('V', { about, min: 0, max: 9 }), '1.5', /a whole number from 0 to 9/],
    ['an integer below', integer('V', { about, min: 0, max: 9 }), '-1', /a whole number from 0 to 9/],
    ['an integer above', integer('V', { about, min: 0, max: 9 }), '10', /a whole number from 0 to 9/],
    ['a duration without a unit', duration('V', { about, min: '1s', max: '1h' }), '10', /a duration from 1s to 1h/],
    ['a duration too short', duration('V', { about, min: '1s', max: '1h' }), '1ms', /a duration from 1s to 1h/],
    ['a duration too long', duration('V', { about, min: '1s', max: '1h' }), '2d', /a duration from 1s to 1h/],
    ['a size without a unit', bytes('V', { about, min: '1KB', max: '1MB' }), '10', /a size from 1KB to 1MB/],
    ['a size too small', bytes('V', { about, min: '1KB', max: '1MB' }), '1B', /a size from 1KB to 1MB/],
    ['a size too large', bytes('V', { about, min: '1KB', max: '1MB' }), '1GB', /a size from 1KB to 1MB/],
    [
      'a value that is not offered',
      oneOf('V', ['push', 'pull'], { about }),
      'x-ray',
      /allowed is one of `push`, `pull`$/,
    ],
    ['a misspelt value', oneOf('V', ['push', 'pull'], { about }), 'pusch', /`pull`; did you mean push\?$/],
    ['a word for a flag', flag('V', { about }), 'yes', /`true` or `false`/],
    ['a bad item', list('V', { about, pattern: /^\d$/ }), '1,x', /each matching `\^\\d\$`/],
    [
      'text that is not JSON',
      json('V', { about, allowed: 'an object', read: (v) => v }),
      '{',
      /it is not JSON; allowed is an object/,
    ],
  ] as const) {
    it(`refuse ${what}, naming the variable, what was found and what is allowed`, () => {
      assert.throws(() => readOne(setting as Setting<unknown>, found), { code: 'CONFIG_INVALID', message });
    });
  }

  it('hand on what a JSON reader finds wrong', () => {
    const setting = json('V', {
      about,
      allowed: 'a number',
      read: () => {
        throw new Error('not a number');
      },
    });
    assert.throws(() => readOne(setting, '"a"'), /V: found "\\"a\\"": not a number/);
  });
});

describe('readConfig', () => {
  it('takes defaults where a variable is absent or empty', () => {
    const settings = {
      a: text('A', { about: '', default: 'x' }),
      b: duration('B', { about: '', default: '10s', min: '1s', max: '1m' }),
      c: list('C', { about: '', default: [] }),
      d: json('D', { about: '', default: { n: 1 }, allowed: '', read: () => ({ n: 2 }) }),
    };
    assert.deepEqual(readConfig({ A: '' }, settings), { a: 'x', b: 10_000, c: [], d: { n: 1 } });
  });

  it('lists every problem in one message', () => {
    const settings = { a: integer('A', { about: '', min: 1, max: 2 }), b: text('B', { about: '' }) };
    assert.throws(
      () => readConfig({ A: 'x' }, settings),
      (error: Error) => {
        assert.match(error.message, /A: found "x"/);
        assert.match(error.message, /B: missing, allowed is text/);
        return true;
      },
    );
  });

  it('never shows a secret, and cuts a long value', () => {
    const secret = { a: text('A', { about: '', secret: true, pattern: /^a$/ }) };
    assert.throws(
      () => readConfig({ A: 'hunter2' }, secret),
      (error: Error) => !error.message.includes('hunter2'),
    );
    const long = { a: flag('A', { about: '' }) };
    assert.throws(() => readConfig({ A: 'x'.repeat(100) }, long), new RegExp(`"${'x'.repeat(60)}…"`));
  });

  const modes = {
    mode: oneOf('MODE', ['FILES', 'STREAM'], { about: '', default: 'STREAM' }),
    every: duration('EVERY', {
      about: '',
      default: '5m',
      min: '1s',
      max: '1h',
      onlyWith: { variable: 'MODE', values: ['FILES'] },
    }),
    alone: text('ALONE', { about: '', default: 'x', onlyWith: { variable: 'OTHER', values: ['on'] } }),
  };

  it('calls a value that the chosen mode ignores an error', () => {
    assert.throws(
      () => readConfig({ EVERY: '1m' }, modes),
      /EVERY: set, but it only means something with MODE=FILES, and that is STREAM/,
    );
    assert.throws(() => readConfig({ ALONE: '1' }, modes), /with OTHER=on, and that is not set/);
    assert.equal(readConfig({ EVERY: '1m', MODE: 'FILES' }, modes).every, 60_000);
    assert.equal(readConfig({ ALONE: 'y', OTHER: 'on' }, modes).alone, 'y');
  });

  it('shows the settings as a table for the README', () => {
    assert.equal(
      configTable({
        ...modes,
        needed: flag('NEEDED', { about: 'Whether.' }),
        none: list('NONE', { about: 'Some.', default: [] }),
      }),
      [
        '| variable | default | allowed | what it does |',
        '|---|---|---|---|',
        '| `MODE` | `STREAM` | one of `FILES`, `STREAM` |  |',
        '| `EVERY` | `5m` | a duration from 1s to 1h, like 250ms, 10s, 5m, 2h or 7d |  |',
        '| `ALONE` | `x` | text |  |',
        '| `NEEDED` | **required** | `true` or `false` | Whether. |',
        '| `NONE` | empty | a comma-separated list | Some. |',
      ].join('\n'),
    );
  });
});
