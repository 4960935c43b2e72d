/**
 * The journal's records. Resources are JSON behind a kind byte; what comes by the thousand is binary: a publish is the
 * request's own bytes behind a fixed header, an acknowledgement a list of message ids.
 */

import type { Message } from '../backlog/message.ts';
import { outline } from '../backlog/message.ts';
import type { Policy, SnapshotConfig, SubscriptionConfig, TopicConfig } from '../resources/shapes.ts';
import { dropSchema, type SchemaConfig } from '../schemas/registry.ts';
import { bytesToHold, type PublishRequest, parsePublish } from '../wire/publish-request.ts';
import type { Snapshot, Subscription, Topic } from './resource-state.ts';
import type { Role, State } from './state.ts';

const KIND = {
  next: 1,
  topic: 2,
  topicDropped: 3,
  subscription: 4,
  subscriptionDropped: 5,
  snapshotTaken: 6,
  snapshot: 7,
  snapshotDropped: 8,
  published: 9,
  acked: 10,
  failed: 11,
  soughtTime: 12,
  soughtSnapshot: 13,
  held: 14,
  policy: 15,
  schema: 16,
  schemaDropped: 17,
} as const;

const ROLES: readonly Role[] = ['unacked', 'acked', 'log', 'snapshot'];
const PUBLISHED_HEADER = 33;

export const nextRecord = (seq: number, uid: number) => json(KIND.next, { seq, uid });
export const topicRecord = (uid: number, config: TopicConfig) => json(KIND.topic, { uid, config });
export const topicDropped = (uid: number) => json(KIND.topicDropped, { uid });
export const schemaRecord = (config: SchemaConfig) => json(KIND.schema, { uid: 0, config });
export const schemaDropped = (name: string) => json(KIND.schemaDropped, { uid: 0, config: name });
export const policyRecord = (uid: number, policy: Policy) => json(KIND.policy, { uid, config: policy });
export const subscriptionDropped = (uid: number) => json(KIND.subscriptionDropped, { uid });
export const snapshotDropped = (uid: number) => json(KIND.snapshotDropped, { uid });

export function subscriptionRecord(uid: number, topic: number, config: SubscriptionConfig): Buffer {
  return json(KIND.subscription, { uid, topic, config });
}

export function snapshotTaken(uid: number, subscription: number, config: SnapshotConfig): Buffer {
  return json(KIND.snapshotTaken, { uid, subscription, config });
}

export function snapshotRecord(uid: number, topic: number, config: SnapshotConfig): Buffer {
  return json(KIND.snapshot, { uid, topic, config });
}

export function soughtTime(subscription: Subscription, time: number): Buffer {
  return numbers(KIND.soughtTime, [subscription.uid, time]);
}

export function soughtSnapshot(subscription: Subscription, snapshot: Snapshot): Buffer {
  return numbers(KIND.soughtSnapshot, [subscription.uid, snapshot.uid]);
}

export function ackedRecord(subscription: Subscription, seqs: readonly number[]): Buffer {
  return numbers(KIND.acked, [subscription.uid, ...seqs]);
}

export function failedRecord(subscription: Subscription, seq: number, failures: number): Buffer {
  return numbers(KIND.failed, [subscription.uid, seq, failures]);
}

/** The time, the topic and the ids of a published request. */
export interface Publication {
  readonly topic: number;
  readonly firstSeq: number;
  readonly time: number;
  /** Subscriptions made from this uid on came later and do not get it. */
  readonly before: number;
}

export function publishedRecord({ topic, firstSeq, time, before }: Publication, body: Buffer): Buffer {
  const record = Buffer.allocUnsafe(PUBLISHED_HEADER + body.length);
  record[0] = KIND.published;
  for (const [at, value] of [topic, firstSeq, time, before].entries()) record.writeDoubleLE(value, 1 + at * 8);
  body.copy(record, PUBLISHED_HEADER);
  return record;
}

export function messagesOf({ topic, firstSeq, time }: Publication, request: PublishRequest): Message[] {
  return request.messages.map((message, index) => ({
    seq: firstSeq + index,
    time,
    topic,
    ...bytesToHold(request.body, message),
    key: message.orderingKey,
    holders: 0,
  }));
}

/** One message and everyone who holds it, for a rewritten journal. */
export interface Held {
  readonly message: Message;
  readonly by: readonly { readonly role: Role; readonly uid: number; readonly failures: number }[];
}

const HELD_FIXED = 8 * 3 + 2 + 4;
const HELD_BY = 1 + 8 + 4;

export function heldRecord(group: readonly Held[]): Buffer {
  const size = group.reduce(
    (sum, { message, by }) => sum + HELD_FIXED + by.length * HELD_BY + message.end - message.start,
    1,
  );
  const record = Buffer.allocUnsafe(size);
  let at = record.writeUInt8(KIND.held, 0);
  for (const { message, by } of group) {
    at = record.writeDoubleLE(message.seq, at);
    at = record.writeDoubleLE(message.time, at);
    at = record.writeDoubleLE(message.topic, at);
    at = record.writeUInt16LE(by.length, at);
    for (const { role, uid, failures } of by) {
      at = record.writeUInt8(ROLES.indexOf(role), at);
      at = record.writeDoubleLE(uid, at);
      at = record.writeUInt32LE(failures, at);
    }
    at = record.writeUInt32LE(message.end - message.start, at);
    at += message.chunk.copy(record, at, message.start, message.end);
  }
  return record;
}

