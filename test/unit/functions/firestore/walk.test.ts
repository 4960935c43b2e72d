import assert from 'node:assert/strict';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { cursorFile } from '../../../../functions/firestore/backfill/cursor.ts';
import { walk } from '../../../../functions/firestore/backfill/walk.ts';
import { parsePattern } from '../../../../functions/firestore/path-pattern.ts';

describe('the walk of a backfill', () => {
  it('publishes a document again after a transient failure, and says that it waits', async () => {
    const told: string[] = [];
    let attempts = 0;
    const time = '2026-01-02T03:04:05.000006Z';
    const name = 'projects/p/databases/(default)/documents/issues/1';
    const { published } = await walk({
      readPage: async () => ({
        documents: [{ name, fields: {}, createTime: time, updateTime: time }],
        next: undefined,
      }),
      output: {
        publisher: {
          publish: async () => {
            attempts += 1;
            if (attempts === 1) throw new PenstockError('UNAVAILABLE', 'away');
            return '1';
          },
        },
        errors: { reject: () => assert.fail('it is no fault of the document') },
      },
      cursor: cursorFile(undefined, 'test'),
      issue: { encoding: 'plain', rules: undefined, key: '', ordering: false },
      documents: [parsePattern('issues/{id}')],
      rate: 1_000,
      clock: { now: () => 0, sleep: async () => undefined, random: () => 0.5 },
      signal: new AbortController().signal,
      onProgress: () => undefined,
      onRetry: ({ code }, waitMs) => void told.push(`${code} ${waitMs}`),
      onRejected: () => assert.fail('it is no fault of the document'),
    });
    assert.deepEqual([published, attempts, told], [1, 2, ['UNAVAILABLE 50']]);
  });
});
