import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { type Change, importedChange } from '../../../../functions/firestore/change.ts';
import { readFirestoreConfig } from '../../../../functions/firestore/config.ts';
import { type DocumentName, parseDocumentName } from '../../../../functions/firestore/document-name.ts';
import { fieldPath, parseFieldPath } from '../../../../functions/firestore/field-path.ts';
import { issueOf } from '../../../../functions/firestore/issue.ts';
import { matchPattern, parsePattern } from '../../../../functions/firestore/path-pattern.ts';
import { protectFields, protectPaths, readRules, TREATMENTS } from '../../../../functions/firestore/protect.ts';
import { type Fields, fieldsOf, type Value } from '../../../../functions/firestore/value.ts';

const text = (stringValue: string): Value => ({ stringValue });
const map = (fields: Fields): Value => ({ mapValue: { fields } });
const list = (...values: readonly Value[]): Value => ({ arrayValue: { values } });

describe('field paths', () => {
  for (const [path, names] of [
    ['a', ['a']],
    ['a.b_1', ['a', 'b_1']],
    ['`a.b`.c', ['a.b', 'c']],
    ['`bak\\`tik`', ['bak`tik']],
    ['foo.x&y', ['foo', 'x&y']],
    ['`\\\\`', ['\\']],
  ] as const) {
    it(`reads ${path} as ${JSON.stringify(names)}`, () => {
      assert.deepEqual(
        parseFieldPath(path)?.map(({ name }) => name),
        names,
      );
    });
  }

  for (const path of ['', '.', 'a.', '.a', 'a..b', '`a', '``', '`a`b', 'a`b`']) {
    it(`takes ${JSON.stringify(path)} for none`, () => assert.equal(parseFieldPath(path), undefined));
  }

  it('reads what it writes, whatever the names', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, unit: 'grapheme' }), { minLength: 1 }), (names) => {
        assert.deepEqual(
          parseFieldPath(fieldPath(names))?.map(({ name }) => name),
          names,
        );
      }),
      { numRuns: 500, seed: 5 },
    );
  });
});

describe('path patterns', () => {
  for (const [pattern, path, params] of [
    ['issues/{id}', 'issues/a', { id: 'a' }],
    ['issues/{id=*}', 'issues/a', { id: 'a' }],
    ['issues/*', 'issues/a', {}],
    ['issues/a', 'issues/a', {}],
    ['issues/{id}', 'users/a', undefined],
    ['issues/{id}', 'issues/a/b/c', undefined],
    ['users/{uid}/orders/{order}', 'users/alice/orders/1', { uid: 'alice', order: '1' }],
    ['{path=**}', 'users/alice/orders/1', { path: 'users/alice/orders/1' }],
    ['**', 'users/alice', {}],
    ['users/{rest=**}', 'users/alice/orders/1', { rest: 'alice/orders/1' }],
    ['users/{rest=**}', 'issues/a', undefined],
    ['{at=**}/comments/{id}', 'posts/1/comments/2', { at: 'posts/1', id: '2' }],
    ['{at=**}/comments/{id}', 'comments/2', { at: '', id: '2' }],
    ['{at=**}/comments/{id}', 'posts/1/likes/2', undefined],
    ['a/{x=**}/b/c', 'a/b', undefined],
  ] as const) {
    it(`${pattern} ${params === undefined ? 'does not take' : 'takes'} ${path}`, () => {
      assert.deepEqual(matchPattern(parsePattern(pattern), path), params);
    });
  }

  for (const [pattern, problem] of [
    ['issues', 'is the path of a collection and not of documents'],
    ['issues/', 'has the segment ""'],
    ['issues/{id', 'has the segment "{id"'],
    ['issues/a*', 'has the segment "a*"'],
    ['issues/{1}', 'has the segment "{1}"'],
    ['{a=**}/b/**', 'has ** more than once'],
    ['{a}/{a}', 'has two segments of one name'],
  ] as const) {
    it(`refuses ${pattern}`, () => {
      assert.throws(
        () => parsePattern(pattern),
        (error: Error) => error.message.startsWith(`${pattern} ${problem}`),
      );
    });
  }

  it('looks at a long path once, whatever the pattern', () => {
    const path = new Array(100_000).fill('a').join('/');
    assert.equal(matchPattern(parsePattern('a/{x=**}/a/b'), path), undefined);
  });
});

