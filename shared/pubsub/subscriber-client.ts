/**
 * A connection to Pub/Sub for pulling: Google's `v1.SubscriberClient` brings endpoint and credentials, and ready bytes go over
 * its stub. Its own `streamingPull` builds an object for every field of every message: 3 to 4 µs a message against 1.
 */

import { type Client, type ClientDuplexStream, Metadata } from '@grpc/grpc-js';
import { fromGrpcError } from '../runtime/errors.ts';
import { type ChannelOptions, type GeneratedClient, stubOf, stubOptions } from '../runtime/google-stub.ts';
import { once } from '../runtime/once.ts';
import { decodeStreamingPull, type ReceivedMessage } from './pull-wire.ts';
import { RepeatedText } from './repeated-text.ts';
import { METHODS } from './wire.generated.ts';

export type PullCall = ClientDuplexStream<Buffer, readonly ReceivedMessage[]>;

export interface SubscriberClient {
  /** Throws a PenstockError where no connection can be made, for want of credentials. */
  streamingPull(subscription: string): Promise<PullCall>;
  /** Throws a PenstockError. */
  unary(method: 'acknowledge' | 'modifyAckDeadline', subscription: string, request: Buffer): Promise<void>;
  close(): Promise<void>;
}

const UNARY_MS = 30_000;
const CHANNEL: ChannelOptions = {
  'grpc.keepalive_time_ms': 300_000,
  'grpc.max_receive_message_length': -1,
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 5_000,
  // Retries are the subscriber's.
  'grpc.enable_retries': 0,
  'grpc.service_config_disable_resolution': 1,
  // HTTP/2's own window of 64 KB moves 3 MB/s over a round trip of 20 ms.
  'grpc-node.flow_control_window': 4 * 1024 * 1024,
  // Each stream has a connection of its own, as the service caps a connection.
  'grpc.use_local_subchannel_pool': 1,
};

/** Google's package is loaded with the first connection: half a second that no function pays that does not pull. */
async function googleClient(emulator: string | undefined): Promise<GeneratedClient> {
  const { v1 } = await import('@google-cloud/pubsub');
  return new v1.SubscriberClient(stubOptions(emulator, CHANNEL));
}

interface Connection {
  readonly client: GeneratedClient;
  readonly stub: Client;
}

/**
 * An emulator, as `host:port`, is talked to in plaintext and without credentials; without one it talks to Google.
 *
 * @example
 * const client = connectSubscriber('127.0.0.1:8085');
 * const call = await client.streamingPull('projects/demo-penstock/subscriptions/orders');
 */
export function connectSubscriber(emulator: string | undefined, load = googleClient): SubscriberClient {
  const connection = once(async (): Promise<Connection> => {
    try {
      const client = await load(emulator);
      return { client, stub: await stubOf(client) };
    } catch (error) {
      throw fromGrpcError(error, { stage: 'receiving' });
    }
  });
  return {
    streamingPull: async (subscription) => {
      const { stub } = await connection();
      const texts = new RepeatedText();
      const decode = (bytes: Buffer): readonly ReceivedMessage[] => decodeStreamingPull(bytes, texts);
      return stub.makeBidiStreamRequest(METHODS.streamingPull, asIs, decode, routed(subscription));
    },
    unary: async (method, subscription, request) => {
      const { stub } = await connection();
      return new Promise((resolve, reject) => {
        const deadline = Date.now() + UNARY_MS;
        const answered = (error: Error | null): void => {
          if (error) reject(fromGrpcError(error, { stage: 'receiving' }));
          else resolve();
        };
        const metadata = routed(subscription);
        stub.makeUnaryRequest(METHODS[method], asIs, () => undefined, request, metadata, { deadline }, answered);
      });
    },
    close: async () => {
      const made = await connection.made();
      await made?.client.close();
    },
  };
}

function asIs(request: Buffer): Buffer {
  return request;
}

function routed(subscription: string): Metadata {
  const metadata = new Metadata();
  metadata.set('x-goog-request-params', `subscription=${encodeURIComponent(subscription)}`);
  return metadata;
}
