import assert from 'node:assert/strict';
import { type Json, laid } from '../../../../support/manifest.ts';
import { cursor, imported, paged } from '../../../../support/shop-manifest.ts';

describe('an import of what is not carried over', () => {
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
      'parts of a header that later pages leave out',
      laid(
        laid(
          paged({ type: 'PageIncrement' }),
          cursor({ start_time_option: { inject_into: 'header', field_name: 'Since' } }),
        ),
        { retriever: { ignore_stream_slicer_parameters_on_paginated_requests: true } },
      ) as Json,
      /leaving parts of a header or a body out of later pages/,
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
});
