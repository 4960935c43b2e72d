import assert from 'node:assert/strict';
import { createLedger, type Ledger } from '@penstock/shared/storage/ledger.ts';
import { advance, type Cursor, parseCursor } from '../../../../functions/puller/cursor.ts';
import { BUCKET, type StorageWorld, storageWorld } from '../../../support/storage-client.ts';

describe('the cursor of a source', () => {
  let world: StorageWorld;
  let cursors: Ledger<Cursor>;
  before(async () => {
    world = await storageWorld();
    cursors = createLedger({ storage: world.storage, bucket: BUCKET, prefix: 'cursors/', parse: parseCursor });
  });
  after(() => world.close());

  it('moves forward and never back, also when two runs move it at the same time', async () => {
    await Promise.all([3, 1, 5, 2].map((nextMs) => advance(cursors, 'a', nextMs)));
    await advance(cursors, 'a', 9);
    await advance(cursors, 'a', 4);
    assert.deepEqual((await cursors.read('a'))?.value, { nextMs: 9 });
  });

  it('is left where it is when it changes all the time, and says anything else', async () => {
    await cursors.create('b', { nextMs: 1 });
    let writes = 0;
    const racing: Ledger<Cursor> = {
      ...cursors,
      update: (name, value) => {
        writes += 1;
        return cursors.update(name, value, '1');
      },
    };
    await advance(racing, 'b', 2);
    assert.deepEqual([writes, (await cursors.read('b'))?.value.nextMs], [5, 1]);
    world.faults.add({ service: 'storage', method: 'objects.insert', kind: 'error', code: 403 });
    await assert.rejects(advance(cursors, 'b', 3), { code: 'PERMISSION_DENIED' });
  });

  it('is read from a time alone', () => {
    assert.throws(() => parseCursor(null), /names the start of the next window/);
    assert.throws(() => parseCursor({ nextMs: '1' }), TypeError);
  });
});
