/** One gRPC channel to Pub/Sub, for Publish alone. Loaded by the first message: half of what a door loads is gRPC. */

import { Client, credentials, Metadata } from '@grpc/grpc-js';
import { googleCredentials } from '../runtime/google-credentials.ts';
import { METHODS } from './publish.generated.ts';
import { decodePublish, encodePublish, type PublishRequest } from './wire.ts';

export interface Transport {
  /** One attempt. `deadline` in milliseconds since the epoch. */
  publish(request: PublishRequest, deadline: number): Promise<readonly string[]>;
  close(): void;
}

export const PUBSUB_SCOPE = 'https://www.googleapis.com/auth/pubsub';

const ADDRESS = 'pubsub.googleapis.com:443';
const OPTIONS = {
  'grpc.keepalive_time_ms': 300_000,
  'grpc.max_send_message_length': -1,
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 5_000,
  // Retries are the publisher's, so that they end with its caller's patience.
  'grpc.enable_retries': 0,
  'grpc.service_config_disable_resolution': 1,
};

/** Plaintext and without credentials to an emulator, where one is named. */
export function connect(emulator: string): Transport {
  const client = emulator === '' ? toGoogle() : new Client(emulator, credentials.createInsecure(), OPTIONS);
  return {
    publish: (request, deadline) => {
      const metadata = new Metadata();
      metadata.set('x-goog-request-params', `topic=${encodeURIComponent(request.topic)}`);
      return new Promise((resolve, reject) => {
        client.makeUnaryRequest(
          METHODS.publish,
          encodePublish,
          decodePublish,
          request,
          metadata,
          { deadline },
          (error, ids) => {
            if (error) reject(error);
            // gRPC hands over an answer whenever it hands over no error.
            else resolve(ids as readonly string[]);
          },
        );
      });
    },
    close: () => client.close(),
  };
}

function toGoogle(): Client {
  const google = googleCredentials({ service: 'Pub/Sub', scope: PUBSUB_SCOPE });
  return new Client(ADDRESS, credentials.combineChannelCredentials(credentials.createSsl(), google), OPTIONS);
}
