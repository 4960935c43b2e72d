import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { timestampText } from '@penstock/shared/events/timestamp.ts';
import fc from 'fast-check';
import { decodeEventData } from '../../../../functions/firestore/event-data.ts';
import { plainFields } from '../../../../functions/firestore/plain.ts';
import { readDocument, readFields } from '../../../../functions/firestore/rest-document.ts';
import {
  type Document,
  doubleValue,
  type Fields,
  fieldsOf,
  type Value,
} from '../../../../functions/firestore/value.ts';
import { firestoreFields, TARGET } from '../../../../tools/firestore-fields.ts';
import { encodeEventData } from '../../../support/document-events.ts';

const ROOT = 'projects/p/databases/(default)/documents';
const document = (fields: Fields): Document => ({
  name: `${ROOT}/issues/a`,
  fields,
  createTime: '2026-01-02T03:04:05.000000Z',
  updateTime: '2026-01-02T03:04:05.123456Z',
});
const decoded = (fields: Fields): Fields | undefined =>
  decodeEventData(encodeEventData({ value: document(fields) })).value?.fields;

/** Every value that Firestore can hold, and names that break careless code. */
const name = fc.oneof(
  { weight: 4, arbitrary: fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' }) },
  fc.constantFrom('__proto__', 'constructor', 'a.b', '`', '\\', '1', '10', '2', ' ', '\u0000', '*'),
);
const time = fc
  .tuple(fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }), fc.integer({ min: 0, max: 999_999_999 }))
  .map(([seconds, nanos]) => timestampText(seconds, nanos) as string);
const { value: anyValue } = fc.letrec<{ value: Value; fields: Fields }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constant<Value>({ nullValue: null }),
    fc.boolean().map((booleanValue): Value => ({ booleanValue })),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value): Value => ({ integerValue: String(value) })),
    fc.double().map(doubleValue),
    time.map((timestampValue): Value => ({ timestampValue })),
    fc.string({ unit: 'grapheme' }).map((stringValue): Value => ({ stringValue })),
    fc.uint8Array().map((bytes): Value => ({ bytesValue: Buffer.from(bytes).toString('base64') })),
    fc.string().map((id): Value => ({ referenceValue: `${ROOT}/users/${id}` })),
    fc
      .tuple(fc.double({ min: -90, max: 90, noNaN: true }), fc.double({ min: -180, max: 180, noNaN: true }))
      // Proto JSON has no minus zero for what is no double value of its own.
      .map(([latitude, longitude]): Value => ({ geoPointValue: { latitude: latitude + 0, longitude: longitude + 0 } })),
    fc.array(tie('value'), { maxLength: 4 }).map((values): Value => ({ arrayValue: { values } })),
    tie('fields').map((fields): Value => ({ mapValue: { fields } })),
  ),
  fields: fc.array(fc.tuple(name, tie('value')), { maxLength: 4 }).map(unique),
}));
const anyFields = fc.array(fc.tuple(name, anyValue), { maxLength: 6 }).map(unique);

function unique(entries: readonly (readonly [string, Value])[]): Fields {
  return fieldsOf([...new Map(entries)]);
}

const RUNS = process.env.PENSTOCK_SOAK === '1' ? 10_000 : 500;