describe('a document name', () => {
  it('is taken apart', () => {
    assert.deepEqual(parseDocumentName('projects/p/databases/d/documents/users/alice/orders/1'), {
      root: 'projects/p/databases/d/documents',
      database: 'd',
      path: 'users/alice/orders/1',
      id: '1',
      collection: 'users/alice/orders',
      collectionId: 'orders',
    });
  });

  for (const name of [
    '',
    's~p/kind',
    'projects/p/databases/d/documents/a',
    'projects/p/databases/d/documents/a//b/c',
    'x/projects/p/databases/d/documents/a/b',
  ]) {
    it(`is none: ${JSON.stringify(name)}`, () => assert.equal(parseDocumentName(name), undefined));
  }
});

describe('protected fields', () => {
  const KEY = 'key';
  const hash = (content: string | Buffer): Value => text(createHmac('sha256', KEY).update(content).digest('hex'));
  const protect = (rules: object, fields: Fields): Fields => protectFields(fields, readRules(rules), KEY);

  for (const [what, rules, before, after] of [
    ['leaves out a field', { a: 'exclude' }, { a: text('x'), b: text('y') }, { b: text('y') }],
    [
      'masks a field of any type alike',
      { a: 'mask', b: 'mask' },
      { a: { nullValue: null }, b: list() },
      { a: text('***'), b: text('***') },
    ],
    [
      'reaches into maps',
      { 'a.b.c': 'exclude' },
      { a: map({ b: map({ c: text('x'), d: text('y') }) }) },
      { a: map({ b: map({ d: text('y') }) }) },
    ],
    [
      'reaches through lists',
      { 'a.b': 'mask' },
      { a: list(map({ b: text('x') }), text('y'), list(map({ b: text('z') }))) },
      { a: list(map({ b: text('***') }), text('y'), list(map({ b: text('***') }))) },
    ],
    [
      'takes * for any name',
      { 'a.*.b': 'mask' },
      { a: map({ x: map({ b: text('1') }), y: map({ c: text('2') }) }) },
      { a: map({ x: map({ b: text('***') }), y: map({ c: text('2') }) }) },
    ],
    [
      'takes a quoted * for its name',
      { 'a.`*`': 'exclude' },
      { a: map({ '*': text('1'), b: text('2') }) },
      { a: map({ b: text('2') }) },
    ],
    [
      'takes the strictest of the rules that meet',
      { '*': 'mask', a: 'hash', b: 'exclude', 'a.b': 'exclude' },
      { a: text('x'), b: text('y'), c: text('z') },
      { a: text('***'), c: text('***') },
    ],
    [
      'takes a quoted name',
      { '`x.y`': 'exclude' },
      { 'x.y': text('1'), x: map({ y: text('2') }) },
      { x: map({ y: text('2') }) },
    ],
    [
      'leaves what no rule names',
      { 'a.b': 'exclude' },
      { a: text('x'), c: map({ b: text('y') }) },
      { a: text('x'), c: map({ b: text('y') }) },
    ],
    [
      'is not fooled by __proto__',
      { __proto: 'exclude', '`__proto__`.a': 'exclude' },
      fieldsOf([['__proto__', map({ a: text('x') })]]),
      fieldsOf([['__proto__', map({})]]),
    ],
    ['hashes text', { a: 'hash' }, { a: text('ü') }, { a: hash('ü') }],
    ['hashes bytes', { a: 'hash' }, { a: { bytesValue: '//4A' } }, { a: hash(Buffer.from('//4A', 'base64')) }],
    [
      'hashes numbers as their text',
      { a: 'hash', b: 'hash' },
      { a: { integerValue: '7' }, b: { doubleValue: 0.5 } },
      { a: hash('7'), b: hash('0.5') },
    ],
    [
      'hashes what has parts as typed JSON',
      { a: 'hash', n: 'hash' },
      { a: map({ b: text('x') }), n: { nullValue: null } },
      { a: hash('{"mapValue":{"fields":{"b":{"stringValue":"x"}}}}'), n: hash('{"nullValue":null}') },
    ],
  ] as readonly (readonly [string, object, Fields, Fields])[]) {
    it(what, () => assert.deepEqual(protect(rules, before), after));
  }

  it('names no changed field that is left out, and nothing below one that is masked or hashed', () => {
    const rules = readRules({ out: 'exclude', 'p.secret': 'exclude', cards: 'mask', 'people.*.ssn': 'hash' });
    const paths = [
      'out',
      'out.deep',
      'p',
      'p.secret.x',
      'p.open',
      'cards.visa',
      'cards.`4711`',
      'people.bob.ssn.x',
      'people.bob',
      '`unreadable',
    ];
    assert.deepEqual(protectPaths(paths, rules), ['p', 'p.open', 'cards', 'people.bob.ssn', 'people.bob']);
  });

  it('leave nowhere in the message, wherever they are and whatever the names', () => {
    const MARKER = 'RAW-VALUE';
    const names = fc.array(fc.string({ minLength: 1, maxLength: 5, unit: 'grapheme' }), { minLength: 1, maxLength: 5 });
    const cases = fc.tuple(
      names,
      names,
      fc.constantFrom(...TREATMENTS),
      fc.constantFrom('plain', 'typed'),
      fc.boolean(),
    );
    const property = fc.property(cases, ([path, deeper, treatment, encoding, inList]) => {
      const nest = (keys: readonly string[], leaf: Value): Value =>
        keys.reduceRight(
          (inner, key) => (inList ? list(map(fieldsOf([[key, inner]]))) : map(fieldsOf([[key, inner]]))),
          leaf,
        );
      const [first, ...rest] = path as [string, ...string[]];
      // Field names may be as telling as values: those below a protected field carry the marker, too.
      const leaf = nest([...deeper.map((key) => `${MARKER}${key}`)], text(MARKER));
      const fields = fieldsOf([[first, nest(rest, leaf)]]);
      const name = parseDocumentName('projects/p/databases/d/documents/a/b') as DocumentName;
      const change: Change = {
        ...importedChange(
          { name: 'n', fields, createTime: undefined, updateTime: '2026-01-01T00:00:00.000000Z' },
          name,
          {},
        ),
        oldData: fields,
        changedFields: [fieldPath([...path, ...deeper.map((key) => `${MARKER}${key}`)]), fieldPath(path)],
      };
      const rules = readRules({ [fieldPath(path)]: treatment });
      const message = issueOf(change, { encoding, rules, key: 'key', ordering: true });
      assert.equal(`${JSON.stringify(message.attributes)}${message.data}`.includes(MARKER), false);
    });
    fc.assert(property, { numRuns: 500, seed: 8 });
  });

  for (const [given, problem] of [
    ['x', /not an object/],
    [null, /not an object/],
    [[], /not an object/],
    [{ 'a..b': 'mask' }, /a\.\.b is no field path/],
    [{ a: 'encrypt' }, /a must be one of exclude, mask, hash/],
  ] as const) {
    it(`refuses the rules ${JSON.stringify(given)}`, () => assert.throws(() => readRules(given), problem));
  }
});

