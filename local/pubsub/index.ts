/** The local Pub/Sub: one port, gRPC and REST, durable where it is given a folder. */

import type { Service } from '../core/service.ts';
import { openPort } from './api/port.ts';
import { type Contents, encodeContents } from './backlog/message.ts';
import { acknowledgeByHand, type PeekOptions, peek, type WaitingMessage, waitingContents } from './delivery/by-hand.ts';
import { Hub, type PubsubOptions } from './hub.ts';
import type { Tuning } from './limits.ts';
import { createSubscription } from './resources/subscriptions.ts';
import { createTopic, topicNamed } from './resources/topics.ts';
import { checkPublish, encodePublish, parsePublish } from './wire/publish-request.ts';

export type { PeekOptions, WaitingMessage } from './delivery/by-hand.ts';
export type { Sinks } from './export/sinks.ts';
export type { Tuning } from './limits.ts';

/** A message as other services of the local cloud publish it. */
export interface OutgoingMessage {
  readonly data?: Uint8Array;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly orderingKey?: string;
}

export interface PubsubService extends Service {
  /** Publishes within the process; resolves to the message ids once the messages are durable. */
  publish(topic: string, messages: readonly OutgoingMessage[]): Promise<readonly string[]>;
  /** Makes the topic unless it exists. */
  ensureTopic(topic: string): Promise<void>;
  /** Makes the subscription unless it exists; `config` is a Subscription as the API takes it (camelCase, durations as `{ seconds }`). */
  ensureSubscription(name: string, topic: string, config?: Readonly<Record<string, unknown>>): Promise<void>;
  /** Names of the topics that exist, for display. */
  topics(): readonly string[];
  /** Each subscription with how much it has yet to deliver and how much is out. */
  subscriptions(): readonly SubscriptionSummary[];
  /** Waiting messages, the oldest first, without leasing any. */
  peek(subscription: string, options?: PeekOptions): readonly WaitingMessage[];
  /** Takes single messages out of a subscription by their ids; resolves to how many there were. */
  acknowledge(subscription: string, ids: readonly string[]): Promise<number>;
  /** One waiting message, whole; undefined where it is gone. */
  waiting(subscription: string, id: string): Contents | undefined;
}

export interface SubscriptionSummary {
  readonly name: string;
  readonly topic: string;
  readonly backlog: number;
  readonly outstanding: number;
}

export async function startPubsub(options: PubsubOptions, tuning: Partial<Tuning> = {}): Promise<PubsubService> {
  const hub = await Hub.open(options, tuning);
  const sides = lazySides(hub);
  let port: Awaited<ReturnType<typeof openPort>>;
  try {
    port = await openPort(options, sides);
  } catch (error) {
    await hub.close();
    throw error;
  }
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await port.close();
    await sides.close();
    await hub.close();
  };
  return {
    name: 'pubsub',
    address: port.address,
    drain: () => hub.drain(),
    busy: () => hub.busy(),
    publish: async (topic, messages) => {
      const bodies = messages.map(({ data, attributes, orderingKey }) =>
        encodeContents({
          data: Buffer.from(data ?? ''),
          attributes: new Map(Object.entries(attributes ?? {})),
          orderingKey: orderingKey ?? '',
        }),
      );
      const request = parsePublish(encodePublish(topic, bodies));
      const broken = checkPublish(request);
      if (broken !== undefined) throw broken;
      return hub.publish(topicNamed(hub, topic), request);
    },
    ensureTopic: async (name) => {
      if (!hub.state.topics.has(name)) await createTopic(hub, { name });
    },
    ensureSubscription: async (name, topic, config = {}) => {
      if (!hub.state.subscriptions.has(name)) await createSubscription(hub, { ...config, name, topic });
    },
    topics: () => [...hub.state.topics.keys()],
    subscriptions: () =>
      [...hub.state.subscriptions.values()].map(({ config, backlog }) => ({
        name: config.name,
        topic: config.topic,
        backlog: backlog.size,
        outstanding: backlog.outstanding,
      })),
    peek: (name, options) => peek(hub, name, options),
    acknowledge: (name, ids) => acknowledgeByHand(hub, name, ids),
    waiting: (name, id) => waitingContents(hub, name, id),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

/** gRPC and REST are loaded when the first connection of their kind arrives: an idle service stays small. */
function lazySides(hub: Hub) {
  let http2: Promise<import('./api/grpc.ts').GrpcSide> | undefined;
  let http1: Promise<import('./api/rest.ts').RestSide> | undefined;
  return {
    http2: async () => {
      http2 ??= import('./api/grpc.ts').then(({ startGrpc }) => startGrpc(hub));
      return (await http2).accept;
    },
    http1: async () => {
      http1 ??= import('./api/rest.ts').then(({ startRest }) => startRest(hub));
      return (await http1).accept;
    },
    close: async () => {
      (await http2)?.close();
      (await http1)?.close();
    },
  };
}
