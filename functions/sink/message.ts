/** A message as every input hands it over, and the input that hears of its outcome. */

export type Attributes = Readonly<Record<string, string>>;

export interface Message {
  /** The payload as it was received, byte for byte. */
  readonly data: Buffer;
  readonly attributes: Attributes;
  readonly messageId: string;
  /** Milliseconds since the epoch. */
  readonly publishMs: number;
  readonly orderingKey: string;
  /** Which delivery this is, where the input counts them; 0 where it does not. */
  readonly attempt: number;
}

/**
 * The result of a message for its input. `settled`: it is durable in exactly one output, or was dropped on purpose, and
 * must not be delivered again. `retry`: nothing durable is known of it, and it must be delivered again.
 */
export type Settling = 'settled' | 'retry';

export interface Input {
  /** For error records and logs: the subscription, or the object that is replayed. */
  readonly name: string;
  readonly type: 'pubsub' | 'push' | 'gcs';
  /** Called exactly once for each delivery. */
  settle(delivery: Delivery, settling: Settling): void;
}

/** One delivery of a message. A redelivery of the same message is another one. */
export interface Delivery extends Message {
  readonly input: Input;
}

/** The memory that a delivery takes while it is held. */
export function sizeOf({ data }: Message): number {
  return data.length + MESSAGE_OVERHEAD;
}

/** Attributes, ids and objects around a payload, as an estimate. */
const MESSAGE_OVERHEAD = 512;