describe("the door's configuration", () => {
  const HASH = 'projects/p/secrets/s/versions/1';

  it('has a default for everything', () => {
    const config = readFirestoreConfig({});
    assert.deepEqual(
      [config.documents, config.fields, config.encoding, config.reject],
      [[], null, 'plain', ['foreign', 'too-old']],
    );
  });

  it('takes patterns and rules', () => {
    const config = readFirestoreConfig({
      FIRESTORE_DOCUMENTS: 'issues/{id}, **',
      FIRESTORE_FIELDS: '{"a":"hash"}',
      FIRESTORE_HASH_SECRET: HASH,
    });
    assert.deepEqual(
      config.documents.map(({ text: pattern }) => pattern),
      ['issues/{id}', '**'],
    );
    assert.equal(config.fields?.needsKey, true);
  });

  for (const [env, problem] of [
    [{ FIRESTORE_DOCUMENTS: 'issues' }, /FIRESTORE_DOCUMENTS: found "issues": issues is the path of a collection/],
    [{ FIRESTORE_FIELDS: '{"a":"hash"}' }, /FIRESTORE_HASH_SECRET: missing, and FIRESTORE_FIELDS has a field to hash/],
    [{ FIRESTORE_FIELDS: '{"a":"mask"}', FIRESTORE_HASH_SECRET: HASH }, /FIRESTORE_HASH_SECRET: set, but/],
    [{ FIRESTORE_HASH_SECRET: HASH }, /FIRESTORE_HASH_SECRET: set, but/],
    [{ FIRESTORE_FIELDS: '{"a":"x"}' }, /FIRESTORE_FIELDS: .*a must be one of/],
    [{ FIRESTORE_REJECT: 'late' }, /FIRESTORE_REJECT/],
  ] as const) {
    it(`refuses ${JSON.stringify(env)}`, () => {
      assert.throws(() => readFirestoreConfig(env), { code: 'CONFIG_INVALID', message: problem });
    });
  }
});
