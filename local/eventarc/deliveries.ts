/**
 * The pending deliveries: on disk before the emitter is answered, in memory only as far as a budget allows. Beyond it a
 * delivery is its id and little more; its event is read back from the journal when its turn comes.
 */

import { Journal } from '../core/journal/journal.ts';
import type { CloudEvent } from './event.ts';

export interface Delivery {
  readonly id: string;
  readonly trigger: string;
  readonly emittedMs: number;
  attempts: number;
  /** Undefined while it is only on disk. */
  event: CloudEvent | undefined;
}

export interface DeliveriesLimits {
  /** Events held in memory for one trigger, by the size of their bodies. Default 32 MiB. */
  readonly memoryBytes?: number;
  /** The journal is rewritten beyond this, once most of it is history. Default 8 MiB. */
  readonly compactAboveBytes?: number;
}

/** The memory of an event beside its body. */
const OVERHEAD_BYTES = 1_024;

export class Deliveries {
  readonly #open = new Map<string, Delivery>();
  /** On disk already, or nearly, and not yet in `#open`: the rewriting of the journal must not take them for done. */
  readonly #arriving = new Set<string>();
  readonly #memoryBytes: number;
  readonly #compactAboveBytes: number;
  #journal: Journal | undefined;
  /** By trigger, so that one whose function is down takes no memory from the others. */
  readonly #held = new Map<string, number>();
  /** Journal bytes of what is open: tells how much of the file is history. */
  #openBytes = 0;
  readonly #sizes = new Map<string, number>();
  #loading: Promise<void> | undefined;
  #compacting = false;

  constructor({ memoryBytes = 32 * 1024 * 1024, compactAboveBytes = 8 * 1024 * 1024 }: DeliveriesLimits) {
    this.#memoryBytes = memoryBytes;
    this.#compactAboveBytes = compactAboveBytes;
  }

  get size(): number {
    return this.#open.size;
  }

  /** The open deliveries of one trigger. */
  of(trigger: string): readonly Delivery[] {
    return [...this.#open.values()].filter((delivery) => delivery.trigger === trigger);
  }

  has(id: string): boolean {
    return this.#open.has(id);
  }

  /** Returns what an earlier process left undone, in the order it was emitted. `wanted` knows the triggers there are. */
  async open(path: string, wanted: (trigger: string) => boolean): Promise<readonly Delivery[]> {
    this.#journal = await Journal.open(path, (record) => {
      const entry = readEntry(record);
      if ('done' in entry) this.#forget(entry.done);
      else if (wanted(entry.trigger) && !this.#open.has(entry.id)) {
        this.#hold({ ...entry, attempts: 0 }, record.length);
      }
    });
    return [...this.#open.values()];
  }

  /** Resolves when all are durable. */
  async add(deliveries: readonly (Delivery & { readonly event: CloudEvent })[]): Promise<void> {
    await Promise.all(
      deliveries.map(async (delivery) => {
        this.#arriving.add(delivery.id);
        try {
          const record = recordOf(delivery);
          await this.#journal?.append(record);
          this.#hold(delivery, record.length);
        } finally {
          this.#arriving.delete(delivery.id);
        }
      }),
    );
  }

