import assert from 'node:assert/strict';
import {
  EVERY,
  pathText,
  valueAt,
  valuesAt,
  withoutValueAt,
  withValueAt,
} from '../../../../functions/puller/http-source/json-path.ts';
import {
  compilePredicate,
  isEmpty,
  type PredicateConfig,
  type Subject,
} from '../../../../functions/puller/http-source/predicate.ts';
import { KeySet, keyOf } from '../../../../functions/puller/http-source/rows/key.ts';
import { compileRows, type RowsContext } from '../../../../functions/puller/http-source/rows/rows.ts';
import { selectRows, shapeOf } from '../../../../functions/puller/http-source/rows/select.ts';
import { compileSteps } from '../../../../functions/puller/http-source/rows/steps.ts';
import type { RowsConfig, StepConfig } from '../../../../functions/puller/http-source/source-config.ts';
import {
  fillText,
  fillUrl,
  fillValue,
  parseTemplate,
  textOf,
  type Values,
} from '../../../../functions/puller/http-source/template.ts';

describe('paths', () => {
  const value = { a: { b: [{ c: 1 }, { c: 2 }] }, n: null, 'x.y': 3 };

  it('lead to values, to items of lists, and nowhere', () => {
    assert.deepEqual(
      [['a', 'b', '1', 'c'], ['a', 'b', '-1', 'c'], ['a', 'z'], ['a', 'b', 'c'], ['n', 'x'], ['x.y'], []].map((path) =>
        valueAt(value, path),
      ),
      [2, 2, undefined, undefined, undefined, 3, value],
    );
    assert.equal(valueAt({}, ['toString']), undefined);
    assert.equal(pathText(['a', EVERY]), 'a.*');
  });

  it('with wildcards lead to all of them, or nowhere where one step leads nowhere', () => {
    assert.deepEqual(valuesAt(value, ['a', 'b', '*', 'c']), [1, 2]);
    assert.deepEqual(valuesAt({ x: { p: { i: [1] }, q: { i: [2] } } }, ['x', '*', 'i']), [[1], [2]]);
    assert.equal(valuesAt(value, ['a', 'b', '*', 'd']), undefined);
    assert.equal(valuesAt(value, ['n', '*']), undefined);
    assert.deepEqual(valuesAt([{ c: 1 }, {}], ['*', 'c'], true), [1]);
    assert.equal(valuesAt(value, ['z']), undefined);
  });

  it('set and take out without changing the row', () => {
    const row = { a: { b: 1, c: 2 } };
    assert.deepEqual(withValueAt(row, ['a', 'd', 'e'], 3), { a: { b: 1, c: 2, d: { e: 3 } } });
    assert.deepEqual(withoutValueAt(row, ['a', 'b']), { a: { c: 2 } });
    assert.deepEqual([withoutValueAt(row, ['z', 'b']), withoutValueAt(row, ['a', 'b', 'c'])], [row, row]);
    assert.deepEqual(row, { a: { b: 1, c: 2 } });
    assert.deepEqual(Object.keys(withValueAt({}, ['__proto__'], 1)), ['__proto__']);
  });
});

