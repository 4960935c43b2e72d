/** The console's hand on a subscription: look at messages without leasing them, and take single ones out. */

import type { Entry } from '../backlog/backlog.ts';
import { contentsOf } from '../backlog/message.ts';
import type { Hub } from '../hub.ts';
import { subscriptionNamed } from '../resources/subscriptions.ts';

/** A message as it waits in a subscription. */
export interface WaitingMessage {
  readonly id: string;
  readonly publishTimeMs: number;
  readonly attributes: Readonly<Record<string, string>>;
  readonly orderingKey: string;
  /** The data's first bytes, base64. */
  readonly data: string;
  /** The length of the whole data. */
  readonly bytes: number;
  /** `leased` is out with a client; `delayed` waits for its next delivery. */
  readonly state: 'ready' | 'leased' | 'delayed';
  /** The number of the delivery that is out, or comes next. */
  readonly attempt: number;
}

export interface PeekOptions {
  /** Only messages behind this id. */
  readonly after?: string;
  readonly most?: number;
  readonly dataBytes?: number;
}

/** The oldest first. Nothing is leased, so no deadline starts and no delivery is counted. */
export function peek(hub: Hub, name: string, options: PeekOptions = {}): readonly WaitingMessage[] {
  const { after, most = 50, dataBytes = 64 * 1024 } = options;
  const start = after === undefined ? 0 : Number(after);
  const found: WaitingMessage[] = [];
  for (const entry of subscriptionNamed(hub, name).backlog.entries()) {
    if (found.length === most) break;
    if (entry.message.seq > start) found.push(waiting(entry, dataBytes));
  }
  return found;
}

/** Returns the number of messages that were taken out: one that is gone already counts for nothing. */
export async function acknowledgeByHand(hub: Hub, name: string, ids: readonly string[]): Promise<number> {
  const subscription = subscriptionNamed(hub, name);
  const acks = ids
    .map((id) => subscription.backlog.get(Number(id)))
    .filter((entry) => entry !== undefined)
    .map(({ message, lease }) => ({ seq: message.seq, lease }));
  await hub.acknowledge(subscription, acks);
  return acks.length;
}

/** The contents of one waiting message, whole; undefined where it is gone. */
export function waitingContents(hub: Hub, name: string, id: string): ReturnType<typeof contentsOf> | undefined {
  const entry = subscriptionNamed(hub, name).backlog.get(Number(id));
  return entry === undefined ? undefined : contentsOf(entry.message);
}

function waiting({ message, state, failures }: Entry, dataBytes: number): WaitingMessage {
  const { data, attributes, orderingKey } = contentsOf(message);
  return {
    id: String(message.seq),
    publishTimeMs: message.time,
    attributes: Object.fromEntries(attributes),
    orderingKey,
    data: data.subarray(0, dataBytes).toString('base64'),
    bytes: data.length,
    state: state === 'gone' ? 'ready' : state,
    attempt: failures + 1,
  };
}
