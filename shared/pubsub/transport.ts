/** The connection to Pub/Sub for Publish alone. */

import { fromNodeError, messageOf } from '../runtime/errors.ts';
import { googleAuth } from '../runtime/google-auth.ts';
import { once } from '../runtime/once.ts';
import { METHODS } from './publish.generated.ts';
import { openUnary } from './unary-call.ts';
import { decodePublish, encodePublish, type PublishRequest } from './wire.ts';

export interface Transport {
  /** One attempt. `deadline` in milliseconds since the epoch. Rejects with the gRPC status in `code`. */
  publish(request: PublishRequest, deadline: number): Promise<readonly string[]>;
  close(): void;
}

export const PUBSUB_SCOPE = 'https://www.googleapis.com/auth/pubsub';

const ADDRESS = 'https://pubsub.googleapis.com';
const [UNAVAILABLE, UNAUTHENTICATED] = [14, 16];

/** The part of google-auth-library's GoogleAuth that is used. */
interface HeaderSource {
  getRequestHeaders(url?: string): Promise<Headers>;
}

/** Plaintext and without credentials to an emulator, where one is named. */
export function connect(
  emulator: string,
  address = emulator === '' ? ADDRESS : `http://${emulator}`,
  load: () => Promise<HeaderSource> = () => googleAuth(PUBSUB_SCOPE),
): Transport {
  const client = openUnary(address);
  const source = once(load);

  async function credentials(): Promise<Readonly<Record<string, string>>> {
    if (emulator !== '') return {};
    try {
      return Object.fromEntries(await (await source()).getRequestHeaders(`${ADDRESS}/`));
    } catch (error) {
      // A metadata server that cannot be reached is worth another try; missing credentials are not.
      const code = fromNodeError(error)?.kind === 'transient' ? UNAVAILABLE : UNAUTHENTICATED;
      const message = `no credentials for Pub/Sub: ${messageOf(error)}`;
      throw Object.assign(new Error(message, { cause: error }), { code });
    }
  }

  return {
    publish: async (request, deadline) => {
      const headers = {
        'x-goog-request-params': `topic=${encodeURIComponent(request.topic)}`,
        ...(await credentials()),
      };
      return decodePublish(
        await client.call({ path: METHODS.publish, message: encodePublish(request), headers, deadline }),
      );
    },
    close: () => client.close(),
  };
}
