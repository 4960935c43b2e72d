/**
 * Delivers events to functions at least once: an emitted event is on disk before `emit` resolves, is posted to every
 * trigger that matches, and is tried again with exponential backoff until it is answered 2xx. An event that was tried too
 * often or is too old goes to the trigger's dead letter topic, or is dropped, and the console says so.
 */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Service, ServiceOptions } from '../core/service.ts';
import { newTraceparent } from '../way/current-trace.ts';
import { type Ids, oneUnit, type Units } from '../way/ids.ts';
import { Deliveries, type DeliveriesLimits, type Delivery } from './deliveries.ts';
import { type CloudEvent, headersOf } from './event.ts';
import { Lane } from './lane.ts';
import { matches, type Trigger } from './trigger.ts';

export interface EventarcOptions extends ServiceOptions {
  readonly triggers: readonly Trigger[];
  /** Production waits 10 s to 600 s; a local cloud that makes people wait ten seconds teaches nothing. Default 1 s. */
  readonly minBackoffMs?: number;
  /** Default 60 s. */
  readonly maxBackoffMs?: number;
  /** The time that a delivery is tried, as Eventarc's Pub/Sub transport keeps it. Default 24 h. */
  readonly retentionMs?: number;
  /** The time that one delivery may take. Default 60 s. */
  readonly timeoutMs?: number;
  /** Deliveries under way at once, each trigger for itself. Default 16. */
  readonly concurrency?: number;
  readonly limits?: DeliveriesLimits;
  /** Publishes to a dead letter topic. A rejection is tried again with the same backoff. */
  readonly onDeadLetter?: (letter: DeadLetter) => Promise<void>;
}

export interface DeadLetter {
  readonly trigger: string;
  readonly topic: string;
  readonly event: CloudEvent;
  readonly attempts: number;
  readonly emittedMs: number;
}

export interface EventarcService extends Service {
  /** Resolves when the event is durable; delivery follows. */
  emit(event: CloudEvent): Promise<void>;
  /** Resolves when nothing is left to deliver. */
  idle(): Promise<void>;
  readonly pending: number;
}

