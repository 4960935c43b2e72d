import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import sinon from 'sinon';
import { compileCodec, type JsonRow, type RowCodec } from '../../../../../shared/bigquery/codec/codec.ts';
import type { CodecOptions } from '../../../../../shared/bigquery/codec/options.ts';
import { RowBuffer } from '../../../../../shared/bigquery/codec/row-buffer.ts';
import { codecOf, field, through } from '../../../../support/codec-rows.ts';
import { columns, objectFor } from '../../../../support/random-rows.ts';

const SCHEMAS = process.env.PENSTOCK_SOAK === '1' ? 2000 : 60;
const ROWS = 8;
/** As many objects as the codec learns from before it makes code, and more. */
const LESSONS = 100;

/** A codec that has seen many objects with these keys. */
function taught(codec: RowCodec, row: object): RowCodec {
  const out = new RowBuffer();
  for (let lesson = 0; lesson < LESSONS; lesson += 1) assert.equal(codec.encode(row as JsonRow, out), undefined);
  return codec;
}

/** The row's bytes, or what is wrong with it. */
function outcome(codec: RowCodec, row: object): unknown {
  const out = new RowBuffer();
  return codec.encode(row as JsonRow, out) ?? Buffer.from(out.row(0)).toString('hex');
}

describe('a codec that knows the keys of its source', () => {
  it('encodes and rejects rows of any schema as one that has never seen any', () => {
    const cases = columns(2).chain((schema) =>
      fc.tuple(fc.constant(schema), fc.array(objectFor(schema, 'in order'), { minLength: ROWS, maxLength: ROWS })),
    );
    fc.assert(
      fc.property(cases, ([schema, rows]) => {
        const options: CodecOptions = { unknownFields: 'reject' };
        const codec = compileCodec({ fields: schema }, options);
        const expected = rows.map((row) => outcome(compileCodec({ fields: schema }, options), row));
        for (let round = 0; round < LESSONS; round += 1)
          for (const row of rows) codec.encode(row as JsonRow, new RowBuffer());
        assert.deepEqual(
          rows.map((row) => outcome(codec, row)),
          expected,
        );
      }),
      { numRuns: SCHEMAS, seed: 20_261_121 },
    );
  });

  const fields = [
    field('id', 'INT64', { mode: 'REQUIRED' }),
    field('name', 'STRING'),
    field('tags', 'STRING', { mode: 'REPEATED' }),
    field('born', 'DATE', { mode: 'REQUIRED' }),
  ];
  const whole = { id: 1, name: 'a', tags: ['b'], born: '2026-01-02' };

  const rows: readonly (readonly [what: string, row: object])[] = [
    ['in the known order', whole],
    ['without some of its keys', { id: 2, born: '2026-01-02' }],
    ['in another order', { name: 'a', id: 3, born: '2026-01-02' }],
    ['in another case', { ID: 4, Name: 'x', born: '2026-01-02' }],
    ['with a key twice, in two cases', { id: 5, name: 'a', Name: 'b' }],
    ['with a key twice, the first being null', { id: 5, name: null, Name: 'b' }],
    ['with an unknown key', { id: 6, other: 1 }],
    ['without a required key', { id: 1, name: 'a' }],
    ['without its required keys', { name: 'a' }],
    ['with a required key that has no value', { id: undefined, name: 'a' }],
    ['without a required key, and with a value that does not fit', { tags: 5 }],
    ['with a required key that has no value, and a value that does not fit', { id: undefined, tags: 5 }],
    ['with null for a required key', { id: null, name: 'a' }],
    ['with null for a list', { id: 7, tags: null }],
    ['with a value that does not fit', { id: 8, name: 'a', tags: ['b', 9] }],
    ['without a prototype', Object.assign(Object.create(null), { id: 9, name: 'n' })],
    ['without any key', {}],
  ];
  for (const [what, row] of rows) {
    it(`takes a row ${what} as before`, () => {
      assert.deepEqual(outcome(taught(codecOf(fields), whole), row), outcome(codecOf(fields), row));
    });
  }

  it('takes keys that come up later into its order', () => {
    const codec = taught(codecOf(fields), { id: 1, born: '2026-01-02' });
    taught(codec, { id: 1, name: 'a', born: '2026-01-02' });
    taught(codec, whole);
    for (const row of [whole, { id: 1, born: '2026-01-03' }, { id: 1, tags: ['x'], born: '2026-01-02' }]) {
      assert.deepEqual(outcome(codec, row), outcome(codecOf(fields), row));
    }
  });

  it('goes on where the order changes for good, over and over', () => {
    const codec = codecOf(fields);
    const keys = Object.keys(whole) as (keyof typeof whole)[];
    for (let turn = 0; turn < 20; turn += 1) {
      keys.push(keys.shift() as keyof typeof whole);
      const row = Object.fromEntries(keys.map((key) => [key, whole[key]]));
      assert.deepEqual(outcome(taught(codec, row), row), outcome(codecOf(fields), row));
    }
  });

  it('makes code a few times only, however often new keys come up', () => {
    const of = Array.from({ length: 40 }, (_, index) => field(`c${index}`, 'INT64'));
    const codec = codecOf(of);
    const making = sinon.spy(globalThis, 'Function');
    try {
      for (let width = 1; width <= of.length; width += 1) {
        const row = Object.fromEntries(of.slice(0, width).map(({ name }, index) => [name, index]));
        assert.deepEqual(outcome(taught(codec, row), row), outcome(codecOf(of), row));
      }
      assert(making.callCount >= 4 && making.callCount <= 10, `code was made ${making.callCount} times`);
    } finally {
      making.restore();
    }
  });

  it('lets a DELETE leave out what is required of a row, as before', () => {
    const codec = codecOf(fields, { cdc: true, primaryKey: ['id'] });
    const out = new RowBuffer();
    for (let lesson = 0; lesson < LESSONS; lesson += 1) codec.encode(whole, out, { type: 'UPSERT' });
    assert.equal(codec.encode({ id: 1 }, out, { type: 'DELETE' }), undefined);
    assert.equal(codec.encode({ id: 1 }, out, { type: 'UPSERT' })?.path, 'born');
    assert.equal(codec.encode({ born: '2026-01-02' }, out, { type: 'DELETE' })?.path, 'id');
  });

  it('learns from a DELETE too, which need not hold every required column', () => {
    const codec = codecOf(fields, { cdc: true, primaryKey: ['id'] });
    const out = new RowBuffer();
    for (let lesson = 0; lesson < LESSONS; lesson += 1) codec.encode({ id: 1 }, out, { type: 'DELETE' });
    assert.equal(codec.encode({ id: 1 }, out, { type: 'UPSERT' })?.path, 'born');
    for (let lesson = 0; lesson < LESSONS; lesson += 1) codec.encode(whole, out, { type: 'UPSERT' });
    assert.equal(codec.encode({ id: 1, name: 'a' }, out, { type: 'UPSERT' })?.path, 'born');
    assert.equal(out.rowCount, 2 * LESSONS);
  });

  it('drops and counts unknown keys for as long as they come', () => {
    const codec = codecOf(fields, { unknownFields: 'drop' });
    const strange = { stranger: 1, ...whole, other: 2 };
    taught(taught(taught(codec, strange), whole), strange);
    assert.equal(codec.counts.unknownDropped, 4 * LESSONS);
    assert.deepEqual(outcome(codec, strange), outcome(codecOf(fields), whole));
  });

  it('reads each value once', () => {
    const codec = taught(codecOf(fields), whole);
    const read: string[] = [];
    const row = new Proxy(whole, {
      get: (target, key) => {
        read.push(String(key));
        return Reflect.get(target, key);
      },
    });
    assert.deepEqual(outcome(codec, row), outcome(codec, whole));
    assert.deepEqual(read, Object.keys(whole));
    read.length = 0;
    const strange = new Proxy({ name: 'n', id: 1, stranger: 0 }, { get: (_, key) => read.push(String(key)) });
    codec.encode(strange as JsonRow, new RowBuffer());
    assert.deepEqual(read, ['name']);
  });

  it('takes columns whose names every object inherits something by', () => {
    const names = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'length'];
    const of = names.map((name) => field(name, 'STRING'));
    const own = JSON.parse(
      '{"constructor":"c","__proto__":"p","toString":"t","hasOwnProperty":"h","length":"l"}',
    ) as object;
    const codec = taught(codecOf(of), own);
    for (const row of [own, { length: 'l' }, {}]) assert.deepEqual(outcome(codec, row), outcome(codecOf(of), row));
    assert.deepEqual(Object.entries(through(codec, own)).length, names.length);
  });

  it('takes names that would be code', () => {
    const names = ["'", '"', '`', '\\', '*/', '//', '\n', '\u2028', '");throw 1;("', 'k0', 'row', 'return'];
    const of = names.map((name) => field(name, 'STRING'));
    const row = Object.fromEntries(names.map((name) => [name, name]));
    assert.deepEqual(outcome(taught(codecOf(of), row), row), outcome(codecOf(of), row));
  });

  it('takes nothing that an object inherits', () => {
    const row = { id: 1, born: '2026-01-02' };
    const expected = outcome(codecOf(fields), row);
    const codec = taught(codecOf(fields), whole);
    Object.defineProperty(Object.prototype, 'name', { value: 'inherited', enumerable: true, configurable: true });
    try {
      assert.deepEqual(outcome(codec, row), expected);
      assert.deepEqual(outcome(taught(codecOf(fields), row), row), expected);
    } finally {
      Reflect.deleteProperty(Object.prototype, 'name');
    }
  });

  it('takes tables wider than one function', () => {
    const of = Array.from({ length: 150 }, (_, index) =>
      field(`c${index}`, index % 2 ? 'INT64' : 'STRING', index % 40 === 39 ? { mode: 'REQUIRED' } : {}),
    );
    const row = Object.fromEntries(of.map(({ name, type }, index) => [name, type === 'INT64' ? index : `${index}`]));
    const codec = taught(codecOf(of), row);
    const wrong = { ...row, c77: 'not a number' };
    const { c39: _, ...incomplete } = row;
    for (const one of [row, wrong, incomplete, { ...row, c100: null }]) {
      assert.deepEqual(outcome(codec, one), outcome(codecOf(of), one));
    }
  });

  it('works where code may not be made from text', () => {
    const url = new URL('../../../../../shared/bigquery/codec/', import.meta.url);
    const program = `
      import { compileCodec } from '${new URL('codec.ts', url)}';
      import { RowBuffer } from '${new URL('row-buffer.ts', url)}';
      const codec = compileCodec({ fields: [{ name: 'id', type: 'INT64', mode: 'REQUIRED' }] }, { unknownFields: 'reject' });
      const out = new RowBuffer();
      for (let id = 0; id < 1000; id += 1) codec.encode({ id }, out);
      process.stdout.write(String(out.rowCount));`;
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['--disallow-code-generation-from-strings', '--input-type=module', '--eval', program],
      { encoding: 'utf8' },
    );
    assert.equal(stdout, '1000', stderr);
  });
});
