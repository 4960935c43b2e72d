/** Cases of routes, and of the tables that their templates name. */

import type { Case, VectorFile } from '../vector.ts';

const TABLE = { fields: [{ name: 'a', type: 'STRING' }] };

const config = {
  subscriptions: ['input', 'projects/other/subscriptions/input'],
  errorOutput: { topic: 'errors' },
  fallbackTopic: 'no-route',
  routes: [
    { name: 'equals', match: { kind: { equals: 'order' } }, table: 'ds.orders' },
    {
      name: 'two-tests',
      match: { kind: { in: ['a', 'b'] }, level: { present: true } },
      table: 'other-project.ds.two',
      mode: 'STORAGE_WRITE',
    },
    {
      name: 'pattern',
      match: { version: { pattern: '[0-9]{1,3}(\\.[0-9]+)?' } },
      table: 'ds.v${version}',
      mode: 'FILE_LOADS',
    },
    { name: 'alternatives', match: { word: { pattern: 'red|green' } }, table: 'ds.orders' },
    { name: 'dot', match: { line: { pattern: 'a.c' } }, table: 'ds.orders' },
    { name: 'classes', match: { cls: { pattern: '\\d+\\s[[&]\\w-$' } }, table: 'ds.orders' },
    { name: 'letters', match: { letters: { pattern: '\\p{L}+\\u{1F600}?' } }, table: 'ds.orders' },
    {
      name: 'from-other',
      from: ['projects/other/subscriptions/input'],
      match: { only: { present: true } },
      table: 'ds.orders',
    },
    { name: 'absent', match: { must_not: { present: false }, wants_absent: { present: true } }, table: 'ds.orders' },
    {
      name: 'templated',
      match: { t: { equals: 'name' } },
      table: '${ds:-ds}.${document_namespace}_${document_type}_v${n}',
    },
    { name: 'dated', match: { t: { equals: 'date' } }, table: 'ds.d${submission_date}', mode: 'STORAGE_WRITE' },
    { name: 'hourly', match: { t: { equals: 'hour' } }, table: 'ds.h${submission_hour}' },
    { name: 'whole', match: { t: { equals: 'whole' } }, table: '${name}' },
  ],
  fileLoads: { bucket: 'staged' },
};

const named = (name: string, attributes: Readonly<Record<string, string>>, more: object = {}): Case => ({
  name,
  message: { text: '{"a":"x"}', attributes, ...more },
});
const whole = (text: string): Case => named(`the table name ${text}`, { t: 'whole', name: text });
const namespaced = (type: string, namespace = 'telemetry'): Case =>
  named(`the document type ${type} in ${namespace}`, {
    t: 'name',
    document_namespace: namespace,
    document_type: type,
    n: '1',
  });

