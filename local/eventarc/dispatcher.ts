/**
 * Delivers events to functions at least once: an emitted event is on disk before `emit` resolves, is posted to every
 * trigger that matches, and is tried again with exponential backoff until it is answered 2xx. An event that was tried too
 * often or is too old goes to the trigger's dead letter topic, or is dropped, and the console says so.
 */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServiceOptions } from '../core/service.ts';
import { newTraceparent } from '../way/current-trace.ts';
import { oneUnit, type Units } from '../way/ids.ts';
import { Deliveries, type DeliveriesLimits, type Delivery } from './deliveries.ts';
import type { CloudEvent } from './event.ts';
import { Lane } from './lane.ts';
import { eventIds, pause, postEvent } from './post.ts';
import { matches, type Trigger } from './trigger.ts';

export interface DispatcherOptions extends Pick<ServiceOptions, 'stateDir' | 'faults' | 'report' | 'now'> {
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

const DEFAULT_MAX_ATTEMPTS = 5;

export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #deliveries: Deliveries;
  readonly #triggers = new Map<string, { readonly trigger: Trigger; readonly lane: Lane }>();
  readonly #stop = new AbortController();
  #idle: (() => void)[] = [];

  constructor(options: DispatcherOptions) {
    this.#options = options;
    this.#deliveries = new Deliveries(options.limits ?? {});
  }

  get pending(): number {
    return this.#deliveries.size;
  }

  trigger(name: string): Trigger | undefined {
    return this.#triggers.get(name)?.trigger;
  }

  /** Adds a trigger, or changes the one of its name: deliveries that wait go where it points now. */
  set(trigger: Trigger): void {
    const { name } = trigger;
    const lane =
      this.#triggers.get(name)?.lane ??
      new Lane(this.#options.concurrency ?? 16, (delivery) => this.#attempt(name, delivery));
    this.#triggers.set(name, { trigger, lane });
  }

  /** A trigger that is gone has no receiver: its deliveries end here. */
  async remove(name: string): Promise<void> {
    this.#triggers.get(name)?.lane.close();
    this.#triggers.delete(name);
    await Promise.all(this.#deliveries.of(name).map((delivery) => this.#deliveries.done(delivery)));
    this.#tellIdle();
  }

  async open(): Promise<void> {
    const { stateDir } = this.#options;
    if (stateDir === undefined) return;
    await mkdir(stateDir, { recursive: true });
    // A trigger that is gone has no receiver.
    const left = await this.#deliveries.open(join(stateDir, 'deliveries'), (trigger) => this.#triggers.has(trigger));
    for (const delivery of left) this.#lane(delivery.trigger)?.add(delivery);
  }

  async emit(event: CloudEvent): Promise<void> {
    const emittedMs = this.#options.now();
    const deliveries = [...this.#triggers.values()]
      .filter(({ trigger }) => matches(trigger, event))
      .map(({ trigger: { name } }) => ({ id: `${event.id} ${name}`, trigger: name, event, emittedMs, attempts: 0 }))
      // Told twice before it was delivered once: it is durable already.
      .filter(({ id }) => !this.#deliveries.has(id));
    await this.#deliveries.add(deliveries);
    for (const delivery of deliveries) {
      const lane = this.#lane(delivery.trigger);
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
    await Promise.all([...this.#triggers.values()].map(({ lane }) => lane.drain()));
  }

  async close(): Promise<void> {
    if (this.#stop.signal.aborted) return;
    this.#stop.abort();
    for (const { lane } of this.#triggers.values()) lane.close();
    for (const resolve of this.#idle.splice(0)) resolve();
    await this.#deliveries.close();
  }

  #lane(trigger: string): Lane | undefined {
    return this.#triggers.get(trigger)?.lane;
  }

  #tellIdle(): void {
    if (this.#isIdle()) for (const resolve of this.#idle.splice(0)) resolve();
  }

  #isIdle(): boolean {
    return this.#deliveries.size === 0 && [...this.#triggers.values()].every(({ lane }) => lane.active === 0);
  }

  /** Never rejects: a journal that fails leaves the delivery to the next start. */
  async #attempt(name: string, delivery: Delivery): Promise<void> {
    try {
      const trigger = this.trigger(name);
      if (trigger !== undefined) await this.#deliver(trigger, delivery);
    } catch (error) {
      // Deliveries under way while it closes are repeated by the next start.
      if (!this.#stop.signal.aborted) this.#tell('not recorded', name, { reason: (error as Error).message });
    }
    // The lane frees the slot after this returns.
    setImmediate(() => this.#tellIdle());
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

  /** Returns the problem, or undefined for 2xx. */
  async #post({ name, destination }: Trigger, event: CloudEvent, traceparent: string): Promise<string | undefined> {
    const fault = this.#options.faults.next('eventarc', 'deliver', name);
    if (fault?.kind === 'slow') await pause(fault.delayMs ?? 100, this.#stop.signal);
    if (fault?.kind === 'error' || fault?.kind === 'reset') return fault.message ?? 'scripted fault';
    if (destination === undefined) return 'the service of its destination does not run here';
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(this.#options.timeoutMs ?? 60_000)]);
    const problem = await postEvent(destination, event, { traceparent, signal });
    return fault?.kind === 'ack-lost' ? 'the answer was lost (scripted fault)' : problem;
  }

  #again(delivery: Delivery): void {
    const { minBackoffMs = 1_000, maxBackoffMs = 60_000 } = this.#options;
    const ms = Math.min(maxBackoffMs, minBackoffMs * 2 ** (delivery.attempts - 1));
    this.#deliveries.rest(delivery);
    this.#lane(delivery.trigger)?.later(delivery, ms);
  }

  #tell(what: string, resource: string, facts: Readonly<Record<string, string | number>>, units?: Units): void {
    this.#options.report({ service: 'eventarc', what, resource, facts, ...(units !== undefined && { units }) });
  }
}
