/** The four row formats, and the sources of a mapping. */

import type { Case, VectorFile, VectorMessage } from '../vector.ts';

const FACTS = [
  { name: 'message_id', type: 'STRING' },
  { name: 'publish_time', type: 'TIMESTAMP' },
  { name: 'ordering_key', type: 'STRING' },
  { name: 'subscription', type: 'STRING' },
];
const KEY_VALUE = [
  { name: 'key', type: 'STRING' },
  { name: 'value', type: 'STRING' },
];

const tables = {
  'demo-penstock.ds.text': {
    fields: [
      ...FACTS,
      { name: 'my_attribute', type: 'STRING' },
      { name: 'n', type: 'INT64' },
      { name: 'payload', type: 'STRING' },
    ],
  },
  'demo-penstock.ds.bytes': {
    fields: [
      { name: 'My_Attribute', type: 'STRING' },
      { name: 'payload', type: 'BYTES' },
    ],
  },
  'demo-penstock.ds.json': {
    fields: [...FACTS, { name: 'attributes', type: 'JSON' }, { name: 'payload', type: 'JSON' }],
  },
  'demo-penstock.ds.list': {
    fields: [
      { name: 'attributes', type: 'RECORD', mode: 'REPEATED', fields: KEY_VALUE },
      { name: 'payload', type: 'STRING' },
    ],
  },
  'demo-penstock.ds.mapped': {
    fields: [
      ...FACTS,
      { name: 'id', type: 'INT64' },
      { name: 'name', type: 'STRING' },
      { name: 'deep', type: 'STRING' },
      { name: 'item', type: 'JSON' },
      { name: 'within', type: 'FLOAT64' },
      { name: 'kind', type: 'STRING' },
      { name: 'date', type: 'STRING' },
      { name: 'all', type: 'JSON' },
      { name: 'source', type: 'STRING' },
      { name: 'version', type: 'INT64' },
      { name: 'live', type: 'BOOL' },
    ],
  },
};

const route = (name: string, table: string, more: object): object => ({
  name,
  match: { r: { equals: name } },
  table: `ds.${table}`,
  ...more,
});

const config = {
  errorOutput: { topic: 'errors' },
  routes: [
    route('message', 'text', { format: 'message' }),
    route('bytes', 'bytes', { format: 'message', mode: 'STORAGE_WRITE' }),
    route('strict', 'text', { format: 'message', unknownFields: 'reject' }),
    route('envelope', 'json', { format: 'envelope' }),
    route('listed', 'list', { format: 'envelope', mode: 'STORAGE_WRITE' }),
    route('mapping', 'mapped', {
      format: 'mapping',
      columns: {
        id: '$.id',
        name: '$.user.name',
        deep: '$.a.b[1].c',
        item: '$.items[0]',
        within: '$.payload.within',
        kind: '@kind',
        date: '@submission_date',
        all: '$',
        message_id: '#message_id',
        publish_time: '#publish_time',
        ordering_key: '#ordering_key',
        subscription: '#subscription',
      },
      constants: { source: 'fixed', version: 3, live: true },
    }),
    route('attributes-only', 'mapped', { format: 'mapping', columns: { name: '@name' } }),
  ],
};

const made = (name: string, r: string, message: VectorMessage): Case => ({
  name: `${r}: ${name}`,
  message: { ...message, attributes: { r, ...message.attributes } },
});

const cases: readonly Case[] = [
  made('attributes, facts and payload', 'message', {
    text: 'any text',
    attributes: { 'my-attribute': 'v', n: '12' },
    orderingKey: 'k',
  }),
  made('a number that is none', 'message', { text: '', attributes: { n: 'twelve' } }),
  made('an attribute of the name payload', 'message', { text: 'x', attributes: { payload: 'y' } }),
  made('an attribute of the name of a fact', 'message', { text: 'x', attributes: { message_id: 'y' } }),
  made('two attributes for one column', 'message', {
    text: 'x',
    attributes: { 'my-attribute': '1', My_Attribute: '2' },
  }),
  made('a payload that is not UTF-8', 'message', { base64: '/w==' }),
  made('unknown attributes are dropped', 'message', { text: 'x', attributes: { stranger: '1' } }),
  made('bytes that are not UTF-8', 'bytes', { base64: '/wD+', attributes: { 'my-attribute': 'v' } }),
  made('no bytes', 'bytes', { text: '' }),
  made('unknown attributes are refused', 'strict', { text: 'x', attributes: { stranger: '1' } }),
  made('attributes as an object', 'envelope', {
    text: '{"a":[1,2.50,null],"b":"é"}',
    attributes: { 'x-y': 'z', '2': 'two', '1': 'one' },
  }),
  made('a payload that is a text', 'envelope', { text: '"text"' }),
  made('a payload that is null', 'envelope', { text: 'null' }),
  made('a payload that is a number', 'envelope', { text: '1e2' }),
  made('a payload that is not JSON', 'envelope', { text: '{a}' }),
  made('a payload with a number that JSON does not keep', 'envelope', { text: '{"n":0.12345678901234567890}' }),
  made('a payload with a number of 64 bits', 'envelope', { text: '{"n":18446744073709551615}' }),
  made('a payload with a number beyond 64 bits', 'envelope', { text: '{"n":18446744073709551616}' }),
  made('attributes as a list', 'listed', { text: 'no json', attributes: { b: '2', a: '1' } }),
  made('every kind of source', 'mapping', {
    text: '{"id":9007199254740993,"user":{"name":"Ada"},"a":{"b":[0,{"c":"d"}]},"items":[{"x":1}],"payload":"{\\"within\\":0.5}"}',
    attributes: { kind: 'k', submission_timestamp: '2026-01-02T03:04:05Z' },
    orderingKey: 'key',
  }),
  made('sources of nothing', 'mapping', { text: '{}' }),
  made('paths into other kinds of values', 'mapping', { text: '{"user":[1],"a":{"b":{"1":2}},"items":{"0":1}}' }),
  made('a path below a text that is not JSON', 'mapping', { text: '{"payload":"not json"}' }),
  made('a path below a text within a text', 'mapping', { text: '{"user":"\\"{\\\\\\"name\\\\\\":1}\\""}' }),
  made('a list at the top', 'mapping', { text: '[1,2]' }),
  made('a path into keys of objects', 'mapping', { text: '{"user":{"__proto__":1,"name":"x","toString":2}}' }),
  made('values of another kind', 'mapping', { text: '{"id":"x","user":{"name":1}}' }),
  made('a payload that is not JSON', 'mapping', { text: 'not json' }),
  made('a payload that nothing reads', 'attributes-only', { text: 'not json', attributes: { name: 'n' } }),
  made('no attribute', 'attributes-only', { text: 'not json' }),
];

export const formats: VectorFile = {
  name: 'formats',
  about: 'The four row formats, and the sources of a mapping.',
  config,
  tables,
  cases,
};
