/**
 * The log lines of delivered and rejected messages: the table, the counts, and links to the first messages with their
 * traces. A table that was quiet gets its line at once; after that one line a second sums up what became of its messages,
 * so that the cost does not grow with the number of batches, and only the first few messages of a line are looked at.
 */

import type { Clock } from '@penstock/shared/runtime/clock.ts';
import type { Logger } from '@penstock/shared/runtime/log.ts';
import { traceOfMessage } from '@penstock/shared/runtime/trace.ts';
import type { Message } from './message.ts';

/** The group that is summed up in one line. */
export interface Group {
  readonly outcome: 'delivered' | 'rejected';
  readonly table: string;
  readonly mode?: string;
  /** The error code of what was rejected. */
  readonly code?: string;
}

interface Link {
  readonly message_id: string;
  readonly trace_id?: string;
}

/** Links of one line. */
const MAX_LINKS = 20;
/** Between two lines of one group. */
const LINE_EVERY_MS = 1_000;

interface Sum {
  readonly group: Group;
  /** The time of the last line. */
  atMs: number;
  messages: number;
  batches: number;
  links: Link[];
}

export class OutcomeLog {
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #sums = new Map<string, Sum>();

  constructor(clock: Clock, log: Logger) {
    this.#clock = clock;
    this.#log = log;
  }

  add(group: Group, entries: readonly { readonly delivery: Message }[]): void {
    const key = `${group.outcome} ${group.table} ${group.code}`;
    let sum = this.#sums.get(key);
    if (sum === undefined) {
      sum = { group, atMs: Number.NEGATIVE_INFINITY, messages: 0, batches: 0, links: [] };
      this.#sums.set(key, sum);
    }
    sum.messages += entries.length;
    sum.batches += 1;
    for (let at = 0; at < entries.length && sum.links.length < MAX_LINKS; at += 1) {
      sum.links.push(linkOf((entries[at] as { readonly delivery: Message }).delivery));
    }
    if (this.#clock.now() - sum.atMs >= LINE_EVERY_MS) this.#write(sum);
  }

  /** Writes what is due, and forgets the groups of which nothing came since their last line. */
  tick(): void {
    const now = this.#clock.now();
    for (const [key, sum] of this.#sums) {
      if (now - sum.atMs < LINE_EVERY_MS) continue;
      if (sum.batches > 0) this.#write(sum);
      else this.#sums.delete(key);
    }
  }

  /** Writes what is left. */
  close(): void {
    for (const sum of this.#sums.values()) if (sum.batches > 0) this.#write(sum);
    this.#sums.clear();
  }

  #write(sum: Sum): void {
    const { group, messages, batches, links } = sum;
    const fields = { ...group, messages, batches, links };
    if (group.outcome === 'delivered') this.#log.info('delivered', fields);
    else this.#log.warning('rejected', fields);
    sum.atMs = this.#clock.now();
    sum.messages = 0;
    sum.batches = 0;
    sum.links = [];
  }
}

function linkOf({ messageId, attributes }: Message): Link {
  const trace = traceOfMessage(attributes);
  return trace === undefined ? { message_id: messageId } : { message_id: messageId, trace_id: trace.traceId };
}
