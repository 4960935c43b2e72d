import assert from 'node:assert/strict';
import { printed, readLiteral } from '../../../../../functions/puller/import/literals.ts';
import { assertRefused, carried, type Json, laid, pagedBy } from '../../../../support/manifest.ts';

const literals: readonly (readonly [string, unknown])[] = [
  ['100', 100],
  ['-1.5', -1.5],
  ['1_000', 1_000],
  ['2e3', 2_000],
  ['True', true],
  ['False', false],
  ['None', null],
  ["'a'", 'a'],
  ['"b"', 'b'],
  ['[]', []],
  ["['a', 'b',]", ['a', 'b']],
  ['(1)', 1],
  ['(1, 2)', [1, 2]],
  ['1, 2', [1, 2]],
  ["{'a': [1], 'b': {}}", { a: [1], b: {} }],
];
const texts = [
  'abc',
  '007',
  '2026-01-01',
  '1.2.3',
  '[1',
  '[1 2]',
  '1 2',
  '{1: 2}',
  "{'a' 1}",
  "{'a': 1 'b': 2}",
  ']',
  '1,,2',
  '',
  '12345678901234567',
  'true',
  "{'a'",
];

const asked = (part: Json): Json => ({ retriever: { requester: part } });
const body = (value: Json): Json => asked({ http_method: 'POST', request_body_json: value });
const spec: Json = {
  connection_specification: {
    properties: { exact: { type: 'boolean' }, kinds: { type: 'array' }, shop: { type: 'string' } },
  },
};

describe('literals of a manifest', () => {
  for (const [text, value] of literals) {
    it(`reads ${text} as Python does`, () => assert.deepEqual(readLiteral(text), { value }));
  }
  for (const text of texts) {
    it(`leaves ${JSON.stringify(text)} a text`, () => assert.equal(readLiteral(text), undefined));
  }
  it('prints values within texts as Python does', () => {
    assert.deepEqual([true, false, 1.5, 'a', [1]].map(printed), ['True', 'False', '1.5', 'a', undefined]);
  });
});

describe('an import of values with a type', () => {
  it('sends booleans of the config and of the manifest as True and False in texts', async () => {
    const part = asked({
      request_parameters: { exact: "{{ config['exact'] }}", all: true },
      request_headers: { x: false },
    });
    const { request } = await carried(part, { exact: false }, { spec });
    assert.deepEqual([request?.query, request?.headers], [{ exact: 'False', all: 'True' }, { x: 'False' }]);
  });

  it('sends a list of the config as a parameter for each value, and one that is written as a text too', async () => {
    const part = asked({ request_parameters: { kind: "{{ config['kinds'] }}", part: "['a', 'b']" } });
    const { request } = await carried(part, { kinds: ['x', true] }, { spec });
    assert.deepEqual(request?.query, { kind: ['x', 'True'], part: ['a', 'b'] });
  });

  it('refuses a list within a text, a list that is not known, and one with templates', async () => {
    const at = 'retriever.requester.request_parameters.q';
    const q = (text: string): Json => asked({ request_parameters: { q: text } });
    await assertRefused(q("x{{ config['kinds'] }}"), at, /the form/, { kinds: ['x'] }, { spec });
    await assertRefused(q("{{ config['kinds'] }}"), at, /the form/, {}, { spec });
    await assertRefused(q("{{ config['kinds'] }}"), at, /a list of lists/, { kinds: [['x']] }, { spec });
    await assertRefused(q("[{{ config['shop'] }}]"), at, /a list with templates/, { shop: '1' }, { spec });
  });

  it('gives texts of a JSON body the type that the engine reads in them', async () => {
    const part = body({
      limit: '100',
      all: 'True',
      nothing: 'None',
      ids: '[1, 2]',
      text: "'100'",
      query: '{ items }',
      exact: "{{ config['exact'] }}",
      shop: "{{ config['shop'] }}",
      joined: "shop {{ config['shop'] }}",
      kinds: "{{ config['kinds'] }}",
    });
    const file = await carried(part, { exact: false, shop: '12345', kinds: ['x'] }, { spec });
    assert.deepEqual(file.request?.json, {
      limit: 100,
      all: true,
      ids: [1, 2],
      text: '100',
      query: '{{ items }}',
      exact: '{settings.exact}',
      shop: '{settings.shop}',
      joined: 'shop {settings.shop}',
      kinds: '{settings.kinds}',
    });
    assert.deepEqual(file.settings, { exact: false, shop: 12345, kinds: ['x'] });
  });

  it('refuses texts of a JSON body whose type depends on a value', async () => {
    const at = 'retriever.requester.request_body_json.q';
    await assertRefused(body({ q: "[{{ config['shop'] }}]" }), at, /a list or a number with templates/, { shop: 'x' });
    await assertRefused(body({ q: "{{ config['shop'] }}" }), at, /the form/, { shop: 'True' });
  });

  it('sends digits of a parent and of a bound as numbers in a JSON body', async () => {
    const router = { type: 'ListPartitionRouter', cursor_field: 'shop', values: ['1', '2'] };
    const part = laid(body({ shop: '{{ stream_partition.shop }}' }), {
      retriever: { partition_router: router },
    }) as Json;
    assert.deepEqual((await carried(part)).request?.json, { shop: '{parent.shop:number}' });
  });

  it('keeps a text of a row a text where it is quoted or declared as one', async () => {
    const fields = [
      { path: ['a'], value: "'100'" },
      { path: ['b'], value: '100', value_type: 'string' },
      { path: ['c'], value: '[1]' },
      { path: ['d'], value: "{{ record['x'] }}", value_type: 'string' },
    ];
    const file = await carried({ transformations: [{ type: 'AddFields', fields }] });
    assert.deepEqual(
      file.rows?.steps?.map((step) => 'set' in step && step.to),
      ['100', '100', [1], '{row.x:text?}'],
    );
  });

  it('expects an object where the end reads a key of an answer whose rows are at the root', async () => {
    const root = { record_selector: { extractor: { type: 'DpathExtractor', field_path: [] } } };
    const strategy = {
      type: 'CursorPagination',
      cursor_value: "{{ last_record['id'] }}",
      stop_condition: "{{ not response.get('hasMore', False) }}",
    };
    const file = await carried(laid(pagedBy(strategy), { retriever: root }) as Json);
    assert.equal(file.rows?.expect, 'object');
    const read = { ...strategy, cursor_value: '{{ response.next }}' };
    assert.equal((await carried(laid(pagedBy(read), { retriever: root }) as Json)).rows?.expect, 'either');
  });
});
