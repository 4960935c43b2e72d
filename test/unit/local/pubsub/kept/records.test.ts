import assert from 'node:assert/strict';
import { contentsOf, type Message } from '../../../../../local/pubsub/backlog/message.ts';
import { type Held, heldRecord, replay } from '../../../../../local/pubsub/kept/records.ts';
import type { State } from '../../../../../local/pubsub/kept/state.ts';
import { encodeMessage } from '../../../../support/pubsub-message.ts';

function messageOf(seq: number, text: string): Message {
  // It lies within a larger chunk, as messages of one request do.
  const encoded = encodeMessage(text);
  const chunk = Buffer.concat([Buffer.from('before'), encoded, Buffer.from('behind')]);
  return { seq, time: seq * 10, topic: 7, chunk, start: 6, end: 6 + encoded.length, key: '', holders: 1 };
}

describe('a record of messages that are held', () => {
  it('has every message whole, and each of its holders', () => {
    const group: readonly Held[] = [
      { message: messageOf(1, 'first'), by: [{ role: 'unacked', uid: 3, failures: 0 }] },
      {
        message: messageOf(2, 'x'.repeat(1_000)),
        by: [
          { role: 'unacked', uid: 3, failures: 5 },
          { role: 'acked', uid: 4, failures: 1 },
        ],
      },
      { message: messageOf(3, ''), by: [{ role: 'unacked', uid: 5, failures: 2 }] },
    ];
    const restored: unknown[] = [];
    const state = {
      restore: (message: Message, role: string, uid: number, failures: number) =>
        restored.push([
          message.seq,
          message.time,
          message.topic,
          contentsOf(message).data.toString(),
          role,
          uid,
          failures,
        ]),
    };
    replay(state as unknown as State, heldRecord(group));
    assert.deepEqual(restored, [
      [1, 10, 7, 'first', 'unacked', 3, 0],
      [2, 20, 7, 'x'.repeat(1_000), 'unacked', 3, 5],
      [2, 20, 7, 'x'.repeat(1_000), 'acked', 4, 1],
      [3, 30, 7, '', 'unacked', 5, 2],
    ]);
  });
});
