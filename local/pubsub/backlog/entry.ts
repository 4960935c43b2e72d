/** A message in a subscription's backlog, and the receiver that holds it. */

import type { Lane } from './lane.ts';
import type { Message } from './message.ts';

/** A receiver that holds messages and has a limit on their number. */
export interface Holder {
  released(bytes: number): void;
}

export interface Entry {
  readonly message: Message;
  readonly lane: Lane | undefined;
  state: 'ready' | 'leased' | 'delayed' | 'gone';
  /** Nacks and missed deadlines so far; the next delivery is attempt `failures + 1`. */
  failures: number;
  /** The number of the current lease; every delivery has its own. */
  lease: number;
  deadline: number;
  holder: Holder | undefined;
  /** Acknowledged, while a message before it of its ordering key is not: it leaves with that one, or comes again. */
  acked: boolean;
}

export interface TakeLimits {
  readonly messages: number;
  readonly bytes: number;
}
