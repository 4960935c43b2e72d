import assert from 'node:assert/strict';
import vm from 'node:vm';
import { compileCodec } from '../../../../../shared/bigquery/codec/codec.ts';
import { RowBuffer } from '../../../../../shared/bigquery/codec/row-buffer.ts';
import type { Field } from '../../../../../shared/bigquery/schema/table-schema.ts';
import { PenstockError } from '../../../../../shared/runtime/errors.ts';
import { codecOf, field, problemOf, through } from '../../../../support/codec-rows.ts';
import { columnName, readDescriptor } from '../../../../support/decode-rows.ts';

const nested = field('items', 'STRUCT', {
  mode: 'REPEATED',
  fields: [field('sku', 'STRING', { mode: 'REQUIRED' }), field('dims', 'STRUCT', { fields: [field('w', 'INT64')] })],
});

describe('a compiled row', () => {
  it('carries nested and repeated columns', () => {
    const row = { items: [{ sku: 'a', dims: { w: 1 } }, { sku: 'b', dims: null }, { sku: 'c' }] };
    assert.deepEqual(through(codecOf([nested]), row), {
      items: [{ sku: 'a', dims: { w: 1n } }, { sku: 'b' }, { sku: 'c' }],
    });
  });

  it('keeps the columns of a wide table apart', () => {
    const count = 2_100;
    const names = Array.from({ length: count }, (_, index) => `column_${index}`);
    const codec = codecOf(names.map((name) => field(name, 'INT64')));
    assert.deepEqual(
      through(codec, Object.fromEntries(names.map((name, index) => [name, index]))),
      Object.fromEntries(names.map((name, index) => [name, BigInt(index)])),
    );
  });

  it('is written alike whatever the order of its keys, rows of different shape in turn', () => {
    const codec = codecOf([field('a', 'INT64'), field('b', 'STRING'), field('c', 'BOOL')]);
    assert.deepEqual(through(codec, { a: 1, b: 'x', c: true }), { a: 1n, b: 'x', c: true });
    assert.deepEqual(through(codec, { c: true, a: 1 }), { a: 1n, c: true });
    assert.deepEqual(through(codec, { B: 'x', A: 2 }), { a: 2n, b: 'x' });
    assert.deepEqual(through(codec, {}), {});
  });

  it('says where in a nested row the problem is, with the type of the column and a view of the value', () => {
    assert.deepEqual(problemOf(codecOf([nested]), { items: [{ sku: 'a' }, { sku: 'b', dims: { w: 'much' } }] }), {
      code: 'MALFORMED',
      path: 'items[1].dims.w',
      columnType: 'INT64',
      reason: 'not a whole number in decimal digits',
      view: '"much"',
    });
  });

  it('misses a REQUIRED column by its path', () => {
    const codec = codecOf([field('id', 'INT64', { mode: 'REQUIRED' }), nested]);
    assert.equal(problemOf(codec, {}).path, 'id');
    assert.equal(problemOf(codec, { id: null }).path, 'id');
    assert.equal(problemOf(codec, { id: undefined }).path, 'id');
    assert.equal(problemOf(codec, { id: 1, items: [{ sku: 'a' }, {}] }).path, 'items[1].sku');
    assert.equal(problemOf(codec, { id: 1, items: [{ sku: 'a' }, {}] }).code, 'REQUIRED_MISSING');
  });

  it('may leave out a REQUIRED column with a default value, and may not say NULL for it', () => {
    const codec = codecOf([field('id', 'INT64', { mode: 'REQUIRED', defaultValueExpression: '7' })]);
    assert.deepEqual(through(codec, {}), {});
    assert.equal(problemOf(codec, { id: null }).code, 'REQUIRED_MISSING');
    assert.equal(readDescriptor(codec.descriptorBytes).field[0]?.label, 1);
  });

  it('has NULL for an empty list where the column is REPEATED', () => {
    const codec = codecOf([field('tags', 'STRING', { mode: 'REPEATED' }), field('n', 'INT64', { mode: 'REPEATED' })]);
    assert.deepEqual(through(codec, { tags: null, n: [] }), {});
  });

  it('matches columns without regard to case, and refuses two keys for one column', () => {
    const codec = codecOf([field('Name', 'STRING')]);
    assert.deepEqual(through(codec, { nAME: 'x' }), { Name: 'x' });
    const problem = problemOf(codec, { name: 'x', NAME: null });
    assert.deepEqual([problem.code, problem.path], ['DUPLICATE_FIELD', 'NAME']);
  });

  it('is a plain object, of this realm or another, with a prototype or without', () => {
    const codec = codecOf([field('a', 'INT64')]);
    assert.deepEqual(through(codec, Object.assign(Object.create(null), { a: 1 })), { a: 1n });
    assert.deepEqual(through(codec, vm.runInNewContext('({ a: 1 })')), { a: 1n });
    for (const row of [
      null,
      undefined,
      1,
      'a',
      [1],
      new Date(0),
      new Map([['a', 1]]),
      new (class Row {
        a = 1;
      })(),
      Object.create(Object.create(null)),
    ]) {
      const problem = problemOf(codec, row);
      assert.deepEqual([problem.code, problem.path, problem.columnType], ['NOT_AN_OBJECT', '', 'ROW']);
    }
    assert.equal(problemOf(codecOf([nested]), { items: [new Date(0)] }).code, 'NOT_AN_OBJECT');
    assert.equal(problemOf(codecOf([nested]), { items: ['a'] }).path, 'items[0]');
  });

  it('is rejected, with what was written before it untouched', () => {
    const codec = codecOf([field('a', 'INT64'), field('b', 'STRING')]);
    const out = new RowBuffer();
    // Fresh memory holds whatever was in it.
    out.bytes.fill(0);
    codec.encode({ a: 1 }, out);
    const before = Buffer.from(out.protoRows);
    codec.encode({ a: 1, b: 5 }, out);
    assert.deepEqual(Buffer.from(out.protoRows), before);
    codec.encode({ b: 'of a row that is rejected', a: 'x' }, out);
    assert.equal(out.bytes.includes('of a row'), false);
    codec.encode({ a: 2 }, out);
    assert.equal(out.rowCount, 2);
    assert.deepEqual({ ...codec.counts }, { rowsEncoded: 2, rowsRejected: 2, unknownDropped: 0, unknownCollected: 0 });
  });

  it('is rejected where it is longer than a request', () => {
    const fields = [
      field('s', 'STRING'),
      field('b', 'BYTES'),
      field('j', 'JSON'),
      field('l', 'STRING', { mode: 'REPEATED' }),
    ];
    const codec = codecOf(fields, { maxRowBytes: 100 });
    const long = 'x'.repeat(101);
    let branching: unknown = 'leaf of a small graph that stands for a large row';
    for (let level = 0; level < 40; level += 1) branching = [branching, branching];
    const rows = [
      { s: long },
      { b: Buffer.alloc(101) },
      { b: Buffer.alloc(102).toString('base64') },
      { j: [long] },
      { j: branching },
      { l: Array(10).fill('0123456789') },
      { l: Array(20).fill('0123456789') },
      { s: 'x'.repeat(60), b: Buffer.alloc(60) },
    ];
    for (const row of rows) assert.equal(problemOf(codec, row).code, 'ROW_TOO_LARGE');
    const inner = Array(2_000).fill('0123456789');
    const out = new RowBuffer();
    const lists = codecOf([field('o', 'STRUCT', { mode: 'REPEATED', fields: [fields[3] as Field] })], {
      maxRowBytes: 100,
    });
    assert.equal(lists.encode({ o: Array(2_000).fill({ l: inner }) }, out)?.code, 'ROW_TOO_LARGE');
    assert.ok(out.bytes.length < 1_000_000, `${out.bytes.length} bytes were taken for it`);
    assert.deepEqual(through(codec, { s: 'x'.repeat(90) }), { s: 'x'.repeat(90) });
  });
});

