import assert from 'node:assert/strict';
import { codecOf, field, problemOf, through } from '../../../../support/codec-rows.ts';
import { readDescriptor } from '../../../../support/decode-rows.ts';

const nested = field('items', 'STRUCT', {
  mode: 'REPEATED',
  fields: [field('sku', 'STRING', { mode: 'REQUIRED' }), field('dims', 'STRUCT', { fields: [field('w', 'INT64')] })],
});

describe('unknown fields', () => {
  const fields = [field('id', 'INT64'), nested, field('rest', 'JSON')];

  it('are rejected by name', () => {
    const problem = problemOf(codecOf(fields), { id: 1, items: [{ sku: 'a', dims: { h: 5 } }] });
    assert.deepEqual(
      { ...problem, reason: '' },
      { code: 'UNKNOWN_FIELD', path: 'items[0].dims.h', columnType: 'none', reason: '', view: '5' },
    );
    assert.equal(problemOf(codecOf(fields), { typo: null }).path, 'typo');
    assert.equal(problemOf(codecOf(fields), { ['k'.repeat(200)]: 1 }).path.length, 65);
  });

  it('without a value are not there', () => {
    assert.deepEqual(through(codecOf(fields), { typo: undefined, id: 1 }), { id: 1n });
  });

  it('are dropped with a count, but not those of rejected rows', () => {
    const codec = codecOf(fields, { unknownFields: 'drop' });
    assert.deepEqual(through(codec, { a: 1, id: 2, b: 3, items: [{ sku: 's', c: 4 }] }), {
      id: 2n,
      items: [{ sku: 's' }],
    });
    assert.equal(codec.counts.unknownDropped, 3);
    problemOf(codec, { a: 1, id: 'x' });
    assert.equal(codec.counts.unknownDropped, 3);
  });

  it('are collected under their paths into the named JSON column', () => {
    const codec = codecOf(fields, { unknownFields: { collectInto: 'REST' } });
    const decoded = through(codec, {
      a: [1],
      id: 2,
      __proto__: null,
      items: [{ sku: 's' }, { sku: 't', dims: { h: 4 } }],
      rest: null,
    });
    assert.deepEqual(JSON.parse((decoded as { rest: string }).rest), { a: [1], 'items[1].dims.h': 4 });
    assert.equal(codec.counts.unknownCollected, 2);
    assert.deepEqual(through(codec, { id: 1, rest: { own: true } }), { id: 1n, rest: '{"own":true}' });
    const hostile = through(codec, JSON.parse('{"__proto__": {"polluted": 1}, "constructor": 2}')) as { rest: string };
    assert.equal(hostile.rest, '{"__proto__":{"polluted":1},"constructor":2}');
  });

  it('that cannot be collected reject the row', () => {
    const codec = codecOf(fields, { unknownFields: { collectInto: 'rest' } });
    assert.equal(problemOf(codec, { rest: {}, other: 1 }).code, 'DUPLICATE_FIELD');
    assert.equal(problemOf(codec, { items: [{ sku: 'a', x: 1 }], 'items[0].x': 2 }).code, 'DUPLICATE_FIELD');
    const problem = problemOf(codec, { bad: [Number.NaN] });
    assert.deepEqual([problem.path, problem.columnType], ['rest.bad[0]', 'JSON']);
    assert.deepEqual(through(codec, { id: 1 }), { id: 1n });
  });

  it('never bring a change of their own', () => {
    for (const unknownFields of ['reject', 'drop', { collectInto: 'rest' }] as const) {
      for (const key of ['_CHANGE_TYPE', '_change_sequence_number']) {
        const problem = problemOf(codecOf(fields, { unknownFields }), { id: 1, [key]: 'DELETE' });
        assert.deepEqual([problem.code, problem.path], ['RESERVED_FIELD', key]);
      }
    }
  });
});

describe('changes', () => {
  const fields = [field('id', 'INT64', { mode: 'REQUIRED' }), field('name', 'STRING', { mode: 'REQUIRED' })];
  const codec = codecOf(fields, { cdc: true, primaryKey: ['ID'] });

  it('stand in the pseudo-columns behind the row', () => {
    assert.deepEqual(through(codec, { id: 1, name: 'a' }, { type: 'UPSERT', sequence: 'ff/0A' }), {
      id: 1n,
      name: 'a',
      _CHANGE_TYPE: 'UPSERT',
      _CHANGE_SEQUENCE_NUMBER: 'ff/0A',
    });
    assert.deepEqual(through(codec, { id: 1, name: 'a' }, { type: 'UPSERT' }), {
      id: 1n,
      name: 'a',
      _CHANGE_TYPE: 'UPSERT',
    });
  });

  it('delete with the key alone', () => {
    assert.deepEqual(through(codec, { id: 1 }, { type: 'DELETE' }), { id: 1n, _CHANGE_TYPE: 'DELETE' });
    assert.deepEqual(through(codec, { id: 1, name: null }, { type: 'DELETE' }), { id: 1n, _CHANGE_TYPE: 'DELETE' });
    assert.equal(problemOf(codec, { id: 1 }, { type: 'UPSERT' }).path, 'name');
    assert.equal(problemOf(codec, { name: 'a' }, { type: 'DELETE' }).path, 'id');
    assert.equal(problemOf(codec, { id: null }, { type: 'DELETE' }).path, 'id');
    assert.match(problemOf(codec, {}, { type: 'DELETE' }).reason, /primary key/);
  });

  it('require nothing by label, so that a DELETE can leave columns out', () => {
    assert.deepEqual(
      readDescriptor(codec.descriptorBytes).field.map(({ name, label }) => [name, label]),
      [
        ['id', 1],
        ['name', 1],
        ['_CHANGE_TYPE', 1],
        ['_CHANGE_SEQUENCE_NUMBER', 1],
      ],
    );
  });

  it('are refused where they are missing, unknown, malformed or not wanted', () => {
    const row = { id: 1, name: 'a' };
    const bad: unknown[] = [
      undefined,
      { type: 'INSERT' },
      { type: 'UPSERT', sequence: '' },
      { type: 'UPSERT', sequence: 'xyz' },
      { type: 'UPSERT', sequence: '1/2/3/4/5' },
      { type: 'UPSERT', sequence: 5 },
      { type: 'UPSERT', sequence: `${'0'.repeat(17)}` },
    ];
    for (const change of bad) assert.equal(problemOf(codec, row, change as never).code, 'CHANGE_INVALID');
    const plain = codecOf(fields);
    assert.equal(problemOf(plain, row, { type: 'UPSERT' }).code, 'CHANGE_INVALID');
    assert.deepEqual(through(plain, row), { id: 1n, name: 'a' });
  });
});
