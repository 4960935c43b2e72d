import assert from 'node:assert/strict';
import { explainValue, type RootSchema } from '@penstock/shared/config/explain.ts';
import { pathText } from '@penstock/shared/config/path.ts';

const told = (schema: object, value: unknown, derived?: Parameters<typeof explainValue>[2]['derived']) =>
  explainValue(schema as RootSchema, value, { originOf: pathText, ...(derived && { derived }) }).map(
    ({ path, value: found, from }) => [pathText(path), found, from],
  );

describe('the explanation of a config file', () => {
  it('has every value of the file with its origin, and the defaults of absent keys', () => {
    const schema = {
      type: 'object',
      properties: { mode: { type: 'string', default: 'A' }, size: { type: 'integer', default: 7 }, note: {} },
    };
    assert.deepEqual(told(schema, { mode: 'B' }), [
      ['mode', 'B', 'mode'],
      ['size', 7, 'default'],
    ]);
  });

  it('has the defaults of an absent object at the root, unless that has to say something or lies deeper', () => {
    const limits = { type: 'object', properties: { rows: { default: 5 } } };
    const loads = { type: 'object', required: ['bucket'], properties: { bucket: {}, rows: { default: 5 } } };
    const rows = { type: 'object', properties: { csv: limits } };
    assert.deepEqual(told({ type: 'object', properties: { limits, loads, rows } }, { rows: {} }), [
      ['limits.rows', 5, 'default'],
    ]);
  });

  it('walks lists of objects, and takes a list of plain values as one value', () => {
    const item = { type: 'object', properties: { name: {}, mode: { default: 'A' } } };
    const schema = { type: 'object', properties: { routes: { type: 'array', items: item }, tags: { type: 'array' } } };
    assert.deepEqual(told(schema, { routes: [{ name: 'x' }], tags: ['a', 'b'] }), [
      ['routes[0].name', 'x', 'routes[0].name'],
      ['routes[0].mode', 'A', 'default'],
      ['tags', ['a', 'b'], 'tags'],
    ]);
    assert.deepEqual(told({ type: 'object' }, { free: [{ a: 1 }] }), [['free[0].a', 1, 'free[0].a']]);
  });

  it('knows keys of any name by the schema of the rest', () => {
    const schema = { type: 'object', additionalProperties: { type: 'object', properties: { by: { default: 1 } } } };
    assert.deepEqual(told(schema, { one: {}, two: { by: 2 } }), [
      ['one.by', 1, 'default'],
      ['two.by', 2, 'two.by'],
    ]);
  });

  it('takes the defaults of the form that the value has', () => {
    const form = (kind: string, more: object) => ({
      type: 'object',
      additionalProperties: false,
      required: ['kind'],
      properties: { kind: { const: kind }, ...more },
    });
    const schema = {
      oneOf: [{ type: 'null' }, form('page', { size: { default: 9 } }), form('url', { most: { default: 3 } })],
    };
    assert.deepEqual(told(schema, { kind: 'url' }), [
      ['kind', 'url', 'kind'],
      ['most', 3, 'default'],
    ]);
    assert.deepEqual(told(schema, null), [['', null, '']]);
    assert.deepEqual(told(schema, { kind: 'page', other: 1 }), [
      ['kind', 'page', 'kind'],
      ['other', 1, 'other'],
    ]);
    assert.deepEqual(told({ anyOf: [form('a', {}), { type: 'array' }] }, ['x']), [['', ['x'], '']]);
    const byKeys = { anyOf: [{ type: 'object', required: ['list'] }, { properties: { from: { default: 'here' } } }] };
    assert.deepEqual(told(byKeys, {}), [['from', 'here', 'default']]);
    const byEnum = { anyOf: [{ properties: { a: { enum: ['x'] } } }, { properties: { a: {}, b: { default: 2 } } }] };
    assert.deepEqual(told(byEnum, { a: 'y' }), [
      ['a', 'y', 'a'],
      ['b', 2, 'default'],
    ]);
    assert.deepEqual(told(byEnum, { a: 'x', c: 1 }), [
      ['a', 'x', 'a'],
      ['c', 1, 'c'],
    ]);
  });

  it('follows definitions, to other definitions too, and takes one that is missing as free', () => {
    const schema = {
      type: 'object',
      $defs: { size: { $ref: '#/$defs/whole' }, whole: { type: 'integer', default: 4 } },
      properties: { a: { $ref: '#/$defs/size' }, b: { $ref: '#/$defs/size', default: 5 }, c: { $ref: '#/$defs/none' } },
    };
    assert.deepEqual(told(schema, { c: 1 }), [
      ['a', 4, 'default'],
      ['b', 5, 'default'],
      ['c', 1, 'c'],
    ]);
    assert.deepEqual(told({ $ref: '#/$defs/none' }, 1), [['', 1, '']]);
  });

  it('shows no secret', () => {
    assert.deepEqual(told({ type: 'object', properties: { key: { writeOnly: true } } }, { key: 'abc' }), [
      ['key', 'a secret', 'key'],
    ]);
  });

  it('asks for values that depend on other keys before it takes a default', () => {
    const schema = { type: 'object', properties: { rows: { default: 1 }, bytes: { default: 2 } } };
    const derived = (path: readonly (string | number)[]) =>
      path[0] === 'rows' ? { value: 9, from: 'default of CDC' } : undefined;
    assert.deepEqual(told(schema, {}, derived), [
      ['rows', 9, 'default of CDC'],
      ['bytes', 2, 'default'],
    ]);
  });
});
