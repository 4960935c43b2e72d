import assert from 'node:assert/strict';
import { stringify } from 'yaml';
import { parseExpression } from '../../../../functions/puller/import/expression.ts';
import { type ImportOptions, importManifest } from '../../../../functions/puller/import/import.ts';
import type { StreamReport } from '../../../../functions/puller/import/report.ts';
import { loadSourceFile } from '../../../../functions/puller/source-file/load.ts';
import type { SourceFile } from '../../../../functions/puller/source-file/source-file.ts';

type Json = Record<string, unknown>;

const OPTIONS: ImportOptions = {
  source: 'shop',
  dataset: 'raw',
  project: 'proj',
  config: {},
  start: '2026-01-01T00:00:00Z',
  length: undefined,
};

const requester = {
  type: 'HttpRequester',
  url_base: 'https://api.example.com/v1/',
  path: '/orders',
  http_method: 'GET',
};
const retriever = {
  type: 'SimpleRetriever',
  requester,
  record_selector: { type: 'RecordSelector', extractor: { type: 'DpathExtractor', field_path: ['data'] } },
};
const stream = { type: 'DeclarativeStream', name: 'orders', primary_key: 'id', retriever };
const spec = {
  type: 'Spec',
  connection_specification: {
    properties: {
      api_key: { airbyte_secret: true },
      shop: { type: 'string', default: 'acme' },
      start_date: { type: 'string' },
    },
  },
};

/** A manifest of one stream: `part` is laid over it, objects key by key. */
function manifestOf(part: Json = {}, more: Json = {}): string {
  return stringify({ version: '6.0.0', type: 'DeclarativeSource', spec, streams: [laid(stream, part)], ...more });
}

function laid(base: unknown, over: unknown): unknown {
  if (typeof base !== 'object' || base === null || typeof over !== 'object' || over === null || Array.isArray(over))
    return over;
  const entries = Object.entries(over as Json).map(([key, value]) => [key, laid((base as Json)[key], value)] as const);
  return { ...(base as Json), ...Object.fromEntries(entries) };
}

async function imported(
  part: Json = {},
  options: Partial<ImportOptions> = {},
  more: Json = {},
): Promise<{ readonly file: SourceFile | undefined; readonly report: StreamReport }> {
  const { files, report } = await importManifest(manifestOf(part, more), { ...OPTIONS, ...options });
  const [text] = files;
  const [first] = report as readonly [StreamReport];
  const settings = { host: 'x', ...{} };
  void settings;
  return {
    file: text === undefined ? undefined : await loadSourceFile(text.text, text.name).catch(() => undefined),
    report: first,
  };
}

async function whole(part: Json = {}, options: Partial<ImportOptions> = {}): Promise<SourceFile> {
  const { file, report } = await imported(part, options);
  assert.ok(file !== undefined, JSON.stringify(report));
  return file;
}