describe('templates', () => {
  const values: Values = {
    settings: { shop: 'acme', n: 5, big: 9_007_199_254_740_993n, path: 'a b/c', up: '..', list: [1], nothing: null },
    secret: { key: 's3' },
    parent: { id: 7 },
    row: { at: '2026-03-01T12:00:00Z', a: { b: null }, n: '12' },
    page: '2',
    job: { url: 'https://x.example.com/f?a=1' },
    window: { fromMs: 0, toMs: 86_400_000, write: (bound) => bound },
  };
  const text = (template: string): string | undefined => fillText(parseTemplate(template), values);

  it('put values in their places, and braces where they are doubled', () => {
    assert.equal(
      text('{{x}} {settings.shop}-{parent.id}-{page}-{secret.key}-{window.from}-{window.to:date}'),
      '{x} acme-7-2-s3-from-1970-01-02',
    );
    assert.equal(text(''), '');
    assert.equal(text('{window.to-1d:date}/{window.from+36h:%Y-%m-%dT%H}'), '1970-01-01/1970-01-02T12');
    assert.equal(text('{window.from:text}'), 'from');
    assert.equal(text('{settings.list}{row.a}'), '[1]{"b":null}');
  });

  it('leave the text out where an optional value is missing, and fail where another is', () => {
    assert.equal(text('a{settings.none?}'), undefined);
    assert.equal(text('a{settings.nothing?}'), undefined);
    assert.throws(() => text('{settings.none}'), /\{settings.none\} has no value/);
    assert.throws(() => fillText(parseTemplate('{window.from}'), {}), /there is no window here/);
  });

  it('keep the type of a value that stands alone', () => {
    assert.deepEqual(
      ['{settings.n}', '{row.a.b}', '{row.n:integer}', '{settings.n:text}', 'x{settings.n}'].map((one) =>
        fillValue(parseTemplate(one), values),
      ),
      [5, null, 12n, '5', 'x5'],
    );
  });

  it('write a time of a row in another format', () => {
    assert.equal(fillValue(parseTemplate('{row.at:%Y/%m}'), values), '2026/03');
    assert.throws(() => fillValue(parseTemplate('{row.a:date}'), values), /the value is no time/);
    assert.throws(() => fillValue(parseTemplate('{row.at:integer}'), values), /is no whole number/);
  });

  it('encode a value within a URL, and let none lead out of its path', () => {
    assert.equal(
      fillUrl(parseTemplate('https://{settings.shop}.example.com/x/{settings.path}?q={settings.path}'), values),
      'https://acme.example.com/x/a%20b%2Fc?q=a%20b%2Fc',
    );
    assert.equal(
      fillUrl(parseTemplate('https://h.example.com/{settings.path:path}'), values),
      'https://h.example.com/a%20b/c',
    );
    assert.equal(fillUrl(parseTemplate('{job.url}'), values), 'https://x.example.com/f?a=1');
    assert.equal(fillUrl(parseTemplate('https://h.example.com/{settings.none?}'), values), undefined);
    assert.throws(
      () => fillUrl(parseTemplate('https://h.example.com/a/{settings.up}/b'), values),
      /would lead out of the URL's path/,
    );
  });

  for (const [template, expected] of [
    ['{x}', /begins with one of settings/],
    ['{settings}', /needs a name, as in \{settings.name\}/],
    ['{page.x}', /has no parts/],
    ['{window.from.date}', /neither \{window.from\} nor/],
    ['{window.start}', /neither \{window.from\} nor/],
    ['{window.to-1d}', /needs a format/],
    ['{settings.x:iso}', /iso is no format/],
    ['a}', /a lone \}/],
    ['{settings.x', /a \{ is not closed/],
  ] as const) {
    it(`refuse ${template}`, () => {
      assert.throws(() => text(template), expected);
    });
  }

  it('are written as text', () => {
    assert.deepEqual([textOf(5n), textOf({ a: 1n }), textOf(null), textOf(true)], ['5', '{"a":1}', 'null', 'true']);
  });
});

