import assert from 'node:assert/strict';
import {
  assertRefused,
  carried,
  cursorOf,
  HAS_ID,
  importStream,
  type Json,
  laid,
  pagedBy,
  stream,
} from '../../../../support/manifest.ts';

const STRATEGY = 'retriever.paginator.pagination_strategy';
const token = (cursor_value: string, part: Json = {}): Json =>
  pagedBy({ type: 'CursorPagination', cursor_value, ...part });
const added = (value: unknown, path: readonly string[] = ['new']): Json => ({
  transformations: [{ type: 'AddFields', fields: [{ path, value }] }],
});
const requested = (part: Json): Json => ({ retriever: { requester: part } });
const endOf = async (part: Json): Promise<unknown> => {
  const { paging } = await carried(part);
  return paging?.kind === 'token' ? paging.end.when : assert.fail();
};

describe('an import of forms that the engine of a manifest reads in a way of its own', () => {
  it('ends at a next value of 0, which is none', async () => {
    assert.deepEqual(await endOf(token('{{ response.next }}')), { at: ['next'], eq: 0 });
  });

  for (const [text, guard] of [
    ['{{ response.next if response.more else none }}', { at: ['more'] }],
    ['{{ response.more and response.next }}', { at: ['more'] }],
    ['{{ (response.next if response.more) | string }}', { at: ['more'] }],
  ] as const) {
    it(`ends where the condition of ${text} does not hold`, async () => {
      const when = (await endOf(token(text))) as { readonly any: readonly [Json] };
      assert.deepEqual(when.any[0], {
        not: {
          not: {
            any: [
              { ...guard, empty: true },
              { ...guard, in: ['False', 'false', '0', '0.0', '{}', '[]', '()'] },
            ],
          },
        },
      });
    });
  }

  it('asks for no condition that says only that there is a next value', async () => {
    for (const text of [
      '{{ response.meta.next if response.meta else none }}',
      '{{ response.meta and response.meta.next }}',
      '{{ response.meta.next if response.meta and response.meta.next }}',
    ])
      assert.deepEqual(await endOf(token(text)), { at: ['meta', 'next'], eq: 0 });
    for (const text of [
      "{{ response.next.split('after=')[1] if 'after=' in response.next else none }}",
      "{{ headers['X-Next'] if headers['X-Next'] }}",
      '{{ last_record.id if last_record.id }}',
      "{{ headers.link.next.url if 'next' in headers.link }}",
    ])
      assert.equal(await endOf(token(text)), undefined);
  });

  it('refuses a next value under a condition of another form', async () => {
    for (const text of [
      "{{ response.next if response.a ~ 'x' else none }}",
      "{{ response.next if 'b' in response.next else none }}",
      "{{ headers['X-Next'] if f(1) }}",
    ])
      await assertRefused(token(text), `${STRATEGY}.cursor_value`, /the condition in/);
  });

  it('refuses the last row where a transformation changes what is read of it', async () => {
    const by = (transformation: Json, text = '{{ last_record.k }}', part: Json = {}): unknown =>
      laid(token(text, part), { transformations: [transformation] });
    for (const transformation of [
      { type: 'AddFields', fields: [{ path: ['k'], value: 'x' }] },
      { type: 'RemoveFields', field_pointers: [['k']] },
      { type: 'KeysToLower' },
    ])
      await assertRefused(by(transformation), STRATEGY, /k of the last row is changed/);
    const stop = { stop_condition: '{{ last_record.k == 1 }}' };
    await assertRefused(
      by({ type: 'RemoveFields', field_pointers: [['k']] }, '{{ response.next }}', stop),
      STRATEGY,
      /k of the last row/,
    );
    await carried(by({ type: 'RemoveFields', field_pointers: [['other']] }));
  });

  it('refuses an attribute that is a method of objects, for it hides the key', async () => {
    await assertRefused(token('{{ response.items }}'), `${STRATEGY}.cursor_value`, /the form/);
    assert.deepEqual(await endOf(token("{{ response['items'] }}")), { at: ['items'], eq: 0 });
  });

  it('takes a key of a value that may be nothing', async () => {
    const { rows } = await carried(added("{{ (record.get('author') or {}).get('id') }}"));
    assert.deepEqual(rows?.steps, [{ set: ['new'], to: '{row.author.id?}' }]);
    for (const text of ["{{ (record.get('a') or [1]).get('id') }}", "{{ (f(1) or {}).get('id') }}"])
      await assertRefused(added(text), 'transformations.0.fields.0.value', /the form/);
  });

  for (const text of [
    "{{ record.a or 'x' }}",
    '{{ record.a or record.b }}',
    "{{ record.get('a', 'x') }}",
    "{{ record.a | default('x') }}",
    "{{ record.a | default('x', true) }}",
    "{{ record.a | string | default('x') }}",
    "{{ (record.a | string).get('x') }}",
  ]) {
    it(`refuses ${text}, whose default a row would lose`, async () => {
      await assertRefused(added(text), 'transformations.0.fields.0.value', /the form/);
    });
  }

  it('takes a default that is nothing', async () => {
    for (const text of ["{{ record.a | default('') }}", '{{ record.a | default(none) }}', '{{ record.a | default }}'])
      assert.deepEqual((await carried(added(text))).rows?.steps, [{ set: ['new'], to: '{row.a?}' }]);
  });

  it('adds an object that is written as a text, and refuses a place in a list', async () => {
    assert.deepEqual((await carried(added("{'a': 1}"))).rows?.steps, [{ set: ['new'], to: { a: 1 } }]);
    await assertRefused(added('x', ['list', '0']), 'transformations.0.fields.0.path', /plain keys/);
    await assertRefused(
      { transformations: [{ type: 'RemoveFields', field_pointers: [['list', '0']] }] },
      'transformations.0',
      /by a pattern/,
    );
  });

  it('lets a comparison of a row hold where its value is null, and fail under not', async () => {
    const filter = async (condition: string): Promise<unknown> =>
      (await carried({ retriever: { record_selector: { record_filter: { type: 'RecordFilter', condition } } } })).rows
        ?.filter;
    const less = { row: ['n'], lt: 3 };
    assert.deepEqual(await filter('{{ record.n < 3 }}'), { any: [less, { row: ['n'], eq: null }] });
    assert.deepEqual(await filter('{{ not record.n < 3 }}'), { not: less });
  });

  it('refuses a filter of rows that a client-side cursor transforms first', async () => {
    const part = laid(cursorOf({ is_client_side_incremental: true }), {
      ...added('x', ['kind']),
      retriever: {
        record_selector: { record_filter: { type: 'RecordFilter', condition: "{{ record.kind == 'x' }}" } },
      },
    });
    await assertRefused(part, 'retriever.record_selector.record_filter', /transformed rows/);
    await carried(laid(part, { retriever: { record_selector: { transform_before_filtering: false } } }));
  });

  it('refuses comments, and a header that is sent in another form than it is written', async () => {
    await assertRefused(requested({ path: 'a{# b #}' }), 'retriever.requester.path', /comments/);
    for (const value of ['1.10', '1e3', '1,2', 'None', '[1]'])
      await assertRefused(
        requested({ request_headers: { 'X-V': value } }),
        'retriever.requester.request_headers.X-V',
        /sends it in another form/,
      );
    const { request } = await carried(
      requested({ request_headers: { a: "'1.10'", b: '1.5', c: '2.0', d: 'True', e: 'x', f: '-3' } }),
    );
    assert.deepEqual(request?.headers, { a: '1.10', b: '1.5', c: '2.0', d: 'True', e: 'x', f: '-3' });
  });

  it('passes over parents without a key, beside those that their filter drops', async () => {
    const record_filter = { type: 'RecordFilter', condition: '{{ record.open == true }}' };
    const shops = laid(stream, { name: 'shops', retriever: { record_selector: { record_filter } } });
    const parent = { stream: shops, parent_key: 'id', partition_field: 'shop' };
    const below = (part: Json = {}): Json => ({
      retriever: {
        partition_router: { type: 'SubstreamPartitionRouter', parent_stream_configs: [{ ...parent, ...part }] },
      },
    });
    const [level] = (await carried(below())).each ?? [];
    assert.deepEqual(level !== undefined && 'rows' in level && level.rows.filter, {
      all: [{ row: ['open'], eq: true }, HAS_ID],
    });
    await assertRefused(
      below({ lazy_read_pointer: ['children'] }),
      'retriever.partition_router.parent_stream_configs.0.lazy_read_pointer',
      /in the row of their parent/,
    );
  });

  it('refuses a list with an empty value, which its engine does not send', async () => {
    const listed = (part: Json): Json => ({
      retriever: { partition_router: { cursor_field: 'kind', values: ['', 'a'], ...part } },
    });
    const request_option = { inject_into: 'request_parameter', field_name: 'kind' };
    await assertRefused(listed({ request_option }), 'retriever.partition_router.values', /empty value/);
    await carried(listed({}));
  });

  for (const [path, part] of [
    ['file_uploader', { file_uploader: { type: 'FileUploader' } }],
    ['retriever.pagination_reset', { retriever: { pagination_reset: { action: 'RESET' } } }],
    ['retriever.requester.query_properties', requested({ query_properties: { property_list: ['a'] } })],
    ['retriever.decoder.encoding', { retriever: { decoder: { type: 'CsvDecoder', encoding: 'cp1252' } } }],
    [
      'retriever.decoder.set_values_to_none',
      { retriever: { decoder: { type: 'CsvDecoder', set_values_to_none: ['-'] } } },
    ],
  ] as const) {
    it(`refuses ${path}, which would change what is read`, async () => {
      await assertRefused(part, path, /not carried over/);
    });
  }

  it('accepts a field that is not carried over where it has its default', async () => {
    await carried({
      file_uploader: null,
      retriever: {
        decoder: { type: 'CsvDecoder', encoding: 'utf-8', set_values_to_none: [] },
        record_selector: { extractor: { field_path: [] } },
      },
    });
  });

  it('notes that the types of a schema are left to the table', async () => {
    const { report } = await importStream({ retriever: { record_selector: { schema_normalization: 'Default' } } });
    assert.match(report.notes.map(({ text }) => text).join(), /types of values are those of the columns/);
  });

  it('puts the text of a session key before its token, and refuses another form and another decoder', async () => {
    const session = (api_token: unknown, part: Json = {}): Json =>
      requested({
        authenticator: {
          type: 'SessionTokenAuthenticator',
          login_requester: { type: 'HttpRequester', url_base: 'https://api.example.com', path: 'login' },
          session_token_path: ['token'],
          request_authentication: {
            type: 'ApiKey',
            inject_into: { inject_into: 'header', field_name: 'X-T' },
            api_token,
          },
          ...part,
        },
      });
    const into = async (text: unknown): Promise<unknown> => {
      const { auth } = await carried(session(text));
      return auth?.kind === 'session' ? auth.into : assert.fail();
    };
    assert.deepEqual(await into('Token {{ session_token }}'), { in: 'header', name: 'X-T', prefix: 'Token ' });
    assert.deepEqual(await into('{{ session_token }}'), { in: 'header', name: 'X-T' });
    const at = 'retriever.requester.authenticator';
    await assertRefused(
      session('{{ session_token }}!'),
      `${at}.request_authentication.api_token`,
      /is not carried over/,
    );
    await assertRefused(
      session('{{ session_token }}', { decoder: { type: 'XmlDecoder' } }),
      `${at}.decoder`,
      /no JSON/,
    );
    await carried(session('{{ session_token }}', { decoder: { type: 'JsonDecoder' } }));
  });

  it('reads texts, lists and numbers of the config as its engine does', async () => {
    const config = { empty: '', list: ['a', 'b'], zeros: '007', digits: '12' };
    const query = async (p: string): Promise<unknown> =>
      (await carried(requested({ request_parameters: { p } }), config)).request?.query?.p;
    assert.equal(await query('{{ config.empty }}'), undefined);
    assert.equal(await query("{{ config.list[-1] }}{{ config.list['x'] }}"), '{settings.list__1}{settings.list_x}');
    assert.equal(await query("{{ config.empty | default('d', true) }}"), 'd');
    assert.equal(await query("{{ config.digits | default('d', true) }}"), '{settings.digits}');
    assert.equal(await query('{{ config.digits | int }}'), '{settings.digits}');
    for (const p of [
      '{{ config.zeros | int }}',
      "{{ config.digits | default('d', false) }}",
      "{{ config.api_key | default('d', true) }}",
    ])
      await assertRefused(
        requested({ request_parameters: { p } }),
        'retriever.requester.request_parameters.p',
        /the form/,
        config,
      );
  });

  it('refuses a body of text that its engine reads as an object, a list or a number', async () => {
    const body = (request_body_data: string): Json => requested({ http_method: 'POST', request_body_data });
    for (const text of ['{"a": "{{ config.x }}"}', '[1]', '12'])
      await assertRefused(body(text), 'retriever.requester.request_body_data', /reads as an object/, { x: 'y' });
    for (const [text, sent] of [
      ['{"a": null}', '{{"a": null}}'],
      ["'x'", 'x'],
    ] as const)
      assert.equal((await carried(body(text))).request?.text, sent);
  });

  it('adds to a refresh of a token what the grant does not have itself, and notes its scopes', async () => {
    const { file, report } = await importStream(
      requested({
        authenticator: {
          type: 'OAuthAuthenticator',
          token_refresh_endpoint: 'https://api.example.com/token',
          client_id: '{{ config.client_id }}',
          client_secret: '{{ config.client_secret }}',
          refresh_token: '{{ config.refresh_token }}',
          scopes: ['a'],
          refresh_request_body: { grant_type: 'x', client_id: 'y', refresh_token: 'z', audience: 'all' },
        },
      }),
    );
    assert.deepEqual(file?.auth?.kind === 'oauth2' && file.auth.fields, { audience: 'all' });
    assert.match(report.notes.map(({ text }) => text).join(), /sent as scope/);
  });
});
