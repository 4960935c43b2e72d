import assert from 'node:assert/strict';
import {
  assertRefused,
  carried,
  cursorOf,
  endBesideZero,
  type Json,
  laid,
  pagedBy,
} from '../../../../support/manifest.ts';

const PAGINATOR = 'retriever.paginator';
const by = (cursor_value: string, stop_condition?: string, part: Json = {}): Json =>
  pagedBy(
    { type: 'CursorPagination', cursor_value, ...(stop_condition === undefined ? {} : { stop_condition }) },
    part,
  );
const VARIABLES = {
  page_token_option: { type: 'RequestOption', inject_into: 'body_json', field_name: 'variables' },
};
const asJson = (cursor_value: string): unknown =>
  laid(by(cursor_value, undefined, VARIABLES), { retriever: { requester: { http_method: 'POST' } } });

describe('an import of tokens', () => {
  it('puts the value of a JSON text into its place in the body', async () => {
    const inside = 'response.data.orders.pageInfo.endCursor';
    for (const text of [
      `{{ '{"after": "' + ${inside} + '"}' if ${inside} else "" }}`,
      `{{ '{"after": "' ~ ${inside} ~ '"}' }}`,
    ]) {
      const { paging } = await carried(asJson(text));
      assert.deepEqual(paging?.kind === 'token' && [paging.in, paging.value], [
        { in: 'json', at: ['variables', 'after'] },
        { from: 'body', at: ['data', 'orders', 'pageInfo', 'endCursor'] },
      ]);
    }
    const deep = await carried(asJson(`{{ '{"page": {"after": "' + response.next + '"} }' }}`));
    assert.deepEqual(deep.paging?.kind === 'token' && deep.paging.in, {
      in: 'json',
      at: ['variables', 'page', 'after'],
    });
  });

  const noJson = [
    `{{ '{"after": "' + response.next + '"' }}`,
    `{{ '{"first": 5, "after": "' + response.next + '"}' }}`,
    `{{ '["' + response.next + '"]' }}`,
    `{{ '{' + response.next + '}' }}`,
    `{{ '"' + response.next + '"' }}`,
    `{{ '{"after": "x' + response.next + '"}' }}`,
    `{{ '{"after": "' + (response.next + 1) + '"}' }}`,
    `{{ response.a + response.next + '"}' }}`,
    `{{ '{"after": "' - response.next + '"}' }}`,
    `{{ '{"after": "' + response.next + response.a }}`,
    `{{ '{"after": "' + response.next * 2 }}`,
    `{{ '{"after": "' + response.next + '"}' if response.next else 'x' }}`,
  ];
  for (const text of noJson) {
    it(`refuses ${text}, which is no JSON of one text`, async () => {
      await assertRefused(asJson(text), `${PAGINATOR}.pagination_strategy.cursor_value`, /the form/);
    });
  }

  it('reads a URL out of the text of a Link header', async () => {
    const { paging } = await carried(
      by(
        '{{ headers.get("Link", {}).split(";")[0][1:-1] }}',
        `{{ not headers.get("Link", {}) or 'rel="next"' not in headers.get("Link", {}) }}`,
        { page_token_option: { type: 'RequestPath' } },
      ),
    );
    assert.ok(paging?.kind === 'url' && paging.value.from === 'header' && paging.value.match !== undefined);
    const match = new RegExp(paging.value.match, 'u');
    assert.equal(
      match.exec('<https://x.example.com/?p=2>; rel="next", <y>; rel="first"')?.[1],
      'https://x.example.com/?p=2',
    );
    assert.equal(match.exec('<a>')?.[1], 'a');
    assert.deepEqual(paging.end.when, {
      any: [{ not: { not: { header: 'Link', empty: true } } }, { not: { header: 'link', contains: 'rel="next"' } }],
    });
  });

  for (const text of [
    '{{ headers.Link.split(";")[0][1:] }}',
    '{{ headers.Link.split(";")[1][1:-1] }}',
    '{{ headers.Link[1:-1] }}',
    '{{ headers.link.next.url[1:-1] }}',
    '{{ f(1)[1:-1] }}',
    '{{ (headers.Link | string)[1:-1] }}',
  ]) {
    it(`refuses the part ${text} of a text`, async () => {
      await assertRefused(by(text), `${PAGINATOR}.pagination_strategy.cursor_value`, /the form/);
    });
  }

  const ends: readonly (readonly [string, unknown])[] = [
    [
      "{{ response.get('isLast') or response.get('startAt') + response.get('maxResults') >= response.get('total') }}",
      {
        any: [
          { not: { at: ['isLast'], empty: true } },
          { at: ['startAt'], addAt: ['maxResults'], ge: { at: ['total'] } },
        ],
      },
    ],
    ["{{ 'next' not in response['page'] }}", { not: { not: { at: ['page', 'next'], absent: true } } }],
    ['{{ last_page_size < page_size }}', { count: true, lt: 10 }],
    ['{{ response.share > 0.5 }}', { at: ['share'], gt: 0.5 }],
    ["{{ response.kind in config.get('kinds', ['a', 'b']) }}", { at: ['kind'], in: ['a', 'b'] }],
    ['{{ response.done or config.never }}', { not: { at: ['done'], empty: true } }],
    [
      '{{ config.never or response.done }}',
      {
        not: {
          any: [
            { at: ['done'], empty: true },
            { at: ['done'], in: ['False', 'false', '0', '0.0', '{}', '[]', '()'] },
          ],
        },
      },
    ],
    ['{{ response.done and not config.never }}', { not: { at: ['done'], empty: true } }],
    ['{{ not (response.done and config.never) and response.done }}', { not: { at: ['done'], empty: true } }],
    ['{{ (response.a and config.never) or response.done }}', { not: { at: ['done'], empty: true } }],
    ['{{ config.never }}', undefined],
    ['{{ response.done and config.never }}', undefined],
  ];
  for (const [text, when] of ends) {
    it(`ends where ${text}`, async () => {
      const { paging } = await carried(
        laid(by('{{ response.page.next }}', text), {
          retriever: { paginator: { pagination_strategy: { page_size: 10 } } },
        }),
      );
      assert.deepEqual(paging?.kind === 'token' && endBesideZero(paging.end as unknown as Json).when, when);
    });
  }

  for (const text of [
    "{{ 'next' in response.other }}",
    "{{ 'next' in headers.get('link') }}",
    '{{ response.a + response >= 1 }}',
    '{{ response.a + record.b >= 1 }}',
    '{{ response.a - response.b >= 1 }}',
    '{{ not config.never }}',
    '{{ record is defined }}',
    '{{ response.a in [[1]] }}',
    '{{ response.done or not config.never }}',
    '{{ not (response.done and config.never) or response.done }}',
    '{{ response.kind in [response.a] }}',
  ]) {
    it(`refuses the end ${text}`, async () => {
      await assertRefused(
        by('{{ response.page.next }}', text),
        `${PAGINATOR}.pagination_strategy.stop_condition`,
        /the condition/,
      );
    });
  }

  it('expects an object at the root where the end reads a key of the answer, and the value comes from elsewhere', async () => {
    const root = { retriever: { record_selector: { extractor: { field_path: [] } } } };
    const expects = async (value: string, end?: string): Promise<unknown> =>
      (await carried(laid(by(value, end), root))).rows?.expect;
    assert.equal(await expects("{{ headers['X-Next'] }}", '{{ response.last }}'), 'object');
    assert.equal(await expects("{{ headers['X-Next'] }}", '{{ last_page_size < 5 }}'), 'either');
    assert.equal(await expects("{{ headers['X-Next'] }}"), 'either');
    assert.equal(await expects('{{ response.next }}', '{{ response.last }}'), 'either');
  });

  it('refuses a page that begins elsewhere than its template does', async () => {
    const paged = (start: number, inject: boolean): unknown =>
      laid(
        pagedBy(
          { type: 'PageIncrement', page_size: 5, start_from_page: start, inject_on_first_request: inject },
          { page_token_option: undefined },
        ),
        { retriever: { requester: { path: "p/{{ next_page_token['next_page_token'] or 0 }}" } } },
      );
    await assertRefused(
      paged(1, false),
      `${PAGINATOR}.pagination_strategy.start_from_page`,
      /the first request has page 0/,
    );
    const { paging } = await carried(paged(1, true));
    assert.equal(paging?.kind === 'page' && paging.first, 1);
  });

  it('refuses a page that two places of a request add to by different numbers', async () => {
    const token = "next_page_token['next_page_token'] or 0";
    const part = laid(pagedBy({ type: 'OffsetIncrement', page_size: 5 }, { page_token_option: undefined }), {
      retriever: { requester: { path: `p/{{ ${token} }}`, request_parameters: { q: `a{{ (${token}) + 1 }}` } } },
    });
    await assertRefused(part, 'retriever.requester.request_parameters.q', /the form/);
  });

  it('takes a name that the config leaves out as an empty one', async () => {
    const sized = { page_size_option: { inject_into: 'request_parameter', field_name: "{{ config['nothing'] }}" } };
    const { paging } = await carried(pagedBy({ type: 'PageIncrement', page_size: 5 }, sized), { other: 1 });
    assert.deepEqual(paging?.kind === 'page' && paging.sizeIn, { in: 'query', name: '' });
  });
});

