import assert from 'node:assert/strict';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { Ledger } from '@penstock/shared/storage/ledger.ts';
import {
  type KeyUse,
  ledgerMemory,
  localMemory,
  parseKeyUse,
  readKey,
} from '../../../../functions/intake/idempotency.ts';

describe('idempotency keys', () => {
  it('are read quoted and bare, and left out where there is none', () => {
    assert.deepEqual([readKey('"a\\"b\\\\c"'), readKey('abc'), readKey(undefined)], ['a"b\\c', 'abc', undefined]);
  });

  it('that are remembered longest give way where there are too many', async () => {
    const memory = localMemory(1_000, 2);
    const use = (fingerprint: string): KeyUse => ({ fingerprint, firstMs: 0 });
    for (const key of ['a', 'b', 'c']) await memory.firstUse('', key, use('old'));
    assert.equal((await memory.firstUse('', 'c', use('new'))).fingerprint, 'old');
    assert.equal((await memory.firstUse('', 'a', use('new'))).fingerprint, 'new');
  });

  it('are not trusted where the ledger holds something else', () => {
    for (const stored of [undefined, {}, { fingerprint: 1, firstMs: 1 }, { fingerprint: 'a' }])
      assert.throws(() => parseKeyUse(stored));
  });

  it('are asked for again where the ledger went away between two requests', async () => {
    const ledger = {
      create: () => Promise.reject(new PenstockError('ALREADY_EXISTS', 'x')),
      read: async () => undefined,
    } as unknown as Ledger<KeyUse>;
    await assert.rejects(ledgerMemory(ledger, 1).firstUse('', 'k', { fingerprint: 'a', firstMs: 0 }), {
      code: 'CONFLICT',
      kind: 'transient',
    });
  });
});
