/**
 * The gRPC channels to the Storage Write API. An HTTP/2 connection to the service carries 100 calls at once and a call
 * beyond that waits without an error (write-api.md, Limits), so calls are leased: when every channel is full another is
 * opened, and one that is no longer used is closed.
 */

import { Client, credentials } from '@grpc/grpc-js';
import { PenstockError } from '../../runtime/errors.ts';
import { googleCredentials } from '../../runtime/google-credentials.ts';
import type { ChannelOptions } from '../../runtime/google-stub.ts';

export interface Endpoint {
  /** `host:port`. Default `bigquerystorage.googleapis.com:443`. */
  readonly address?: string;
  /** Plaintext and without credentials: the local cloud. Taken from BIGQUERY_STORAGE_EMULATOR_HOST by the door's config. */
  readonly emulatorHost?: string | undefined;
  /** The source of channels. Without one, channels are made here. */
  readonly stubs?: StubSource;
  /** Long-lived calls a channel carries. Default 80: room is left for unary calls under the service's 100. */
  readonly callsPerChannel?: number;
}

/** A source of channels: `google-stubs.ts` implements it. */
export interface StubSource {
  /** Undefined where none is ready. */
  take(): Client | undefined;
  close(): Promise<void>;
}

/** The right to make one call on a channel. */
export interface Lease {
  readonly client: Client;
  /** The channel may be dead: no further call is put on it, and it is closed once nothing is on it. */
  distrust(): void;
  /** Gives the place back. */
  release(): void;
}

const ADDRESS = 'bigquerystorage.googleapis.com:443';
/** One of those that the service takes (write-api.md, Service). */
const SCOPE = 'https://www.googleapis.com/auth/bigquery';
const CALLS_PER_CHANNEL = 80;

export const CHANNEL_OPTIONS: ChannelOptions = {
  // Channels to one address share sockets unless told not to; then a second channel would carry nothing more.
  'grpc.use_local_subchannel_pool': 1,
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 10_000,
  'grpc.max_send_message_length': -1,
  'grpc.max_receive_message_length': 16 * 1024 * 1024,
  // Our own backoff decides when to try again; the channel must not still be waiting then.
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.min_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 5_000,
  // Retries are ours: a transparent one would put a second call behind our back.
  'grpc.enable_retries': 0,
  'grpc.service_config_disable_resolution': 1,
};

interface Channel {
  readonly client: Client;
  calls: number;
  suspect: boolean;
}

export class Channels {
  readonly #make: () => Client | undefined;
  readonly #stubs: StubSource | undefined;
  readonly #limit: number;
  readonly #channels = new Set<Channel>();
  #closed = false;

  constructor(endpoint: Endpoint = {}) {
    this.#limit = endpoint.callsPerChannel ?? CALLS_PER_CHANNEL;
    const { stubs } = endpoint;
    this.#stubs = stubs;
    if (stubs !== undefined) {
      this.#make = () => stubs.take();
      return;
    }
    if (endpoint.emulatorHost !== undefined) {
      const { emulatorHost } = endpoint;
      this.#make = () => new Client(emulatorHost, credentials.createInsecure(), CHANNEL_OPTIONS);
      return;
    }
    const google = googleCredentials({ service: 'BigQuery', scope: SCOPE });
    const secure = credentials.combineChannelCredentials(credentials.createSsl(), google);
    this.#make = () => new Client(endpoint.address ?? ADDRESS, secure, CHANNEL_OPTIONS);
  }

  /** The number of open channels. Tests look for leaks here. */
  get size(): number {
    return this.#channels.size;
  }

  lease(): Lease {
    if (this.#closed) throw new PenstockError('CANCELLED', 'the write client is closed', { stage: 'sending' });
    const channel = this.#withRoom() ?? this.#open() ?? this.#least();
    channel.calls += 1;
    let released = false;
    return {
      client: channel.client,
      distrust: () => {
        channel.suspect = true;
      },
      release: () => {
        if (released) return;
        released = true;
        channel.calls -= 1;
        this.#tidy(channel);
      },
    };
  }

  close(): void {
    this.#closed = true;
    void this.#stubs?.close();
    for (const channel of this.#channels) channel.client.close();
    this.#channels.clear();
  }

  #withRoom(): Channel | undefined {
    for (const channel of this.#channels) {
      if (!channel.suspect && channel.calls < this.#limit) return channel;
    }
    return undefined;
  }

  #open(): Channel | undefined {
    const client = this.#make();
    if (client === undefined) return undefined;
    const channel = { client, calls: 0, suspect: false };
    this.#channels.add(channel);
    return channel;
  }

  /** No other channel is ready: the call goes on the one with the fewest, though it may have to wait there. */
  #least(): Channel {
    const [first, ...others] = this.#channels;
    if (first === undefined) throw new PenstockError('UNAVAILABLE', 'no channel is ready', { stage: 'sending' });
    return others.reduce((least, channel) => (channel.calls < least.calls ? channel : least), first);
  }

  /** An empty channel is kept only while it is the last one: the next call will want it. */
  #tidy(channel: Channel): void {
    if (channel.calls > 0 || (!channel.suspect && this.#channels.size === 1)) return;
    if (this.#channels.delete(channel)) channel.client.close();
  }
}