describe('the decoder of event data', () => {
  it('has the field numbers of proto/', () => {
    assert.equal(readFileSync(TARGET, 'utf8'), firestoreFields(), 'run node tools/firestore-fields.ts');
  });

  it('reads whatever protobufjs writes from proto/, every type, to the letter', () => {
    fc.assert(
      fc.property(anyFields, (fields) => assert.deepEqual(decoded(fields), fields)),
      { numRuns: RUNS, seed: 5 },
    );
  });

  for (const value of ['NaN', 'Infinity', '-Infinity', '-0', 0, 5e-324, Number.MAX_VALUE] as const) {
    it(`reads the double ${value}, also back from JSON`, () => {
      const fields = { x: { doubleValue: value } };
      assert.deepEqual(decoded(fields), fields);
      assert.deepEqual(readFields(JSON.parse(JSON.stringify(fields)), 'fields'), fields);
    });
  }

  it('reads both documents, their names and times, and the mask', () => {
    const value = document({ a: { integerValue: '1' } });
    const oldValue = { ...document({}), updateTime: undefined, createTime: undefined };
    assert.deepEqual(decodeEventData(encodeEventData({ value, oldValue, updateMask: ['a', '`b c`'] })), {
      value,
      oldValue,
      updateMask: ['a', '`b c`'],
    });
    assert.deepEqual(decodeEventData(new Uint8Array()), {
      value: undefined,
      oldValue: undefined,
      updateMask: undefined,
    });
  });

  it('passes over fields that a later version adds, of every wire type, everywhere', () => {
    const unknown = [
      0xa0,
      0x06,
      0x96,
      0x01,
      0xa1,
      0x06,
      ...new Array(8).fill(7),
      0xa2,
      0x06,
      2,
      1,
      2,
      0xa5,
      0x06,
      1,
      2,
      3,
      4,
    ];
    const message = (field: number, ...content: readonly number[]): number[] => [
      (field << 3) | 2,
      content.length,
      ...content,
    ];
    const value = (...content: readonly number[]): number[] => message(2, ...unknown, ...content, ...unknown);
    const entry = (key: number, ...content: readonly number[]): number[] => [
      ...unknown,
      ...message(1, key),
      ...value(...content),
    ];
    const fields = [
      message(2, ...entry(0x61, 0x10, 0x05)),
      message(2, ...entry(0x62, ...message(8, ...unknown, 9, ...new Array(8).fill(0)))),
      message(2, ...entry(0x63, ...message(9, ...unknown, ...message(1, 0x08, 1)))),
    ].flat();
    const stamp = message(3, ...unknown, 0x08, 1);
    const body = [...unknown, 0x0a, ...lengthOf([...unknown, ...fields, ...stamp]), ...unknown, ...fields, ...stamp];
    const mask = message(3, ...unknown, ...message(1, 0x61));
    const data = decodeEventData(Uint8Array.from([...body, ...mask]));
    assert.deepEqual(data.updateMask, ['a']);
    assert.deepEqual(data.value?.fields, {
      a: { integerValue: '5' },
      b: { geoPointValue: { latitude: 0, longitude: 0 } },
      c: { arrayValue: { values: [{ booleanValue: true }] } },
    });
    const map = decodeEventData(
      Uint8Array.from(message(1, ...message(2, ...message(1, 0x64), ...message(2, ...message(6, ...unknown))))),
    );
    assert.deepEqual(map.value?.fields, { d: { mapValue: { fields: {} } } });
  });

  function lengthOf(content: readonly number[]): number[] {
    return content.length < 128 ? [content.length] : [(content.length & 127) | 128, content.length >> 7];
  }

  const inDocument = (...content: readonly number[]): number[] => [0x0a, ...lengthOf(content), ...content];
  const inValue = (...content: readonly number[]): number[] =>
    inDocument(
      0x12,
      ...lengthOf([0x0a, 1, 0x61, 0x12, ...lengthOf(content), ...content]),
      0x0a,
      1,
      0x61,
      0x12,
      ...lengthOf(content),
      ...content,
    );
  for (const [what, bytes, expected] of [
    ['a field number of nothing', [0x02], /a field has no number \(byte 1\)$/],
    ['a tag that never ends', [0xff, 0xff, 0xff, 0xff, 0xff, 0x01], /more than 32 bits/],
    ['a tag that is too large', [0xff, 0xff, 0xff, 0xff, 0x7f], /more than 32 bits/],
    ['a group, which proto3 does not have', [0x23], /wire type 3 is none of proto3/],
    ['a length beyond the end', [0x0a, 5, 0x0a], /it ends within a field/],
    ['a tag without its content', [0x0a], /it ends within a field/],
    ['an inner length beyond the outer end', [0x0a, 2, 0x0a, 5, 1, 1, 1, 1, 1], /it ends within a field/],
    ['a number where a message belongs', [0x08, 1], /wire type 0 where 2 belongs/],
    ['a text that is not UTF-8', inDocument(0x0a, 2, 0xc3, 0x28), /a text is not UTF-8/],
    ['a field without a value', inDocument(0x12, 3, 0x0a, 1, 0x61), /a field has no value/],
    ['a value without a type', inValue(), /no type that is known/],
    ['a value of a type of tomorrow', inValue(0x9a, 0x01, 1, 0x61), /no type that is known/],
    ['an integer that never ends', inValue(0x10, ...new Array(11).fill(0xff)), /longer than ten bytes/],
    ['a double cut short', inValue(0x19, 1, 2, 3), /it ends within a field/],
    ['a time after the year 9999', inValue(0x52, 7, 0x08, 0x80, 0x83, 0xd1, 0xff, 0xaf, 0x07), /outside the years/],
    ['a time of negative nanoseconds', inValue(0x52, 11, 0x10, ...new Array(9).fill(0xff), 0x01), /outside the years/],
    ['a latitude of 91', inValue(0x42, 9, 0x09, 0, 0, 0, 0, 0, 0xc0, 0x56, 0x40), /not on Earth/],
    ['a longitude that is no number', inValue(0x42, 9, 0x11, 0, 0, 0, 0, 0, 0, 0xf8, 0x7f), /not on Earth/],
  ] as const) {
    it(`refuses ${what}, naming the byte and nothing of the content`, () => {
      assert.throws(() => decodeEventData(Uint8Array.from(bytes)), {
        code: 'INPUT_MALFORMED',
        stage: 'receiving',
        message: expected,
      });
    });
  }

  it('refuses values that are nested deeper than any document', () => {
    const nested = (levels: number): number[] => {
      let value = [0x58, 0];
      for (let level = 1; level < levels; level += 1) {
        const array = [0x0a, ...lengthOf(value), ...value];
        value = [0x4a, ...lengthOf(array), ...array];
      }
      return inValue(...value);
    };
    assert.ok(decodeEventData(Uint8Array.from(nested(100))));
    assert.throws(() => decodeEventData(Uint8Array.from(nested(101))), /nested deeper than 100 levels/);
  });

  it('refuses more values than a message could hold, without building them all', () => {
    const nulls = Buffer.alloc(4 * 4_000_001);
    for (let at = 0; at < nulls.length; at += 4) nulls.set([0x0a, 2, 0x58, 0], at);
    const wrap = (tag: number, content: Buffer): Buffer => {
      const length = [0, 7, 14, 21].map((shift) => ((content.length >>> shift) & 127) | (shift < 21 ? 128 : 0));
      return Buffer.concat([Buffer.from([tag, ...length]), content]);
    };
    const entry = Buffer.concat([Buffer.from([0x0a, 1, 0x61]), wrap(0x12, wrap(0x4a, nulls))]);
    assert.throws(() => decodeEventData(wrap(0x0a, wrap(0x12, entry))), /more than 4000000 values/);
  });

  it('takes the last of two entries of one name, as protobuf does', () => {
    const entry = (name: string, value: number): number[] => [
      ...[0x12, 7, 0x0a, 1, name.charCodeAt(0), 0x12, 2],
      ...[0x10, value],
    ];
    const fields = (...entries: readonly (readonly number[])[]): Fields | undefined =>
      decodeEventData(Uint8Array.from(inDocument(...entries.flat()))).value?.fields;
    assert.deepEqual(fields(entry('a', 1), entry('a', 2)), { a: { integerValue: '2' } });
    assert.deepEqual(Object.entries(fields(entry('b', 3), entry('a', 1), entry('a', 2)) ?? {}), [
      ['a', { integerValue: '2' }],
      ['b', { integerValue: '3' }],
    ]);
  });

  for (const [what, body] of [
    ['a document', [0x0a, 0, 0x0a, 0]],
    ['an old document', [0x12, 0, 0x12, 0]],
    ['a mask', [0x1a, 0, 0x1a, 0]],
    ['a time of creation', inDocument(0x1a, 0, 0x1a, 0)],
    ['a time of update', inDocument(0x22, 0, 0x22, 0)],
  ] as const) {
    it(`refuses ${what} that comes twice, instead of choosing one`, () => {
      assert.throws(() => decodeEventData(Uint8Array.from(body)), /a field that there is once comes twice/);
    });
  }

  it('refuses a mask of more paths than a document has fields, before they are all read', () => {
    const paths = Buffer.alloc(2 * 1_000_001, Buffer.from([0x0a, 0]));
    const length = [0, 7, 14].map((shift) => ((paths.length >>> shift) & 127) | 128);
    const body = Buffer.concat([Buffer.from([0x1a, ...length, paths.length >>> 21]), paths]);
    assert.throws(() => decodeEventData(body), /its mask has more than 1000000 paths/);
  });

  it('reads the bytes where they lie in a larger buffer', () => {
    const bytes = encodeEventData({ value: document({ a: { stringValue: 'ü' } }) });
    const larger = Buffer.concat([Buffer.alloc(3, 9), bytes, Buffer.alloc(3, 9)]);
    assert.deepEqual(decodeEventData(larger.subarray(3, -3)).value?.fields, { a: { stringValue: 'ü' } });
  });
});