describe('the writer schema', () => {
  it('names what is no proto name by annotation, under placeholders that meet no column', () => {
    const fields = [
      field('naïve', 'STRING'),
      field('column1', 'INT64'),
      field('Column1_', 'INT64'),
      field('a b', 'BOOL'),
    ];
    const codec = codecOf(fields);
    const { field: protoFields } = readDescriptor(codec.descriptorBytes);
    assert.deepEqual(
      protoFields.map(({ name }) => name),
      ['column1x', 'column1', 'Column1_', 'column4'],
    );
    assert.deepEqual(protoFields.map(columnName), ['naïve', 'column1', 'Column1_', 'a b']);
    assert.deepEqual(through(codec, { NAÏVE: 'x', 'A B': true }), { naïve: 'x', 'a b': true });
  });

  it('gives placeholders that no column has as its JSON name either', () => {
    const fields = ['a b', 'column_1', 'COLUMN3', 'c d', 'columN_4x'].map((name) => field(name, 'INT64'));
    // The third is no placeholder's, the fourth would be.
    const { field: protoFields } = readDescriptor(codecOf(fields).descriptorBytes);
    assert.deepEqual(
      protoFields.map(({ name }) => name),
      ['column1x', 'column_1', 'COLUMN3', 'column4', 'columN_4x'],
    );
    const twins = readDescriptor(codecOf([field('a b', 'INT64'), field('COLUMN1', 'INT64')]).descriptorBytes);
    assert.equal(twins.field[0]?.name, 'column1x');
  });

  it('gives nested types names that meet no column', () => {
    const fields = [field('Type1', 'STRING'), field('s', 'STRUCT', { fields: [field('type1', 'INT64')] })];
    const descriptor = readDescriptor(codecOf(fields).descriptorBytes);
    assert.deepEqual(
      descriptor.nestedType.map(({ name }) => name),
      ['Type1x'],
    );
    assert.deepEqual(through(codecOf(fields), { s: { type1: 5 } }), { s: { type1: 5n } });
  });

  it('packs repeated numbers and requires what must be there', () => {
    const fields = [
      field('n', 'INT64', { mode: 'REPEATED' }),
      field('id', 'STRING', { mode: 'REQUIRED' }),
      field('t', 'STRING', { mode: 'REPEATED' }),
    ];
    const described = readDescriptor(codecOf(fields).descriptorBytes).field;
    assert.deepEqual(
      described.map(({ options, label }) => [options?.packed, label]),
      [
        [true, 3],
        [undefined, 2],
        [undefined, 3],
      ],
    );
  });
});

