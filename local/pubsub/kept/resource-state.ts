/** Topics, subscriptions and snapshots with what they hold: the nouns of `state.ts`, which alone changes them. */

import { Backlog } from '../backlog/backlog.ts';
import { type Filter, parseFilter } from '../backlog/filter.ts';
import { contentsOf, type Message } from '../backlog/message.ts';
import { Queue } from '../backlog/queue.ts';
import { milliseconds, type SnapshotConfig, type SubscriptionConfig, type TopicConfig } from '../resources/shapes.ts';

export class Topic {
  readonly uid: number;
  config: TopicConfig;
  readonly subscriptions = new Set<Subscription>();
  readonly snapshots = new Set<Snapshot>();
  /** Everything published within the topic's own retention, where it has one. */
  readonly log = new Queue<Message>();

  constructor(uid: number, config: TopicConfig) {
    this.uid = uid;
    this.config = config;
  }

  get retains(): boolean {
    return this.config.messageRetentionDuration !== undefined;
  }

  /** Whether a message published now would be held by anyone. */
  get heard(): boolean {
    return this.subscriptions.size > 0 || this.snapshots.size > 0 || this.retains;
  }
}

/** Of an exactly-once subscription, so that a repeated acknowledgement is told from one that came too late. */
const REMEMBERED_ACKS = 20_000;

export class Subscription {
  readonly uid: number;
  config: SubscriptionConfig;
  topic: Topic | undefined;
  readonly backlog: Backlog;
  readonly acked = new Map<number, Message>();
  readonly filter: Filter | undefined;
  readonly #recentAcks = new Map<number, number>();

  constructor(uid: number, config: SubscriptionConfig, topic: Topic | undefined, firstLease: number) {
    this.uid = uid;
    this.config = config;
    this.topic = topic;
    this.backlog = new Backlog(config.enableMessageOrdering === true, firstLease);
    this.filter = parseFilter(config.filter ?? '');
  }

  get exactlyOnce(): boolean {
    return this.config.enableExactlyOnceDelivery === true;
  }

  /** Whether it sends its messages itself, to an endpoint or another service, so that nothing pulls them. */
  get pushes(): boolean {
    const { pushConfig, bigqueryConfig, cloudStorageConfig, detached } = this.config;
    return (pushConfig.pushEndpoint ?? bigqueryConfig ?? cloudStorageConfig) !== undefined && detached !== true;
  }

  /** Retained messages are "always available to subscribers" (proto comment of `Topic.message_retention_duration`). */
  get retentionMs(): number {
    const byTopic = milliseconds(this.topic?.config.messageRetentionDuration);
    return Math.max(milliseconds(this.config.messageRetentionDuration), byTopic);
  }

  wants(message: Message): boolean {
    return this.filter === undefined || this.filter(contentsOf(message).attributes);
  }

  rememberAck(seq: number, lease: number): void {
    this.#recentAcks.set(seq, lease);
    if (this.#recentAcks.size <= REMEMBERED_ACKS) return;
    const oldest = this.#recentAcks.keys().next();
    if (oldest.done !== true) this.#recentAcks.delete(oldest.value);
  }

  ackedUnder(seq: number, lease: number): boolean {
    return this.#recentAcks.get(seq) === lease;
  }
}

export class Snapshot {
  readonly uid: number;
  config: SnapshotConfig;
  readonly topic: Topic;
  /** The messages that were unacknowledged when the snapshot was made, and all published since. */
  readonly held = new Map<number, Message>();

  constructor(uid: number, config: SnapshotConfig, topic: Topic) {
    this.uid = uid;
    this.config = config;
    this.topic = topic;
  }
}
