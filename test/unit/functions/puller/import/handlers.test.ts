import assert from 'node:assert/strict';
import type { StreamReport } from '../../../../../functions/puller/import/report.ts';
import type { SourceFile } from '../../../../../functions/puller/source-file/source-file.ts';
import { type Json, laid } from '../../../../support/manifest.ts';
import { imported } from '../../../../support/shop-manifest.ts';

describe('an import of error handlers', () => {
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
