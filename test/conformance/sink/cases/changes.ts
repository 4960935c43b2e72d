/** CDC: sequence numbers, deletions and keys; and MIXED: which way a message takes. */

import type { Case, VectorFile } from '../vector.ts';

const tables = {
  'demo-penstock.ds.c': {
    fields: [
      { name: 'Id', type: 'INTEGER', mode: 'REQUIRED' },
      { name: 'region', type: 'STRING' },
      { name: 'v', type: 'STRING' },
      { name: 'need', type: 'STRING', mode: 'REQUIRED' },
    ],
    primaryKey: ['id', 'region'],
  },
  'demo-penstock.ds.m': { fields: [{ name: 'v', type: 'STRING' }] },
};

const key = '"id":7,"region":"eu","need":"n"';
const change = (name: string, text: string, attributes: Readonly<Record<string, string>> = {}): Case => ({
  name,
  message: { text, attributes: { r: 'cdc', op: 'u', ...attributes } },
});

const SEQUENCES = [
  '"5"',
  '5',
  '0',
  '-0',
  '18446744073709551615',
  '18446744073709551616',
  '"18446744073709551615"',
  '-1',
  '"-1"',
  '1.5',
  '"x"',
  '""',
  'null',
  'true',
  '"2026-01-02T03:04:05Z"',
  '"2026-01-02T03:04:05.123456789Z"',
  '"2026-01-02t03:04:05.5+01:00"',
  '"2026-01-02 03:04:05z"',
  '"2026-01-02T03:04:05"',
  '"2026-02-30T00:00:00Z"',
  '"1960-01-01T00:00:00Z"',
  '9007199254740993',
  '1e3',
  '"007"',
  '"123456789012345678901"',
  '"1970-01-01T00:00:00.0000001Z"',
  '"2026-01-02T24:00:00Z"',
  '"2026-01-02T25:00:00Z"',
];

const cases: readonly Case[] = [
  ...SEQUENCES.map((value) => change(`the sequence ${value}`, `{${key},"seq":${value}}`, { part: '1' })),
  change('no sequence', `{${key}}`, { part: '1' }),
  change('no second part of the sequence', `{${key},"seq":1}`),
  change('two parts in order', `{${key},"seq":255}`, { part: '4096' }),
  change('a deletion keeps its key alone', `{${key},"v":"x","extra":1,"seq":1}`, { part: '1', op: 'd' }),
  change('a deletion without the rest of the row', '{"ID":"7","Region":"eu","seq":1}', { part: '1', op: 'DELETE' }),
  change('a deletion without its whole key', '{"id":7,"seq":1}', { part: '1', op: 'd' }),
  change('a deletion with NULL in its key', '{"id":7,"region":null,"seq":1}', { part: '1', op: 'd' }),
  change('an upsert without its whole key', '{"id":7,"need":"n","seq":1}', { part: '1' }),
  change('an upsert without a required column', '{"id":7,"region":"eu","seq":1}', { part: '1' }),
  change('a word of another case is no deletion', `{${key},"seq":1}`, { part: '1', op: 'D' }),
  change('a row with a change of its own', `{${key},"seq":1,"_CHANGE_TYPE":"DELETE"}`, { part: '1' }),
  change('a value of another kind', `{${key},"v":{"a":1},"seq":1}`, { part: '1' }),
  change('a payload that is no object', '[1]', { part: '1' }),
  change('a payload that is no JSON', '{', { part: '1' }),
];

export const changes: VectorFile = {
  name: 'changes',
  about: 'CDC: sequence numbers, deletions and keys.',
  config: {
    errorOutput: { topic: 'errors' },
    routes: [
      {
        name: 'cdc',
        match: { r: { equals: 'cdc' } },
        table: 'ds.c',
        mode: 'CDC',
        sequence: ['$.seq', '@part'],
        deletes: { source: '@op', in: ['d', 'DELETE'] },
      },
      {
        name: 'by-facts',
        match: { r: { equals: 'facts' } },
        table: 'ds.c',
        mode: 'CDC',
        sequence: ['#publish_time', '#message_id'],
      },
      {
        name: 'by-payload',
        table: 'ds.c',
        mode: 'CDC',
        format: 'mapping',
        columns: { id: '@id', region: '@region', need: '#message_id' },
        sequence: ['$.inner.at'],
        deletes: { source: '$.gone', in: ['yes'] },
      },
    ],
  },
  tables,
  cases: [
    ...cases,
    { name: 'facts as a sequence', message: { text: `{${key}}`, attributes: { r: 'facts' }, messageId: '77' } },
    {
      name: 'a deletion by the payload',
      message: { text: '{"inner":"{\\"at\\":3}","gone":"yes"}', attributes: { id: '1', region: 'r' } },
    },
    {
      name: 'a number is no word',
      message: { text: '{"inner":{"at":3},"gone":1}', attributes: { id: '1', region: 'r' } },
    },
    {
      name: 'a sequence below a text that is no JSON',
      message: { text: '{"inner":"x","gone":"yes"}', attributes: { id: '1', region: 'r' } },
    },
  ],
};

const mixedCase = (name: string, attributes: Readonly<Record<string, string>>, pad: number): Case => ({
  name,
  message: { text: '{"v":"<pad>"}', attributes, pad },
});

export const mixed: VectorFile = {
  name: 'mixed',
  about: 'MIXED: which messages are streamed, and which are loaded from files.',
  config: {
    errorOutput: { topic: 'errors' },
    routes: [
      {
        name: 'chosen',
        match: { r: { equals: 'chosen' } },
        table: 'ds.m',
        mode: 'MIXED',
        streamed: { match: { document_type: { pattern: 'main|crash' } }, maxBytes: '50B' },
      },
      { name: 'default', table: 'ds.m', mode: 'MIXED' },
    ],
    fileLoads: { bucket: 'staged' },
  },
  tables,
  cases: [
    mixedCase('chosen and small', { r: 'chosen', document_type: 'main' }, 10),
    mixedCase('chosen and exactly as long as allowed', { r: 'chosen', document_type: 'crash' }, 42),
    mixedCase('chosen and too long', { r: 'chosen', document_type: 'main' }, 43),
    mixedCase('not chosen', { r: 'chosen', document_type: 'other' }, 10),
    mixedCase('by default what is small is streamed', {}, 999_000),
    mixedCase('by default what is large is loaded', {}, 1_000_000),
    { name: 'a row that is refused', message: { text: '{"v":', attributes: {} } },
  ],
};
