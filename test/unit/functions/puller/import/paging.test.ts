import assert from 'node:assert/strict';
import { assertRefused, carried, type Json, laid, pagedBy } from '../../../../support/manifest.ts';

const PAGINATOR = 'retriever.paginator';
const cursor = (value: string | undefined, stop?: string): Json => ({
  type: 'CursorPagination',
  cursor_value: value,
  stop_condition: stop,
});

describe('an import of a paginator', () => {
  const tokens: readonly (readonly [string, Json])[] = [
    ['{{ response.next or [] }}', { from: 'body', at: ['next'] }],
    ['{{ response.next or false }}', { from: 'body', at: ['next'] }],
    ["{{ headers['link']['next'] }}", { from: 'link', rel: 'next' }],
  ];
  for (const [text, value] of tokens) {
    it(`takes the token of ${text}`, async () => {
      const { paging } = await carried(pagedBy(cursor(text)));
      assert.deepEqual(paging?.kind === 'token' && paging.value, value);
    });
  }

  it('follows a URL with nothing kept where the request has no parameters', async () => {
    const { paging } = await carried(
      pagedBy(cursor('{{ response.next }}'), { page_token_option: { type: 'RequestPath' } }),
    );
    assert.deepEqual(paging, { kind: 'url', value: { from: 'body', at: ['next'] }, end: { noValue: true } });
  });

  it('ends a listing by links at a condition of the body as well', async () => {
    const { paging } = await carried(
      pagedBy(cursor('{{ headers.link.next.url }}', '{{ response.done }}'), {
        page_token_option: { type: 'RequestPath' },
      }),
    );
    assert.deepEqual(paging?.kind === 'url' && paging.end, {
      noValue: true,
      // A text that says false is false.
      when: {
        not: {
          any: [
            { at: ['done'], empty: true },
            { at: ['done'], in: ['False', 'false', '0', '0.0', '{}', '[]', '()'] },
          ],
        },
      },
    });
  });

  it('sends a page as a field of a form', async () => {
    const { paging } = await carried(
      laid(pagedBy({ type: 'PageIncrement' }, { page_token_option: { inject_into: 'body_data', field_name: 'p' } }), {
        retriever: { requester: { http_method: 'POST' } },
      }),
    );
    assert.deepEqual(paging?.kind === 'page' && paging.in, { in: 'form', name: 'p' });
  });

  const unknown = [
    undefined,
    'plain',
    '{{ a ! b }}',
    '{{ 5 }}',
    "{{ response.next if response.more else 'x' }}",
    "{{ response.next or 'x' }}",
    "{{ response.next + 'x' }}",
    '{{ config.next }}',
    '{{ headers.link.next.rel }}',
    '{{ headers.a.b }}',
    '{{ response.next | first }}',
    "{{ headers.link.next.split('a')[1] }}",
    "{{ response.next.split('a')[2] }}",
    "{{ response.next.split('ab')[0] }}",
    "{{ (response.next | regex_search('a')).split('&')[0] }}",
    '{{ response.next | regex_search(response.x) }}',
  ];
  for (const text of unknown) {
    it(`refuses the token of ${text ?? 'nothing'}, by its path`, async () => {
      await assertRefused(pagedBy(cursor(text)), `${PAGINATOR}.pagination_strategy.cursor_value`, /the form/);
    });
  }

  const stops = [
    'plain',
    '{{ a ! b }}',
    '{{ not (response.a * 2) }}',
    '{{ config.x is undefined }}',
    '{{ response.a and config.api_key }}',
    '{{ response.a == stream_slice.x }}',
    '{{ response.a in [response.b] }}',
    '{{ response.a in response.b }}',
    "{{ 'x' in response.tags }}",
    '{{ record }}',
    '{{ headers.a.b }}',
    '{{ response.other | length == 0 }}',
  ];
  for (const text of stops) {
    it(`refuses the end ${text}, by its path`, async () => {
      await assertRefused(
        pagedBy(cursor('{{ response.next }}', text)),
        `${PAGINATOR}.pagination_strategy.stop_condition`,
        /the condition/,
      );
    });
  }

  it('refuses an end by links that is no template', async () => {
    await assertRefused(
      pagedBy(cursor('{{ headers.link.next.url }}', 'plain'), { page_token_option: { type: 'RequestPath' } }),
      `${PAGINATOR}.pagination_strategy.stop_condition`,
      /the condition plain is not carried over/,
    );
  });

  it('refuses a parameter whose name is computed', async () => {
    await assertRefused(
      pagedBy({ type: 'PageIncrement' }, { page_token_option: { inject_into: 'header', field_name: '{{ f(1) }}' } }),
      `${PAGINATOR}.page_token_option`,
      /not a plain name/,
    );
  });

  it('refuses a page size that cannot be read', async () => {
    await assertRefused(
      pagedBy({ type: 'PageIncrement', page_size: '{{ a ! b }}' }),
      `${PAGINATOR}.pagination_strategy.page_size`,
      /not a number/,
    );
  });
});
