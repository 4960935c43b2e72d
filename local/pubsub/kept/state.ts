/**
 * Everything the service must not forget, and the only ways to change it. Each transition is also a journal record
 * (`records.ts`): a restart applies the same transitions in the same order and arrives at the same state.
 * Transitions are idempotent, because a rewritten journal may hold the effect of a record that follows it.
 */

import type { Message } from '../backlog/message.ts';
import { HOLDER_OVERHEAD, MESSAGE_OVERHEAD } from '../limits.ts';
import { DELETED_TOPIC } from '../resources/names.ts';
import {
  milliseconds,
  type Policy,
  type SnapshotConfig,
  type SubscriptionConfig,
  type TopicConfig,
} from '../resources/shapes.ts';
import { Schemas } from '../schemas/registry.ts';
import { Snapshot, Subscription, Topic } from './resource-state.ts';

/** In what role a message is held, as a rewritten journal records it. */
export type Role = 'unacked' | 'acked' | 'log' | 'snapshot';

export class State {
  readonly topics = new Map<string, Topic>();
  readonly subscriptions = new Map<string, Subscription>();
  readonly snapshots = new Map<string, Snapshot>();
  readonly schemas = new Schemas();
  readonly #topicsByUid = new Map<number, Topic>();
  readonly #subscriptionsByUid = new Map<number, Subscription>();
  readonly #snapshotsByUid = new Map<number, Snapshot>();
  /** Keyed by the uid of the topic, subscription or snapshot, so that one that is made again begins without a policy. */
  readonly policies = new Map<number, Policy>();
  readonly #firstLease: number;
  /** Called when a subscription has something new to deliver. */
  onReady: (subscription: Subscription) => void = () => {};
  nextSeq: number;
  nextUid = 1;
  #heldBytes = 0;

  /** `start` lies above every message id and lease number of an earlier run. */
  constructor(start: number) {
    this.nextSeq = start;
    this.#firstLease = start;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  topicBy(uid: number): Topic | undefined {
    return this.#topicsByUid.get(uid);
  }

  subscriptionBy(uid: number): Subscription | undefined {
    return this.#subscriptionsByUid.get(uid);
  }

  snapshotBy(uid: number): Snapshot | undefined {
    return this.#snapshotsByUid.get(uid);
  }

  putTopic(uid: number, config: TopicConfig): Topic {
    this.#seen(uid);
    let topic = this.#topicsByUid.get(uid);
    if (topic === undefined) {
      topic = new Topic(uid, config);
      this.#topicsByUid.set(uid, topic);
      this.topics.set(config.name, topic);
    }
    topic.config = config;
    if (!topic.retains) this.#emptyLog(topic);
    return topic;
  }

