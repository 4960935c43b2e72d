import assert from 'node:assert/strict';
import { httpVerdict, retryAfterMs } from '@penstock/shared/runtime/http-errors.ts';

describe('the table of HTTP errors', () => {
  for (const [status, reason, code, kind] of [
    [400, '', 'INPUT_INVALID', 'permanent'],
    [403, '', 'PERMISSION_DENIED', 'permanent'],
    [403, 'quotaExceeded', 'RESOURCE_EXHAUSTED', 'transient'],
    [409, '', 'ALREADY_EXISTS', 'permanent'],
    [409, 'ABORTED', 'ABORTED', 'transient'],
    [418, '', 'INPUT_INVALID', 'permanent'],
    [500, '', 'INTERNAL', 'transient'],
    [599, '', 'UNAVAILABLE', 'transient'],
    [600, '', 'INPUT_INVALID', 'permanent'],
    [404, 'toString', 'NOT_FOUND', 'permanent'],
  ] as const) {
    it(`calls ${status} ${reason} ${code}, ${kind}`, () => {
      assert.deepEqual(httpVerdict(status, reason), [code, kind]);
    });
  }
});

describe('the header Retry-After', () => {
  const now = Date.parse('2026-01-02T03:04:05Z');

  for (const [header, ms] of [
    ['0', 0],
    ['120', 120_000],
    [' 2 ', 2_000],
    ['Fri, 02 Jan 2026 03:04:15 GMT', 10_000],
    ['Fri, 02 Jan 2026 03:04:00 GMT', 0],
    ['9999999999', 86_400_000],
    ['Fri, 02 Jan 2099 03:04:15 GMT', 86_400_000],
    ['99999999999', undefined],
    ['soon', undefined],
    ['-5 s', undefined],
    ['', undefined],
    [null, undefined],
    [undefined, undefined],
  ] as const) {
    it(`reads ${JSON.stringify(header)} as ${ms} ms`, () => assert.equal(retryAfterMs(header, now), ms));
  }
});