const cases: readonly Case[] = [
  named('equal text matches', { kind: 'order' }),
  named('other text does not match', { kind: 'Order' }),
  named('no attribute at all', {}),
  named('an empty attribute is there', { kind: '' }),
  named('both tests hold', { kind: 'a', level: '' }),
  named('one of two tests does not hold', { kind: 'b' }),
  named('the first matching route wins', { kind: 'order', version: '7' }),
  named('a pattern matches the whole value', { version: '12' }),
  named('a pattern matches no part of a value', { version: '12x' }),
  named('a pattern does not match before a line break', { version: '12\n' }),
  named('an optional group', { version: '1.5' }),
  named('an alternative is bound to the whole value', { word: 'green' }),
  named('an alternative does not match a beginning', { word: 'redder' }),
  named('a dot is any character', { line: 'a\u0085c' }),
  named('a dot is no line break', { line: 'a\u2028c' }),
  named('a dot is one character beyond 16 bits', { line: 'a😀c' }),
  named('classes with signs', { cls: '12\u00a0[x-' }),
  named('a class does not hold the letter ä as a word', { cls: '12 &ä-' }),
  named('letters of any script', { letters: 'Größe😀' }),
  named('letters and a digit', { letters: 'a1' }),
  named('a route of another subscription', { only: 'x' }),
  named('the route of its own subscription', { only: 'x' }, { subscription: 'projects/other/subscriptions/input' }),
  named('an absent attribute', { wants_absent: '1' }),
  named('an attribute that must not be there', { wants_absent: '1', must_not: '' }),
  namespaced('main'),
  namespaced('mainPing'),
  namespaced('DNSRequest2', 'Org-Mozilla'),
  namespaced('first-shutdown-use'),
  namespaced('aB2cDEf'),
  namespaced('A'),
  namespaced('x-A1b2C3'),
  namespaced('__odd..name--'),
  namespaced('größeÄ'),
  named('a dash in another attribute becomes an underscore', {
    t: 'name',
    ds: 'my-ds',
    document_namespace: 'n',
    document_type: 't',
    n: '1-2',
  }),
  named('a default takes the place of an empty attribute', {
    t: 'name',
    ds: '',
    document_namespace: 'n',
    document_type: 't',
    n: '1',
  }),
  named('a template without its attribute', { t: 'name', document_namespace: 'n', n: '1' }),
  named('a template with an empty attribute', { t: 'name', document_namespace: 'n', document_type: '', n: '1' }),
  named('a partition from the submission time', { t: 'date', submission_timestamp: '2026-01-02T03:04:05Z' }),
  named('an attribute of the derived name wins', {
    t: 'date',
    submission_timestamp: '2026-01-02T03:04:05Z',
    submission_date: '20260103',
  }),
  named('a submission time that is too short', { t: 'hour', submission_timestamp: '2026-01-02T' }),
  named('the hour of the submission time', { t: 'hour', submission_timestamp: '2026-01-02T03' }),
  whole('ds.orders'),
  whole('other-project.ds.two'),
  whole('other-project:ds.two'),
  whole('projects/p/datasets/ds/tables/orders'),
  whole('example.com:project.ds.two'),
  whole('orders'),
  whole('.orders'),
  whole('ds.'),
  whole('d-s.orders'),
  whole('ds.or/ders'),
  whole('ds.Größe 1-2'),
  whole('ds.daily$20260102'),
  whole('ds.daily$2026a'),
  whole('ds.daily$__NULL__'),
  whole('ds.daily$-5'),
  whole('ds.daily$'),
  whole('_project.ds.two'),
  whole('ds.😀'),
  whole(`ds.${'n'.repeat(1_030)}`),
  whole(`ds.${'n'.repeat(4_100)}`),
  named('a table that is not there', { t: 'whole', name: 'ds.nowhere' }),
  named('a dataset that is not there', { t: 'whole', name: 'nowhere.orders' }),
  named('attribute names of objects', { constructor: 'order', toString: 'x', __proto: 'y' }),
];

export const routing: VectorFile = {
  name: 'routing',
  about: 'Routes, and the tables that their templates name.',
  config,
  tables: Object.fromEntries(
    [
      'demo-penstock.ds.orders',
      'demo-penstock.ds.v12',
      'demo-penstock.ds.v1.5',
      'other-project.ds.two',
      'demo-penstock.ds.daily',
      'demo-penstock.ds.d2026_01_02',
      'demo-penstock.ds.d20260103',
      'demo-penstock.ds.h03',
      'demo-penstock.my_ds.n_t_v1_2',
      'demo-penstock.ds.n_t_v1',
      'demo-penstock.ds.telemetry_main_v1',
      'demo-penstock.ds.telemetry_main_ping_v1',
      'demo-penstock.ds.Größe_1_2',
      'p.ds.orders',
    ].map((name) => [name, TABLE]),
  ),
  cases,
};

export const dropping: VectorFile = {
  name: 'dropping',
  about: 'Without a fallback topic a message without a route is dropped and counted.',
  config: {
    errorOutput: { topic: 'errors' },
    routes: [{ name: 'one', match: { kind: { equals: 'order' } }, table: 'ds.orders' }],
  },
  tables: { 'demo-penstock.ds.orders': TABLE },
  cases: [named('no route and no fallback topic', { kind: 'x' }), named('a route', { kind: 'order' })],
};
