/**
 * Gathers messages into batches, and keeps the order of a key: one batch of a key is under way at a time, and when it
 * fails those behind it fail with it, so that none overtakes. Messages added after that start anew.
 *
 * A message costs one promise here, whatever the batch's request costs: with functions-framework every promise of a
 * request is told to Node's domains, and a request that makes thirty of them spends its time on that.
 */

import { PenstockError } from '../runtime/errors.ts';
import type { PubsubMessage } from './attributes.ts';

/** Sends one batch and returns the message ids in its order. */
export type SendBatch = (messages: readonly PubsubMessage[]) => Promise<readonly string[]>;

export interface BatchLimits {
  /** The pause before another batch while one is under way. A full batch goes at once. */
  readonly batchMs: number;
  readonly batchMessages: number;
  readonly batchBytes: number;
  /** Counted from a batch's first message to its answer. */
  readonly deadlineMs: number;
}

interface Waiting {
  readonly message: PubsubMessage;
  readonly resolve: (messageId: string) => void;
  readonly reject: (error: unknown) => void;
}

interface Batch {
  readonly waiting: Waiting[];
  bytes: number;
  /** Rings when the deadline has passed. */
  readonly deadline: NodeJS.Timeout;
}

export interface Lane {
  add(
    message: PubsubMessage,
    bytes: number,
    resolve: (messageId: string) => void,
    reject: (error: unknown) => void,
  ): void;
  /** Sends what waits now. Resolves when nothing is under way. */
  flush(): Promise<void>;
  readonly idle: boolean;
}

/** `ordered` lanes hold one key. */
export function createLane(send: SendBatch, limits: BatchLimits, ordered: boolean): Lane {
  let filling: Batch | undefined;
  let timer: NodeJS.Timeout | undefined;
  let soon: NodeJS.Immediate | undefined;
  const full: Batch[] = [];
  const underWay = new Set<Promise<void>>();
  let sentAt = Number.NEGATIVE_INFINITY;

  function begin(): Batch {
    const batch: Batch = { waiting: [], bytes: 0, deadline: setTimeout(() => giveUp(batch), limits.deadlineMs) };
    // With nothing under way, or after a pause, a message waits only for others of the same turn of the event loop. Otherwise it
    // waits for more messages, because a request costs ten times what a message costs.
    const wait = sentAt + limits.batchMs - performance.now();
    if (wait <= 0 || underWay.size === 0) soon = setImmediate(close);
    else timer = setTimeout(close, wait);
    return batch;
  }

  /** No more messages join the batch that fills. */
  function close(): void {
    clearTimeout(timer);
    clearImmediate(soon);
    if (filling !== undefined) full.push(filling);
    filling = undefined;
    pump();
  }

  function pump(): void {
    while (full.length > 0 && !(ordered && underWay.size > 0)) {
      const batch = full.shift() as Batch;
      // Every caller in it has been told that it is late.
      if (batch.waiting.length === 0) continue;
      sentAt = performance.now();
      const sending = sendBatch(batch).finally(() => {
        underWay.delete(sending);
        pump();
      });
      underWay.add(sending);
    }
  }

  async function sendBatch(batch: Batch): Promise<void> {
    try {
      const ids = await send(batch.waiting.map(({ message }) => message));
      batch.waiting.forEach(({ resolve }, at) => {
        resolve(ids[at] as string);
      });
    } catch (error) {
      fail(batch, error);
    } finally {
      clearTimeout(batch.deadline);
    }
  }

  function fail(batch: Batch, error: unknown): void {
    for (const { reject } of batch.waiting) reject(error);
    if (!ordered) return;
    clearTimeout(timer);
    clearImmediate(soon);
    for (const behind of [...full.splice(0), ...(filling === undefined ? [] : [filling])]) {
      clearTimeout(behind.deadline);
      for (const { reject } of behind.waiting) reject(error);
    }
    filling = undefined;
  }

  /** Rejects the callers that wait. The request may still succeed; its answer is then ignored. */
  function giveUp(batch: Batch): void {
    const message = `Pub/Sub did not acknowledge within ${limits.deadlineMs} ms`;
    for (const { reject } of batch.waiting.splice(0)) {
      reject(new PenstockError('DEADLINE_EXCEEDED', message, { stage: 'sending' }));
    }
  }

  return {
    add: (message, bytes, resolve, reject) => {
      if (filling !== undefined && filling.bytes + bytes > limits.batchBytes) close();
      filling ??= begin();
      filling.waiting.push({ message, resolve, reject });
      filling.bytes += bytes;
      if (filling.waiting.length >= limits.batchMessages) close();
    },
    flush: async () => {
      close();
      while (underWay.size > 0) await Promise.all(underWay);
    },
    get idle() {
      return filling === undefined && full.length === 0 && underWay.size === 0;
    },
  };
}