describe('predicates', () => {
  const subject: Subject = {
    body: { a: 1, b: '2', list: [], big: 5n, text: 'hello', o: { x: 10 } },
    headers: { 'x-left': '0' },
    count: 3,
    row: { kind: 'k' },
    parent: { id: 'p' },
  };
  const cases: readonly (readonly [PredicateConfig, boolean])[] = [
    [{ at: 'a', eq: 1 }, true],
    [{ at: 'b', eq: 2 }, true],
    [{ at: 'a', eq: true }, false],
    [{ at: 'a', eq: { at: 'o.x' } }, false],
    [{ at: 'a', in: [3, 1] }, true],
    [{ at: 'z', absent: true }, true],
    [{ at: 'a', absent: true }, false],
    [{ at: 'list', empty: true }, true],
    [{ at: 'o', empty: true }, false],
    [{ at: 'text', matches: '^h' }, true],
    [{ at: 'o', matches: 'x' }, false],
    [{ at: '', contains: 'hello' }, true],
    [{ at: 'text', contains: 'ell' }, true],
    [{ at: 'z', contains: 'x' }, false],
    [{ at: 'a', lt: { at: 'o.x' } }, true],
    [{ at: 'big', ge: 5, le: 5 }, true],
    [{ at: 'text', gt: 'abc' }, true],
    [{ at: 'text', gt: 'zzz' }, false],
    [{ at: 'text', le: 'hello' }, true],
    [{ at: 'o', lt: 5 }, false],
    [{ at: 'a', addAt: 'b', ge: { at: 'o.x' } }, false],
    [{ at: 'a', addAt: 'o.x', ge: 11 }, true],
    [{ at: 'a', addAt: 'z', ge: 0 }, false],
    [{ at: 'text', addAt: 'a', ge: 0 }, false],
    [{ header: 'X-Left', eq: '0' }, true],
    [{ count: true, lt: 4 }, true],
    [{ row: 'kind', eq: 'k' }, true],
    [{ parent: 'id', eq: 'p' }, true],
    [
      {
        all: [
          { at: 'a', eq: 1 },
          { at: 'b', eq: 9 },
        ],
      },
      false,
    ],
    [
      {
        any: [
          { at: 'a', eq: 1 },
          { at: 'b', eq: 9 },
        ],
      },
      true,
    ],
    [{ not: { at: 'a', eq: 1 } }, false],
    [{ empty: true }, false],
  ];
  for (const [config, expected] of cases) {
    it(`${JSON.stringify(config)} is ${expected}`, () => {
      assert.equal(compilePredicate(config)(subject), expected);
    });
  }

  it('take nothing, null, false, 0 and what has nothing in it for empty', () => {
    assert.deepEqual([undefined, null, false, 0, '', [], {}].map(isEmpty), [true, true, true, true, true, true, true]);
    assert.deepEqual([1, 'a', [0], { a: 0 }, true].map(isEmpty), [false, false, false, false, false]);
  });

  it('refuse a regular expression that is none', () => {
    assert.throws(() => compilePredicate({ at: 'a', matches: '(' }), /is no regular expression/);
  });
});

describe('the rows of an answer', () => {
  const of = (body: unknown, rows: RowsConfig): number => selectRows(body, rows).length;

  it('are what stands at the row path', () => {
    assert.equal(of({ d: { i: [{}, {}] } }, { at: 'd.i' }), 2);
    assert.equal(of({ d: { a: 1 } }, { at: 'd' }), 1);
    assert.equal(of({ d: { x: { i: [{ a: 1 }] }, y: { i: [{ a: 2 }, { a: 3 }] } } }, { at: 'd.*.i' }), 3);
    assert.equal(of([{}], { at: '', expect: 'list' }), 1);
    assert.equal(of({ a: 1 }, { at: '', expect: 'object' }), 1);
  });

  it('are none where there is null, an empty object for either, or a path that may be missing (dlt#2932)', () => {
    assert.deepEqual(
      [
        of({ d: null }, { at: 'd' }),
        of({ d: {} }, { at: 'd' }),
        of({}, { at: 'd', optional: true }),
        of({ d: [{ i: [{}] }, {}] }, { at: 'd.*.i', optional: true }),
      ],
      [0, 0, 0, 1],
    );
  });

  for (const [what, body, rows, expected] of [
    ['a missing path', { error: 'x' }, { at: 'd' }, /nothing at the row path d; it is an object with error/],
    [
      'an error object at the root',
      { error: 'x' },
      { at: '', expect: 'list' },
      /an object with error where a list of rows is expected/,
    ],
    ['a list where one object is expected', [], { at: '', expect: 'object' }, /a list of rows where one object/],
    ['null where one object is expected', null, { at: '', expect: 'object' }, /null where an object is expected/],
    ['a text', { d: 'x' }, { at: 'd' }, /a string where a list/],
    ['a row that is no object', { d: [{}, 'x'] }, { at: 'd' }, /Row 1 of the answer is a string and no object/],
    [
      'a row without its key',
      { message: 'x' },
      { at: '', expect: 'either', require: { all: ['id'] } },
      /has no field id/,
    ],
    [
      'a row without any field of a row',
      { message: 'x' },
      { at: '', expect: 'either', require: { any: ['id', 'name'] } },
      /none of the fields of a row/,
    ],
  ] as const) {
    it(`fail over ${what}`, () => {
      assert.throws(() => selectRows(body, rows as RowsConfig), expected);
    });
  }

  it('are proven by one of their fields', () => {
    assert.equal(of([{ name: 1 }], { at: '', expect: 'either', require: { any: ['id', 'name'] } }), 1);
  });

  it('are described without their contents', () => {
    assert.deepEqual([undefined, null, [1], 'x', {}, { a: 'secret' }].map(shapeOf), [
      'nothing',
      'null',
      'a list of 1',
      'a string',
      'an empty object',
      'an object with a',
    ]);
  });
});

