/** One gRPC channel to Pub/Sub for pulling: requests go out as ready bytes, answers are decoded by `pull-wire.ts`. */

import { Client, type ClientDuplexStream, credentials, Metadata } from '@grpc/grpc-js';
import { fromGrpcError } from '../runtime/errors.ts';
import { googleCredentials } from '../runtime/google-credentials.ts';
import { decodeStreamingPull, type ReceivedMessage } from './pull-wire.ts';
import { PUBSUB_SCOPE } from './transport.ts';

export type PullCall = ClientDuplexStream<Buffer, readonly ReceivedMessage[]>;

export interface SubscriberClient {
  streamingPull(subscription: string): PullCall;
  /** Throws a PenstockError. */
  unary(method: 'Acknowledge' | 'ModifyAckDeadline', subscription: string, request: Buffer): Promise<void>;
  close(): void;
}

const SERVICE = '/google.pubsub.v1.Subscriber/';
const ADDRESS = 'pubsub.googleapis.com:443';
const UNARY_MS = 30_000;
const OPTIONS = {
  'grpc.keepalive_time_ms': 300_000,
  'grpc.max_receive_message_length': -1,
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 5_000,
  'grpc.enable_retries': 0,
  'grpc.service_config_disable_resolution': 1,
  // HTTP/2's own window of 64 KB moves 3 MB/s over a round trip of 20 ms.
  'grpc-node.flow_control_window': 4 * 1024 * 1024,
  // Each stream has a connection of its own, as the service caps a connection.
  'grpc.use_local_subchannel_pool': 1,
};

/** Plaintext and without credentials to an emulator, where one is named. */
export function connectSubscriber(emulator: string): SubscriberClient {
  const client = emulator === '' ? toGoogle() : new Client(emulator, credentials.createInsecure(), OPTIONS);
  return {
    streamingPull: (subscription) =>
      client.makeBidiStreamRequest(`${SERVICE}StreamingPull`, asIs, decodeStreamingPull, routed(subscription)),
    unary: (method, subscription, request) =>
      new Promise((resolve, reject) => {
        const deadline = Date.now() + UNARY_MS;
        const path = `${SERVICE}${method}`;
        client.makeUnaryRequest(
          path,
          asIs,
          () => undefined,
          request,
          routed(subscription),
          { deadline },
          (error) => {
            if (error) reject(fromGrpcError(error, { stage: 'receiving' }));
            else resolve();
          },
        );
      }),
    close: () => client.close(),
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

function toGoogle(): Client {
  const google = googleCredentials({ service: 'Pub/Sub', scope: PUBSUB_SCOPE });
  return new Client(ADDRESS, credentials.combineChannelCredentials(credentials.createSsl(), google), OPTIONS);
}