const paged = (strategy: Json, more: Json = {}): Json => ({
  retriever: {
    paginator: {
      type: 'DefaultPaginator',
      page_token_option: { type: 'RequestOption', inject_into: 'request_parameter', field_name: 'page' },
      pagination_strategy: strategy,
      ...more,
    },
  },
});
const cursor = (part: Json = {}): Json => ({
  incremental_sync: {
    type: 'DatetimeBasedCursor',
    cursor_field: 'updated_at',
    datetime_format: '%Y-%m-%dT%H:%M:%SZ',
    start_datetime: { type: 'MinMaxDatetime', datetime: "{{ config['start_date'] }}" },
    start_time_option: { type: 'RequestOption', inject_into: 'request_parameter', field_name: 'since' },
    ...part,
  },
});

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
    const { files } = await importManifest(text, OPTIONS);
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
      await assert.rejects(importManifest(text, OPTIONS), expected);
    });
  }

  describe('of paging', () => {
    it('ends by a short page with a page size, and by an empty one without', async () => {
      const short = await whole(
        paged(
          { type: 'PageIncrement', page_size: 50, start_from_page: 1, inject_on_first_request: true },
          { page_size_option: { inject_into: 'request_parameter', field_name: 'limit' } },
        ),
      );
      assert.deepEqual(short.paging, {
        kind: 'page',
        first: 1,
        in: { in: 'query', name: 'page' },
        sendFirst: true,
        end: { shortPage: true },
        order: { none: 'the manifest names no order' },
        size: 50,
        sizeIn: { in: 'query', name: 'limit' },
      });
      const empty = await whole(paged({ type: 'PageIncrement' }));
      assert.deepEqual(
        [empty.paging?.kind === 'page' && empty.paging.end, empty.rows?.repeats],
        [{ emptyPage: true }, 'keep'],
      );
    });

    it('counts an offset by the rows received', async () => {
      const { paging } = await whole(
        paged(
          { type: 'OffsetIncrement', page_size: "{{ config['size'] }}" },
          { page_token_option: { inject_into: 'body_json', field_path: ['page', 'skip'] } },
        ),
        { config: { size: 10 } },
      );
      assert.deepEqual(paging, {
        kind: 'offset',
        first: 0,
        advance: 'rows',
        in: { in: 'json', at: ['page', 'skip'] },
        sendFirst: false,
        end: { shortPage: true },
        order: { none: 'the manifest names no order' },
        size: 10,
      });
    });

    const values: readonly (readonly [string, object])[] = [
      ['{{ response.meta.next }}', { from: 'body', at: ['meta', 'next'] }],
      ["{{ response.get('meta', {}).get('next') }}", { from: 'body', at: ['meta', 'next'] }],
      ["{{ response['next'] if response['next'] else None }}", { from: 'body', at: ['next'] }],
      ['{{ response.next and response.next }}', { from: 'body', at: ['next'] }],
      ["{{ response.next or '' }}", { from: 'body', at: ['next'] }],
      ['{{ response.next | string }}', { from: 'body', at: ['next'] }],
      ['{{ response.page + 1 }}', { from: 'body', at: ['page'], add: 1 }],
      ['{{ response.page - 1 }}', { from: 'body', at: ['page'], add: -1 }],
      ["{{ response.get('start') + response['count'] }}", { from: 'body', at: ['start'], addAt: ['count'] }],
      ["{{ last_record['id'] }}", { from: 'lastRow', at: ['id'] }],
      ["{{ headers['X-Next'] }}", { from: 'header', name: 'X-Next' }],
      [
        "{{ response.next.split('cursor=')[1] }}",
        { from: 'body', at: ['next'], match: 'cursor=([\\s\\S]*?)(?:cursor=|$)' },
      ],
      [
        "{{ response.next.split('cursor=')[-1] }}",
        { from: 'body', at: ['next'], match: '^[\\s\\S]*cursor=([\\s\\S]*)$' },
      ],
      [
        "{{ response.next.split('cursor=')[-1].split('&')[0] }}",
        { from: 'body', at: ['next'], match: '^[\\s\\S]*cursor=([^&]*)' },
      ],
      ["{{ response.next.split('?')[0] }}", { from: 'body', at: ['next'], match: '^([^\\?]*)' }],
      ["{{ response.next | regex_search('c=(\\\\w+)') }}", { from: 'body', at: ['next'], match: 'c=(\\w+)' }],
    ];
    for (const [text, value] of values) {
      it(`takes the token of ${text}`, async () => {
        const { paging } = await whole(paged({ type: 'CursorPagination', cursor_value: text }));
        assert.deepEqual(paging?.kind === 'token' && [paging.value, paging.end], [value, { noValue: true }]);
      });
    }

    it('follows a URL of the body or of the Link header, with the parameters of the request', async () => {
      const path = {
        page_token_option: { type: 'RequestPath' },
        page_size_option: { inject_into: 'request_parameter', field_name: 'limit' },
      };
      const { paging } = await whole({
        ...paged(
          {
            type: 'CursorPagination',
            page_size: 5,
            cursor_value: "{{ headers['link']['next']['url'] }}",
            stop_condition: "{{ 'next' not in headers['link'] }}",
          },
          path,
        ),
        retriever: {
          ...(paged({}, {}).retriever as Json),
          ...(laid(
            paged(
              {
                type: 'CursorPagination',
                page_size: 5,
                cursor_value: "{{ headers['link']['next']['url'] }}",
                stop_condition: "{{ 'next' not in headers['link'] }}",
              },
              path,
            ).retriever,
            { requester: { request_parameters: { q: '1' } } },
          ) as Json),
        },
      });
      assert.deepEqual(paging, {
        kind: 'url',
        value: { from: 'link', rel: 'next' },
        end: { noValue: true },
        keep: ['q', 'limit'],
        size: 5,
        sizeIn: { in: 'query', name: 'limit' },
      });
      for (const stop of [
        "{{ not headers['link']['next'] }}",
        "{{ headers.get('link', {}).get('next') is none }}",
        '{{ headers.link.next is not defined }}',
        "{{ not headers['link'] or 'next' not in headers['link'] }}",
      ]) {
        const again = await whole(
          paged({ type: 'CursorPagination', cursor_value: '{{ headers.link.next.url }}', stop_condition: stop }, path),
        );
        assert.deepEqual(again.paging?.kind === 'url' && again.paging.end, { noValue: true });
      }
    });

    const stops: readonly (readonly [string, object])[] = [
      ['{{ not response.has_more }}', { not: { not: { at: ['has_more'], empty: true } } }],
      ["{{ not response.get('has_more', False) }}", { not: { not: { at: ['has_more'], empty: true } } }],
      ['{{ response.has_more is false }}', { at: ['has_more'], eq: false }],
      ['{{ response.has_more is not true }}', { not: { at: ['has_more'], eq: true } }],
      ['{{ response.page >= response.pages }}', { at: ['page'], ge: { at: ['pages'] } }],
      ['{{ 5 > last_page_size }}', { count: true, lt: 5 }],
      ["{{ response['data'] | length == 0 }}", { count: true, eq: 0 }],
      [
        "{{ response.next is not defined or response.next == '' }}",
        { any: [{ not: { not: { at: ['next'], absent: true } } }, { at: ['next'], eq: '' }] },
      ],
      [
        "{{ 'next' not in response and response.x != 1 }}",
        { all: [{ not: { not: { at: ['next'], absent: true } } }, { not: { at: ['x'], eq: 1 } }] },
      ],
      ["{{ response.state in ['a', 'b'] }}", { at: ['state'], in: ['a', 'b'] }],
      ["{{ headers['x-more'] == 'no' }}", { header: 'x-more', eq: 'no' }],
      ['{{ last_record.id < 3 }}', { row: ['id'], lt: 3 }],
      ['{{ response.next is undefined }}', { at: ['next'], absent: true }],
    ];
    for (const [text, when] of stops) {
      it(`ends where ${text}`, async () => {
        const { paging } = await whole(
          paged({ type: 'CursorPagination', cursor_value: '{{ response.next }}', stop_condition: text }),
        );
        assert.deepEqual(paging?.kind === 'token' && paging.end.when, when);
      });
    }

    it('finds the place of a token that a template of the request has', async () => {
      const token = "{{ next_page_token['next_page_token'] }}";
      const strategy = { type: 'CursorPagination', cursor_value: '{{ response.next }}' };
      const places: readonly (readonly [Json, object])[] = [
        [{ request_parameters: { cursor: token } }, { in: 'query', name: 'cursor' }],
        [{ request_headers: { 'X-Cursor': token } }, { in: 'header', name: 'X-Cursor' }],
        [
          { http_method: 'POST', request_body_json: { a: 1, page: { after: token } } },
          { in: 'json', at: ['page', 'after'] },
        ],
        [
          { http_method: 'POST', request_body_data: { after: token, b: 'x' } },
          { in: 'form', name: 'after' },
        ],
      ];
      for (const [part, place] of places) {
        const { paging } = await whole({
          retriever: { requester: part, paginator: { type: 'DefaultPaginator', pagination_strategy: strategy } },
        });
        assert.deepEqual(paging?.kind === 'token' && paging.in, place);
      }
      const offset = await whole({
        retriever: {
          requester: { request_parameters: { limit: "'{{ next_page_token['next_page_token'] or '0' }},50'" } },
          paginator: { type: 'DefaultPaginator', pagination_strategy: { type: 'OffsetIncrement', page_size: 50 } },
        },
      });
      assert.deepEqual(
        [offset.request?.query, offset.paging?.kind === 'offset' && [offset.paging.in, offset.paging.sendFirst]],
        [{ limit: '{page},50' }, [{ in: 'path' }, true]],
      );
    });
  });

  describe('of rows', () => {
    it('maps their transformations, and keeps what a text says', async () => {
      const { rows } = await whole({
        primary_key: [['org', 'id'], ['day']],
        transformations: [
          {
            type: 'AddFields',
            fields: [
              { path: ['a', 'b'], value: "{{ record['x']['y'] }}" },
              { path: ['c'], value: 'constant {x}' },
              { path: ['n'], value: '5' },
              { path: ['s'], value: '{{ record.id }}', value_type: 'string' },
              { path: ['d'], value: "{{ format_datetime(record['at'], '%Y-%m-%d') }}" },
              { path: ['t'], value: 'True' },
              { path: ['k'], value: 7 },
              { path: ['z'], value: '007' },
            ],
          },
          { type: 'RemoveFields', field_pointers: [['p', 'q'], ['r']] },
          { type: 'DpathFlattenFields', field_path: ['u'], delete_origin_value: true },
        ],
        retriever: {
          record_selector: {
            record_filter: { type: 'RecordFilter', condition: "{{ record['kind'] == 'order' and record.total > 5 }}" },
          },
        },
      });
      assert.deepEqual(rows?.steps, [
        { set: ['a', 'b'], to: '{row.x.y?}' },
        { set: ['c'], to: 'constant {{x}}' },
        { set: ['n'], to: 5 },
        { set: ['s'], to: '{row.id:text?}' },
        { set: ['d'], to: '{row.at:%Y-%m-%d?}' },
        { set: ['t'], to: true },
        { set: ['k'], to: 7 },
        { set: ['z'], to: '007' },
        { remove: ['p', 'q'] },
        { remove: ['r'] },
        { flatten: ['u'], origin: 'remove' },
      ]);
      assert.deepEqual(
        [rows?.filter, rows?.key],
        [
          {
            all: [
              { row: ['kind'], eq: 'order' },
              { row: ['total'], gt: 5 },
            ],
          },
          [['org', 'id'], ['day']],
        ],
      );
      const origins = await Promise.all(
        [{ replace_record: true }, {}].map((part) =>
          whole({
            transformations: [{ type: 'DpathFlattenFields', field_path: ['u'], ...part }, { type: 'KeysToLower' }],
          }),
        ),
      );
      assert.deepEqual(
        origins.map((file) => file.rows?.steps?.[0]),
        [
          { flatten: ['u'], origin: 'only' },
          { flatten: ['u'], origin: 'keep' },
        ],
      );
    });

    it('stamps a clock from the window, and never makes a key of it', async () => {
      const { file, report } = await imported({
        primary_key: 'seen',
        transformations: [
          { type: 'AddFields', fields: [{ path: ['seen'], value: "{{ now_utc().strftime('%Y-%m-%d') }}" }] },
        ],
      });
      assert.deepEqual(
        [file?.rows?.steps, file?.rows?.key],
        [[{ set: ['seen'], to: '{window.to:%Y-%m-%d}' }], undefined],
      );
      assert.ok(report.notes.some(({ text }) => text.includes('comes from the clock and names no row')));
    });

    it('proves what is a row at the root by the key, the schema, or pages', async () => {
      const root = { record_selector: { extractor: { field_path: [] } } };
      assert.deepEqual((await whole({ retriever: root })).rows?.require, { all: ['id'] });
      const schema = {
        primary_key: '',
        schema_loader: { type: 'InlineSchemaLoader', schema: { properties: { a: {}, b: {} } } },
      };
      assert.deepEqual((await whole({ ...schema, retriever: root })).rows?.require, { any: ['a', 'b'] });
      const pages = laid(paged({ type: 'PageIncrement' }), { primary_key: '', retriever: root }) as Json;
      assert.deepEqual((await whole(pages)).rows?.expect, 'list');
      assert.match(
        (await imported({ primary_key: '', retriever: root })).report.problems[0]?.text ?? '',
        /neither a key nor a schema/,
      );
      assert.equal((await whole({ retriever: { ...root, decoder: { type: 'JsonlDecoder' } } })).rows?.expect, 'list');
    });

    it('knows the decoders', async () => {
      const formats = await Promise.all(
        [
          { type: 'XmlDecoder' },
          { type: 'JsonDecoder' },
          { type: 'GzipDecoder', decoder: { type: 'JsonDecoder' } },
          { type: 'CompositeRawDecoder', parser: { type: 'GzipParser', inner_parser: { type: 'JsonParser' } } },
        ].map((decoder) => whole({ retriever: { decoder } })),
      );
      assert.deepEqual(
        formats.map(({ rows }) => rows?.format),
        ['xml', 'json', 'json', 'json'],
      );
      const csv = await whole({
        retriever: {
          decoder: { type: 'CsvDecoder', delimiter: '\\t' },
          record_selector: { extractor: { field_path: [] } },
        },
      });
      assert.deepEqual(csv.rows?.csv, { delimiter: '\t' });
      const plain = await whole({
        retriever: { decoder: { type: 'CsvParser' }, record_selector: { extractor: { field_path: [] } } },
      });
      assert.equal(plain.rows?.csv, undefined);
    });
  });

  describe('of windows', () => {
    it('asks since the start, without granularity arithmetic, and cuts by the cursor', async () => {
      const file = await whole(cursor({ cursor_granularity: 'PT1S', step: 'P30D' }), {
        config: { start_date: '2025-06-01T00:00:00Z' },
      });
      assert.deepEqual(file.window, {
        kind: 'since',
        length: '1h',
        start: '2025-06-01T00:00:00Z',
        format: '%Y-%m-%dT%H:%M:%SZ',
      });
      assert.deepEqual(
        [file.rows?.time, file.request?.query],
        [{ at: ['updated_at'], formats: ['%Y-%m-%dT%H:%M:%SZ', 'rfc3339'] }, { since: '{window.from}' }],
      );
    });

    it('asks for a range where both bounds are sent, whole days for dates', async () => {
      const file = await whole(
        {
          ...cursor({
            datetime_format: '%Y-%m-%d',
            cursor_datetime_formats: ['%Y-%m-%d', 'odd'],
            step: 'P7D',
            start_datetime: '2026-02-01',
            end_datetime: "{{ (now_utc() - duration('P2D')).strftime('%Y-%m-%d') }}",
            lookback_window: "P{{ config['days'] }}D",
            end_time_option: { inject_into: 'body_json', field_path: ['to'] },
            start_time_option: { inject_into: 'header', field_name: 'X-From' },
          }),
        },
        { config: { days: 3 } },
      );
      assert.deepEqual(file.window, {
        kind: 'range',
        length: '1d',
        from: { bound: 'unknown' },
        to: { bound: 'inclusive' },
        step: '7d',
        overlap: '3d',
        start: '2026-02-01T00:00:00Z',
        settle: '2d',
        format: '%Y-%m-%d',
      });
      assert.deepEqual(
        [file.request?.headers, file.request?.json],
        [{ 'X-From': '{window.from}' }, { to: '{window.to}' }],
      );
    });

    it('takes bounds out of templates, in other formats and as epochs', async () => {
      const { request, window } = await whole(
        laid(cursor({ start_time_option: undefined }), {
          retriever: {
            requester: {
              request_parameters: {
                q: "created:>{{ format_datetime(stream_interval['start_time'], '%Y-%m-%d') }}",
                a: "{{ timestamp(stream_slice['start_time']) | int }}",
                b: '{{ (timestamp(stream_slice.end_time) * 1000) | int }}',
                t: '{{ today_utc() }}',
                u: "{{ day_delta(-7, format='%Y-%m-%d') }}",
                v: '{{ now_utc().timestamp() | int }}',
                w: '{{ now_utc().isoformat() }}',
                x: '{{ now_utc() }}',
              },
            },
          },
        }) as Json,
      );
      assert.deepEqual(request?.query, {
        q: 'created:>{window.from:%Y-%m-%d}',
        a: '{window.from:epoch-s}',
        b: '{window.to:epoch-ms}',
        t: '{window.to:date}',
        u: '{window.to-7d:%Y-%m-%d}',
        v: '{window.to:epoch-s}',
        w: '{window.to:rfc3339}',
        x: '{window.to:%Y-%m-%d %H:%M:%S.%f+00:00}',
      });
      assert.equal(window.kind, 'range');
    });

    it('settles where there is no key to tell rows apart', async () => {
      const { file, report } = await imported({ primary_key: '', ...cursor({ lookback_window: 'PT2H' }) });
      assert.equal(file?.window.settle, '2h');
      assert.ok(report.notes.some(({ text }) => text.includes('windows settle for so long')));
    });

    it('keeps the steps of a manifest whose rows are stamped with them', async () => {
      const stamped = {
        transformations: [
          { type: 'AddFields', fields: [{ path: ['updated_at'], value: '{{ stream_interval.start_time }}' }] },
        ],
      };
      const both = {
        datetime_format: '%Y-%m-%d',
        step: 'P1D',
        end_time_option: { inject_into: 'request_parameter', field_name: 'until' },
      };
      const file = await whole({ ...stamped, ...cursor(both) });
      assert.deepEqual(file.window, {
        kind: 'range',
        length: '1d',
        from: { bound: 'whole' },
        to: { bound: 'whole' },
        unit: '1d',
        start: '2026-01-01T00:00:00Z',
        format: '%Y-%m-%d',
      });
      assert.equal(file.rows?.time, undefined);
      assert.match(
        (await imported({ ...stamped, ...cursor({ ...both, step: undefined }) })).report.problems[0]?.text ?? '',
        /no fixed length/,
      );
      assert.match(
        (await imported({ ...stamped, ...cursor({ step: 'P1D' }) })).report.problems[0]?.text ?? '',
        /does not send both/,
      );
      assert.match(
        (await imported({ ...stamped, ...cursor({ ...both, step: 'PT1H' }) })).report.problems[0]?.text ?? '',
        /no whole units/,
      );
    });

    it('reads a feed and a lifted cursor field, and refuses one that is made of something else', async () => {
      assert.equal((await whole(cursor({ is_data_feed: true, start_time_option: undefined }))).window.kind, 'feed');
      const lifted = (value: string): Json => ({
        transformations: [{ type: 'AddFields', fields: [{ path: ['updated_at'], value }] }],
        ...cursor(),
      });
      assert.deepEqual((await whole(lifted("{{ record['meta']['changed'] }}"))).rows?.time?.at, ['meta', 'changed']);
      assert.match(
        (await imported(lifted("{{ record['a'] ~ 'T00:00:00Z' }}"))).report.problems[0]?.text ?? '',
        /no plain field/,
      );
      assert.match(
        (await imported({ transformations: [{ type: 'KeysToLower' }], ...cursor() })).report.problems[0]?.text ?? '',
        /no plain field/,
      );
      assert.deepEqual(
        (
          await whole({
            transformations: [{ type: 'AddFields', fields: [{ path: ['other'], value: 'x' }] }],
            ...cursor(),
          })
        ).rows?.time?.at,
        ['updated_at'],
      );
    });

    for (const [what, part, expected] of [
      [
        'another cursor',
        { incremental_sync: { type: 'CustomIncrementalSync' } },
        /CustomIncrementalSync is not carried over/,
      ],
      ['clamped slices', cursor({ clamping: { target: 'DAY' } }), /clamped slices/],
      ['an unknown format', cursor({ datetime_format: 'odd' }), /format odd is not known/],
      [
        'a cursor field that is a template',
        cursor({ cursor_field: '{{ record.x }}' }),
        /is not carried over|not a plain name/,
      ],
      [
        'the upper bound alone',
        cursor({
          start_time_option: undefined,
          end_time_option: { inject_into: 'request_parameter', field_name: 'u' },
        }),
        /upper bound alone/,
      ],
    ] as const) {
      it(`reports ${what}`, async () => {
        const { report } = await imported(part);
        assert.ok(
          report.problems.some(({ text }) => expected.test(text)),
          JSON.stringify(report.problems),
        );
      });
    }

    it('notes a start, an end and a duration that are not known', async () => {
      const { report } = await imported(
        cursor({
          start_datetime: { datetime: '{{ config.none }}' },
          end_datetime: "{{ config['end'] }}",
          lookback_window: "{{ config['back'] }}",
        }),
      );
      assert.deepEqual(
        report.notes
          .map(({ path }) => path.split('.').at(-1))
          .slice(0, 3)
          .toSorted(),
        ['end_datetime', 'lookback_window', 'start_datetime'],
      );
      const known = await whole(
        cursor({
          start_datetime: { datetime: '{{ now_utc() }}' },
          end_datetime: {
            type: 'MinMaxDatetime',
            datetime: "{{ day_delta(-1, format='%Y-%m-%d') }}",
            datetime_format: '',
          },
        }),
      );
      assert.equal(known.window.settle, '1d');
    });
  });

  describe('of parents', () => {
    const parent = {
      ...stream,
      name: 'shops',
      retriever: { ...retriever, requester: { ...requester, path: 'shops' } },
    };
    const substream = (part: Json = {}, of: Json = parent): Json => ({
      retriever: {
        requester: { path: "shops/{{ stream_partition['shop'] }}/orders" },
        partition_router: {
          type: 'SubstreamPartitionRouter',
          parent_stream_configs: [
            { type: 'ParentStreamConfig', stream: of, parent_key: 'id', partition_field: 'shop', ...part },
          ],
        },
      },
    });

    it('makes a level of a parent stream, with further fields and a place for its value', async () => {
      const file = await whole(
        laid(
          substream({
            extra_fields: [['owner', 'name']],
            request_option: { inject_into: 'request_parameter', field_name: 'shop_id' },
          }),
          {
            transformations: [
              {
                type: 'AddFields',
                fields: [{ path: ['owner'], value: "{{ stream_slice.extra_fields['owner.name'] }}" }],
              },
            ],
          },
        ) as Json,
      ).catch(() => undefined);
      const plain = await whole(
        substream({
          extra_fields: [['owner', 'name']],
          request_option: { inject_into: 'request_parameter', field_name: 'shop_id' },
        }),
      );
      assert.deepEqual(plain.each, [
        {
          request: { url: 'https://api.example.com/v1/shops' },
          paging: { kind: 'none' },
          rows: { format: 'json', at: ['data'] },
          fields: { shop: ['id'], owner_name: ['owner', 'name'] },
        },
      ]);
      assert.deepEqual(plain.request, {
        url: 'https://api.example.com/v1/shops/{parent.shop:path}/orders',
        query: { shop_id: '{parent.shop}' },
      });
      void file;
    });

    it('goes two levels deep, and keeps names of both apart', async () => {
      const middle = laid({ ...stream, name: 'shelves' }, substream()) as Json;
      const file = await whole(
        laid(substream({ partition_field: 'shop' }, middle), {
          retriever: { requester: { path: "{{ stream_slice.parent_slice.shop }}/{{ stream_slice['shop'] }}" } },
        }) as Json,
      );
      assert.equal(file.request?.url, 'https://api.example.com/v1/{parent.shop:path}/{parent.shop_2:path}');
      assert.equal(file.each?.length, 2);
    });

    it('takes lists, of the config as well, and their product', async () => {
      const file = await whole(
        {
          retriever: {
            partition_router: [
              {
                type: 'ListPartitionRouter',
                values: ['a', 'b'],
                cursor_field: 'kind',
                request_option: { inject_into: 'request_parameter', field_name: 'kind' },
              },
              { values: "{{ config['regions'] }}", cursor_field: 'region' },
            ],
            requester: { path: 'x/{{ stream_partition.region }}' },
          },
        },
        { config: { regions: ['eu'] } },
      );
      assert.deepEqual(file.each, [
        { list: ['a', 'b'], as: 'kind' },
        { list: { settings: 'regions' }, as: 'region' },
      ]);
    });

    it('reads a parent with a cursor from the start on', async () => {
      const windowed = {
        ...parent,
        ...cursor({ end_time_option: { inject_into: 'request_parameter', field_name: 'until' }, step: 'P30D' }),
      };
      const [level] = (await whole(substream({}, windowed))).each ?? [];
      assert.deepEqual(level !== undefined && 'window' in level && level.window, {
        kind: 'range',
        format: '%Y-%m-%dT%H:%M:%SZ',
        from: { bound: 'inclusive' },
        to: { bound: 'inclusive' },
        step: '2592000s',
      });
      const [since] = (await whole(substream({}, { ...parent, ...cursor() }))).each ?? [];
      assert.deepEqual(since !== undefined && 'window' in since && since.window?.kind, 'since');
      assert.match(
        (
          await imported(
            substream(
              {},
              {
                ...parent,
                ...cursor({
                  start_time_option: undefined,
                  end_time_option: { inject_into: 'request_parameter', field_name: 'u' },
                }),
              },
            ),
          )
        ).report.problems[0]?.text ?? '',
        /of a parent sends the upper bound alone/,
      );
    });

    for (const [what, router, expected] of [
      ['another router', { type: 'CustomPartitionRouter' }, /router CustomPartitionRouter/],
      [
        'several parents',
        { type: 'SubstreamPartitionRouter', parent_stream_configs: [{}, {}] },
        /several parent streams/,
      ],
      [
        'a key that is a template',
        {
          type: 'SubstreamPartitionRouter',
          parent_stream_configs: [{ stream: parent, parent_key: '{{ x }}', partition_field: 'a' }],
        },
        /not plain names/,
      ],
      [
        'a list of templates',
        { type: 'ListPartitionRouter', values: ['{{ config.a }}'], cursor_field: 'a' },
        /not one of plain values/,
      ],
      [
        'a list that is no path',
        { type: 'ListPartitionRouter', values: '{{ [1] }}', cursor_field: 'a' },
        /not one of the config/,
      ],
      [
        'a list that is a secret',
        { type: 'ListPartitionRouter', values: "{{ config['api_key'] }}", cursor_field: 'a' },
        /the list is a secret/,
      ],
      ['a list without a field', { type: 'ListPartitionRouter', values: ['a'] }, /field is not a plain name/],
    ] as const) {
      it(`reports ${what}`, async () => {
        const { report } = await imported({ retriever: { partition_router: router } });
        assert.ok(
          report.problems.some(({ text }) => expected.test(text)),
          JSON.stringify(report.problems),
        );
      });
    }
  });

  describe('of credentials', () => {
    const auth = async (authenticator: Json, config: Json = {}): Promise<SourceFile['auth']> =>
      (await whole({ retriever: { requester: { authenticator } } }, { config })).auth;
    const problem = async (authenticator: Json): Promise<string> =>
      (await imported({ retriever: { requester: { authenticator } } })).report.problems
        .map(({ text }) => text)
        .join('; ');
    const token = "{{ config['token'] }}";

    it('knows keys, bearers, users, OAuth, sessions and a choice of them', async () => {
      assert.deepEqual(await auth({ type: 'BearerAuthenticator', api_token: token }), {
        kind: 'bearer',
        token: '{secret.token}',
      });
      assert.deepEqual(await auth({ type: 'ApiKeyAuthenticator', header: 'X', api_token: token }), {
        kind: 'api-key',
        in: 'header',
        name: 'X',
        value: '{secret.token}',
      });
      assert.deepEqual(await auth({ type: 'BasicHttpAuthenticator', username: token }), {
        kind: 'basic',
        user: '{secret.token}',
        password: '',
      });
      assert.deepEqual(await auth({ type: 'BasicHttpAuthenticator', username: token, password: token }), {
        kind: 'basic',
        user: '{secret.token}',
        password: '{secret.token}',
      });
      assert.equal(await auth({ type: 'NoAuth' }), undefined);
      assert.deepEqual(
        await auth({
          type: 'OAuthAuthenticator',
          token_refresh_endpoint: 'https://a.example.com/t',
          client_id: token,
          client_secret: token,
          refresh_token: token,
          refresh_token_updater: {},
          scopes: ['a', 'b'],
          access_token_name: 'jwt',
          refresh_request_body: { aud: 'x' },
          refresh_request_headers: { 'Content-Type': 'application/json' },
        }),
        {
          kind: 'oauth2',
          grant: 'refresh_token',
          tokenUrl: 'https://a.example.com/t',
          clientId: '{secret.token}',
          clientSecret: '{secret.token}',
          refreshToken: '{secret.token}',
          singleUse: true,
          body: 'json',
          scope: 'a b',
          fields: { aud: 'x' },
          headers: { 'Content-Type': 'application/json' },
          tokenAt: 'jwt',
        },
      );
      const login = {
        type: 'HttpRequester',
        url_base: 'https://api.example.com',
        path: 'login',
        http_method: 'POST',
        request_body_json: { key: token },
        authenticator: { type: 'BearerAuthenticator', api_token: token },
      };
      assert.deepEqual(
        await auth({
          type: 'SessionTokenAuthenticator',
          login_requester: login,
          session_token_path: ['id'],
          expiration_duration: 'PT1H',
          request_authentication: { type: 'Bearer' },
        }),
        {
          kind: 'session',
          request: { url: 'https://api.example.com/login', method: 'POST', json: { key: '{secret.token}' } },
          auth: { kind: 'bearer', token: '{secret.token}' },
          token: { from: 'body', at: ['id'] },
          into: { in: 'header', name: 'Authorization', prefix: 'Bearer ' },
          lifetime: '1h',
        },
      );
      const choice = {
        type: 'SelectiveAuthenticator',
        authenticator_selection_path: ['mode'],
        authenticators: { a: { type: 'BearerAuthenticator', api_token: token } },
      };
      assert.deepEqual(await auth(choice, { mode: 'a' }), { kind: 'bearer', token: '{secret.token}' });
      assert.match(await problem(choice), /does not say which of the credentials is chosen/);
    });

    for (const [what, authenticator, expected] of [
      ['another authenticator', { type: 'JwtAuthenticator' }, /JwtAuthenticator is not carried over/],
      [
        'a key in the body',
        { type: 'ApiKeyAuthenticator', api_token: token, inject_into: { inject_into: 'body_json', field_name: 'k' } },
        /a key in the body/,
      ],
      ['another grant', { type: 'OAuthAuthenticator', grant_type: 'password' }, /the grant password/],
      [
        'an assertion',
        {
          type: 'OAuthAuthenticator',
          grant_type: 'client_credentials',
          use_profile_assertion: true,
          client_id: token,
          client_secret: token,
        },
        /it is not carried over.*no token endpoint/,
      ],
      [
        'a login that is not known',
        { type: 'SessionTokenAuthenticator', login_requester: { url_base: 'https://x.example.com' } },
        /login is not of a known form/,
      ],
      [
        'a computed key',
        { type: 'BearerAuthenticator', api_token: "{{ config['a'] | hash('md5') }}" },
        /is not carried over/,
      ],
    ] as const) {
      it(`reports ${what}`, async () => {
        assert.match(await problem(authenticator), expected);
      });
    }
  });

  describe('of errors', () => {
    const errors = async (
      handler: Json,
      more: Json = {},
    ): Promise<{ readonly rules: SourceFile['errors']; readonly report: StreamReport }> => {
      const { file, report } = await imported(
        laid({ retriever: { requester: { error_handler: handler } } }, more) as Json,
      );
      return { rules: file?.errors, report };
    };

    it('makes a rule of each part of a filter, for any of them is enough', async () => {
      const { rules } = await errors({
        type: 'CompositeErrorHandler',
        error_handlers: [
          {
            type: 'DefaultErrorHandler',
            response_filters: [
              { type: 'HttpResponseFilter', http_codes: [404, '403'], action: 'IGNORE' },
              { predicate: "{{ 'error' in response }}", action: 'FAIL', error_message_contains: 'quota' },
              { http_codes: [401], action: 'REFRESH_TOKEN_THEN_RETRY' },
              { http_codes: [410], action: 'RESET_PAGINATION' },
              { http_codes: [420], action: 'RATE_LIMITED' },
            ],
            backoff_strategies: [
              { type: 'WaitTimeFromHeader', header: 'X-In', regex: '\\d+' },
              { type: 'WaitUntilTimeFromHeader', header: 'X-At' },
              { type: 'ExponentialBackoffStrategy' },
            ],
          },
        ],
      });
      assert.deepEqual(rules?.slice(0, 2), [
        { status: [404, 403], action: 'empty' },
        { when: { not: { at: ['error'], absent: true } }, action: 'fail' },
      ]);
      assert.deepEqual(rules?.slice(3), [
        { status: [401], action: 'reauth' },
        { status: [410], action: 'relist' },
        { status: [420], action: 'retry' },
        {
          status: [429, 500, 502, 503, 504],
          action: 'retry',
          wait: [
            { from: 'header', at: 'X-In', as: 'seconds', match: '(\\d+)' },
            { from: 'header', at: 'X-At', as: 'epoch-s' },
          ],
        },
      ]);
      const { rules: skipped } = await errors(
        { response_filters: [{ http_codes: [404], action: 'IGNORE' }] },
        { retriever: { partition_router: { values: ['a'], cursor_field: 'k' } } },
      );
      assert.deepEqual(skipped, [{ status: [404], action: 'skip' }]);
    });

    it('reports a success of 429 or 5xx, and does not carry it over', async () => {
      const { rules, report } = await errors({ response_filters: [{ http_codes: [404, 429, 500], action: 'IGNORE' }] });
      assert.deepEqual(rules, [{ status: [404], action: 'empty' }]);
      assert.match(
        report.notes.map(({ text }) => text).join(),
        /429, 500 as IGNORE is not carried over: rows would be lost/,
      );
    });

    for (const [what, handler, expected] of [
      ['another handler', { type: 'CustomErrorHandler' }, /error handler CustomErrorHandler/],
      ['another filter', { response_filters: [{ type: 'CustomFilter' }] }, /filter CustomFilter/],
      ['another action', { response_filters: [{ action: 'DANCE' }] }, /action DANCE/],
      ['another backoff', { backoff_strategies: [{ type: 'CustomBackoff' }] }, /backoff CustomBackoff/],
    ] as const) {
      it(`reports ${what}`, async () => {
        assert.match((await errors(handler)).report.problems[0]?.text ?? '', expected);
      });
    }
  });

  for (const [what, part, expected] of [
    ['another stream', { type: 'StateDelegatingStream' }, /StateDelegatingStream is not carried over/],
    ['another retriever', { retriever: { type: 'AsyncRetriever' } }, /AsyncRetriever is not carried over/],
    [
      'another requester',
      { retriever: { requester: { type: 'CustomRequester' } } },
      /CustomRequester is not carried over/,
    ],
    [
      'another extractor',
      { retriever: { record_selector: { extractor: { type: 'CustomExtractor' } } } },
      /CustomExtractor is not carried over/,
    ],
    [
      'rows within rows',
      { retriever: { record_selector: { extractor: { record_expander: {} } } } },
      /rows within rows/,
    ],
    [
      'a path with a pattern',
      { retriever: { record_selector: { extractor: { field_path: ['a', '**'] } } } },
      /not one of plain keys/,
    ],
    ['another decoder', { retriever: { decoder: { type: 'ZipfileDecoder' } } }, /ZipfileDecoder is not carried over/],
    [
      'another filter',
      { retriever: { record_selector: { record_filter: { type: 'CustomRecordFilter', condition: '' } } } },
      /CustomRecordFilter is not carried over/,
    ],
    [
      'a filter of transformed rows',
      {
        transformations: [{ type: 'KeysToLower' }],
        retriever: {
          record_selector: { transform_before_filtering: true, record_filter: { condition: '{{ record.a }}' } },
        },
      },
      /a filter of transformed rows/,
    ],
    [
      'a condition of a clock',
      { retriever: { record_selector: { record_filter: { condition: '{{ record.a > now_utc() }}' } } } },
      /the condition .* is not carried over/,
    ],
    [
      'another transformation',
      { transformations: [{ type: 'CustomTransformation' }] },
      /CustomTransformation is not carried over/,
    ],
    [
      'a transformation under a condition',
      { transformations: [{ type: 'AddFields', condition: '{{ x }}' }] },
      /under a condition/,
    ],
    [
      'fields by a pattern',
      { transformations: [{ type: 'RemoveFields', field_pointers: [['**', 'x']] }] },
      /fields by a pattern/,
    ],
    [
      'a flattening of a pattern',
      { transformations: [{ type: 'DpathFlattenFields', field_path: ['*'] }] },
      /this way of flattening/,
    ],
    [
      'a field of a pattern',
      { transformations: [{ type: 'AddFields', fields: [{ path: ['*'], value: 'x' }] }] },
      /not one of plain keys/,
    ],
    ['a statement', { retriever: { requester: { path: '{% if x %}a{% endif %}' } } }, /statements in templates/],
    [
      'an unknown form',
      { retriever: { requester: { path: "{{ config['a'].upper() }}" } } },
      /the form .* is not carried over/,
    ],
    [
      'an expression that cannot be read',
      { retriever: { requester: { path: '{{ a ! b }}' } } },
      /the form .* is not carried over/,
    ],
    [
      'a sum that may be one of numbers',
      { retriever: { requester: { path: "{{ config['a'] + config['b'] }}" } } },
      /the form .* is not carried over/,
    ],
    ['another method', { retriever: { requester: { http_method: 'DELETE' } } }, /the method DELETE/],
    ['no URL', { retriever: { requester: { url_base: null } } }, /there is no URL/],
    ['parameters as one text', { retriever: { requester: { request_parameters: 'a=1' } } }, /parameters as one text/],
    [
      'a parameter that is an object',
      { retriever: { requester: { request_parameters: { a: { b: 1 } } } } },
      /a parameter that is an object/,
    ],
    [
      'a name that is a template',
      { retriever: { requester: { request_parameters: { '{{ x }}': 1 } } } },
      /a name that is a template/,
    ],
    ['headers as one text', { retriever: { requester: { request_headers: '{{ x }}' } } }, /headers as one text/],
    [
      'a JSON body as one text',
      { retriever: { requester: { request_body_json: '{{ x }}' } } },
      /a JSON body as one text/,
    ],
    ['another body', { retriever: { requester: { request_body: { type: 'Odd' } } } }, /the body Odd/],
    [
      'properties from an endpoint',
      { retriever: { requester: { fetch_properties_from_endpoint: {} } } },
      /properties from an endpoint/,
    ],
    [
      'two places of a token',
      {
        retriever: {
          requester: {
            request_parameters: {
              a: '{{ next_page_token.next_page_token }}',
              b: '{{ next_page_token.next_page_token }}',
            },
          },
        },
      },
      /more than one place/,
    ],
    [
      'another paginator',
      { retriever: { paginator: { type: 'CustomPaginator' } } },
      /CustomPaginator is not carried over/,
    ],
    ['another strategy', paged({ type: 'CustomStrategy' }), /CustomStrategy is not carried over/],
    [
      'a page size that is not known',
      paged({ type: 'PageIncrement', page_size: '{{ config.size }}' }),
      /page size is not a number/,
    ],
    [
      'a first page that is not known',
      paged({ type: 'PageIncrement', start_from_page: '{{ record.x }}' }),
      /not a number that is known/,
    ],
    [
      'a page without a place',
      { retriever: { paginator: { type: 'DefaultPaginator', pagination_strategy: { type: 'PageIncrement' } } } },
      /the page goes nowhere/,
    ],
    [
      'a token without a place',
      {
        retriever: {
          paginator: {
            type: 'DefaultPaginator',
            pagination_strategy: { type: 'CursorPagination', cursor_value: '{{ response.n }}' },
          },
        },
      },
      /the token goes nowhere/,
    ],
    [
      'an unknown token',
      paged({ type: 'CursorPagination', cursor_value: '{{ response.a * 2 }}' }),
      /the form .* is not carried over/,
    ],
    [
      'an unknown end',
      paged({ type: 'CursorPagination', cursor_value: '{{ response.a }}', stop_condition: '{{ response.x | first }}' }),
      /the condition .* is not carried over/,
    ],
    [
      'a place that is not known',
      paged({ type: 'PageIncrement' }, { page_token_option: { inject_into: 'cookie', field_name: 'p' } }),
      /it goes into cookie/,
    ],
    [
      'a place without a name',
      paged({ type: 'PageIncrement' }, { page_token_option: { inject_into: 'header' } }),
      /not a plain name/,
    ],
    [
      'parameters that later pages leave out',
      laid(laid(paged({ type: 'PageIncrement' }), cursor()), {
        retriever: { ignore_stream_slicer_parameters_on_paginated_requests: true },
      }) as Json,
      /leaving parameters out of later pages/,
    ],
  ] as const) {
    it(`reports ${what} by its path, and writes no file`, async () => {
      const { file, report } = await imported(part as Json);
      assert.equal(file, undefined);
      assert.equal(report.whole, false);
      assert.ok(
        report.problems.some(({ text }) => expected.test(text)),
        JSON.stringify(report.problems),
      );
      assert.ok(report.problems.every(({ path }) => path.startsWith('streams.0')));
    });
  }

  it('reports streams that are found at run time, and names streams apart', async () => {
    const { report, files } = await importManifest(
      stringify({
        streams: [stream, stream, { ...stream, name: '7 Goods!' }, { ...stream, name: undefined }],
        dynamic_streams: [{}],
      }),
      OPTIONS,
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
    assert.ok(report.notes.some(({ text }) => text.includes('is no value of the slice')));
  });
});

describe('expressions of a manifest', () => {
  it('that are not of a known form are none', () => {
    for (const text of [
      '',
      'a b',
      'a.',
      'a[',
      'a[b]',
      '(a',
      '{a: 1}',
      'a if',
      '[1 2]',
      'f(a b)',
      'a is odd',
      'a is',
      'a not b',
      'a | ',
      '- a',
      '%',
      '"a',
      'x[1:2]',
    ])
      assert.equal(parseExpression(text), undefined, text);
  });

  it('read texts, numbers and lists', () => {
    assert.deepEqual(parseExpression('[\'a\', -1, "b\\n\\x"]'), {
      kind: 'list',
      items: [
        { kind: 'literal', value: 'a' },
        { kind: 'literal', value: -1 },
        { kind: 'literal', value: 'b\nx' },
      ],
    });
    assert.deepEqual(parseExpression('f(x)[0]'), {
      kind: 'call',
      name: '[]',
      of: { kind: 'call', name: 'f', of: undefined, args: [{ kind: 'path', root: 'x', keys: [] }], named: {} },
      args: [{ kind: 'literal', value: '0' }],
      named: {},
    });
    assert.deepEqual(parseExpression('a.0'), { kind: 'path', root: 'a', keys: ['0'] });
  });
});
