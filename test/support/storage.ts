/** A local Cloud Storage for one test file, a client of Google's for it, and bare HTTP for what no client sends. */

import { request } from 'node:http';
import { Storage } from '@google-cloud/storage';
import { Faults } from '../../local/core/faults/faults.ts';
import { type StorageNotification, type StorageService, startStorage } from '../../local/storage/index.ts';
import { setEnvironment } from './environment.ts';

export interface StorageFixture {
  readonly service: StorageService;
  readonly client: Storage;
  readonly faults: Faults;
  readonly notifications: StorageNotification[];
  close(): Promise<void>;
}

export interface FixtureOptions {
  readonly stateDir?: string;
  readonly now?: () => number;
  readonly onNotification?: (notification: StorageNotification) => void | Promise<void>;
}

export async function storageFixture(options: FixtureOptions = {}): Promise<StorageFixture> {
  const restore = setEnvironment({ METADATA_SERVER_DETECTION: 'none' });
  const faults = new Faults();
  const notifications: StorageNotification[] = [];
  const service = await startStorage({
    host: '127.0.0.1',
    port: 0,
    stateDir: options.stateDir,
    faults,
    report: () => undefined,
    now: options.now ?? Date.now,
    onNotification: async (notification) => {
      await options.onNotification?.(notification);
      notifications.push(notification);
    },
  });
  return {
    service,
    client: clientOf(service.address),
    faults,
    notifications,
    close: async () => {
      await service.close();
      restore();
    },
  };
}

/** Retries are off: a test wants the first answer. */
export function clientOf(address: string): Storage {
  return new Storage({
    projectId: 'demo-penstock',
    apiEndpoint: `http://${address}`,
    retryOptions: { autoRetry: false, maxRetries: 0 },
  });
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  /** The body as JSON. */
  readonly json: () => { readonly [field: string]: unknown };
}

export interface Send {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** Rejects where the connection ends without an answer. */
export function send(address: string, method: string, path: string, { headers = {}, body }: Send = {}): Promise<Reply> {
  const [host, port] = address.split(':');
  return new Promise((resolve, reject) => {
    const sent = request({ host, port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(chunks);
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers as Reply['headers'],
          body: bytes,
          json: () => JSON.parse(bytes.toString()),
        });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** The `reason` of a JSON error. */
export function reasonOf(reply: Reply): unknown {
  const { error } = reply.json() as { readonly error?: { readonly errors?: readonly { readonly reason?: string }[] } };
  return error?.errors?.[0]?.reason;
}

export async function until(condition: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + 50_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`not within 50 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