  /** Without effect where the resource is gone. */
  putPolicy(uid: number, policy: Policy): void {
    const owners = [this.#topicsByUid, this.#subscriptionsByUid, this.#snapshotsByUid];
    if (owners.some((owner) => owner.has(uid))) this.policies.set(uid, policy);
  }

  dropTopic(uid: number): void {
    const topic = this.#topicsByUid.get(uid);
    if (topic === undefined) return;
    this.#topicsByUid.delete(uid);
    this.policies.delete(uid);
    if (this.topics.get(topic.config.name) === topic) this.topics.delete(topic.config.name);
    for (const subscription of topic.subscriptions) {
      subscription.topic = undefined;
      subscription.config = { ...subscription.config, topic: DELETED_TOPIC };
    }
    this.#emptyLog(topic);
    // Nothing can be sought on a deleted topic, and a new topic of that name is another one.
    for (const snapshot of [...topic.snapshots]) this.dropSnapshot(snapshot.uid);
  }

  putSubscription(uid: number, topicUid: number, config: SubscriptionConfig): Subscription {
    this.#seen(uid);
    let subscription = this.#subscriptionsByUid.get(uid);
    if (subscription === undefined) {
      subscription = new Subscription(uid, config, this.#topicsByUid.get(topicUid), this.#firstLease);
      this.#subscriptionsByUid.set(uid, subscription);
      this.subscriptions.set(config.name, subscription);
      if (config.detached !== true) subscription.topic?.subscriptions.add(subscription);
    }
    subscription.config = config;
    if (config.detached === true) this.#detach(subscription);
    if (config.retainAckedMessages !== true) this.#forgetAcked(subscription);
    return subscription;
  }

  dropSubscription(uid: number): void {
    const subscription = this.#subscriptionsByUid.get(uid);
    if (subscription === undefined) return;
    this.#subscriptionsByUid.delete(uid);
    this.policies.delete(uid);
    if (this.subscriptions.get(subscription.config.name) === subscription) {
      this.subscriptions.delete(subscription.config.name);
    }
    this.#detach(subscription);
  }

  /** A snapshot of what `subscription` has not acknowledged at this moment. */
  takeSnapshot(uid: number, config: SnapshotConfig, subscriptionUid: number): void {
    const subscription = this.#subscriptionsByUid.get(subscriptionUid);
    if (subscription?.topic === undefined || this.#snapshotsByUid.has(uid)) return;
    const snapshot = this.putSnapshot(uid, subscription.topic.uid, config);
    if (snapshot === undefined) return;
    for (const { message } of subscription.backlog.entries()) this.#retain(snapshot.held, message);
  }

  putSnapshot(uid: number, topicUid: number, config: SnapshotConfig): Snapshot | undefined {
    this.#seen(uid);
    const topic = this.#topicsByUid.get(topicUid);
    if (topic === undefined) return undefined;
    let snapshot = this.#snapshotsByUid.get(uid);
    if (snapshot === undefined) {
      snapshot = new Snapshot(uid, config, topic);
      this.#snapshotsByUid.set(uid, snapshot);
      this.snapshots.set(config.name, snapshot);
      topic.snapshots.add(snapshot);
    }
    snapshot.config = config;
    return snapshot;
  }

  dropSnapshot(uid: number): void {
    const snapshot = this.#snapshotsByUid.get(uid);
    if (snapshot === undefined) return;
    this.#snapshotsByUid.delete(uid);
    this.policies.delete(uid);
    if (this.snapshots.get(snapshot.config.name) === snapshot) this.snapshots.delete(snapshot.config.name);
    snapshot.topic.snapshots.delete(snapshot);
    this.#forget(snapshot.held);
  }

  /** Gives messages to everyone on the topic who was there when they were published (`uid` below `before`). */
  publish(topic: Topic, messages: readonly Message[], before: number): void {
    for (const message of messages) {
      for (const snapshot of topic.snapshots) this.#retain(snapshot.held, message);
      if (topic.retains && this.#topicsByUid.has(topic.uid)) {
        topic.log.push(message);
        this.#hold(message);
      }
    }
    for (const subscription of topic.subscriptions) {
      if (subscription.uid >= before) continue;
      for (const message of messages) if (subscription.wants(message)) this.#give(subscription, message, 0);
      if (subscription.backlog.hasReady) this.onReady(subscription);
    }
    this.nextSeq = Math.max(this.nextSeq, (messages.at(-1)?.seq ?? 0) + 1);
  }

  acknowledge(subscription: Subscription, seqs: Iterable<number>): void {
    for (const seq of seqs) this.#ack(subscription, seq);
    // An acknowledged run opens its ordering key again.
    if (subscription.backlog.hasReady) this.onReady(subscription);
  }

  failed(subscription: Subscription, seq: number, failures: number): void {
    const entry = subscription.backlog.get(seq);
    if (entry !== undefined) entry.failures = Math.max(entry.failures, failures);
  }

  /** Published before `time` becomes acknowledged, what came later unacknowledged, as far as it is retained. */
  seekToTime(subscription: Subscription, time: number): void {
    this.#reset(subscription, (message) => message.time >= time, subscription.topic?.log ?? []);
  }

  seekToSnapshot(subscription: Subscription, snapshot: Snapshot): void {
    this.#reset(subscription, (message) => snapshot.held.has(message.seq), snapshot.held.values());
  }

  /** One message of a rewritten journal. */
  restore(message: Message, role: Role, uid: number, failures: number): void {
    this.nextSeq = Math.max(this.nextSeq, message.seq + 1);
    if (role === 'unacked') {
      const subscription = this.#subscriptionsByUid.get(uid);
      if (subscription !== undefined) this.#give(subscription, message, failures);
    } else if (role === 'acked') {
      const subscription = this.#subscriptionsByUid.get(uid);
      if (subscription !== undefined) this.#retain(subscription.acked, message);
    } else if (role === 'snapshot') {
      const snapshot = this.#snapshotsByUid.get(uid);
      if (snapshot !== undefined) this.#retain(snapshot.held, message);
    } else {
      const topic = this.#topicsByUid.get(uid);
      if (topic === undefined) return;
      topic.log.push(message);
      this.#hold(message);
    }
  }

  /** Drops what outlived its retention. The clock decides, not a record: a restart drops the same again. */
  outlive(now: number): void {
    for (const subscription of this.#subscriptionsByUid.values()) {
      const oldest = now - subscription.retentionMs;
      for (const { message } of subscription.backlog.entries()) {
        if (message.time >= oldest) break;
        subscription.backlog.remove(message.seq);
        this.#letGo(message);
      }
      for (const message of subscription.acked.values()) {
        if (message.time < oldest) this.#release(subscription.acked, message);
      }
    }
    for (const topic of this.#topicsByUid.values()) {
      const oldest = now - milliseconds(topic.config.messageRetentionDuration);
      for (let first = topic.log.peek(); first !== undefined && first.time < oldest; first = topic.log.peek()) {
        topic.log.shift();
        this.#letGo(first);
      }
    }
    for (const { uid, config } of this.#snapshotsByUid.values()) {
      if (milliseconds(config.expireTime) <= now) this.dropSnapshot(uid);
    }
  }

  #reset(subscription: Subscription, unacked: (message: Message) => boolean, others: Iterable<Message>): void {
    const known = new Map<number, Message>();
    for (const { message } of subscription.backlog.entries()) known.set(message.seq, message);
    for (const message of subscription.acked.values()) known.set(message.seq, message);
    const mine = [...known.values()];
    for (const message of others)
      if (!known.has(message.seq) && subscription.wants(message)) known.set(message.seq, message);
    const all = [...known.values()].sort((a, b) => a.seq - b.seq);
    subscription.backlog.clear();
    subscription.acked.clear();
    for (const message of all) {
      if (unacked(message)) this.#give(subscription, message, 0);
      else if (subscription.config.retainAckedMessages === true) this.#retain(subscription.acked, message);
    }
    // Let go of the old hold only now: what stays must not pass through zero.
    for (const message of mine) this.#letGo(message);
    this.onReady(subscription);
  }

  #ack(subscription: Subscription, seq: number): void {
    const message = subscription.backlog.remove(seq);
    if (message === undefined) return;
    if (subscription.config.retainAckedMessages === true) this.#retain(subscription.acked, message);
    this.#letGo(message);
  }

  #give(subscription: Subscription, message: Message, failures: number): void {
    if (subscription.backlog.get(message.seq) !== undefined) return;
    subscription.backlog.add(message, failures);
    this.#hold(message);
  }

