/**
 * Cloud Storage's endpoint, its credentials and a pool of kept connections.
 *
 * Endpoint and credentials are those of Google's client: it knows the emulator's variable, universes and every kind of
 * account. Requests go over Node's own, because Google's request function hides the `Date` of an answer, cannot be
 * aborted, and takes an object whose JSON has a field `error` for a failed request.
 */

import type { IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { fromNodeError, messageOf, PenstockError } from '../runtime/errors.ts';
import { hearSocket } from '../runtime/heard-socket.ts';
import { Agent as HttpAgent, request as httpRequest } from '../runtime/node-http.ts';
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
  /** The headers that say on whose behalf requests are sent. */
  authorize(): Promise<Readonly<Record<string, string>>>;
  /** One attempt. Resolves with the head of the answer; its body is still to be read. */
  send(request: StorageRequest, signal: AbortSignal): Promise<IncomingMessage>;
  close(): void;
}

/** The part of Google's client that is used. */
export interface GoogleStorage {
  readonly apiEndpoint: string;
  readonly customEndpoint: boolean;
  readonly useAuthWithCustomEndpoint?: boolean | undefined;
  readonly authClient: { getRequestHeaders(url: string): Promise<Headers> };
}

/** Opens at most `maxSockets` connections. Google's client is loaded here: it is a third of a door's start. */
export async function openConnection(
  projectId: string,
  maxSockets: number,
  load: (projectId: string) => Promise<GoogleStorage> = loadGoogleStorage,
): Promise<StorageConnection> {
  const google = await load(projectId);
  const endpoint = new URL(google.apiEndpoint);
  const plain = endpoint.protocol === 'http:';
  const options = { keepAlive: true, maxSockets, maxFreeSockets: maxSockets };
  const agent = plain ? new HttpAgent(options) : new HttpsAgent(options);
  const open = plain ? httpRequest : httpsRequest;
  const anonymous = google.customEndpoint && google.useAuthWithCustomEndpoint !== true;
  return {
    authorize: () => (anonymous ? Promise.resolve({}) : headersOf(google, endpoint.href)),
    send: ({ method, path, headers = {}, body = [] }, signal) => {
      const length = body.reduce((sum, part) => sum + part.length, 0);
      const sized = method === 'GET' || method === 'DELETE' ? {} : { 'content-length': String(length) };
      const settings = { method, agent, signal, headers: { ...headers, ...sized } };
      return new Promise((resolve, reject) => {
        const sent = hearSocket(open(new URL(path, endpoint), settings, resolve));
        sent.on('error', reject);
        for (const part of body) sent.write(part);
        sent.end();
      });
    },
    close: () => agent.destroy(),
  };
}

async function loadGoogleStorage(projectId: string): Promise<GoogleStorage> {
  const { Storage } = await import('@google-cloud/storage');
  return new Storage(projectOf(projectId));
}

/** Google's library keeps the token and renews it in time. */
async function headersOf({ authClient }: GoogleStorage, url: string): Promise<Readonly<Record<string, string>>> {
  try {
    return Object.fromEntries(await authClient.getRequestHeaders(url));
  } catch (error) {
    const code = fromNodeError(error)?.kind === 'transient' ? 'UNAVAILABLE' : 'UNAUTHENTICATED';
    throw new PenstockError(code, `No credentials for Cloud Storage: ${messageOf(error)}`, { cause: error });
  }
}
