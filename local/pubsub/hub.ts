/**
 * The living service: the state, its log, and delivery. Everything that changes something goes through here, so that a
 * change is journaled exactly once and an answer waits for its record to be durable.
 */

import type { ServiceOptions } from '../core/service.ts';
import { oneUnit, type Units, unitsOf } from '../way/ids.ts';
import type { Entry } from './backlog/backlog.ts';
import { encodeContents, type Message } from './backlog/message.ts';
import { deadLetter, isDeadLetter, redeliveryDelay } from './backlog/redelivery.ts';
import { Delivery } from './delivery/delivery.ts';
import { publishedIds } from './delivery/message-ids.ts';
import { Ticker } from './delivery/ticker.ts';
import { notPulled, PubsubError } from './errors.ts';
import type { Collector } from './export/collector.ts';
import { exporter } from './export/exporter.ts';
import type { Sinks } from './export/sinks.ts';
import { type Log, MEMORY_LOG, openLog } from './kept/log.ts';
import { ackedRecord, failedRecord, messagesOf, publishedRecord } from './kept/records.ts';
import type { Subscription, Topic } from './kept/resource-state.ts';
import { State } from './kept/state.ts';
import { DEFAULT_TUNING, type Tuning } from './limits.ts';
import { Pusher } from './push/pusher.ts';
import type { Ack } from './wire/ack-id.ts';
import { encodePublish, type PublishRequest, parsePublish } from './wire/publish-request.ts';

export interface PubsubOptions extends ServiceOptions {
  /** The services that subscriptions can write to; undefined until these have started. */
  readonly sinks?: () => Sinks | undefined;
}

export class Hub {
  readonly options: PubsubOptions;
  readonly tuning: Tuning;
  readonly state: State;
  readonly #deliveries = new Map<Subscription, Delivery>();
  readonly #pushers = new Map<Subscription, Pusher | Collector>();
  readonly #ticker: Ticker;
  #log: Log = MEMORY_LOG;
  /** Published but not yet durable: counted, so that the cap on memory holds for them too. */
  #inFlightBytes = 0;

