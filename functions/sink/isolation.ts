/** Limits the memory that one table may hold, so that a slow table never starves the others. Pure. */

export interface Limits {
  /** MAX_OUTSTANDING_ELEMENT_COUNT: messages in memory. */
  readonly maxMessages: number;
  /** MAX_OUTSTANDING_REQUEST_BYTES. */
  readonly maxBytes: number;
}

export interface Held {
  readonly messages: number;
  readonly bytes: number;
}

/** The part of the limits that one table may fill while others need room. */
const SHARE = 1 / 4;
/** From here on room is scarce. */
const SCARCE = 1 / 2;
const FULL = 9 / 10;

/** The used share of the limits: 1 is all. */
export function part(messages: number, bytes: number, { maxMessages, maxBytes }: Limits): number {
  return Math.max(messages / maxMessages, bytes / maxBytes);
}

/**
 * Whether a table's next message is given back to its subscription: the table holds its share, and is failing or there is little
 * room left for the others. A healthy table that is alone may fill everything, since flow control then holds its messages back.
 */
export function defers(table: number, healthy: boolean, all: number): boolean {
  return table >= SHARE && (!healthy || all >= SCARCE);
}

/** Whether open batches are closed early: no more messages may come before some are settled. */
export function nearlyFull(messages: number, bytes: number, limits: Limits): boolean {
  return part(messages, bytes, limits) >= FULL;
}

/** Whether nothing more is taken. */
export function isFull(messages: number, bytes: number, limits: Limits): boolean {
  return part(messages, bytes, limits) >= 1;
}
