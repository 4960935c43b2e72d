/**
 * Delivers events to functions at least once: an emitted event is on disk before `emit` resolves, is posted to every
 * trigger that matches, and is tried again with exponential backoff until it is answered 2xx or too old. What is given
 * up goes to the dead letter.
 */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Journal } from '../journal/journal.ts';
import type { Service, ServiceOptions } from '../service.ts';
import { type CloudEvent, headersOf } from './event.ts';
import { matches, type Trigger } from './trigger.ts';

export interface EventarcOptions extends ServiceOptions {
  readonly triggers: readonly Trigger[];
  /** Production waits 10 s to 600 s; a local cloud that makes people wait ten seconds teaches nothing. Default 1 s. */
  readonly minBackoffMs?: number;
  /** Default 60 s. */
  readonly maxBackoffMs?: number;
  /** How long a delivery is tried, as Eventarc's Pub/Sub transport keeps it. Default 24 h. */
  readonly retentionMs?: number;
  /** How long one delivery may take. Default 60 s. */
  readonly timeoutMs?: number;
  /** Deliveries under way at once. Default 64. */
  readonly concurrency?: number;
  readonly onDeadLetter?: (letter: DeadLetter) => Promise<void>;
}

export interface DeadLetter {
  readonly trigger: string;
  readonly event: CloudEvent;
  readonly attempts: number;
  readonly reason: string;
}

export interface EventarcService extends Service {
  /** Resolves when the event is durable; delivery follows. */
  emit(event: CloudEvent): Promise<void>;
  /** Resolves when nothing is left to deliver. */
  idle(): Promise<void>;
  readonly pending: number;
}

interface Delivery {
  readonly id: string;
  readonly trigger: Trigger;
  readonly event: CloudEvent;
  readonly emittedMs: number;
  attempts: number;
}

const COMPACT_ABOVE_BYTES = 8 * 1024 * 1024;

export async function startEventarc(options: EventarcOptions): Promise<EventarcService> {
  const eventarc = new Eventarc(options);
  await eventarc.open();
  return eventarc;
}

class Eventarc implements EventarcService {
  readonly name = 'eventarc';
  /** It calls and is not called. */
  readonly address = '';
  readonly #options: EventarcOptions;
  readonly #deliveries = new Map<string, Delivery>();
  readonly #waiting: Delivery[] = [];
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #stop = new AbortController();
  #journal: Journal | undefined;
  #active = 0;
  #idle: (() => void)[] = [];

  constructor(options: EventarcOptions) {
    this.#options = options;
  }

  get pending(): number {
    return this.#deliveries.size;
  }

