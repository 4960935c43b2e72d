/** Payloads: compression, UTF-8, JSON and its numbers, and the size of a row. */

import { gzipSync } from 'node:zlib';
import type { Case, VectorFile, VectorMessage } from '../vector.ts';

const tables = {
  'demo-penstock.ds.t': {
    fields: [
      { name: 'a', type: 'STRING' },
      { name: 'b', type: 'BYTES' },
    ],
  },
  'demo-penstock.ds.j': {
    fields: [
      { name: 'j', type: 'JSON' },
      { name: 'i', type: 'INT64' },
    ],
  },
};

const config = {
  errorOutput: { topic: 'errors' },
  compression: 'GZIP',
  routes: [
    { name: 'json', match: { to: { equals: 'j' } }, table: 'ds.j', mode: 'STORAGE_WRITE' },
    { name: 'all', table: 'ds.t', mode: 'FILE_LOADS' },
  ],
  fileLoads: { bucket: 'staged' },
};

const text = (name: string, payload: string, more: Partial<VectorMessage> = {}): Case => ({
  name,
  message: { text: payload, ...more },
});
const bytes = (name: string, data: Uint8Array): Case => ({
  name,
  message: { base64: Buffer.from(data).toString('base64') },
});
const json = (name: string, value: string): Case => ({
  name,
  message: { text: `{"j":${value}}`, attributes: { to: 'j' } },
});

/** Fixed bytes, because another zlib may compress to others. */
const GZIPPED = Buffer.from('H4sIAAAAAAAAE6tWSlSyUqpQqgUA0i9E1QkAAAA=', 'base64');

const cases: readonly Case[] = [
  bytes('gunzips a gzipped payload', gzipped('{"a":"zipped"}')),
  bytes('gunzips two members', Buffer.concat([gzipped('{"a":'), gzipped('"two"}')])),
  bytes('a payload that begins like gzip', Buffer.from([0x1f, 0x8b, 0x08, 0x00])),
  bytes('a gzipped payload that was cut off', gzipped('{"a":"zipped"}').subarray(0, 20)),
  bytes('a gzipped payload with a wrong checksum', GZIPPED.fill(0, GZIPPED.length - 8)),
  bytes('gzipped bytes that are not UTF-8', gzipped(Buffer.from([0x22, 0xff, 0x22]))),
  bytes('half of a surrogate pair in UTF-8', Buffer.from([0x7b, 0x7d, 0xed, 0xa0, 0x80])),
  bytes('an overlong character', Buffer.from([0x22, 0xc0, 0x80, 0x22])),
  bytes('a byte order mark', Buffer.from('\ufeff{"a":"x"}')),
  bytes('nothing', Buffer.alloc(0)),
  text('space around an object', ' \t\r\n{"a":"x"}\n'),
  ...[
    '{',
    '{"a":"x"',
    '{"a":"x"},',
    '{"a":"x"} {}',
    '{"a":"x",}',
    "{'a':'x'}",
    '{a:"x"}',
    '{"a":01}',
    '{"a":1.}',
    '{"a":.5}',
    '{"a":+1}',
    '{"a":-}',
    '{"a":1e}',
    '{"a":NaN}',
    '{"a":Infinity}',
    '{"a":0x10}',
    '{"a":"\n"}',
    '{"a":"\\x41"}',
    '{"a":"\\u00g0"}',
    '{"a":tru}',
    '{"a":undefined}',
    '{"a":"x"/*c*/}',
    '\u00a0{"a":"x"}',
    '{"a":"x"}\0',
  ].map((payload) => text(`${JSON.stringify(payload)} is no JSON`, payload)),
  ...['[]', '[{"a":"x"}]', '"text"', '1', 'true', 'null'].map((payload) => text(`${payload} is no object`, payload)),
  text('an empty object', '{}'),
  text('a key twice: the last counts', '{"a":"first","a":"last"}'),
  text('escapes in keys and values', '{"\\u0061":"\\ud83d\\ude00\\n\\/\\u0000"}'),
  text('half of a surrogate pair in a value', '{"a":"\\ud83d"}'),
  text('half of a surrogate pair in a value that is dropped', '{"z":"\\ud83d"}'),
  text('half of a surrogate pair in a key', '{"\\ud83d":1}'),
  text('a row of ten million bytes', '{"a":"<pad>"}', { pad: 10_000_000 }),
  text('a row that just fits', '{"a":"<pad>"}', { pad: 9_999_990 }),
  text('a long value that is dropped', '{"a":"x","z":"<pad>"}', { pad: 100_000 }),
  json(
    'keys that look like numbers come first',
    '{"b":1,"2":2,"10":3,"a":4,"1":5,"01":6,"-1":7,"4294967295":8,"4294967294":9}',
  ),
  json('values of every kind', '[null,true,false,"x",{"y":[]},{},-0,0.1,1E3,1e21,1e-7,123456789012345680000]'),
  json('text that is JSON', '"{\\"b\\" : 1}"'),
  json('text that is no JSON', '"plain"'),
  json('text with JSON and more', '"{} x"'),
  json('text with half of a surrogate pair escaped', '"\\"\\\\ud83d\\""'),
  json('characters that JSON escapes', '{"k\\"\\\\":"\\b\\f\\n\\r\\t\\u0001\\u007f\\u2028é😀/"}'),
  json('half of a surrogate pair within', '{"x":["\\udc00"]}'),
  ...[
    '1',
    '-1',
    '0',
    '-0',
    '1.0',
    '1.50',
    '100',
    '1e2',
    '1E+2',
    '1e-2',
    '12345678901234567',
    '0.1',
    '123456.789e3',
    '5e-324',
    '2.2250738585072014e-308',
    '1.7976931348623157e308',
    '9007199254740993',
    '-9223372036854775808',
    '-9223372036854775809',
    '18446744073709551615',
    '0.30000000000000004',
    '1e23',
    '1e400',
    '1e-400',
    '0.1000000000000000055511151231257827',
    '4.35',
    '1e16',
    '1e21',
    '999999999999999999999',
    '1.0000000000000002',
    '9007199254740992',
    '2e-323',
    '1.5e300',
    '123456789.123456789',
  ].map((number) => json(`the number ${number}`, number)),
  json('nested 500 levels', `${'['.repeat(500)}${']'.repeat(500)}`),
  json('nested 501 levels', `${'['.repeat(501)}${']'.repeat(501)}`),
  json('text nested 501 levels', `"${'['.repeat(501)}${']'.repeat(501)}"`),
  json('null', 'null'),
];

function gzipped(content: string | Uint8Array): Buffer {
  const made = gzipSync(content, { level: 0 });
  // The system that compressed it is told in the header.
  made[9] = 255;
  return made;
}

export const payloads: VectorFile = {
  name: 'payloads',
  about: 'Payloads: compression, UTF-8, JSON and its numbers, and the size of a row.',
  config,
  tables,
  cases,
};
