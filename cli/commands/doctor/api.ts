/** Reads resources by the services' REST APIs, at Google or in the local cloud, as the environment says. */

import { googleAccessToken } from '@penstock/shared/runtime/access-token.ts';
import type { Environment } from '@penstock/shared/runtime/config.ts';
import { type EmulatedService, readEmulators } from '@penstock/shared/runtime/emulators.ts';
import { messageOf, PenstockError } from '@penstock/shared/runtime/errors.ts';

export type Service =
  | 'pubsub'
  | 'storage'
  | 'bigquery'
  | 'secretmanager'
  | 'serviceusage'
  | 'cloudscheduler'
  | 'run'
  | 'cloudresourcemanager';

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Api {
  readonly projectId: string;
  /** Whether any service is that of the local cloud: those it lacks are then not asked. */
  readonly isLocal: boolean;
  /** Undefined where the service is not there. Throws UNAVAILABLE where it does not answer. */
  readonly ask: (service: Service, path: string, method?: 'GET' | 'POST') => Promise<Answer | undefined>;
}

const SCOPE = 'https://www.googleapis.com/auth/cloud-platform';
const TIMEOUT_MS = 20_000;

const EMULATED: Readonly<Partial<Record<Service, EmulatedService>>> = {
  pubsub: 'pubsub',
  storage: 'storage',
  bigquery: 'bigquery',
  secretmanager: 'secretManager',
};

export interface ApiOptions {
  readonly projectId: string;
  readonly env: Environment;
  readonly signal: AbortSignal;
  /** Addresses of services, for tests of those that the local cloud lacks. */
  readonly hosts?: Readonly<Partial<Record<Service, string>>>;
}

export function openApi({ projectId, env, signal, hosts = {} }: ApiOptions): Api {
  const emulators = readEmulators(env);
  const isLocal = Object.values(emulators).some((host) => host !== undefined);
  const token = googleAccessToken(SCOPE);
  const baseOf = (service: Service): string | undefined => {
    const emulated = EMULATED[service];
    const host = hosts[service] ?? (emulated === undefined ? undefined : emulators[emulated]);
    if (host !== undefined) return `http://${host}`;
    return isLocal ? undefined : `https://${service}.googleapis.com`;
  };
  return {
    projectId,
    isLocal,
    ask: async (service, path, method = 'GET') => {
      const base = baseOf(service);
      if (base === undefined) return undefined;
      // Credentials travel over https only.
      const authorization = base.startsWith('https:') ? { authorization: `Bearer ${await token()}` } : {};
      try {
        const response = await fetch(`${base}${path}`, {
          method,
          headers: { ...authorization, ...(method === 'POST' && { 'content-type': 'application/json' }) },
          ...(method === 'POST' && { body: '{}' }),
          signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
        });
        return { status: response.status, body: objectIn(await response.text()) };
      } catch (error) {
        signal.throwIfAborted();
        throw new PenstockError('UNAVAILABLE', `${service} does not answer: ${messageOf(error)}`, { cause: error });
      }
    },
  };
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}

/** The message of an error as the services write it. */
export function errorIn({ status, body }: Answer): string {
  const { error } = body as { readonly error?: { readonly message?: unknown } };
  return typeof error?.message === 'string' ? `${status} ${error.message}` : `status ${status}`;
}