  async open(): Promise<void> {
    const { stateDir } = this.#options;
    if (stateDir === undefined) return;
    await mkdir(stateDir, { recursive: true });
    this.#journal = await Journal.open(join(stateDir, 'deliveries'), (record) => this.#replay(record));
    for (const delivery of this.#deliveries.values()) this.#enqueue(delivery);
  }

  async emit(event: CloudEvent): Promise<void> {
    const deliveries = this.#options.triggers
      .filter((trigger) => matches(trigger, event))
      .map((trigger) => ({
        id: `${event.id} ${trigger.name}`,
        trigger,
        event,
        emittedMs: this.#options.now(),
        attempts: 0,
      }));
    await Promise.all(deliveries.map((delivery) => this.#journal?.append(recordOf(delivery))));
    for (const delivery of deliveries) {
      this.#deliveries.set(delivery.id, delivery);
      const fault = this.#options.faults.next('eventarc', 'emit', delivery.trigger.name);
      if (fault?.kind === 'reorder') this.#later(delivery, fault.delayMs ?? 50);
      else this.#enqueue(delivery);
      if (fault?.kind === 'duplicate') this.#enqueue({ ...delivery, id: `${delivery.id} again` });
    }
  }

  async idle(): Promise<void> {
    if (this.#deliveries.size === 0 && this.#active === 0) return;
    await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  async close(): Promise<void> {
    if (this.#stop.signal.aborted) return;
    this.#stop.abort();
    for (const timer of this.#timers) clearTimeout(timer);
    for (const resolve of this.#idle.splice(0)) resolve();
    await this.#journal?.close();
  }

  #enqueue(delivery: Delivery): void {
    this.#waiting.push(delivery);
    this.#pump();
  }

  #pump(): void {
    const limit = this.#options.concurrency ?? 64;
    while (this.#active < limit && !this.#stop.signal.aborted) {
      const delivery = this.#waiting.shift();
      if (delivery === undefined) return;
      this.#active += 1;
      void this.#deliver(delivery).finally(() => {
        this.#active -= 1;
        this.#pump();
        if (this.#deliveries.size === 0 && this.#active === 0) for (const resolve of this.#idle.splice(0)) resolve();
      });
    }
  }

  async #deliver(delivery: Delivery): Promise<void> {
    delivery.attempts += 1;
    const { trigger, event, attempts } = delivery;
    const problem = await this.#post(delivery);
    if (this.#stop.signal.aborted) return;
    this.#options.report({
      service: 'eventarc',
      what: problem === undefined ? 'delivered' : 'not delivered',
      resource: trigger.name,
      facts: { type: event.type, attempt: attempts, ...(problem === undefined ? {} : { reason: problem }) },
    });
    if (problem === undefined || !trigger.retry) return this.#finish(delivery);
    const age = this.#options.now() - delivery.emittedMs;
    if (age < (this.#options.retentionMs ?? 86_400_000)) return this.#later(delivery, this.#backoff(attempts));
    await this.#options.onDeadLetter?.({ trigger: trigger.name, event, attempts, reason: problem });
    return this.#finish(delivery);
  }

  /** Returns what went wrong, or undefined for 2xx. */
  async #post({ trigger, event }: Delivery): Promise<string | undefined> {
    const fault = this.#options.faults.next('eventarc', 'deliver', trigger.name);
    if (fault?.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.delayMs ?? 100).unref());
    if (fault?.kind === 'error' || fault?.kind === 'reset') return fault.message ?? 'scripted fault';
    try {
      const timeout = AbortSignal.timeout(this.#options.timeoutMs ?? 60_000);
      const response = await fetch(trigger.destination, {
        method: 'POST',
        headers: {
          ...headersOf(event),
          'user-agent': 'APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)',
        },
        body: event.data as Uint8Array<ArrayBuffer>,
        signal: AbortSignal.any([this.#stop.signal, timeout]),
      });
      await response.arrayBuffer();
      if (fault?.kind === 'ack-lost') return 'the answer was lost (scripted fault)';
      return response.ok ? undefined : `status ${response.status}`;
    } catch (error) {
      const cause = (error as Error).cause;
      return cause instanceof Error && cause.message !== '' ? cause.message : (error as Error).message;
    }
  }

  #backoff(attempts: number): number {
    const { minBackoffMs = 1_000, maxBackoffMs = 60_000 } = this.#options;
    return Math.min(maxBackoffMs, minBackoffMs * 2 ** (attempts - 1));
  }

  #later(delivery: Delivery, ms: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#enqueue(delivery);
    }, ms);
    this.#timers.add(timer);
  }

  async #finish(delivery: Delivery): Promise<void> {
    if (!this.#deliveries.delete(delivery.id) || this.#journal === undefined) return;
    await this.#journal.append(Buffer.from(JSON.stringify({ done: delivery.id })));
    if (this.#journal.bytes > COMPACT_ABOVE_BYTES && this.#deliveries.size === 0) await this.#journal.rewrite([]);
  }

  #replay(record: Buffer): void {
    const entry = JSON.parse(record.toString()) as StoredDelivery | { readonly done: string };
    if ('done' in entry) {
      this.#deliveries.delete(entry.done);
      return;
    }
    // A trigger that is gone has nobody to deliver to.
    const trigger = this.#options.triggers.find(({ name }) => name === entry.trigger);
    if (trigger === undefined) return;
    const event = { ...entry.event, data: Buffer.from(entry.event.data, 'base64') };
    this.#deliveries.set(entry.id, { id: entry.id, trigger, event, emittedMs: entry.emittedMs, attempts: 0 });
  }
}

interface StoredDelivery {
  readonly id: string;
  readonly trigger: string;
  readonly emittedMs: number;
  readonly event: Omit<CloudEvent, 'data'> & { readonly data: string };
}

function recordOf({ id, trigger, emittedMs, event }: Delivery): Buffer {
  const stored: StoredDelivery = {
    id,
    trigger: trigger.name,
    emittedMs,
    event: { ...event, data: Buffer.from(event.data).toString('base64') },
  };
  return Buffer.from(JSON.stringify(stored));
}