describe('an import of rows that are cut by time', () => {
  const filtered = (condition: string, part: Json = {}): unknown =>
    laid(cursorOf(part), { retriever: { record_selector: { record_filter: { condition } } } });
  it('leaves a filter to the window that says the same', async () => {
    for (const text of [
      "{{ record['updated_at'] >= stream_interval.start_time }}",
      "{{ record.updated_at > stream_slice.get('start_time', '2020-01-01') }}",
    ]) {
      const { rows } = await carried(filtered(text));
      assert.deepEqual([rows?.filter, rows?.time?.at], [undefined, ['updated_at']]);
    }
  });

  for (const [text, part] of [
    ["{{ record['created_at'] >= stream_interval.start_time }}", {}],
    ["{{ record['updated_at'] < stream_interval.start_time }}", {}],
    ["{{ record['updated_at'] >= stream_interval.end_time }}", {}],
    ["{{ record['updated_at'] >= stream_interval.start_time }}", { datetime_format: '%s', start_datetime: '5' }],
    ["{{ record['updated_at'] >= stream_interval.start_time }}", { cursor_datetime_formats: ['%s'] }],
  ] as const) {
    it(`refuses the filter ${text} with ${JSON.stringify(part)}`, async () => {
      await assertRefused(filtered(text, part), 'retriever.record_selector.record_filter.condition', /the condition/);
    });
  }

  it('takes no filter where every row passes it, and refuses one that none passes', async () => {
    const by_config = "{{ not config.get('kinds') or record.kind in config.kinds }}";
    const kept = (config: Json): Promise<unknown> =>
      carried({ retriever: { record_selector: { record_filter: { condition: by_config } } } }, config).then(
        ({ rows }) => rows?.filter,
      );
    assert.deepEqual(await kept({}), undefined);
    assert.deepEqual(await kept({ kinds: ['a'] }), { row: ['kind'], in: ['a'] });
    await assertRefused(
      { retriever: { record_selector: { record_filter: { condition: '{{ config.kinds }}' } } } },
      'retriever.record_selector.record_filter.condition',
      /no row passes/,
    );
  });

  it('sets a field to nothing as the template does', async () => {
    const added = (value: string, path = ['x']): Json => ({
      transformations: [{ type: 'AddFields', fields: [{ path, value }] }],
    });
    const steps = async (value: string): Promise<unknown> => (await carried(added(value))).rows?.steps;
    assert.deepEqual(await steps('{{ none }}'), [{ set: ['x'], to: null }]);
    assert.deepEqual(await steps('{{ stream_slice.odd }}'), [{ set: ['x'], to: '' }]);
    assert.deepEqual(await steps("{{ ['a', 1] }}"), [{ set: ['x'], to: ['a', 1] }]);
  });
});
