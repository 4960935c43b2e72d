/** ReceivedMessage on the wire: the publisher's bytes with id, time and ack id written around them, in one allocation. */

import type { Entry } from '../backlog/backlog.ts';
import type { Message } from '../backlog/message.ts';
import type { Subscription } from '../kept/resource-state.ts';
import { ackIdFor } from './ack-id.ts';
import { varintBytes, writeVarint } from './protobuf.ts';

const TAG = {
  receivedMessages: 0x0a,
  ackId: 0x0a,
  message: 0x12,
  attempt: 0x18,
  id: 0x1a,
  time: 0x22,
  seconds: 0x08,
  nanos: 0x10,
};

/** Field 1 of both PullResponse and StreamingPullResponse; `tail` is appended as it is. */
export function receivedMessages(subscription: Subscription, entries: readonly Entry[], tail: Uint8Array): Buffer {
  const counts = subscription.config.deadLetterPolicy !== undefined;
  const plans = entries.map((entry) => plan(subscription, entry, counts));
  const out = Buffer.allocUnsafe(plans.reduce((sum, { outer }) => sum + 1 + varintBytes(outer) + outer, tail.length));
  let at = 0;
  for (const one of plans) at = write(out, at, one);
  out.set(tail, at);
  return out;
}

interface Plan {
  readonly message: Message;
  readonly ackId: string;
  readonly id: string;
  readonly seconds: number;
  readonly nanos: number;
  readonly time: number;
  readonly inner: number;
  readonly outer: number;
  /** 0 where the subscription does not count them. */
  readonly attempt: number;
}

function plan(subscription: Subscription, entry: Entry, counts: boolean): Plan {
  const { message } = entry;
  const ackId = ackIdFor(subscription, entry);
  const id = String(message.seq);
  const seconds = Math.floor(message.time / 1000);
  const nanos = Math.round((message.time - seconds * 1000) * 1e6);
  const time = 1 + varintBytes(seconds) + (nanos > 0 ? 1 + varintBytes(nanos) : 0);
  const inner = message.end - message.start + 2 + id.length + 2 + time;
  const attempt = counts ? entry.failures + 1 : 0;
  const outer = 2 + ackId.length + 1 + varintBytes(inner) + inner + (attempt > 0 ? 1 + varintBytes(attempt) : 0);
  return { message, ackId, id, seconds, nanos, time, inner, outer, attempt };
}

/** Ack ids, message ids and the time are ASCII and shorter than 128 bytes: one byte of length each. */
function write(out: Buffer, start: number, one: Plan): number {
  const { message } = one;
  out[start] = TAG.receivedMessages;
  let at = writeVarint(out, start + 1, one.outer);
  at = writeText(out, at, TAG.ackId, one.ackId);
  out[at] = TAG.message;
  at = writeVarint(out, at + 1, one.inner);
  at += message.chunk.copy(out, at, message.start, message.end);
  at = writeText(out, at, TAG.id, one.id);
  out[at] = TAG.time;
  out[at + 1] = one.time;
  out[at + 2] = TAG.seconds;
  at = writeVarint(out, at + 3, one.seconds);
  if (one.nanos > 0) {
    out[at] = TAG.nanos;
    at = writeVarint(out, at + 1, one.nanos);
  }
  if (one.attempt > 0) {
    out[at] = TAG.attempt;
    at = writeVarint(out, at + 1, one.attempt);
  }
  return at;
}

function writeText(out: Buffer, at: number, tag: number, text: string): number {
  out[at] = tag;
  out[at + 1] = text.length;
  return at + 2 + out.write(text, at + 2, 'latin1');
}
