import assert from 'node:assert/strict';
import { assertRefused, carried, cursorOf, type Json, laid } from '../../../../support/manifest.ts';

const added = (value: unknown, path: readonly string[] = ['x'], more: Json = {}): Json => ({
  transformations: [{ type: 'AddFields', fields: [{ path, value, ...more }] }],
});

describe('an import of rows', () => {
  it('reads rows below every member, and refuses a key of a pattern', async () => {
    const at = (...field_path: readonly string[]): Json => ({
      retriever: { record_selector: { extractor: { field_path } } },
    });
    assert.deepEqual((await carried(at('data', '*'))).rows?.at, ['data', '*']);
    await assertRefused(at('data', 'a*'), 'retriever.record_selector.extractor.field_path', /not one of plain keys/);
  });

  it('takes a key of several fields', async () => {
    assert.deepEqual((await carried({ primary_key: ['shop', 'id'] })).rows?.key, [['shop'], ['id']]);
  });

  const fields: readonly (readonly [unknown, unknown])[] = [
    ['False', false],
    ['{{ record.id | string }}', '{row.id:text?}'],
    ['{{ now_utc() }}', '{window.to:rfc3339}'],
  ];
  for (const [value, to] of fields) {
    it(`adds a field of ${String(value)}`, async () => {
      assert.deepEqual((await carried(added(value))).rows?.steps, [{ set: ['x'], to }]);
    });
  }

  for (const value of [
    '{{ record.id | hash }}',
    "{{ record['a.b'] }}",
    "{{ record['a.b'] | string }}",
    '{{ record.n | int }}',
  ]) {
    it(`refuses a field of ${value}, by its path`, async () => {
      await assertRefused(added(value), 'transformations.0.fields.0.value', /the form .* is not carried over/);
    });
  }

  it('refuses a cursor field that is a constant', async () => {
    await assertRefused(
      { ...added(5, ['updated_at']), ...cursorOf() },
      'incremental_sync.cursor_field',
      /no plain field of the row/,
    );
  });
});

describe('an import of a request', () => {
  it('takes a whole URL, plain headers, and leaves an empty parameter out', async () => {
    const { request } = await carried({
      retriever: {
        requester: {
          url_base: undefined,
          path: undefined,
          url: 'https://other.example.com/all',
          request_headers: { Accept: 'application/json' },
          request_parameters: { a: null, b: 1 },
        },
      },
    });
    assert.deepEqual(request, {
      url: 'https://other.example.com/all',
      headers: { Accept: 'application/json' },
      query: { b: '1' },
    });
  });

  it('refuses a body text of an unknown form, by its path', async () => {
    await assertRefused(
      { retriever: { requester: { http_method: 'POST', request_body_data: '{{ f(1) }}' } } },
      'retriever.requester.request_body_data',
      /the form/,
    );
  });

  it('puts a bound into the body beside the fields that it has', async () => {
    const bound = (start_time_option: Json, body: Json): unknown =>
      laid(cursorOf({ start_time_option }), { retriever: { requester: { http_method: 'POST', ...body } } });
    const form = await carried(
      bound({ inject_into: 'body_data', field_name: 'since' }, { request_body_data: { a: 'x' } }),
    );
    assert.deepEqual(form.request?.form, { a: 'x', since: '{window.from}' });
    const json = await carried(
      bound({ inject_into: 'body_json', field_path: ['q', 'since'] }, { request_body_json: { q: { a: 1 } } }),
    );
    assert.deepEqual(json.request?.json, { q: { a: 1, since: '{window.from}' } });
  });
});
