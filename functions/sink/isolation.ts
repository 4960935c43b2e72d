/** How much of the memory one table may hold: pure decisions, so that a slow table never starves the others. */

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

/**
 * Whether a table's next message is given back to its subscription: the table holds its share, and is failing or there is little
 * room left for the others. A table that is alone may fill everything, since flow control then holds its messages back.
 */
export function defers(
  table: Held & { readonly healthy: boolean },
  all: Held,
  limits: Limits,
  tables: number,
): boolean {
  if (tables <= 1 && table.healthy) return false;
  const overShare = part(table, limits) >= SHARE;
  return overShare && (!table.healthy || part(all, limits) >= SCARCE);
}

/** Whether open batches are closed early: no more messages may come before some are settled (SD-09). */
export function nearlyFull(all: Held, limits: Limits): boolean {
  return part(all, limits) >= FULL;
}

/** Whether nothing more is taken. */
export function isFull(all: Held, limits: Limits): boolean {
  return part(all, limits) >= 1;
}

function part({ messages, bytes }: Held, { maxMessages, maxBytes }: Limits): number {
  return Math.max(messages / maxMessages, bytes / maxBytes);
}
