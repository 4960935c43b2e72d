import assert from 'node:assert/strict';
import type { PubsubMessage } from '@penstock/shared/pubsub/attributes.ts';
import { type BatchLimits, createLane, type Lane, type SendBatch } from '@penstock/shared/pubsub/batches.ts';

/** A service that answers when it is told to. */
class Held {
  readonly sent: string[][] = [];
  readonly #answers: ((fail?: Error) => void)[] = [];

  readonly send: SendBatch = (messages) => {
    const names = messages.map(({ data }) => data.toString());
    this.sent.push(names);
    return new Promise((resolve, reject) => {
      this.#answers.push((fail) => (fail ? reject(fail) : resolve(names.map((name) => `id-${name}`))));
    });
  };

  async answer(fail?: Error): Promise<void> {
    this.#answers.shift()?.(fail);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const LIMITS: BatchLimits = { batchMs: 1, batchMessages: 3, batchBytes: 100, deadlineMs: 5_000 };

function add(lane: Lane, name: string, bytes = 1): Promise<string> {
  const message: PubsubMessage = { data: Buffer.from(name), attributes: {} };
  return new Promise((resolve, reject) => lane.add(message, bytes, resolve, reject));
}

describe('a lane', () => {
  const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

  it('closes a batch by number, by bytes and by age', async () => {
    const held = new Held();
    const lane = createLane(held.send, LIMITS, false);
    const all = [add(lane, 'a'), add(lane, 'b'), add(lane, 'c'), add(lane, 'd', 60), add(lane, 'e', 60)];
    await settle();
    assert.deepEqual(held.sent, [['a', 'b', 'c'], ['d'], ['e']]);
    for (let n = 0; n < 3; n += 1) await held.answer();
    assert.deepEqual(await Promise.all(all), ['id-a', 'id-b', 'id-c', 'id-d', 'id-e']);
    assert.equal(lane.idle, true);
  });

  it('that is ordered sends one batch at a time', async () => {
    const held = new Held();
    const lane = createLane(held.send, LIMITS, true);
    const all = ['a', 'b', 'c', 'd'].map((name) => add(lane, name));
    await settle();
    assert.deepEqual(held.sent, [['a', 'b', 'c']]);
    assert.equal(lane.idle, false);
    await held.answer();
    assert.deepEqual(held.sent, [['a', 'b', 'c'], ['d']]);
    await held.answer();
    await Promise.all(all);
  });

  it('that is ordered fails what waits behind a failure, and takes new messages', async () => {
    const held = new Held();
    const lane = createLane(held.send, LIMITS, true);
    const all = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => add(lane, name));
    await settle();
    const filling = add(lane, 'g');
    const outcomes = Promise.allSettled([...all, filling]);
    await held.answer(new Error('down'));
    assert.ok((await outcomes).every(({ status }) => status === 'rejected'));
    const after = add(lane, 'h');
    await settle();
    await held.answer();
    assert.equal(await after, 'id-h');
    assert.deepEqual(held.sent, [['a', 'b', 'c'], ['h']]);
  });

  it('that is not ordered fails one batch alone', async () => {
    const held = new Held();
    const lane = createLane(held.send, LIMITS, false);
    const first = add(lane, 'a');
    await settle();
    const second = add(lane, 'b');
    await settle();
    const rejected = assert.rejects(first, /down/);
    await held.answer(new Error('down'));
    await rejected;
    await held.answer();
    assert.equal(await second, 'id-b');
  });

  it('fails every caller of a batch once when its deadline has passed', async () => {
    const held = new Held();
    const lane = createLane(held.send, { ...LIMITS, deadlineMs: 10 }, true);
    const late = [add(lane, 'a'), add(lane, 'b'), add(lane, 'c'), add(lane, 'd')];
    for (const one of late)
      await assert.rejects(one, { code: 'DEADLINE_EXCEEDED', kind: 'transient', stage: 'sending' });
    await held.answer();
    // The one behind was never sent, and its caller no longer waits for it.
    assert.deepEqual(held.sent, [['a', 'b', 'c']]);
    assert.equal(lane.idle, true);
  });

  it('leaves no timer behind when a batch was answered or refused', async () => {
    const timers = (): number => process.getActiveResourcesInfo().filter((one) => one === 'Timeout').length;
    // By now the runner's own timer of this test is set.
    await settle();
    const before = timers();
    const held = new Held();
    const lane = createLane(held.send, { ...LIMITS, deadlineMs: 60_000 }, true);
    const one = add(lane, 'a');
    await settle();
    await held.answer();
    await one;
    const two = assert.rejects(add(lane, 'b'), /down/);
    await settle();
    await held.answer(new Error('down'));
    await two;
    await settle();
    assert.equal(timers(), before);
  });

  it('flushes what waits and waits for what is under way', async () => {
    const held = new Held();
    const lane = createLane(held.send, { ...LIMITS, batchMs: 60_000 }, false);
    const one = add(lane, 'a');
    const flushing = lane.flush();
    await held.answer();
    await flushing;
    assert.equal(await one, 'id-a');
    await lane.flush();
  });
});
