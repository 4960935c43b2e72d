/**
 * Secrets from Secret Manager, kept in memory for a while and read again after it, so that a rotation needs no deploy.
 * The client is loaded only where a secret is configured: it is half a function's start.
 */

import type { SecretManagerServiceClient } from '@google-cloud/secret-manager';
import type { Clock } from './clock.ts';
import type { Environment } from './config.ts';
import { fromGrpcError, PenstockError } from './errors.ts';
import { once } from './once.ts';

export interface SecretReader {
  /** `projects/P/secrets/S/versions/V`. The text as it is stored. */
  read(name: string): Promise<string>;
  close(): Promise<void>;
}

export interface SecretOptions {
  readonly env: Environment;
  readonly clock: Clock;
  /** Default 5 min. */
  readonly keepMs?: number;
  /** The time that Secret Manager may take, retries included. Default 10 s, because a request waits for it. */
  readonly deadlineMs?: number;
}

type ClientOptions = NonNullable<ConstructorParameters<typeof SecretManagerServiceClient>[0]>;

/** The time that a secret is used before Secret Manager is asked again. */
const SERVE_ON_MS = 10_000;

interface Kept {
  readonly text: Promise<string>;
  readonly until: number;
}

export const SECRET_VERSION = /^projects\/[^/]+\/secrets\/[A-Za-z0-9_-]{1,255}\/versions\/(?:latest|\d+)$/;

export function createSecretReader({ env, clock, keepMs = 300_000, deadlineMs = 10_000 }: SecretOptions): SecretReader {
  const kept = new Map<string, Kept>();
  const client = once(() => connect(env));

  async function fetchSecret(name: string): Promise<string> {
    const [version] = await (await client()).accessSecretVersion({ name }, within(deadlineMs));
    return Buffer.from(version.payload?.data as Uint8Array).toString('utf8');
  }

  return {
    read: async (name) => {
      const before = kept.get(name);
      if (before !== undefined && clock.now() < before.until) return before.text;
      const text = fetchSecret(name);
      kept.set(name, { text, until: clock.now() + keepMs });
      try {
        return await text;
      } catch (error) {
        kept.delete(name);
        const reason = fromGrpcError(error);
        // An old secret serves on while Secret Manager is away; a missing one is an error at once.
        if (before !== undefined && reason.kind === 'transient') {
          kept.set(name, { text: before.text, until: clock.now() + SERVE_ON_MS });
          return before.text;
        }
        throw new PenstockError(reason.code, `The secret ${name} could not be read: ${reason.message}`, {
          kind: reason.kind,
          cause: error,
        });
      }
    },
    close: async () => {
      const made = await client.made();
      await made?.close().catch(() => undefined);
    },
  };
}

/** Google's client would retry for minutes; the statuses are UNAVAILABLE and RESOURCE_EXHAUSTED. */
function within(deadlineMs: number) {
  const backoffSettings = {
    initialRetryDelayMillis: 100,
    retryDelayMultiplier: 2,
    maxRetryDelayMillis: 2_000,
    initialRpcTimeoutMillis: deadlineMs,
    rpcTimeoutMultiplier: 1,
    maxRpcTimeoutMillis: deadlineMs,
    totalTimeoutMillis: deadlineMs,
  };
  return { timeout: deadlineMs, retry: { retryCodes: [14, 8], backoffSettings } };
}

/**
 * Google's client starts itself within its first call. An error there, such as missing credentials, would be an unhandled rejection
 * and end the process. So it is started here.
 */
async function connect(env: Environment): Promise<SecretManagerServiceClient> {
  const { SecretManagerServiceClient } = await import('@google-cloud/secret-manager');
  const client = new SecretManagerServiceClient(await placeOf(env.SECRET_MANAGER_EMULATOR_HOST ?? ''));
  await client.initialize();
  return client;
}

async function placeOf(emulator: string): Promise<ClientOptions> {
  if (emulator === '') return {};
  const { credentials } = await import('@grpc/grpc-js');
  const at = emulator.lastIndexOf(':');
  return {
    apiEndpoint: emulator.slice(0, at),
    port: Number(emulator.slice(at + 1)),
    sslCreds: credentials.createInsecure(),
  };
}
