import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { type Change, importedChange } from '../../../../functions/firestore/change.ts';
import { type DocumentName, parseDocumentName } from '../../../../functions/firestore/document-name.ts';
import { fieldPath } from '../../../../functions/firestore/field-path.ts';
import { issueOf } from '../../../../functions/firestore/issue.ts';
import { protectFields, protectPaths, readRules, TREATMENTS } from '../../../../functions/firestore/protect.ts';
import { type Fields, fieldsOf, type Value } from '../../../../functions/firestore/value.ts';

const text = (stringValue: string): Value => ({ stringValue });
const map = (fields: Fields): Value => ({ mapValue: { fields } });
const list = (...values: readonly Value[]): Value => ({ arrayValue: { values } });

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