describe('the steps of a mapping', () => {
  const row = { id: 1, user: { name: 'n', Address: { city: 'c' } }, tags: ['a'], CamelCase: 2 };
  const cases: readonly (readonly [string, StepConfig[], object])[] = [
    [
      'set a constant, a parent and a list',
      [
        { keep: [] },
        { set: 'a.b', to: 'x' },
        { set: 'p', to: '{parent.id}' },
        { set: 'l', to: ['{row.none?}', { k: '{parent.id}' }, 3] },
      ],
      { a: { b: 'x' }, p: 7, l: [{ k: 7 }, 3] },
    ],
    [
      'leave out what has no value',
      [{ keep: ['id'] }, { set: 'a', to: '{row.none?}' }, { set: 'b', to: { c: '{row.none?}' } }],
      { id: 1, b: {} },
    ],
    [
      'rename and remove',
      [{ keep: ['id', 'user'] }, { rename: 'user.name', to: 'name' }, { remove: 'user' }, { rename: 'none', to: 'x' }],
      { id: 1, name: 'n' },
    ],
    [
      'flatten an object into the row',
      [{ keep: ['id', 'user'] }, { flatten: 'user', prefix: 'user_' }],
      { id: 1, user_name: 'n', user_Address: { city: 'c' } },
    ],
    [
      'flatten and keep the object',
      [{ keep: ['user'] }, { flatten: 'user.Address', origin: 'keep' }],
      { user: { name: 'n', Address: { city: 'c' } }, city: 'c' },
    ],
    ['flatten and keep nothing else', [{ flatten: 'user.Address', origin: 'only' }], { city: 'c' }],
    [
      'flatten an object without fields to nothing, which leaves the row',
      [{ keep: ['id'] }, { set: 'user', to: {} }, { flatten: 'user', origin: 'only' }],
      { id: 1, user: {} },
    ],
    [
      'flatten over a field of the same name',
      [{ keep: ['id'] }, { set: 'user.id', to: 9 }, { flatten: 'user' }],
      { id: 9 },
    ],
    [
      'leave the row where a field of the same name is to stay',
      [{ keep: ['id'] }, { set: 'user.id', to: 9 }, { flatten: 'user', clash: 'leave' }],
      { id: 1, user: { id: 9 } },
    ],
    [
      'flatten where no name is taken',
      [{ keep: ['id'] }, { set: 'user.new', to: 9 }, { flatten: 'user', clash: 'leave' }],
      { id: 1, new: 9 },
    ],
    ['flatten nothing where there is no object', [{ keep: ['id'] }, { flatten: 'id' }], { id: 1 }],
    ['change the case of keys', [{ keep: ['CamelCase'] }, { keys: 'snake' }], { camel_case: 2 }],
    ['change keys to lower case', [{ keep: ['CamelCase'] }, { keys: 'lower' }], { camelcase: 2 }],
    [
      'make texts',
      [{ keep: ['id', 'tags'] }, { text: 'id' }, { text: 'tags' }, { text: 'none' }],
      { id: '1', tags: '["a"]' },
    ],
  ];
  for (const [what, steps, expected] of cases) {
    it(what, () => {
      assert.deepEqual(compileSteps(steps)(row, { parent: { id: 7 } }), expected);
    });
  }
});