describe('the typed encoding', () => {
  it('gives back the same document from its JSON text', () => {
    fc.assert(
      fc.property(anyFields, (fields) => {
        const text = JSON.stringify(fields);
        const back = readFields(JSON.parse(text), 'fields');
        assert.deepEqual(back, fields);
        assert.equal(JSON.stringify(back), text);
        // And through the wire once more: nothing was lost that protobuf could tell.
        assert.deepEqual(decoded(back), fields);
      }),
      { numRuns: RUNS, seed: 6 },
    );
  });

  it('reads what proto JSON may leave out or write otherwise', () => {
    const given = {
      name: `${ROOT}/a/b`,
      fields: {
        z: { geoPointValue: {} },
        b: { arrayValue: {} },
        a: { mapValue: {} },
        t: { timestampValue: '2026-01-02T03:04:05+01:00' },
        n: { doubleValue: '1.5' },
        i: { integerValue: 7 },
        nn: { nullValue: 'NULL_VALUE' },
        u: { bytesValue: '__4A' },
      },
    };
    assert.deepEqual(readDocument(given), {
      name: `${ROOT}/a/b`,
      fields: {
        a: { mapValue: { fields: {} } },
        b: { arrayValue: { values: [] } },
        i: { integerValue: '7' },
        n: { doubleValue: 1.5 },
        nn: { nullValue: null },
        t: { timestampValue: '2026-01-02T02:04:05.000000Z' },
        u: { bytesValue: '//4A' },
        z: { geoPointValue: { latitude: 0, longitude: 0 } },
      },
      createTime: undefined,
      updateTime: undefined,
    });
    assert.deepEqual(
      readDocument({ name: 'n', createTime: '2026-01-01T00:00:00Z', updateTime: '2026-01-01T00:00:00.1Z' }),
      {
        name: 'n',
        fields: {},
        createTime: '2026-01-01T00:00:00.000000Z',
        updateTime: '2026-01-01T00:00:00.100000Z',
      },
    );
  });

  for (const [what, given, expected] of [
    ['no object', 'x', 'the document must be an object'],
    ['a list', [], 'the document must be an object'],
    ['null', null, 'the document must be an object'],
    ['no name', {}, 'name must be text'],
    ['a wrong time', { name: 'n', updateTime: 5 }, 'updateTime must be an RFC 3339 time'],
    ['no value', { name: 'n', fields: { a: {} } }, /^.*fields\.a must be an object with one of nullValue, /],
    [
      'two values',
      { name: 'n', fields: { a: { nullValue: null, booleanValue: true } } },
      /fields\.a must be an object with one/,
    ],
    [
      'an unknown type',
      { name: 'n', fields: { a: { __proto__: 1, toString: 1 } } },
      /fields\.a must be an object with one/,
    ],
    ['a wrong boolean', { name: 'n', fields: { a: { booleanValue: 'true' } } }, 'fields.a must be a boolean'],
    ['a wrong text', { name: 'n', fields: { a: { stringValue: 1 } } }, 'fields.a must be a string'],
    [
      'a wrong integer',
      { name: 'n', fields: { a: { integerValue: '1.5' } } },
      'fields.a must be a 64-bit whole number',
    ],
    ['a large integer', { name: 'n', fields: { a: { integerValue: '9223372036854775808' } } }, /64-bit/],
    ['a wrong double', { name: 'n', fields: { a: { doubleValue: 'x' } } }, 'fields.a must be a number'],
    ['an empty double', { name: 'n', fields: { a: { doubleValue: '' } } }, 'fields.a must be a number'],
    ['a boolean double', { name: 'n', fields: { a: { doubleValue: true } } }, 'fields.a must be a number'],
    ['a wrong list', { name: 'n', fields: { a: { arrayValue: { values: 1 } } } }, 'fields.a must be a list of values'],
    ['a wrong element', { name: 'n', fields: { a: { arrayValue: { values: [1] } } } }, 'fields.a[0] must be an object'],
    ['a wrong map', { name: 'n', fields: { a: { mapValue: { fields: { b: 1 } } } } }, 'fields.a.b must be an object'],
    [
      'a wrong latitude',
      { name: 'n', fields: { a: { geoPointValue: { latitude: '1' } } } },
      'fields.a.latitude must be a number',
    ],
  ] as const) {
    it(`refuses ${what} by its place`, () => {
      const message = typeof expected === 'string' ? `Not a Firestore document: ${expected}` : expected;
      assert.throws(() => readDocument(given), { code: 'INPUT_MALFORMED', message });
    });
  }

  it('refuses values that are nested deeper than any document', () => {
    let value: unknown = { nullValue: null };
    for (let depth = 0; depth < 100; depth += 1) value = { arrayValue: { values: [value] } };
    assert.throws(() => readFields({ a: value }, 'fields'), /nested less deeply than 100 levels/);
  });
});

