import assert from 'node:assert/strict';
import { assertRefused, carried, importStream, type Json, laid } from '../../../../support/manifest.ts';

const handled = (error_handler: Json): Json => ({ retriever: { requester: { error_handler } } });

describe('an import of an error handler', () => {
  it('makes no rule of a filter without an action, and retries by RETRY', async () => {
    const { errors } = await carried(
      handled({ response_filters: [{ http_codes: [400] }, { http_codes: [409], action: 'RETRY' }] }),
    );
    assert.deepEqual(errors, [{ status: [409], action: 'retry' }]);
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

  const filtered = (...filters: Json[]): Json => ({ type: 'DefaultErrorHandler', response_filters: filters });
  const error = { predicate: "{{ response.error == 'none' }}" };
  const when = { at: ['error'], eq: 'none' };
  const TAKEN = [200, 201, 202, 203, 206];

  it('passes over a success only where it has no rows, because its engine takes the rows of it', async () => {
    const { errors } = await carried(handled(filtered({ ...error, action: 'IGNORE' })));
    assert.deepEqual(errors?.[1], {
      status: TAKEN,
      when: { all: [when, { at: ['data'], absent: true }] },
      action: 'empty',
    });
    assert.equal(
      errors?.[0]?.status?.some((status) => status < 400 || status === 429 || status >= 500),
      false,
    );
    const codes = await carried(handled(filtered({ http_codes: [200, 404], action: 'SUCCESS' })));
    assert.deepEqual(codes.errors, [{ status: [404], action: 'empty' }]);
  });

  it('looks for the rows of a success before a wildcard of their path, and never at the root', async () => {
    const rules = async (field_path: readonly string[]): Promise<readonly unknown[]> => {
      const handler = filtered({ ...error, action: 'IGNORE' });
      const part = laid(handled(handler), { retriever: { record_selector: { extractor: { field_path } } } });
      return ((await carried(part)).errors ?? []).slice(1).map((rule) => rule.when);
    };
    assert.deepEqual(await rules(['data', '*', 'row']), [{ all: [when, { at: ['data'], absent: true }] }]);
    assert.deepEqual(await rules([]), []);
  });

  it('asks later handlers of refusals alone, as its engine does', async () => {
    const first = filtered({ ...error, action: 'FAIL' });
    const { file, report } = await importStream(
      handled({
        type: 'CompositeErrorHandler',
        error_handlers: [first, { type: 'CompositeErrorHandler', error_handlers: [first] }],
      }),
    );
    assert.deepEqual(file?.errors?.[0], { when, action: 'fail' });
    assert.deepEqual(file?.errors?.[1]?.status?.includes(200), false);
    assert.match(report.notes.map(({ text }) => text).join(), /a success is judged by the first error handler/);
  });

  it('looks for a message where an answer has it, and passes over no 429 or 5xx by one', async () => {
    const { errors } = await carried(
      handled(
        filtered(
          { error_message_contains: 'gone', action: 'IGNORE' },
          { error_message_contains: 'x', action: 'RETRY' },
        ),
      ),
    );
    const [pass, retry] = errors ?? [];
    assert.equal(pass?.status?.includes(429), false);
    assert.equal(retry?.status?.includes(429), true);
    const any = pass?.when !== undefined && 'any' in pass.when ? pass.when.any : [];
    assert.deepEqual(any[0], { at: ['message'], contains: 'gone' });
  });
});