describe('rows for the table', () => {
  const at = (minute: number): string => new Date(minute * 60_000).toISOString();
  const context = (part: Partial<RowsContext> = {}): RowsContext => ({
    values: {},
    span: undefined,
    landed: undefined,
    seen: undefined,
    keepKeys: (part.span?.reachMs ?? 0) > 0,
    newestFirst: false,
    ...part,
  });
  const span = { fromMs: 600_000, toMs: 1_200_000, reachMs: 0 };
  const timed: RowsConfig = { at: '', time: { at: 't', formats: ['rfc3339', 'epoch-s'] }, key: ['id'] };

  it('are cut half-open by their own time, to the microsecond', () => {
    const raw = [
      { id: 1, t: at(10) },
      { id: 2, t: '1970-01-01T00:19:59.999999Z' },
      { id: 3, t: at(20) },
      { id: 4, t: '1970-01-01T00:09:59.999999Z' },
      { id: 5, t: 600 },
    ];
    const { rows, dropped, keys } = compileRows(timed).map(raw, context({ span }));
    assert.deepEqual(
      rows.map(({ id }) => id),
      [1, 2, 5],
    );
    assert.deepEqual(dropped, { filtered: 0, outside: 2, repeated: 0 });
    assert.equal(keys, undefined);
  });

  it('fail where a row has no time of a known form', () => {
    for (const t of [undefined, null, 'yesterday'])
      assert.throws(
        () => compileRows(timed).map([{ id: 1, t }], context({ span })),
        /time at t is none of rfc3339, epoch-s/,
      );
  });

  it('are filtered before they are mapped, with their parent', () => {
    const mapper = compileRows({
      at: '',
      filter: {
        all: [
          { row: 'a', eq: 1 },
          { parent: 'id', eq: 7 },
        ],
      },
      steps: [{ set: 'a', to: 2 }],
    });
    const { rows, dropped } = mapper.map([{ a: 1 }, { a: 3 }], context({ values: { parent: { id: 7 } } }));
    assert.deepEqual([rows, dropped.filtered], [[{ a: 2 }], 1]);
    assert.equal(mapper.map([{ a: 1 }], context()).rows.length, 0);
  });

  it('are taken once a listing, and a changed row is another version of it', () => {
    const { rows, dropped } = compileRows(timed).map(
      [
        { id: 1, t: at(11) },
        { id: 1, t: at(11) },
        { id: 1, t: at(12) },
      ],
      context({ span, seen: new KeySet(10) }),
    );
    assert.deepEqual([rows.length, dropped.repeated], [2, 1]);
  });

  it('are taken late where their key has not landed, and left out where it has', () => {
    const overlapping = { ...span, reachMs: 300_000 };
    const mapper = compileRows(timed);
    const first = mapper.map(
      [
        { id: 1, t: at(8) },
        { id: 2, t: at(9) },
        { id: 3, t: at(11) },
      ],
      context({ span: overlapping }),
    );
    assert.equal(first.keys?.length, 3);
    const landed = new Set([first.keys?.[0] as string, first.keys?.[2] as string]);
    const second = mapper.map(
      [
        { id: 1, t: at(8) },
        { id: 2, t: at(9) },
        { id: 3, t: at(11) },
        { id: 4, t: at(4) },
      ],
      context({ span: overlapping, landed }),
    );
    assert.deepEqual(
      second.rows.map(({ id }) => id),
      [2, 3],
    );
    assert.deepEqual(second.dropped, { filtered: 0, outside: 1, repeated: 1 });
  });

  it('end a newest-first feed below the window, and fail it where it is not newest first', () => {
    const mapper = compileRows(timed);
    assert.equal(mapper.isPast([{ t: at(30) }, { t: at(9) }], span.fromMs), true);
    assert.equal(mapper.isPast([{ t: at(10) }], span.fromMs), false);
    assert.equal(mapper.isPast([], span.fromMs), false);
    assert.equal(compileRows({ at: '' }).isPast([{ t: at(1) }], span.fromMs), false);
    const feed = context({ span, newestFirst: true });
    assert.throws(
      () =>
        mapper.map(
          [
            { id: 1, t: at(11) },
            { id: 2, t: at(12) },
          ],
          feed,
        ),
      /not newest first/,
    );
    assert.equal(
      mapper.map(
        [
          { id: 1, t: at(12) },
          { id: 2, t: at(11) },
        ],
        feed,
      ).rows.length,
      2,
    );
  });

  it('are named by every part of their key, and by their parent', () => {
    assert.throws(() => keyOf({ a: 1 }, [['a'], ['b']], undefined, undefined), /has no b, which is a part of its key/);
    assert.throws(() => keyOf({ a: null }, [['a']], undefined, undefined), /has no a/);
    assert.notEqual(keyOf({ a: 1 }, [['a']], { p: 1 }, undefined), keyOf({ a: 1 }, [['a']], { p: 2 }, undefined));
  });

  it('have no more keys than memory is given', () => {
    const keys = new KeySet(1);
    assert.deepEqual([keys.seen('a'), keys.seen('a')], [false, true]);
    assert.throws(() => keys.seen('b'), /more than 1 keys/);
  });
});
