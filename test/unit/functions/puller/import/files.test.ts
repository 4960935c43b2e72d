import assert from 'node:assert/strict';
import { stringify } from 'yaml';
import { importManifest } from '../../../../../functions/puller/import/import.ts';
import { loadSourceFile } from '../../../../../functions/puller/source-file/load.ts';
import { IMPORT, type Json, laid } from '../../../../support/manifest.ts';
import { cursor, imported, requester, retriever, stream, whole } from '../../../../support/shop-manifest.ts';

describe('an import of a manifest', () => {
  it('writes a stream without a cursor as a snapshot, with its secrets by name', async () => {
    const file = await whole({
      retriever: {
        requester: {
          authenticator: {
            type: 'ApiKeyAuthenticator',
            api_token: "Token {{ config['api_key'] }}",
            inject_into: { type: 'RequestOption', inject_into: 'header', field_name: 'X-Key' },
          },
          request_parameters: { shop: "{{ config['shop'] }}", none: '', list: ['a', 'b'] },
        },
      },
    });
    assert.equal(file.name, 'shop-orders');
    assert.equal(file.table.name, 'raw.orders');
    assert.deepEqual(file.request, {
      url: 'https://api.example.com/v1/orders',
      query: { shop: '{settings.shop}', list: ['a', 'b'] },
    });
    assert.deepEqual(file.auth, { kind: 'api-key', in: 'header', name: 'X-Key', value: 'Token {secret.api_key}' });
    assert.deepEqual(file.secrets, { api_key: 'projects/proj/secrets/shop-api-key/versions/latest' });
    assert.deepEqual(file.settings, { shop: 'acme' });
    assert.deepEqual(
      [file.window.kind, file.window.length, file.window.start],
      ['snapshot', '1d', '2026-01-01T00:00:00Z'],
    );
  });

  it('says which settings are still needed, and takes those that are given', async () => {
    const part = { retriever: { requester: { url_base: "https://{{ config['region'] }}.example.com" } } };
    const { report } = await imported(part);
    assert.equal(report.whole, true);
    assert.ok(report.notes.some(({ text }) => text === 'settings.region has no value yet: give it in the file'));
    assert.deepEqual((await whole(part, { config: { region: 'eu' } })).settings, { region: 'eu' });
  });

  it('puts references and parameters in', async () => {
    const text = stringify({
      type: 'DeclarativeSource',
      definitions: {
        requester: { ...requester, path: "{{ parameters['path'] }}", $parameters: { x: 1 } },
        retriever: { ...retriever, requester: { $ref: '#/definitions/requester' } },
        names: ['a'],
      },
      streams: [{ $ref: '#/definitions/base', $parameters: { name: 'goods', path: 'goods', primary_key: 'id' } }],
    }).replace(
      'definitions:',
      'definitions:\n  base:\n    type: DeclarativeStream\n    retriever:\n      $ref: "#/definitions/retriever"',
    );
    const { files } = await importManifest(text, IMPORT);
    const file = await loadSourceFile(files[0]?.text ?? '', 'x.yaml');
    assert.deepEqual(
      [file.name, file.request?.url, file.rows?.key],
      ['shop-goods', 'https://api.example.com/v1/goods', [['id']]],
    );
  });

  for (const [what, text, expected] of [
    ['leads nowhere', 'streams: [{ $ref: "#/definitions/none" }]', /leads nowhere/],
    [
      'leads in a circle',
      'definitions: { a: { $ref: "#/definitions/b" }, b: { $ref: "#/definitions/a" } }\nstreams: [{ $ref: "#/definitions/a" }]',
      /in a circle/,
    ],
    ['is no manifest', '[1]', /is no manifest/],
  ] as const) {
    it(`whose reference or file ${what} is refused`, async () => {
      await assert.rejects(importManifest(text, IMPORT), expected);
    });
  }

  it('reports streams that are found at run time, and names streams apart', async () => {
    const { report, files } = await importManifest(
      stringify({
        streams: [stream, stream, { ...stream, name: '7 Goods!' }, { ...stream, name: undefined }],
        dynamic_streams: [{}],
      }),
      IMPORT,
    );
    assert.deepEqual(
      report.map(({ name, whole: good }) => [name, good]),
      [
        ['orders', true],
        ['orders', true],
        ['7 Goods!', true],
        ['stream-4', true],
        ['dynamic stream 1', false],
      ],
    );
    assert.deepEqual(
      files.map(({ name }) => name),
      ['shop-orders.yaml', 'shop-orders-2.yaml', 'shop-7-goods.yaml', 'shop-stream-4.yaml'],
    );
  });

  it('takes bodies of every known kind', async () => {
    const bodies = await Promise.all(
      [
        { type: 'RequestBodyJsonObject', value: { a: ["{{ config['shop'] }}", 1, null] } },
        { type: 'RequestBodyGraphQL', value: { query: '{ a { b } }' } },
        { type: 'RequestBodyUrlEncodedForm', value: { a: 'x' } },
        { type: 'RequestBodyPlainText', value: 'plain' },
      ].map((body) => whole({ retriever: { requester: { http_method: 'POST', request_body: body } } })),
    );
    assert.deepEqual(
      bodies.map(({ request }) => request?.json ?? request?.form ?? request?.text),
      [{ a: ['{settings.shop}', 1, null] }, { query: '{{ a {{ b }} }}' }, { a: 'x' }, 'plain'],
    );
  });

  it('knows defaults of the config, choices of known values and joined texts', async () => {
    const url = async (path: string, config: Json = {}): Promise<string | undefined> =>
      (await whole({ retriever: { requester: { path } } }, { config })).request?.url.slice(
        'https://api.example.com/v1/'.length,
      );
    assert.equal(await url("{{ config.get('x', 'y') }}"), 'y');
    assert.equal(await url("{{ config.get('x', 'y') }}", { x: 'z' }), '{settings.x:path}');
    assert.equal(await url("{{ config['x'] | default('d') }}"), 'd');
    assert.equal(await url("{{ config['x'] or 'o' }}"), 'o');
    assert.equal(await url("{{ config['x'] or 'o' }}", { x: 'z' }), '{settings.x:path}');
    assert.equal(await url("{{ 'a' if config['mode'] == 'm' else 'b' }}", { mode: 'm' }), 'a');
    assert.equal(await url("{{ 'a' if not config['mode'] else 'b' }}", { mode: 'm' }), 'b');
    assert.equal(await url("{{ 'a' if config['mode'] != 'm' }}b", { mode: 'x' }), 'ab');
    assert.equal(await url("{{ 'p/' ~ config['shop'] }}"), 'p/{settings.shop:path}');
    assert.equal(await url("{{ 'p' + 'q' }}"), 'pq');
    assert.equal(await url("{{ parameters.get('a') or parameters.get('b') or 'c' }}"), 'c');
    const { request } = await whole({
      retriever: { requester: { path: "https://other.example.com/{{ config['shop'] | trim }}" } },
    });
    assert.equal(request?.url, 'https://other.example.com/{settings.shop:path}');
  });

  it('leaves a value of the slice out that the slice does not have', async () => {
    const { file, report } = await imported(
      laid(cursor(), {
        retriever: { requester: { request_parameters: { x: "{{ stream_interval['odd'] }}" } } },
      }) as Json,
    );
    assert.deepEqual(file?.request?.query, { since: '{window.from}' });
    assert.ok(report.notes.some(({ text }) => text.includes('has no value here')));
  });
});
