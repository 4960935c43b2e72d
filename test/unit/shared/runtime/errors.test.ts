import assert from 'node:assert/strict';
import {
  fromGrpcError,
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
  });

  it('makes INTERNAL of what it does not know, and keeps it as the cause', () => {
    const error = fromUnknown('just text');
    assert.deepEqual([error.code, error.message, error.cause], ['INTERNAL', 'just text', 'just text']);
  });

  for (const [status, code, kind] of [
    [2, 'OUTCOME_UNKNOWN', 'transient'],
    [3, 'INPUT_INVALID', 'permanent'],
    [8, 'RESOURCE_EXHAUSTED', 'transient'],
    [9, 'CONFLICT', 'permanent'],
    [14, 'UNAVAILABLE', 'transient'],
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

  it('takes the message of an error and the text of anything else', () => {
    assert.equal(messageOf(new Error('m')), 'm');
    assert.equal(messageOf(7), '7');
  });
});
