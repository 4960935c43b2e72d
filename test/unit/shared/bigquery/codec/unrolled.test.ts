import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import sinon from 'sinon';
import { compileCodec, type JsonRow, type RowCodec } from '../../../../../shared/bigquery/codec/codec.ts';
import { RowBuffer } from '../../../../../shared/bigquery/codec/row-buffer.ts';
import { codecOf, field, through } from '../../../../support/codec-rows.ts';
import { columns, objectFor } from '../../../../support/random-rows.ts';

const SCHEMAS = process.env.PENSTOCK_SOAK === '1' ? 2000 : 100;
const ROWS = 8;

/** The row's bytes, or what is wrong with it. */
function outcome(codec: RowCodec, row: object): unknown {
  const out = new RowBuffer();
  return codec.encode(row as JsonRow, out) ?? Buffer.from(out.row(0)).toString('hex');
}

/** The same without any prototype: what the loop over any columns takes. */
function dictionary(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(dictionary);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const copy = Object.create(null) as Record<string, unknown>;
  for (const [key, item] of Object.entries(value)) copy[key] = dictionary(item);
  return copy;
}

describe('the unrolled loop', () => {
  for (const keys of ['in order', 'shuffled'] as const) {
    it(`encodes and rejects rows of any schema, keys ${keys}, as the loop over any columns and a codec that is new`, () => {
      const cases = columns(2).chain((schema) =>
        fc.tuple(fc.constant(schema), fc.array(objectFor(schema, keys), { minLength: ROWS, maxLength: ROWS })),
      );
      fc.assert(
        fc.property(cases, ([schema, rows]) => {
          const fresh = (): RowCodec => compileCodec({ fields: schema }, { unknownFields: 'reject' });
          const codec = fresh();
          for (const row of [...rows, ...rows]) {
            const expected = outcome(fresh(), dictionary(row) as object);
            assert.deepEqual(outcome(codec, row), expected);
            assert.deepEqual(outcome(fresh(), row), expected);
          }
        }),
        { numRuns: SCHEMAS, seed: 20_261_121 },
      );
    });
  }

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
    ['without any key', {}],
  ];
  for (const [what, row] of rows) {
    it(`takes a row ${what} as the loop over any columns, whatever came before`, () => {
      const expected = outcome(codecOf(fields), dictionary(row) as object);
      const codec = codecOf(fields);
      for (const before of [{}, whole, row]) {
        outcome(codec, before);
        assert.deepEqual(outcome(codec, row), expected);
      }
    });
  }

  it('is made once', () => {
    const making = sinon.spy(globalThis, 'Function');
    try {
      const codec = codecOf(fields);
      assert.equal(making.callCount, 0);
      for (const [, row] of rows) outcome(codec, row);
      assert.equal(making.callCount, 1);
    } finally {
      making.restore();
    }
  });

  it('is done without where code may not be made', () => {
    const making = sinon.stub(globalThis, 'Function').throws(new EvalError('Code generation from strings disallowed'));
    try {
      for (const [, row] of rows) {
        assert.deepEqual(outcome(codecOf(fields), row), outcome(codecOf(fields), dictionary(row) as object));
      }
      assert.equal(making.callCount, rows.length);
    } finally {
      making.restore();
    }
  });

  it('lets a DELETE leave out what is required of a row', () => {
    const codec = codecOf(fields, { cdc: true, primaryKey: ['id'] });
    const out = new RowBuffer();
    const cases = [
      ['DELETE', { id: 1 }, undefined],
      ['DELETE', { id: 1, born: null }, undefined],
      ['DELETE', { born: '2026-01-02' }, 'id'],
      ['DELETE', { id: null }, 'id'],
      ['UPSERT', { id: 1 }, 'born'],
      ['UPSERT', { id: 1, born: null }, 'born'],
    ] as const;
    for (const [type, row, path] of cases) {
      for (const one of [row, dictionary(row) as object]) {
        assert.equal(codec.encode(one as JsonRow, out, { type })?.path, path, `${type} ${JSON.stringify(row)}`);
      }
    }
  });

  it('reads each value once', () => {
    const codec = codecOf(fields);
    const read: string[] = [];
    const row = new Proxy(whole, {
      get: (target, key) => {
        read.push(String(key));
        return Reflect.get(target, key);
      },
    });
    assert.deepEqual(outcome(codec, row), outcome(codec, whole));
    assert.deepEqual(read, Object.keys(whole));
  });

  it('takes columns whose names every object inherits something by', () => {
    const names = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'length'];
    const of = names.map((name) => field(name, 'STRING'));
    const own = JSON.parse(
      '{"constructor":"c","__proto__":"p","toString":"t","hasOwnProperty":"h","length":"l"}',
    ) as object;
    const codec = codecOf(of);
    for (const row of [own, { length: 'l' }, {}, own]) {
      assert.deepEqual(outcome(codec, row), outcome(codecOf(of), dictionary(row) as object));
    }
    assert.deepEqual(Object.entries(through(codec, own)).length, names.length);
  });

  it('takes names that would be code', () => {
    const names = ["'", '"', '`', '\\', '*/', '//', '\n', '\u2028', '");throw 1;("', 'k0', 'row', 'return'];
    const of = names.map((name) => field(name, 'STRING'));
    const row = Object.fromEntries(names.map((name) => [name, name]));
    assert.deepEqual(outcome(codecOf(of), row), outcome(codecOf(of), dictionary(row) as object));
    assert.deepEqual(through(codecOf(of), row), row);
  });

  for (const made of [true, false]) {
    it(`takes nothing that an object inherits, where code ${made ? 'may' : 'may not'} be made`, () => {
      const row = { id: 1, born: '2026-01-02' };
      const expected = outcome(codecOf(fields), dictionary(row) as object);
      const making = made ? undefined : sinon.stub(globalThis, 'Function').throws(new EvalError('disallowed'));
      Object.defineProperty(Object.prototype, 'name', { value: 'inherited', enumerable: true, configurable: true });
      try {
        assert.deepEqual(outcome(codecOf(fields), row), expected);
      } finally {
        Reflect.deleteProperty(Object.prototype, 'name');
        making?.restore();
      }
    });
  }

  it('takes tables wider than one function', () => {
    const of = Array.from({ length: 150 }, (_, index) =>
      field(`c${index}`, index % 2 ? 'INT64' : 'STRING', index % 40 === 39 ? { mode: 'REQUIRED' } : {}),
    );
    const row = Object.fromEntries(of.map(({ name, type }, index) => [name, type === 'INT64' ? index : `${index}`]));
    const codec = codecOf(of);
    const wrong = { ...row, c77: 'not a number' };
    const { c39: _, ...incomplete } = row;
    for (const one of [row, wrong, incomplete, { ...row, c100: null }]) {
      assert.deepEqual(outcome(codec, one), outcome(codecOf(of), dictionary(one) as object));
    }
  });

  it('is not needed by a process that was started so', () => {
    const url = new URL('../../../../../shared/bigquery/codec/', import.meta.url);
    const program = `
      import { compileCodec } from '${new URL('codec.ts', url)}';
      import { RowBuffer } from '${new URL('row-buffer.ts', url)}';
      const codec = compileCodec({ fields: [{ name: 'id', type: 'INT64', mode: 'REQUIRED' }] }, { unknownFields: 'reject' });
      const out = new RowBuffer();
      for (let id = 0; id < 1000; id += 1) codec.encode({ id }, out);
      const transcoded = codec.transcode(Buffer.from('{"id":1}'), out);
      process.stdout.write([out.rowCount, transcoded].join());`;
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['--disallow-code-generation-from-strings', '--input-type=module', '--eval', program],
      { encoding: 'utf8' },
    );
    assert.equal(stdout, '1000,false', stderr);
  });
});
