import assert from 'node:assert/strict';
import { assertRefused, carried, type Json } from '../../../../support/manifest.ts';

const handled = (error_handler: Json): Json => ({ retriever: { requester: { error_handler } } });

describe('an import of an error handler', () => {
  it('fails by a filter without an action, and retries by RETRY', async () => {
    const { errors } = await carried(
      handled({ response_filters: [{ http_codes: [400] }, { http_codes: [409], action: 'RETRY' }] }),
    );
    assert.deepEqual(errors, [
      { status: [400], action: 'fail' },
      { status: [409], action: 'retry' },
    ]);
  });

  it('takes the group of a pattern for the wait, and leaves a constant wait to its own backoff', async () => {
    const { errors } = await carried(
      handled({
        backoff_strategies: [
          { type: 'WaitTimeFromHeader', header: 'X-In', regex: 'in (\\d+) s' },
          { type: 'ConstantBackoffStrategy', backoff_time_in_seconds: 5 },
        ],
      }),
    );
    assert.deepEqual(errors, [
      {
        status: [429, 500, 502, 503, 504],
        action: 'retry',
        wait: [{ from: 'header', at: 'X-In', as: 'seconds', match: 'in (\\d+) s' }],
      },
    ]);
  });

  it('refuses a condition that holds for every answer, and leaves out one that holds for none', async () => {
    const by = (predicate: string): Json => handled({ response_filters: [{ predicate, action: 'IGNORE' }] });
    await assertRefused(
      by('{{ not config.never }}'),
      'retriever.requester.error_handler.response_filters.0.predicate',
      /holds for every answer/,
    );
    assert.equal((await carried(by('{{ config.never }}'))).errors, undefined);
  });

  for (const type of ['WaitTimeFromHeader', 'WaitUntilTimeFromHeader']) {
    it(`refuses ${type} without a header, by its path`, async () => {
      await assertRefused(
        handled({ backoff_strategies: [{ type }] }),
        'retriever.requester.error_handler.backoff_strategies.0.header',
        /has no value/,
      );
    });
  }

  it('refuses a backoff without a type, by its path', async () => {
    await assertRefused(
      handled({ backoff_strategies: [{ header: 'X' }] }),
      'retriever.requester.error_handler.backoff_strategies.0',
      /the backoff undefined/,
    );
  });
});
