import assert from 'node:assert/strict';
import {
  fromGrpcError,
  fromHttpError,
  fromHttpRefusal,
  fromNodeError,
  fromUnknown,
  messageOf,
  PenstockError,
} from '@penstock/shared/runtime/errors.ts';

describe('PenstockError', () => {
  it('is transient for what may succeed unchanged, permanent for what will not', () => {
    assert.equal(new PenstockError('UNAVAILABLE', 'down').kind, 'transient');
    assert.equal(new PenstockError('INPUT_INVALID', 'bad').kind, 'permanent');
  });

  it('keeps what it was told over its defaults', () => {
    const cause = new Error('inner');
    const error = new PenstockError('UNAVAILABLE', 'down', {
      kind: 'permanent',
      stage: 'sending',
      cause,
      context: { topic: 't' },
      retryAfterMs: 500,
    });
    assert.deepEqual(
      [error.kind, error.stage, error.cause, error.context, error.retryAfterMs],
      ['permanent', 'sending', cause, { topic: 't' }, 500],
    );
  });

  it('says by default that it happened while processing, without context or cause', () => {
    const error = new PenstockError('INTERNAL', 'odd');
    assert.deepEqual([error.stage, error.context, error.retryAfterMs], ['processing', {}, undefined]);
    assert.equal('cause' in error, false);
  });
});

describe('foreign errors', () => {
  const errno = (code: string): Error => Object.assign(new Error(code), { code });

  for (const [code, ours] of [
    ['ECONNREFUSED', 'UNAVAILABLE'],
    ['ECONNRESET', 'UNAVAILABLE'],
    ['ETIMEDOUT', 'DEADLINE_EXCEEDED'],
    ['ENOENT', 'NOT_FOUND'],
    ['ABORT_ERR', 'CANCELLED'],
  ] as const) {
    it(`calls ${code} ${ours}`, () => assert.equal(fromNodeError(errno(code))?.code, ours));
  }

  it('finds the socket error that fetch hides in its cause', () => {
    const error = new TypeError('fetch failed', { cause: errno('ECONNRESET') });
    assert.equal(fromNodeError(error)?.code, 'UNAVAILABLE');
  });

  it('gives up on a chain of causes that does not end', () => {
    const error = new Error('loop');
    error.cause = error;
    assert.equal(fromNodeError(error), undefined);
  });

  it('leaves our own error as it is', () => {
    const error = new PenstockError('NOT_FOUND', 'gone');
    assert.equal(fromUnknown(error), error);
    assert.equal(fromGrpcError(error), error);
    assert.equal(fromHttpError(error), error);
  });

  it('makes INTERNAL of what it does not know, and keeps it as the cause', () => {
    const error = fromUnknown('just text');
    assert.deepEqual([error.code, error.message, error.cause], ['INTERNAL', 'just text', 'just text']);
  });

  for (const [title, thrown] of [
    ['a defect of ours', new TypeError('x is not a function')],
    ['a text', 'just text'],
    ['nothing', undefined],
    ['an error whose code nobody knows', Object.assign(new Error('odd'), { code: 'ERR_ODD' })],
    ['an error with a number that is no status', Object.assign(new Error('odd'), { code: 99 })],
  ] as const) {
    it(`does not try ${title} again, whichever client threw it`, () => {
      for (const read of [fromUnknown, fromGrpcError, fromHttpError]) assert.equal(read(thrown).kind, 'permanent');
    });
  }

  for (const [status, code, kind] of [
    [2, 'OUTCOME_UNKNOWN', 'transient'],
    [3, 'INPUT_INVALID', 'permanent'],
    [8, 'RESOURCE_EXHAUSTED', 'transient'],
    [9, 'CONFLICT', 'permanent'],
    [13, 'INTERNAL', 'transient'],
    [14, 'UNAVAILABLE', 'transient'],
    [15, 'INTERNAL', 'permanent'],
    [16, 'UNAUTHENTICATED', 'permanent'],
  ] as const) {
    it(`reads gRPC status ${status} as ${code}, ${kind}`, () => {
      const error = fromGrpcError(Object.assign(new Error('x'), { code: status }));
      assert.deepEqual([error.code, error.kind], [code, kind]);
    });
  }

  it('reads an error without a gRPC status as any other', () => {
    assert.equal(fromGrpcError(errno('ECONNREFUSED')).code, 'UNAVAILABLE');
    assert.equal(fromGrpcError(null).code, 'INTERNAL');
  });

  it('reads the status of an HTTP client from its code or status, as a number or as digits', () => {
    for (const facts of [{ code: 503 }, { code: '503' }, { status: 503 }, { code: 'ERR_BAD', status: 503 }]) {
      const error = fromHttpError(Object.assign(new Error('x'), facts));
      assert.deepEqual([error.code, error.kind], ['UNAVAILABLE', 'transient']);
    }
  });

  it('reads the reason of a refusal, and waits as long as the server asks', () => {
    const headers = { 'retry-after': '7' };
    const thrown = { code: 403, errors: [{ reason: 'rateLimitExceeded' }], response: { headers } };
    const error = fromHttpError(Object.assign(new Error('x'), thrown));
    assert.deepEqual([error.code, error.retryAfterMs], ['RESOURCE_EXHAUSTED', 7_000]);
    assert.deepEqual(error.context, { http_status: 403, reason: 'rateLimitExceeded' });
    const gaxios = Object.assign(new Error('x'), { status: 429, response: { headers: new Headers(headers) } });
    assert.equal(fromHttpError(gaxios).retryAfterMs, 7_000);
  });

  it('passes over reasons and headers that are no text', () => {
    const thrown = { code: 400, errors: [null], response: { headers: { 'retry-after': 7 } } };
    const error = fromHttpError(Object.assign(new Error('x'), thrown));
    assert.deepEqual([error.code, error.kind, error.retryAfterMs], ['INPUT_INVALID', 'permanent', undefined]);
    assert.equal(fromHttpError(Object.assign(new Error('x'), { code: 400, errors: 'none' })).context.reason, '');
  });

  it('lets the caller say more of an HTTP refusal', () => {
    const error = fromHttpRefusal({ status: 404 }, 'gone', { stage: 'sending', context: { table: 't' } });
    assert.deepEqual([error.stage, error.context], ['sending', { table: 't' }]);
  });

  it('takes the message of an error and the text of anything else', () => {
    assert.equal(messageOf(new Error('m')), 'm');
    assert.equal(messageOf(7), '7');
  });
});
