/**
 * Tells listeners of changes to objects, at least once. An event is journaled with the change that caused it and removed
 * only after every listener has taken it, so that no crash in between loses one.
 */

import type { Faults } from '../../core/faults/faults.ts';
import { objectResource } from '../rules/resources.ts';
import type { EventType, NotificationConfig, ObjectEvent } from './model.ts';
import type { Store } from './store.ts';

interface NotificationFacts {
  /** Stays the same when the notification is delivered again. */
  readonly id: string;
  readonly eventType: EventType;
  readonly bucket: string;
  readonly object: string;
  readonly generation: number;
  /** RFC 3339, microseconds. */
  readonly eventTime: string;
  /** The attributes of the service's Pub/Sub message. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The object resource; absent where the config asked for no payload. */
  readonly payload: Readonly<Record<string, unknown>> | undefined;
}

/** For a Pub/Sub topic that a notification config names, or for the event bus (Eventarc), which hears everything. */
export type StorageNotification =
  | (NotificationFacts & { readonly to: 'pubsub' /** `projects/P/topics/T` */; readonly topic: string })
  | (NotificationFacts & { readonly to: 'eventarc' });

export type NotificationListener = (notification: StorageNotification) => void | Promise<void>;

/** Stands for the event bus among the ids of those who want an event. */
export const EVENT_BUS = '';

const MAX_CONCURRENT = 64;
const FIRST_RETRY_MS = 100;
const MAX_RETRY_MS = 30_000;
/** The wait of a reordered notification for another one to go before it. */
const REORDER_WAIT_MS = 250;
const TOLD_DELAY_MS = 20;

export class Outbox {
  readonly #store: Store;
  readonly #faults: Faults;
  readonly #listener: NotificationListener | undefined;
  readonly #origin: () => string;
  readonly #queue: ObjectEvent[] = [];
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #fates = new Map<string, 'duplicate' | 'reorder'>();
  #held: { readonly event: ObjectEvent; readonly timer: NodeJS.Timeout } | undefined;
  #busy = 0;
  #told: string[] = [];
  #closed = false;

  constructor(store: Store, faults: Faults, listener: NotificationListener | undefined, origin: () => string) {
    this.#store = store;
    this.#faults = faults;
    this.#listener = listener;
    this.#origin = origin;
  }

  /** Without a listener no event is journaled, because nothing would ever take it. */
  get listening(): boolean {
    return this.#listener !== undefined;
  }

  /** Takes up what an earlier process did not get told. */
  start(): void {
    if (this.#listener !== undefined) this.send([...this.#store.state.events.values()]);
  }

  /** The next notification about this resource is delivered twice, or after the one behind it. */
  doom(resource: string, fate: 'duplicate' | 'reorder'): void {
    this.#fates.set(resource, fate);
  }

  /** For events that are durable. */
  send(events: readonly ObjectEvent[]): void {
    this.#queue.push(...events);
    this.#pump();
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    await this.#recordTold();
  }

  #pump(): void {
    while (!this.#closed && this.#busy < MAX_CONCURRENT) {
      const event = this.#queue.shift();
      if (event === undefined) return;
      const fate = this.#fateOf(event);
      if (fate === 'reorder' && this.#held === undefined) {
        this.#held = { event, timer: this.#later(REORDER_WAIT_MS, () => this.#letGo()) };
        continue;
      }
      this.#busy += 1;
      void this.#deliver(event, fate === 'duplicate' ? 2 : 1).then(() => {
        this.#busy -= 1;
        this.#letGo();
        this.#pump();
      });
    }
  }

  #letGo(): void {
    const held = this.#held;
    if (held === undefined) return;
    this.#held = undefined;
    this.#cancel(held.timer);
    this.#busy += 1;
    void this.#deliver(held.event, 1).then(() => {
      this.#busy -= 1;
      this.#pump();
    });
  }

  #fateOf(event: ObjectEvent): 'duplicate' | 'reorder' | undefined {
    const resource = `${event.version.bucket}/${event.version.name}`;
    const doomed = this.#fates.get(resource);
    this.#fates.delete(resource);
    const kind = this.#faults.next('storage', 'notifications.deliver', resource)?.kind;
    if (kind === 'duplicate' || kind === 'reorder') return kind;
    return doomed;
  }

  /** Delivers to all who wanted it and still exist. Never rejects: what fails is tried again later. */
  async #deliver(event: ObjectEvent, times: number, waiting = event.wanted, attempt = 0): Promise<void> {
    const failed: string[] = [];
    for (const id of waiting) {
      const notification = this.#compose(event, id);
      if (notification === undefined) continue;
      try {
        for (let i = 0; i < times; i += 1) await this.#listener?.(notification);
      } catch {
        failed.push(id);
      }
    }
    if (failed.length === 0) {
      this.#markTold(event.id);
      return;
    }
    const delay = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** attempt);
    this.#later(delay, () => void this.#deliver(event, 1, failed, attempt + 1));
  }

  #compose(event: ObjectEvent, id: string): StorageNotification | undefined {
    const { version } = event;
    if (id === EVENT_BUS) return { to: 'eventarc', ...factsOf(event, undefined, this.#origin()) };
    const config = this.#store.state.buckets.get(version.bucket)?.notifications.get(id);
    if (config === undefined) return undefined;
    const topic = config.topic.replace('//pubsub.googleapis.com/', '');
    return { to: 'pubsub', topic, ...factsOf(event, config, this.#origin()) };
  }

  #markTold(id: string): void {
    this.#told.push(id);
    if (this.#told.length === 1) this.#later(TOLD_DELAY_MS, () => void this.#recordTold());
  }

  async #recordTold(): Promise<void> {
    const ids = this.#told;
    this.#told = [];
    if (ids.length === 0) return;
    // If this is lost the events are delivered again, which at-least-once allows.
    await this.#store.commit([{ op: 'told', ids }]).catch(() => undefined);
  }

  #later(ms: number, work: () => void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if (!this.#closed) work();
    }, ms);
    this.#timers.add(timer);
    return timer;
  }

  #cancel(timer: NodeJS.Timeout): void {
    clearTimeout(timer);
    this.#timers.delete(timer);
  }
}

function factsOf(event: ObjectEvent, config: NotificationConfig | undefined, origin: string): NotificationFacts {
  const { version } = event;
  const eventTime = `${new Date(event.time).toISOString().slice(0, -1)}000Z`;
  const payloadFormat = config?.payloadFormat ?? 'JSON_API_V1';
  return {
    id: event.id,
    eventType: event.type,
    bucket: version.bucket,
    object: version.name,
    generation: version.generation,
    eventTime,
    // cloud.google.com/storage/docs/pubsub-notifications#attributes
    attributes: {
      ...config?.customAttributes,
      ...(config === undefined
        ? {}
        : { notificationConfig: `projects/_/buckets/${config.bucket}/notificationConfigs/${config.id}` }),
      eventType: event.type,
      payloadFormat,
      bucketId: version.bucket,
      objectId: version.name,
      objectGeneration: String(version.generation),
      eventTime,
      ...(event.overwroteGeneration === undefined ? {} : { overwroteGeneration: String(event.overwroteGeneration) }),
      ...(event.overwrittenByGeneration === undefined
        ? {}
        : { overwrittenByGeneration: String(event.overwrittenByGeneration) }),
    },
    payload: payloadFormat === 'NONE' ? undefined : objectResource(version, origin),
  };
}
