/** The ground of the Pub/Sub suite: an endpoint with Google's unmodified clients pointed at it. */

import assert from 'node:assert/strict';
import { type ClientConfig, PubSub, v1 } from '@google-cloud/pubsub';
import { credentials, type ServiceError, type status } from '@grpc/grpc-js';

export interface Endpoint {
  readonly address: string;
  /** Lets the server's clock run ahead, or really waits where that cannot be told. */
  pass(milliseconds: number): Promise<void>;
  close(): Promise<void>;
}

export interface Ground {
  readonly address: string;
  readonly pubsub: PubSub;
  readonly publisher: v1.PublisherClient;
  readonly subscriber: v1.SubscriberClient;
  readonly project: string;
  pass(milliseconds: number): Promise<void>;
}

/** Google's clients would retry for minutes what a test wants to see fail. */
export const ONCE = { retry: null, timeout: 15_000 } as unknown as { timeout: number };

let projects = 0;

/** Each suite has a project of its own, so that a server may serve many. */
export function groundOn(endpoint: Endpoint): Ground {
  projects += 1;
  const project = `p${process.pid}-${Date.now().toString(36)}-${projects}`;
  const [host = '', port = ''] = endpoint.address.split(':');
  const options = {
    servicePath: host,
    port: Number(port),
    sslCreds: credentials.createInsecure(),
    projectId: project,
  };
  return {
    address: endpoint.address,
    project,
    pubsub: new PubSub({
      projectId: project,
      apiEndpoint: endpoint.address,
      emulatorMode: true,
      sslCreds: credentials.createInsecure(),
    } as ClientConfig),
    publisher: new v1.PublisherClient(options),
    subscriber: new v1.SubscriberClient(options),
    pass: endpoint.pass,
  };
}

export async function leave(ground: Ground): Promise<void> {
  await ground.pubsub.close();
  await ground.publisher.close();
  await ground.subscriber.close();
}

let names = 0;

export function topicName(ground: Ground, id = nextId()): string {
  return `projects/${ground.project}/topics/${id}`;
}

export function subscriptionName(ground: Ground, id = nextId()): string {
  return `projects/${ground.project}/subscriptions/${id}`;
}

export function snapshotName(ground: Ground, id = nextId()): string {
  return `projects/${ground.project}/snapshots/${id}`;
}

export function nextId(): string {
  names += 1;
  return `name-${names}`;
}

export interface Pair {
  readonly topic: string;
  readonly subscription: string;
}

type SubscriptionFields = Parameters<v1.SubscriberClient['createSubscription']>[0];

/** A topic with one subscription. */
export async function pair(ground: Ground, fields: Omit<SubscriptionFields, 'name' | 'topic'> = {}): Promise<Pair> {
  const topic = topicName(ground);
  const subscription = subscriptionName(ground);
  await ground.publisher.createTopic({ name: topic }, ONCE);
  await ground.subscriber.createSubscription({ ...fields, name: subscription, topic }, ONCE);
  return { topic, subscription };
}

export interface Outgoing {
  readonly text?: string;
  readonly attributes?: Record<string, string>;
  readonly key?: string;
}

export async function publish(ground: Ground, topic: string, ...messages: readonly (string | Outgoing)[]) {
  const sent = messages.map((message) => (typeof message === 'string' ? { text: message } : message));
  const [{ messageIds }] = await ground.publisher.publish(
    {
      topic,
      messages: sent.map(({ text, attributes, key }: Outgoing) => ({
        ...(text !== undefined && { data: Buffer.from(text) }),
        ...(attributes !== undefined && { attributes }),
        ...(key !== undefined && { orderingKey: key }),
      })),
    },
    ONCE,
  );
  return messageIds ?? [];
}

export interface Pulled {
  readonly text: string;
  readonly ackId: string;
  readonly id: string;
  readonly attempt: number;
  readonly attributes: Record<string, string>;
  readonly key: string;
}

/** One pull; waits for a message unless told not to. */
export async function pull(ground: Ground, subscription: string, maxMessages = 100, wait = true): Promise<Pulled[]> {
  const [{ receivedMessages }] = await ground.subscriber.pull(
    { subscription, maxMessages, returnImmediately: !wait },
    ONCE,
  );
  return (receivedMessages ?? []).map(({ ackId, message, deliveryAttempt }) => ({
    text: Buffer.from((message?.data ?? '') as Uint8Array).toString(),
    ackId: ackId ?? '',
    id: message?.messageId ?? '',
    attempt: deliveryAttempt ?? 0,
    attributes: (message?.attributes ?? {}) as Record<string, string>,
    key: message?.orderingKey ?? '',
  }));
}

/** Pulls until so many messages came; a server may answer with fewer than there are. */
export async function pullAll(ground: Ground, subscription: string, count: number): Promise<Pulled[]> {
  const all: Pulled[] = [];
  while (all.length < count) all.push(...(await pull(ground, subscription, count - all.length)));
  return all;
}

export async function acknowledge(ground: Ground, subscription: string, ...pulled: readonly Pulled[]): Promise<void> {
  await ground.subscriber.acknowledge({ subscription, ackIds: pulled.map(({ ackId }) => ackId) }, ONCE);
}

export async function nack(ground: Ground, subscription: string, ...pulled: readonly Pulled[]): Promise<void> {
  const ackIds = pulled.map(({ ackId }) => ackId);
  await ground.subscriber.modifyAckDeadline({ subscription, ackIds, ackDeadlineSeconds: 0 }, ONCE);
}

export async function fails(call: Promise<unknown>, code: status): Promise<ServiceError> {
  const outcome = await call.then(
    () => undefined,
    (error: ServiceError) => error,
  );
  assert.ok(outcome, 'the call was expected to fail');
  assert.equal(outcome.code, code, outcome.message);
  return outcome;
}

export function texts(pulled: readonly Pulled[]): string[] {
  return pulled.map(({ text }) => text);
}
