import assert from 'node:assert/strict';
import { endBesideZero, type Json, laid } from '../../../../support/manifest.ts';
import { paged, whole } from '../../../../support/shop-manifest.ts';

describe('an import of the ways a listing goes on', () => {
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
      assert.deepEqual(paging?.kind === 'token' && [paging.value, endBesideZero(paging.end as unknown as Json)], [
        value,
        { noValue: true },
      ]);
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
    [
      '{{ last_record.id < 3 }}',
      {
        any: [
          { row: ['id'], lt: 3 },
          { row: ['id'], eq: null },
        ],
      },
    ],
    ['{{ response.next is undefined }}', { at: ['next'], absent: true }],
  ];
  for (const [text, when] of stops) {
    it(`ends where ${text}`, async () => {
      const { paging } = await whole(
        paged({ type: 'CursorPagination', cursor_value: '{{ response.next }}', stop_condition: text }),
      );
      assert.deepEqual(paging?.kind === 'token' && endBesideZero(paging.end as unknown as Json).when, when);
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