  #detach(subscription: Subscription): void {
    subscription.topic?.subscriptions.delete(subscription);
    for (const message of subscription.backlog.clear()) this.#letGo(message);
    this.#forgetAcked(subscription);
  }

  #forgetAcked(subscription: Subscription): void {
    this.#forget(subscription.acked);
  }

  #emptyLog(topic: Topic): void {
    for (const message of topic.log) this.#letGo(message);
    topic.log.clear();
  }

  #retain(shelf: Map<number, Message>, message: Message): void {
    if (shelf.has(message.seq)) return;
    shelf.set(message.seq, message);
    this.#hold(message);
  }

  #release(shelf: Map<number, Message>, message: Message): void {
    if (shelf.delete(message.seq)) this.#letGo(message);
  }

  #forget(shelf: Map<number, Message>): void {
    for (const message of shelf.values()) this.#letGo(message);
    shelf.clear();
  }

  #hold(message: Message): void {
    if (message.holders === 0) this.#heldBytes += message.end - message.start + MESSAGE_OVERHEAD;
    message.holders += 1;
    this.#heldBytes += HOLDER_OVERHEAD;
  }

  #letGo(message: Message): void {
    message.holders -= 1;
    this.#heldBytes -= HOLDER_OVERHEAD;
    if (message.holders === 0) this.#heldBytes -= message.end - message.start + MESSAGE_OVERHEAD;
  }

  #seen(uid: number): void {
    this.nextUid = Math.max(this.nextUid, uid + 1);
  }
}
