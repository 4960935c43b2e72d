/** Error records: attributes that are too long, too many, or have names that a record needs. */

import type { Case, VectorFile } from '../vector.ts';

const many = (count: number): Readonly<Record<string, string>> =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`a${String(at).padStart(3, '0')}`, 'v']));

const broken = (name: string, attributes: Readonly<Record<string, string>>, more: object = {}): Case => ({
  name,
  message: { text: 'not json', attributes, ...more },
});

const cases: readonly Case[] = [
  broken('a plain record', { source: 'manual-api' }),
  broken('an ordering key is kept', {}, { orderingKey: 'k/1' }),
  broken('a value is cut between characters', { long: `${'x'.repeat(1_023)}é`, fits: 'y'.repeat(1_024) }),
  broken('a value of wide characters is cut', { long: '😀'.repeat(300) }),
  broken('a name is cut', { [`${'n'.repeat(255)}é`]: 'v' }),
  broken('names that the record has a use for', {
    error_type: 'mine',
    input: 'mine',
    original_x: 'x',
    goog_y: 'y',
    ordering_key: 'z',
    stack_trace_cause_3: 's',
    payload_uri: 'u',
  }),
  broken('as many attributes as fit', many(88)),
  broken('one attribute more than fits', many(89)),
  broken('a hundred attributes', many(100)),
  broken('an attribute of the name __proto__', Object.fromEntries([['__proto__', 'p']])),
  { name: 'a record of a missing table', message: { text: '{}', attributes: { table: 'nowhere' } } },
  {
    name: 'a long name in the message of an error',
    message: { text: '{}', attributes: { table: `${'é'.repeat(3_000)}` } },
  },
];

export const records: VectorFile = {
  name: 'records',
  about: 'Error records: attributes that are too long, too many, or have names that a record needs.',
  config: {
    errorOutput: { topic: 'errors', bucket: 'payloads' },
    fallbackTopic: 'no-route',
    subscriptions: ['input', 'second'],
    routes: [
      { name: 'fixed', match: { table: { present: false } }, from: ['input'], table: 'ds.t' },
      { name: 'named', match: { table: { present: true } }, table: 'ds.${table}' },
    ],
  },
  tables: { 'demo-penstock.ds.t': { fields: [{ name: 'v', type: 'STRING' }] } },
  cases: [
    ...cases,
    {
      name: 'no route says why of each',
      message: {
        text: 'x',
        subscription: 'projects/demo-penstock/subscriptions/second',
        attributes: { a: 'b' },
        orderingKey: 'k',
      },
    },
  ],
};
