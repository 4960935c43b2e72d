import assert from 'node:assert/strict';
import { assertRefused, carried, type Json } from '../../../../support/manifest.ts';

const asked = (part: Json): Json => ({ retriever: { requester: part } });

describe('an import of requests', () => {
  it('adds nothing to the base for a path that is a slash alone, and keeps a slash at the end of the base', async () => {
    const url = async (base: string, path: string): Promise<unknown> =>
      (await carried(asked({ url_base: base, path }))).request?.url;
    assert.deepEqual(await Promise.all([url('https://a.example/v2', '/'), url('https://a.example/v2/', '')]), [
      'https://a.example/v2',
      'https://a.example/v2/',
    ]);
  });

  it('joins a path to its base with one slash, wherever several stand side by side', async () => {
    const { request } = await carried(asked({ url_base: 'https://a.example//v1/', path: '//b//c?next=http://x' }));
    assert.equal(request?.url, 'https://a.example/v1/b/c?next=http://x');
  });

  it('sends nothing for null in a header or a form, and refuses lists and objects there', async () => {
    const { request } = await carried(
      asked({ http_method: 'POST', request_headers: { A: null, B: 1 }, request_body_data: { c: null, d: true } }),
    );
    assert.deepEqual([request?.headers, request?.form], [{ B: '1' }, { d: 'True' }]);
    for (const [part, at] of [
      [{ request_headers: { A: ['x'] } }, 'request_headers.A'],
      [{ request_body_data: { a: { b: 1 } } }, 'request_body_data.a'],
      [{ request_parameters: { a: [{ b: 1 }] } }, 'request_parameters.a'],
    ] as const)
      await assertRefused(asked(part), `retriever.requester.${at}`, /a list or an object is not carried over here/);
  });

  it('refuses a name in a JSON body that is a template', async () => {
    const part = asked({ request_body_json: { sort: { "{{ config['by'] }}": 'asc' } } });
    const at = "retriever.requester.request_body_json.sort.{{ config['by'] }}";
    await assertRefused(part, at, /a name that is a template/);
  });

  it('sends no body where the manifest has one without fields', async () => {
    assert.equal('json' in ((await carried(asked({ request_body_json: {} }))).request ?? {}), false);
    assert.equal('form' in ((await carried(asked({ request_body_data: {} }))).request ?? {}), false);
    const body = { type: 'RequestBodyJsonObject', value: { nothing: 'None' } };
    assert.equal('json' in ((await carried(asked({ request_body: body }))).request ?? {}), false);
  });
});
