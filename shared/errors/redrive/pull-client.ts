/** Pulls by Google's own subscriber client, or from an emulator where the environment names one. */

import type { v1 } from '@google-cloud/pubsub';
import { type Emulators, readEmulators } from '../../runtime/emulators.ts';
import { fromGrpcError } from '../../runtime/errors.ts';
import type { PullClient } from './from-subscription.ts';

export interface OpenPullClient extends PullClient {
  close(): Promise<void>;
}

/** As the client decodes a message: absent fields have their defaults. */
interface Received {
  readonly ackId: string;
  readonly message: {
    readonly messageId: string;
    readonly data: Uint8Array;
    readonly attributes: Readonly<Record<string, string>>;
  };
}

/** Longer than a batch takes to be sent again. */
const PULL_MS = 20_000;

/** `subscription` is `projects/P/subscriptions/S`. */
export async function openPullClient(
  subscription: string,
  emulators: Emulators = readEmulators(process.env),
): Promise<OpenPullClient> {
  const client = await connect(emulators.pubsub);
  const call = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw fromGrpcError(error, { stage: 'receiving' });
    }
  };
  return {
    pull: (maxMessages) =>
      call(async () => {
        // Without `returnImmediately` an empty subscription holds the call for its whole time.
        const request = { subscription, maxMessages, returnImmediately: true };
        const [{ receivedMessages }] = await client.pull(request, { timeout: PULL_MS });
        return (receivedMessages as readonly Received[]).map(({ ackId, message }) => ({
          ackId,
          messageId: message.messageId,
          data: Buffer.from(message.data),
          attributes: message.attributes,
        }));
      }),
    acknowledge: (ackIds) => call(async () => void (await client.acknowledge({ subscription, ackIds: [...ackIds] }))),
    release: (ackIds) =>
      call(async () => {
        await client.modifyAckDeadline({ subscription, ackIds: [...ackIds], ackDeadlineSeconds: 0 });
      }),
    close: () => client.close(),
  };
}

async function connect(emulator: string | undefined): Promise<v1.SubscriberClient> {
  const { v1: generated } = await import('@google-cloud/pubsub');
  if (emulator === undefined) return new generated.SubscriberClient();
  const { credentials } = await import('@grpc/grpc-js');
  const at = emulator.lastIndexOf(':');
  return new generated.SubscriberClient({
    apiEndpoint: emulator.slice(0, at),
    port: Number(emulator.slice(at + 1)),
    sslCreds: credentials.createInsecure(),
  });
}
