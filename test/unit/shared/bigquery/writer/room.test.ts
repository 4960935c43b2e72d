import assert from 'node:assert/strict';
import { Room } from '@penstock/shared/bigquery/writer/room.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';

describe('Room', () => {
  it('admits callers in the order they came, and none beyond what there is room for', async () => {
    let places = 0;
    const room = new Room(() => places > 0);
    const entered: number[] = [];
    const waiting = [1, 2, 3].map((caller) =>
      room.wait(() => {
        places -= 1;
        entered.push(caller);
        // An admission may make room again: no caller is admitted twice by it.
        if (caller === 1) room.admit();
      }),
    );
    places = 2;
    room.admit();
    assert.deepEqual([entered, room.waiting, room.open], [[1, 2], 1, false]);
    places = 1;
    room.admit();
    await Promise.all(waiting);
    assert.deepEqual(entered, [1, 2, 3]);
  });

  it('tells a caller what went wrong when it was admitted, and sends away those that wait', async () => {
    let open = false;
    const room = new Room(() => open);
    const failing = room.wait(() => {
      throw new Error('no');
    });
    const refused = room.wait(() => undefined);
    room.refuseAll(new PenstockError('CANCELLED', 'over'));
    await assert.rejects(refused, { code: 'CANCELLED' });
    await assert.rejects(failing, { code: 'CANCELLED' });
    const late = room.wait(() => {
      throw new Error('no');
    });
    open = true;
    room.admit();
    await assert.rejects(late, { message: 'no' });
  });
});
