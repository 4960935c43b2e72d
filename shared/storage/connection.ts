/**
 * Cloud Storage's endpoint, its credentials and a pool of kept connections.
 *
 * Endpoint and credentials are those of Google's client: it knows the emulator's variable, universes and every kind of
 * account. Requests go over Node's own, because Google's request function hides the `Date` of an answer, cannot be
 * aborted, and takes an object whose JSON has a field `error` for a failed request.
 */

import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Storage } from '@google-cloud/storage';
import { fromNodeError, messageOf, PenstockError } from '../runtime/errors.ts';
import { projectOf } from '../runtime/project.ts';

export interface StorageRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path and query: `/storage/v1/b/…`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent one after another; they are not copied into one buffer. */
  readonly body?: readonly Uint8Array[];
}

export interface StorageConnection {
  /** One attempt. Resolves with the head of the answer; its body is still to be read. */
  send(request: StorageRequest, signal: AbortSignal): Promise<IncomingMessage>;
  close(): void;
}

/** Google's client is loaded by the first request: it is a third of a door's start. */
export async function connectStorage(projectId: string): Promise<Storage> {
  const { Storage } = await import('@google-cloud/storage');
  return new Storage(projectOf(projectId));
}

/** Opens at most `maxSockets` connections. */
export async function openConnection(projectId: string, maxSockets: number): Promise<StorageConnection> {
  const google = await connectStorage(projectId);
  const endpoint = new URL(google.apiEndpoint);
  const plain = endpoint.protocol === 'http:';
  const options = { keepAlive: true, maxSockets, maxFreeSockets: maxSockets };
  const agent = plain ? new HttpAgent(options) : new HttpsAgent(options);
  const open = plain ? httpRequest : httpsRequest;
  const anonymous = google.customEndpoint && google.useAuthWithCustomEndpoint !== true;
  return {
    send: async ({ method, path, headers = {}, body = [] }, signal) => {
      const authorization = anonymous ? {} : { authorization: `Bearer ${await tokenOf(google)}` };
      const length = body.reduce((sum, part) => sum + part.length, 0);
      const sized = method === 'GET' || method === 'DELETE' ? {} : { 'content-length': String(length) };
      return new Promise((resolve, reject) => {
        const sent = open(
          new URL(path, endpoint),
          { method, agent, signal, headers: { ...headers, ...sized, ...authorization } },
          resolve,
        );
        sent.on('error', reject);
        for (const part of body) sent.write(part);
        sent.end();
      });
    },
    close: () => agent.destroy(),
  };
}

/** Google's library keeps the token and renews it in time. */
async function tokenOf(google: Storage): Promise<string> {
  try {
    return String(await google.authClient.getAccessToken());
  } catch (error) {
    const code = fromNodeError(error)?.kind === 'transient' ? 'UNAVAILABLE' : 'UNAUTHENTICATED';
    throw new PenstockError(code, `No credentials for Cloud Storage: ${messageOf(error)}`, { cause: error });
  }
}