  /** The event of an open delivery, from the journal where it is not in memory; undefined where it is done meanwhile. */
  async eventOf(delivery: Delivery): Promise<CloudEvent | undefined> {
    while (delivery.event === undefined && this.#open.has(delivery.id)) {
      if (this.#loading !== undefined) {
        await this.#loading;
        continue;
      }
      this.#loading = this.#load(delivery).finally(() => {
        this.#loading = undefined;
      });
      await this.#loading;
      if (delivery.event === undefined && this.#open.has(delivery.id)) {
        throw new Error(`the event of ${delivery.id} is not in the journal`);
      }
    }
    return delivery.event;
  }

  /** Waits for its next attempt: where memory is short it leaves it to those whose turn is now. */
  rest(delivery: Delivery): void {
    const held = this.#held.get(delivery.trigger) ?? 0;
    if (this.#journal === undefined || delivery.event === undefined || held * 2 < this.#memoryBytes) return;
    if (this.#open.get(delivery.id) !== delivery) return;
    this.#addHeld(delivery, -costOf(delivery));
    delivery.event = undefined;
  }

  /** Resolves when it is durable that this one is not delivered again. */
  async done(delivery: Delivery): Promise<void> {
    if (!this.#forget(delivery.id) || this.#journal === undefined) return;
    await this.#journal.append(Buffer.from(JSON.stringify({ done: delivery.id })));
    await this.#compact(this.#journal);
  }

  async close(): Promise<void> {
    await this.#journal?.close();
  }

  #hold(delivery: Delivery, bytes: number): void {
    const size = costOf(delivery);
    // Without a journal there is nowhere else to keep it.
    if (this.#journal !== undefined && !this.#fits(delivery.trigger, size)) delivery.event = undefined;
    else this.#addHeld(delivery, size);
    this.#open.set(delivery.id, delivery);
    this.#sizes.set(delivery.id, bytes);
    this.#openBytes += bytes;
  }

  #fits(trigger: string, size: number): boolean {
    return (this.#held.get(trigger) ?? 0) + size <= this.#memoryBytes;
  }

  #addHeld({ trigger }: Delivery, size: number): void {
    this.#held.set(trigger, (this.#held.get(trigger) ?? 0) + size);
  }

  #forget(id: string): boolean {
    const delivery = this.#open.get(id);
    if (delivery === undefined) return false;
    if (delivery.event !== undefined) this.#addHeld(delivery, -costOf(delivery));
    this.#openBytes -= this.#sizes.get(id) ?? 0;
    this.#sizes.delete(id);
    return this.#open.delete(id);
  }

  /** Reads the journal once for as many events as fit again, this one among them in any case. */
  async #load(first: Delivery): Promise<void> {
    await this.#journal?.read((record) => {
      const entry = readEntry(record);
      if ('done' in entry) return;
      const delivery = this.#open.get(entry.id);
      if (delivery === undefined || delivery.event !== undefined) return;
      const { event } = entry;
      const size = costOf({ event });
      if (delivery !== first && (delivery.trigger !== first.trigger || !this.#fits(delivery.trigger, size))) return;
      delivery.event = event;
      this.#addHeld(delivery, size);
    });
  }

  async #compact(journal: Journal): Promise<void> {
    if (this.#compacting || journal.bytes < this.#compactAboveBytes || journal.bytes < 2 * this.#openBytes) return;
    this.#compacting = true;
    const kept = new Set<string>();
    try {
      await journal.filter((record) => {
        const entry = readEntry(record);
        if ('done' in entry || kept.has(entry.id)) return false;
        if (!this.#open.has(entry.id) && !this.#arriving.has(entry.id)) return false;
        kept.add(entry.id);
        return true;
      });
    } finally {
      this.#compacting = false;
    }
  }
}

interface StoredDelivery {
  readonly id: string;
  readonly trigger: string;
  readonly emittedMs: number;
  readonly event: CloudEvent;
}

/** A record is a line of JSON, and behind it the event's data as it is. */
function recordOf({ id, trigger, emittedMs, event }: Delivery & { readonly event: CloudEvent }): Buffer {
  const { data, ...attributes } = event;
  return Buffer.concat([Buffer.from(`${JSON.stringify({ id, trigger, emittedMs, event: attributes })}\n`), data]);
}

const NEWLINE = 10;

function readEntry(record: Buffer): StoredDelivery | { readonly done: string } {
  // JSON text holds no newline of its own.
  const end = record.indexOf(NEWLINE);
  const head = JSON.parse(record.toString('utf8', 0, end === -1 ? record.length : end)) as
    | (Omit<StoredDelivery, 'event'> & { readonly event: Omit<CloudEvent, 'data'> })
    | { readonly done: string };
  return 'done' in head ? head : { ...head, event: { ...head.event, data: record.subarray(end + 1) } };
}

function costOf({ event }: Pick<Delivery, 'event'>): number {
  return (event?.data.byteLength ?? 0) + OVERHEAD_BYTES;
}