describe('the plain encoding', () => {
  for (const [what, value, expected] of [
    ['null', { nullValue: null }, null],
    ['true', { booleanValue: true }, true],
    ['a safe integer', { integerValue: '-9007199254740991' }, -9007199254740991],
    ['an integer beyond 2^53', { integerValue: '9007199254740993' }, '9007199254740993'],
    ['a double', { doubleValue: 0.5 }, 0.5],
    ['minus zero', { doubleValue: '-0' }, 0],
    ['infinity', { doubleValue: '-Infinity' }, '-Infinity'],
    ['a text', { stringValue: 'a' }, 'a'],
    ['bytes', { bytesValue: '//4A' }, '//4A'],
    ['a time', { timestampValue: '2026-01-02T03:04:05.123456Z' }, '2026-01-02T03:04:05.123456Z'],
    ['a geo point', { geoPointValue: { latitude: 1, longitude: 2 } }, { latitude: 1, longitude: 2 }],
    ['a reference within the database', { referenceValue: `${ROOT}/users/alice` }, 'users/alice'],
    [
      'a reference into another database',
      { referenceValue: 'projects/p/databases/b/documents/users/alice' },
      'projects/p/databases/b/documents/users/alice',
    ],
    [
      'a vector',
      {
        mapValue: {
          fields: {
            __type__: { stringValue: '__vector__' },
            value: { arrayValue: { values: [{ doubleValue: 1 }, { doubleValue: 'NaN' }] } },
          },
        },
      },
      [1, 'NaN'],
    ],
    [
      'a map that only looks like a vector',
      { mapValue: { fields: { __type__: { stringValue: '__vector__' }, value: { integerValue: '1' } } } },
      { __type__: '__vector__', value: 1 },
    ],
    [
      'a map of another type',
      { mapValue: { fields: { __type__: { integerValue: '1' }, value: { arrayValue: { values: [] } } } } },
      { __type__: 1, value: [] },
    ],
    [
      'a map with a type only',
      { mapValue: { fields: { __type__: { stringValue: '__vector__' } } } },
      { __type__: '__vector__' },
    ],
    [
      'a list of maps',
      { arrayValue: { values: [{ mapValue: { fields: { a: { nullValue: null } } } }] } },
      [{ a: null }],
    ],
  ] as const) {
    it(`makes ${JSON.stringify(expected)} of ${what}`, () => {
      assert.deepEqual(plainFields({ v: value as Value }, ROOT), { v: expected });
    });
  }

  it('keeps a field that is called __proto__', () => {
    const fields = fieldsOf([['__proto__', { integerValue: '1' }]]);
    assert.equal(JSON.stringify(plainFields(fields, ROOT)), '{"__proto__":1}');
  });

  it('makes JSON that reads back as it was, of any document', () => {
    fc.assert(
      fc.property(anyFields, (fields) => {
        const plain = plainFields(fields, ROOT);
        assert.deepEqual(JSON.parse(JSON.stringify(plain)), plain);
      }),
      { numRuns: RUNS, seed: 7 },
    );
  });
});