/** Applies one record. Records about what no longer exists have no effect, as they had none when they were written. */
export function replay(state: State, record: Buffer): void {
  const kind = record[0];
  if (kind === KIND.published) replayPublished(state, record);
  else if (kind === KIND.held) replayHeld(state, record);
  else if (kind === KIND.acked || kind === KIND.failed || kind === KIND.soughtTime || kind === KIND.soughtSnapshot) {
    replayNumbers(state, kind, record);
  } else replayJson(state, kind, record);
}

function replayPublished(state: State, record: Buffer): void {
  const [topicUid, firstSeq, time, before] = [1, 9, 17, 25].map((at) => record.readDoubleLE(at)) as [
    number,
    number,
    number,
    number,
  ];
  const topic: Topic | undefined = state.topicBy(topicUid);
  if (topic === undefined) return;
  const request = parsePublish(record.subarray(PUBLISHED_HEADER));
  state.publish(topic, messagesOf({ topic: topicUid, firstSeq, time, before }, request), before);
}

function replayHeld(state: State, record: Buffer): void {
  let at = 1;
  while (at < record.length) {
    const [seq, time, topic] = [record.readDoubleLE(at), record.readDoubleLE(at + 8), record.readDoubleLE(at + 16)];
    const holders = record.readUInt16LE(at + 24);
    const byAt = at + 26;
    const start = byAt + holders * HELD_BY + 4;
    const end = start + record.readUInt32LE(start - 4);
    const key = outline(record, start, end).orderingKey;
    const message: Message = { seq, time, topic, chunk: record, start, end, key, holders: 0 };
    for (let from = byAt; from < start - 4; from += HELD_BY) {
      const role = ROLES[record.readUInt8(from)];
      if (role !== undefined)
        state.restore(message, role, record.readDoubleLE(from + 1), record.readUInt32LE(from + 9));
    }
    at = end;
  }
}

function replayNumbers(state: State, kind: number, record: Buffer): void {
  const values: number[] = [];
  for (let at = 1; at < record.length; at += 8) values.push(record.readDoubleLE(at));
  const [uid = 0, first = 0, second = 0] = values;
  const subscription = state.subscriptionBy(uid);
  if (subscription === undefined) return;
  if (kind === KIND.acked) state.acknowledge(subscription, values.slice(1));
  else if (kind === KIND.failed) state.failed(subscription, first, second);
  else if (kind === KIND.soughtTime) state.seekToTime(subscription, first);
  else {
    const snapshot = state.snapshotBy(first);
    if (snapshot !== undefined) state.seekToSnapshot(subscription, snapshot);
  }
}

interface JsonRecord {
  readonly uid: number;
  readonly topic?: number;
  readonly subscription?: number;
  readonly seq?: number;
  readonly config?: unknown;
}

function replayJson(state: State, kind: number | undefined, record: Buffer): void {
  const { uid, topic = 0, subscription = 0, seq = 0, config } = JSON.parse(record.toString('utf8', 1)) as JsonRecord;
  if (kind === KIND.next) {
    state.nextSeq = Math.max(state.nextSeq, seq);
    state.nextUid = Math.max(state.nextUid, uid);
  } else if (kind === KIND.topic) state.putTopic(uid, config as TopicConfig);
  else if (kind === KIND.topicDropped) state.dropTopic(uid);
  else if (kind === KIND.subscription) state.putSubscription(uid, topic, config as SubscriptionConfig);
  else if (kind === KIND.subscriptionDropped) state.dropSubscription(uid);
  else if (kind === KIND.snapshotTaken) state.takeSnapshot(uid, config as SnapshotConfig, subscription);
  else if (kind === KIND.snapshot) state.putSnapshot(uid, topic, config as SnapshotConfig);
  else if (kind === KIND.snapshotDropped) state.dropSnapshot(uid);
  else if (kind === KIND.policy) state.putPolicy(uid, config as Policy);
  else if (kind === KIND.schema) state.schemas.put(config as SchemaConfig);
  else if (kind === KIND.schemaDropped) dropSchema(state, String(config));
  else throw new Error(`a journal record of unknown kind ${kind}: written by a newer Penstock?`);
}

function json(kind: number, value: object): Buffer {
  return Buffer.concat([Buffer.of(kind), Buffer.from(JSON.stringify(value))]);
}

function numbers(kind: number, values: readonly number[]): Buffer {
  const record = Buffer.allocUnsafe(1 + values.length * 8);
  record[0] = kind;
  let at = 1;
  for (const value of values) at = record.writeDoubleLE(value, at);
  return record;
}