describe('compiling', () => {
  it('says everything that does not go together at once, by name', () => {
    const fields = [
      field('id', 'INT64', { mode: 'REQUIRED' }),
      field('j', 'JSON', { mode: 'REPEATED' }),
      field('s', 'STRING', { maxLength: 10 }),
    ];
    const compile = () =>
      codecOf(fields, {
        unknownFields: { collectInto: 'j' },
        primaryKey: ['id', 'gone'],
        sensitive: { columns: { id: 'drop', s: 'hash', J: 'mask', nowhere: 'drop' }, hashKey: new Uint8Array(15) },
      });
    assert.throws(compile, (error: PenstockError) => {
      assert.equal(error.code, 'CONFIG_INVALID');
      for (const part of [
        'id is REQUIRED and cannot be dropped',
        'id is of the primary key, which cannot be dropped',
        'j is JSON, which cannot be masked',
        's is STRING(10), too short for a hash of 64',
        's is hashed, and there is no key of 16 bytes',
        'sensitive column nowhere is not in the schema',
        'primary key column gone is not in the schema',
        'a primary key is given without cdc',
        'unknown fields go into j',
      ]) {
        assert(error.message.includes(part), part);
      }
      return true;
    });
    assert.throws(() => codecOf(fields, { unknownFields: { collectInto: 'none' } }), PenstockError);
    assert.throws(
      () => codecOf([field('k', 'STRING')], { cdc: true, primaryKey: ['k'], sensitive: { columns: { k: 'mask' } } }),
      /primary key, which cannot be masked/,
    );
    assert.throws(
      () => codecOf([field('n', 'INT64')], { sensitive: { columns: { n: 'hash' } } }),
      /n is INT64, which cannot be hashed/,
    );
    for (const unknownFields of ['ignore', undefined, null, { collectInto: 5 }] as never[]) {
      assert.throws(() => codecOf(fields, { unknownFields }), /unknownFields is "reject", "drop" or/);
    }
    for (const maxRowBytes of [0, -1, 1.5, Number.NaN])
      assert.throws(() => codecOf(fields, { maxRowBytes }), /maxRowBytes/);
    assert.throws(
      () => codecOf(fields, { sensitive: { columns: { s: 'redact' as never } } }),
      /s is treated by mask, hash or drop/,
    );
    assert.throws(() => compileCodec({ fields: [] }, { unknownFields: 'reject' }), /at least one column/);
  });
});