  private constructor(options: PubsubOptions, tuning: Tuning) {
    this.options = options;
    this.tuning = tuning;
    // Microsecond-sized numbers: above all of any earlier run, and 16 digits long like Google's message ids.
    this.state = new State(options.now() * 1000);
    this.#ticker = new Ticker(tuning.tickMs, options.now, this.state, (subscription, entry) => {
      this.failed(subscription, entry);
    });
  }

  static async open(options: PubsubOptions, tuning: Partial<Tuning> = {}): Promise<Hub> {
    const hub = new Hub(options, { ...DEFAULT_TUNING, ...tuning });
    if (options.stateDir !== undefined) {
      hub.#log = await openLog(options.stateDir, hub.state, hub.tuning.compactAboveBytes);
    }
    hub.state.outlive(options.now());
    hub.state.onReady = (subscription) => hub.ready(subscription);
    for (const subscription of hub.state.subscriptions.values()) hub.reconsider(subscription);
    hub.#ticker.start();
    return hub;
  }

  get now(): number {
    return this.options.now();
  }

  append(record: Uint8Array): Promise<void> {
    return this.#log.append(record);
  }

  delivery(subscription: Subscription): Delivery {
    const known = this.#deliveries.get(subscription);
    if (known !== undefined) return known;
    const delivery = new Delivery(subscription, this.options.now, this.options.faults);
    this.#deliveries.set(subscription, delivery);
    return delivery;
  }

  /** Delivers once the request is durable, then resolves to the messages' ids. */
  async publish(topic: Topic, request: PublishRequest): Promise<string[]> {
    const size = request.body.length;
    if (!this.#hasRoom(size)) {
      throw new PubsubError(
        'RESOURCE_EXHAUSTED',
        `The local Pub/Sub holds ${this.state.heldBytes} bytes of undelivered or retained messages and takes no more than ${this.tuning.maxHeldBytes}. Acknowledge messages or delete subscriptions.`,
      );
    }
    const { nextSeq: firstSeq, nextUid: before } = this.state;
    this.state.nextSeq += request.messages.length;
    const publication = { topic: topic.uid, firstSeq, time: this.now, before };
    if (topic.heard) {
      const messages = messagesOf(publication, request);
      this.#inFlightBytes += size;
      // Applied in `then`, not after an `await` further out: journal order and delivery order are one.
      await this.append(publishedRecord(publication, request.body))
        .then(() => this.state.publish(topic, messages, before))
        .finally(() => {
          this.#inFlightBytes -= size;
        });
    }
    this.options.report({
      service: 'pubsub',
      what: 'published',
      resource: topic.config.name,
      facts: { messages: request.messages.length, bytes: size },
      units: unitsOf(request.messages, ({ start, end }, at) =>
        publishedIds(String(firstSeq + at), { chunk: request.body, start, end }),
      ),
    });
    return request.messages.map((_message, index) => String(firstSeq + index));
  }

  /** Takes messages out for good; resolves when that is durable. */
  acknowledge(subscription: Subscription, acks: readonly Ack[]): Promise<void> {
    const known = acks.filter(({ seq }) => subscription.backlog.get(seq) !== undefined);
    if (acks.length === 0) return Promise.resolve();
    const seqs = subscription.backlog.acknowledged(known);
    if (subscription.exactlyOnce) for (const { seq, lease } of known) subscription.rememberAck(seq, lease);
    this.#tell('acknowledged', subscription, known);
    this.state.acknowledge(subscription, seqs);
    // Also where nothing is known any more: a repeat must not be answered before the first one's record is durable.
    return this.append(ackedRecord(subscription, seqs));
  }

  /** A nack, a missed deadline or a refused push. */
  failed(subscription: Subscription, entry: Entry): void {
    if (entry.state !== 'leased' || entry.acked) return;
    if (isDeadLetter(subscription.config, entry) && this.#sendToDeadLetters(subscription, entry)) return;
    const failures = entry.failures + 1;
    this.#tell('given back', subscription, [entry.message], { attempt: failures });
    subscription.backlog.fail(entry, this.now, redeliveryDelay(subscription.config, failures));
    if (subscription.config.deadLetterPolicy !== undefined) {
      // The policy is best effort (proto comment), so nothing waits for the count to be durable.
      this.append(failedRecord(subscription, entry.message.seq, failures)).catch(() => {});
    }
    this.ready(subscription);
  }

  /** Tells that messages were handed to a client that pulls. */
  handedOut(subscription: Subscription, entries: readonly Entry[]): void {
    const units = unitsOf(entries, ({ message }) => ({ message: String(message.seq) }));
    this.#report('pulled', subscription, units, { attempt: (entries[0]?.failures ?? 0) + 1 });
  }

  ready(subscription: Subscription): void {
    this.#deliveries.get(subscription)?.wake();
    this.#ticker.start();
  }

  /** Subscriptions with messages that are out, or on their way to a receiver that is there. */
  busy(): readonly string[] {
    return [...this.state.subscriptions.values()].flatMap((subscription) => {
      const { backlog, config } = subscription;
      const receivers = this.#deliveries.get(subscription)?.receivers ?? 0;
      const messages = receivers > 0 ? backlog.size : backlog.outstanding;
      return messages === 0 ? [] : [`${config.name} has ${messages} messages that are not acknowledged`];
    });
  }

  /** Stops pushing, and waits for the answers that are under way. */
  async drain(): Promise<void> {
    await Promise.all([...this.#pushers.values()].map((pusher) => pusher.drain()));
  }

  /** Starts, changes or stops pushing after a subscription was made or changed. */
  reconsider(subscription: Subscription): void {
    const pusher = this.#pushers.get(subscription);
    if (subscription.pushes && pusher === undefined) {
      const made = exporter(this, subscription) ?? new Pusher(this, subscription);
      this.#pushers.set(subscription, made);
      this.delivery(subscription).dismissAll(notPulled());
      this.delivery(subscription).add(made);
    } else if (!subscription.pushes && pusher !== undefined) {
      this.#pushers.delete(subscription);
      this.delivery(subscription).remove(pusher);
      pusher.close();
    }
    this.ready(subscription);
  }

  /** Tells all receivers of a subscription that it was deleted or detached. */
  dismiss(subscription: Subscription, why: PubsubError): void {
    this.#pushers.get(subscription)?.close();
    this.#pushers.delete(subscription);
    this.#deliveries.get(subscription)?.dismissAll(why);
    this.#deliveries.delete(subscription);
  }

  /** In-process publishing: other services of the local cloud, and dead letters. */
  publishContents(topic: Topic, bodies: readonly Buffer[]): Promise<string[]> {
    return this.publish(topic, parsePublish(encodePublish(topic.config.name, bodies)));
  }

  async close(): Promise<void> {
    this.#ticker.close();
    for (const pusher of this.#pushers.values()) pusher.close();
    const why = new PubsubError('UNAVAILABLE', 'The service is shutting down.');
    for (const delivery of this.#deliveries.values()) delivery.dismissAll(why);
    await this.#log.close();
  }

  /** True if the message went to the dead-letter topic. Its record and the acknowledgement's are written in this order. */
  #sendToDeadLetters(subscription: Subscription, entry: Entry): boolean {
    const topic = this.state.topics.get(subscription.config.deadLetterPolicy?.deadLetterTopic ?? '');
    if (topic === undefined) return false;
    const { message } = entry;
    const body = encodeContents(deadLetter(subscription.config, message, entry.failures + 1));
    // A message is not taken out of its backlog while there is no room for its dead letter.
    if (!this.#hasRoom(body.length)) return false;
    const published = this.publishContents(topic, [body]);
    this.#drop(subscription, message);
    const tell = (what: string, ids: readonly string[], facts: Readonly<Record<string, string>>): void =>
      this.options.report({
        service: 'pubsub',
        what,
        resource: subscription.config.name,
        facts,
        units: oneUnit({ message: [String(message.seq), ...ids] }),
      });
    published.then(
      (ids) => tell('dead-lettered', ids, { topic: topic.config.name }),
      (error: unknown) =>
        tell('lost a dead letter', [], { error: error instanceof Error ? error.message : String(error) }),
    );
    return true;
  }

  #tell(
    what: string,
    subscription: Subscription,
    messages: readonly { readonly seq: number }[],
    facts: Readonly<Record<string, number>> = {},
  ): void {
    const units = unitsOf(messages, ({ seq }) => ({ message: String(seq) }));
    this.#report(what, subscription, units, facts);
  }

  /** A step on the way of messages; thousands a second are no lines for people. */
  #report(what: string, { config }: Subscription, units: Units, facts: Readonly<Record<string, number>>): void {
    if (units.count === 0) return;
    const told = { messages: units.count, ...facts };
    this.options.report({ service: 'pubsub', what, resource: config.name, facts: told, units, minor: true });
  }

  #hasRoom(bytes: number): boolean {
    return this.state.heldBytes + this.#inFlightBytes + bytes <= this.tuning.maxHeldBytes;
  }

  #drop(subscription: Subscription, message: Message): void {
    const seqs = subscription.backlog.leavingWith(message.seq);
    this.state.acknowledge(subscription, seqs);
    this.append(ackedRecord(subscription, seqs)).catch(() => {});
  }
}
