/** Ack ids: opaque to the client, `subscription-message-lease` in base 36 to us. */

import type { Entry } from '../backlog/backlog.ts';
import { PubsubError } from '../errors.ts';
import type { Subscription } from '../kept/resource-state.ts';

/** One delivery of one message. */
export interface Ack {
  readonly seq: number;
  readonly lease: number;
}

export interface AckId extends Ack {
  readonly text: string;
}

const FORM = /^([0-9a-z]{1,11})-([0-9a-z]{1,11})-([0-9a-z]{1,11})$/;

export function ackIdFor(subscription: Subscription, entry: Entry): string {
  return `${subscription.uid.toString(36)}-${entry.message.seq.toString(36)}-${entry.lease.toString(36)}`;
}

/** Throws for text that never was an ack id, and for one of another subscription. */
export function parseAckId(text: string, subscription: Subscription): AckId {
  const parts = FORM.exec(text);
  const [uid, seq, lease] = (parts ?? []).slice(1).map((part) => Number.parseInt(part, 36));
  if (uid !== subscription.uid || seq === undefined || lease === undefined) {
    throw new PubsubError(
      'INVALID_ARGUMENT',
      `You have passed an invalid ack ID to the service (ack_id=${text.slice(0, 200)}).`,
    );
  }
  return { text, seq, lease };
}