const DEFAULT_MAX_ATTEMPTS = 5;

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
  readonly #deliveries: Deliveries;
  readonly #lanes: ReadonlyMap<string, Lane>;
  readonly #stop = new AbortController();
  #idle: (() => void)[] = [];

  constructor(options: EventarcOptions) {
    this.#options = options;
    this.#deliveries = new Deliveries(options.limits ?? {});
    this.#lanes = new Map(
      options.triggers.map((trigger) => [
        trigger.name,
        new Lane(options.concurrency ?? 16, (delivery) => this.#attempt(trigger, delivery)),
      ]),
    );
  }

  get pending(): number {
    return this.#deliveries.size;
  }

  async open(): Promise<void> {
    const { stateDir } = this.#options;
    if (stateDir === undefined) return;
    await mkdir(stateDir, { recursive: true });
    // A trigger that is gone has no receiver.
    const left = await this.#deliveries.open(join(stateDir, 'deliveries'), (trigger) => this.#lanes.has(trigger));
    for (const delivery of left) this.#lanes.get(delivery.trigger)?.add(delivery);
  }

  async emit(event: CloudEvent): Promise<void> {
    const emittedMs = this.#options.now();
    const deliveries = this.#options.triggers
      .filter((trigger) => matches(trigger, event))
      .map(({ name }) => ({ id: `${event.id} ${name}`, trigger: name, event, emittedMs, attempts: 0 }))
      // Told twice before it was delivered once: it is durable already.
      .filter(({ id }) => !this.#deliveries.has(id));
    await this.#deliveries.add(deliveries);
    for (const delivery of deliveries) {
      const lane = this.#lanes.get(delivery.trigger);
      const fault = this.#options.faults.next('eventarc', 'emit', delivery.trigger);
      if (fault?.kind === 'reorder') lane?.later(delivery, fault.delayMs ?? 50);
      else lane?.add(delivery);
      if (fault?.kind === 'duplicate') lane?.add({ ...delivery, id: `${delivery.id} again`, event });
    }
  }

  async idle(): Promise<void> {
    if (this.#isIdle()) return;
    await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  busy(): readonly string[] {
    return this.#isIdle() ? [] : [`${this.pending} events are to be delivered`];
  }

  async drain(): Promise<void> {
    await Promise.all([...this.#lanes.values()].map((lane) => lane.drain()));
  }

  async close(): Promise<void> {
    if (this.#stop.signal.aborted) return;
    this.#stop.abort();
    for (const lane of this.#lanes.values()) lane.close();
    for (const resolve of this.#idle.splice(0)) resolve();
    await this.#deliveries.close();
  }

  #isIdle(): boolean {
    return this.#deliveries.size === 0 && [...this.#lanes.values()].every(({ active }) => active === 0);
  }

  /** Never rejects: a journal that fails leaves the delivery to the next start. */
  async #attempt(trigger: Trigger, delivery: Delivery): Promise<void> {
    try {
      await this.#deliver(trigger, delivery);
    } catch (error) {
      // Deliveries under way while it closes are repeated by the next start.
      if (!this.#stop.signal.aborted) this.#tell('not recorded', trigger.name, { reason: (error as Error).message });
    }
    // The lane frees the slot after this returns.
    setImmediate(() => {
      if (this.#isIdle()) for (const resolve of this.#idle.splice(0)) resolve();
    });
  }

  async #deliver(trigger: Trigger, delivery: Delivery): Promise<void> {
    const event = await this.#deliveries.eventOf(delivery);
    if (event === undefined || this.#stop.signal.aborted) return;
    delivery.attempts += 1;
    const { attempts } = delivery;
    const { traceparent, traceId } = newTraceparent();
    const problem = await this.#post(trigger, event, traceparent);
    if (this.#stop.signal.aborted) return;
    const facts = { type: event.type, attempt: attempts };
    const units = oneUnit({ ...eventIds(event), trace: traceId });
    if (problem === undefined) {
      this.#tell('delivered', trigger.name, facts, units);
      return this.#deliveries.done(delivery);
    }
    this.#tell('not delivered', trigger.name, { ...facts, reason: problem }, units);
    if (!trigger.retry) return this.#deliveries.done(delivery);
    const { deadLetter } = trigger;
    const tooOften = deadLetter !== undefined && attempts >= (deadLetter.maxDeliveryAttempts ?? DEFAULT_MAX_ATTEMPTS);
    const tooOld = this.#options.now() - delivery.emittedMs >= (this.#options.retentionMs ?? 86_400_000);
    if (!tooOften && !tooOld) return this.#again(delivery);
    await this.#giveUp(trigger, delivery, event, problem);
  }

  async #giveUp(trigger: Trigger, delivery: Delivery, event: CloudEvent, reason: string): Promise<void> {
    const { attempts, emittedMs } = delivery;
    const topic = trigger.deadLetter?.topic;
    const facts = { type: event.type, attempts, reason };
    if (topic === undefined) {
      this.#tell('dropped', trigger.name, facts, oneUnit(eventIds(event)));
      return this.#deliveries.done(delivery);
    }
    try {
      await this.#options.onDeadLetter?.({ trigger: trigger.name, topic, event, attempts, emittedMs });
    } catch (error) {
      const why = { topic, reason: (error as Error).message };
      this.#tell('not dead-lettered', trigger.name, why, oneUnit(eventIds(event)));
      return this.#again(delivery);
    }
    this.#tell('dead-lettered', trigger.name, { topic, ...facts }, oneUnit(eventIds(event)));
    await this.#deliveries.done(delivery);
  }

  /** Returns what went wrong, or undefined for 2xx. */
  async #post({ name, destination }: Trigger, event: CloudEvent, traceparent: string): Promise<string | undefined> {
    const fault = this.#options.faults.next('eventarc', 'deliver', name);
    if (fault?.kind === 'slow') await pause(fault.delayMs ?? 100, this.#stop.signal);
    if (fault?.kind === 'error' || fault?.kind === 'reset') return fault.message ?? 'scripted fault';
    try {
      const timeout = AbortSignal.timeout(this.#options.timeoutMs ?? 60_000);
      const response = await fetch(destination, {
        method: 'POST',
        headers: {
          ...headersOf(event),
          // Cloud Run gives every request a trace.
          traceparent,
          'user-agent': 'APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)',
        },
        body: event.data as Uint8Array<ArrayBuffer>,
        // A push endpoint that redirects has not acknowledged.
        redirect: 'manual',
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

  #again(delivery: Delivery): void {
    const { minBackoffMs = 1_000, maxBackoffMs = 60_000 } = this.#options;
    const ms = Math.min(maxBackoffMs, minBackoffMs * 2 ** (delivery.attempts - 1));
    this.#deliveries.rest(delivery);
    this.#lanes.get(delivery.trigger)?.later(delivery, ms);
  }

  #tell(what: string, resource: string, facts: Readonly<Record<string, string | number>>, units?: Units): void {
    this.#options.report({ service: 'eventarc', what, resource, facts, ...(units !== undefined && { units }) });
  }
}

/** The event, and the object or document that it is about. */
function eventIds({ id, extensions, data, type }: CloudEvent): Ids {
  const { document, bucket } = extensions;
  if (document !== undefined) return { event: id, document };
  if (bucket === undefined || !type.startsWith('google.cloud.storage.')) return { event: id };
  const { name, generation } = JSON.parse(Buffer.from(data).toString('utf8')) as Readonly<Record<string, unknown>>;
  return { event: id, object: `${bucket}/${name}#${generation}` };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}
