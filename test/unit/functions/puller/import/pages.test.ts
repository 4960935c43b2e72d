import assert from 'node:assert/strict';
import { assertRefused, carried, cursorOf, type Json, laid, pagedBy } from '../../../../support/manifest.ts';

const TOKEN = 'next_page_token.next_page_token';
const CURSOR = { type: 'CursorPagination', cursor_value: '{{ response.next }}' };
const asked = (request_parameters: Json, strategy: Json = CURSOR, part: Json = {}): unknown =>
  laid(pagedBy(strategy, part), { retriever: { requester: { request_parameters } } });

describe('an import of parameters that depend on the page', () => {
  it('sends those of the first page with the first request only', async () => {
    const { request, paging } = await carried(
      asked({ limit: `{{ 10 if not ${TOKEN} }}`, deleted: `{{ 'all' if not next_page_token }}`, fields: 'id' }),
    );
    assert.deepEqual(request?.query, { limit: '10', deleted: 'all', fields: 'id' });
    assert.deepEqual(paging?.kind === 'token' && paging.firstOnly, ['limit', 'deleted']);
  });

  it('does not add those of the first page to a URL that is followed', async () => {
    const { paging } = await carried(
      asked({ limit: `{{ 10 if not ${TOKEN} }}`, fields: 'id' }, CURSOR, {
        page_token_option: { type: 'RequestPath' },
      }),
    );
    assert.deepEqual(paging?.kind === 'url' && [paging.keep, paging.firstOnly], [['fields'], undefined]);
  });

  it('takes a parameter that is the same on every page as it is', async () => {
    const { request, paging } = await carried(asked({ a: `{{ 'x' if ${TOKEN} else 'x' }}` }));
    assert.deepEqual([request?.query, paging?.kind === 'token' && paging.firstOnly], [{ a: 'x' }, undefined]);
  });

  it('refuses a parameter that is another on later pages', async () => {
    const at = 'retriever.requester.request_parameters.a';
    await assertRefused(asked({ a: `{{ 'x' if ${TOKEN} else 'y' }}` }), at, /another on later pages/);
    await assertRefused(asked({ a: `{{ 'x' if ${TOKEN} }}` }), at, /another on later pages/);
  });

  it('does not decide by the token where the first request has one', async () => {
    const counted = { type: 'PageIncrement', page_size: 5, inject_on_first_request: true };
    await assertRefused(
      asked({ a: `{{ 'x' if not ${TOKEN} }}` }, counted),
      'retriever.requester.request_parameters.a',
      /the form/,
    );
  });

  it('takes a listing of one page as its first page', async () => {
    const { request } = await carried({
      retriever: { requester: { request_parameters: { a: `{{ 'x' if not ${TOKEN} }}` } } },
    });
    assert.deepEqual(request?.query, { a: 'x' });
  });

  it('leaves the bounds of a slice out of later pages where the manifest says so', async () => {
    const skipping = { retriever: { ignore_stream_slicer_parameters_on_paginated_requests: true } };
    const { paging } = await carried(laid(laid(pagedBy(CURSOR), cursorOf()), skipping));
    assert.deepEqual(paging?.kind === 'token' && paging.firstOnly, ['since']);
  });

  it('adds to an offset that stands in a text by beginning with it', async () => {
    const strategy = { type: 'OffsetIncrement', page_size: 5 };
    const query = `SELECT * STARTPOSITION {{ (${TOKEN} or 0) + 1 }} MAXRESULTS 5`;
    const { request, paging } = await carried(asked({ query }, strategy, { page_token_option: undefined }));
    assert.deepEqual(request?.query, { query: 'SELECT * STARTPOSITION {page} MAXRESULTS 5' });
    assert.deepEqual(paging?.kind === 'offset' && [paging.first, paging.sendFirst], [1, true]);
  });
});
