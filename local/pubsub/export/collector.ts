/** Gathers messages of a subscription into batches, writes each, and acknowledges what was written. */

import type { Entry, TakeLimits } from '../backlog/backlog.ts';
import type { Message } from '../backlog/message.ts';
import type { Receiver } from '../delivery/delivery.ts';
import type { Hub } from '../hub.ts';
import type { Subscription } from '../kept/resource-state.ts';

export interface BatchLimits {
  readonly messages: number;
  readonly bytes: number;
  /** A batch is written this long after its first message, by the service's clock. */
  readonly ms: number;
}

/** Writes the messages and returns why some were not, by their place. A rejection is a failure of all. */
export type WriteBatch = (messages: readonly Message[]) => Promise<ReadonlyMap<number, string>>;

interface Held {
  readonly entry: Entry;
  readonly lease: number;
}

const LOOK_MS = 100;
/** The lease outlives the gathering by the time that writing may take. */
const WRITE_SECONDS = 60;

export class Collector implements Receiver {
  readonly #hub: Hub;
  readonly #subscription: Subscription;
  readonly #limits: BatchLimits;
  readonly #write: WriteBatch;
  #held: Held[] = [];
  #bytes = 0;
  #firstMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;
  #closed = false;

  constructor(hub: Hub, subscription: Subscription, limits: BatchLimits, write: WriteBatch) {
    this.#hub = hub;
    this.#subscription = subscription;
    this.#limits = limits;
    this.#write = write;
  }

  get room(): TakeLimits {
    const messages = this.#closed || this.#writing !== undefined ? 0 : this.#limits.messages - this.#held.length;
    return { messages, bytes: Math.max(0, this.#limits.bytes - this.#bytes) };
  }

  get ackDeadlineSeconds(): number {
    return Math.ceil(this.#limits.ms / 1_000) + WRITE_SECONDS;
  }

  deliver(entries: readonly Entry[]): void {
    if (this.#held.length === 0) this.#firstMs = this.#hub.now;
    for (const entry of entries) {
      this.#held.push({ entry, lease: entry.lease });
      this.#bytes += entry.message.end - entry.message.start;
    }
    if (this.#held.length >= this.#limits.messages || this.#bytes >= this.#limits.bytes) this.#flush();
    else this.#timer ??= setInterval(() => this.#look(), Math.min(LOOK_MS, this.#limits.ms));
  }

  released(): void {}

  /** Writes what is gathered, so that a stop leaves nothing half done. */
  async drain(): Promise<void> {
    this.#closed = true;
    await this.#writing;
    this.#flush();
    await this.#writing;
  }

  dismiss(): void {
    this.close();
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#timer);
  }

  #look(): void {
    if (this.#hub.now - this.#firstMs >= this.#limits.ms) this.#flush();
  }

  #flush(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (this.#held.length === 0 || this.#writing !== undefined) return;
    const held = this.#held;
    this.#held = [];
    this.#bytes = 0;
    this.#writing = this.#put(held).finally(() => {
      this.#writing = undefined;
      this.#hub.ready(this.#subscription);
    });
  }

  /** Never rejects. */
  async #put(held: readonly Held[]): Promise<void> {
    let failed: ReadonlyMap<number, string>;
    try {
      failed = await this.#write(held.map(({ entry }) => entry.message));
    } catch (error) {
      failed = new Map(held.map((_, index) => [index, (error as Error).message]));
    }
    const written = held.filter((_, index) => !failed.has(index));
    const acks = written.map(({ entry, lease }) => ({ seq: entry.message.seq, lease }));
    // A failed journal shows in the next publish; the messages then come again, as they may.
    await this.#hub.acknowledge(this.#subscription, acks).catch(() => {});
    for (const index of failed.keys()) {
      const { entry, lease } = held[index] as Held;
      if (entry.lease === lease) this.#hub.failed(this.#subscription, entry);
    }
    const [reason] = failed.values();
    this.#hub.options.report({
      service: 'pubsub',
      what: 'exported',
      resource: this.#subscription.config.name,
      facts: { messages: written.length, ...(reason === undefined ? {} : { failed: failed.size, reason }) },
    });
  }
}
