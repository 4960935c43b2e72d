/**
 * Channels from Google's `v1.BigQueryWriteClient`, for processes that live long: endpoint, credentials, universe domain and client
 * certificates are the package's. A generated client takes a moment to connect, and a call must not wait for it, so some
 * are kept ready.
 */

import type { Client } from '@grpc/grpc-js';
import { type GeneratedClient, stubOf, stubOptions } from '../../runtime/google-stub.ts';
import { CHANNEL_OPTIONS, type Endpoint } from './channels.ts';
import { WriteClient, type WriteClientOptions } from './client.ts';

/** Each carries 80 calls. */
const READY = 2;

export class GoogleStubs {
  readonly #load: () => Promise<GeneratedClient>;
  readonly #ready: Client[] = [];
  readonly #connecting = new Set<Promise<void>>();
  #closed = false;

  private constructor(load: () => Promise<GeneratedClient>) {
    this.#load = load;
  }

  /** Throws where not one connection can be made. */
  static async open(load: () => Promise<GeneratedClient>): Promise<GoogleStubs> {
    const stubs = new GoogleStubs(load);
    for (let count = 0; count < READY; count += 1) stubs.#ready.push(await stubOf(await load()));
    return stubs;
  }

  /** A stub that no one else has; undefined where none is ready at this moment. */
  take(): Client | undefined {
    const stub = this.#ready.shift();
    this.#refill();
    return stub;
  }

  /** Closes those that were not taken. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#connecting);
    for (const stub of this.#ready.splice(0)) stub.close();
  }

  #refill(): void {
    if (this.#closed || this.#ready.length + this.#connecting.size >= READY) return;
    const connecting = this.#connect().finally(() => this.#connecting.delete(connecting));
    this.#connecting.add(connecting);
  }

  /** One that fails leaves the next call with fewer: it is tried again then. */
  async #connect(): Promise<void> {
    try {
      this.#ready.push(await stubOf(await this.#load()));
    } catch {
      // The calls on the channels that exist say what is wrong, and to the right caller.
    }
  }
}

/** Google's package is loaded with the first client: a third of a second that a function pays only where it writes. */
async function googleClient({ address, emulatorHost = '' }: Endpoint): Promise<GeneratedClient> {
  const { v1 } = await import('@google-cloud/bigquery-storage');
  return new v1.BigQueryWriteClient(stubOptions(emulatorHost, CHANNEL_OPTIONS, address));
}

/**
 * A write client whose connections are Google's. `new WriteClient` makes its own and loads less: for functions whose cold
 * start counts.
 *
 * @example
 * const client = await openWriteClient({ endpoint: { emulatorHost: process.env.BIGQUERY_STORAGE_EMULATOR_HOST } });
 */
export async function openWriteClient(
  options: WriteClientOptions = {},
  load: (endpoint: Endpoint) => Promise<GeneratedClient> = googleClient,
): Promise<WriteClient> {
  const { endpoint = {} } = options;
  const stubs = await GoogleStubs.open(() => load(endpoint));
  return new WriteClient({ ...options, endpoint: { ...endpoint, stubs } });
}
