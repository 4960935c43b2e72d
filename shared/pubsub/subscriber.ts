/**
 * Receives a subscription's messages by StreamingPull. Each message is passed on once, and is settled by its receiver: acknowledged,
 * or given back. Until then its lease is extended. The service holds messages back beyond the limits of what is out.
 */

import { randomUUID } from 'node:crypto';
import { type Clock, systemClock } from '../runtime/clock.ts';
import { fromGrpcError, type PenstockError } from '../runtime/errors.ts';
import { backoff } from '../runtime/retry.ts';
import { AckSender } from './ack-sender.ts';
import { type Leased, Leases } from './leases.ts';
import {
  encodeAcknowledge,
  encodeModifyDeadline,
  encodeStreamingPull,
  KEEP_ALIVE,
  type ReceivedMessage,
} from './pull-wire.ts';
import { connectSubscriber, type PullCall, type SubscriberClient } from './subscriber-client.ts';

export type { Leased } from './leases.ts';

export interface SubscriberOptions {
  /** `projects/P/subscriptions/S`. */
  readonly subscription: string;
  /** Without one it talks to Google. */
  readonly emulatorHost: string | undefined;
  /** StreamingPull calls, each on its own connection. One moves about 10 MB/s at the service. Default 1. */
  readonly streams?: number;
  /** Messages and bytes that may be out, over all streams. Defaults 10,000 and 64 MiB. */
  readonly maxMessages?: number;
  readonly maxBytes?: number;
  /** Default 60 s. Leases older than half of it are extended. */
  readonly ackDeadlineSeconds?: number;
  /** The pause before a message that was given back is delivered again, so that it does not spin. Default 1 s. */
  readonly giveBackMs?: number;
  /** Between two signs of life on a stream that has nothing else to say. Default 30 s. */
  readonly keepAliveMs?: number;
  readonly clock?: Clock;
  readonly connect?: (emulator: string | undefined) => SubscriberClient;
  readonly onMessages: (messages: readonly Leased[]) => void;
  /** A stream broke, and is opened again after the pause; or acknowledgements could not be sent, so messages come again. */
  readonly onProblem?: (error: PenstockError, pauseMs: number) => void;
}

const PAUSES = { initialMs: 100, maxMs: 30_000, multiplier: 2, budgetMs: 0 };
const LOOK_MS = 1_000;
const KEEP_ALIVE_MS = 30_000;

/**
 * @example
 * const subscriber = openSubscriber({
 *   subscription: 'projects/demo-penstock/subscriptions/orders',
 *   emulatorHost: '127.0.0.1:8085',
 *   onMessages: (messages) => messages.forEach((message) => subscriber.acknowledge(message)),
 * });
 * await subscriber.close();
 */
export function openSubscriber(options: SubscriberOptions): Subscriber {
  return new Subscriber(options);
}

export class Subscriber {
  readonly #options: SubscriberOptions;
  readonly #clock: Clock;
  readonly #deadlineSeconds: number;
  readonly #leases = new Leases();
  readonly #clients: readonly SubscriberClient[];
  readonly #calls = new Set<PullCall>();
  readonly #acks: AckSender;
  readonly #returns: AckSender;
  readonly #extensions: AckSender;
  readonly #stop = new AbortController();
  readonly #look: NodeJS.Timeout;
  readonly #keepAlive: NodeJS.Timeout;
  /** Ids by the timer that gives them back. */
  readonly #givingBack = new Map<NodeJS.Timeout, string>();
  readonly #clientId = randomUUID();

  constructor(options: SubscriberOptions) {
    const {
      streams = 1,
      emulatorHost,
      clock = systemClock,
      ackDeadlineSeconds = 60,
      connect = connectSubscriber,
    } = options;
    this.#options = options;
    this.#clock = clock;
    this.#deadlineSeconds = ackDeadlineSeconds;
    this.#clients = Array.from({ length: streams }, () => connect(emulatorHost));
    this.#acks = this.#sender('acknowledge', (ids) => encodeAcknowledge(options.subscription, ids));
    this.#returns = this.#sender('modifyAckDeadline', (ids) => encodeModifyDeadline(options.subscription, 0, ids));
    this.#extensions = this.#sender('modifyAckDeadline', (ids) =>
      encodeModifyDeadline(options.subscription, ackDeadlineSeconds, ids),
    );
    this.#look = setInterval(() => this.#extend(), LOOK_MS);
    this.#keepAlive = setInterval(() => this.#stayAlive(), options.keepAliveMs ?? KEEP_ALIVE_MS);
    for (const client of this.#clients) void this.#pull(client);
  }

  /** Messages passed on and not settled. */
  get held(): number {
    return this.#leases.size;
  }

  /** The message is done with. Later settlings of the same delivery count for nothing. */
  acknowledge(message: Leased): void {
    if (this.#leases.settle(message)) this.#acks.add(message.ackId);
  }

  /** The message comes again, after a moment. */
  giveBack(message: Leased): void {
    if (!this.#leases.settle(message)) return;
    const { ackId } = message;
    const { giveBackMs = 1_000 } = this.#options;
    if (this.#stop.signal.aborted || giveBackMs === 0) {
      this.#returns.add(ackId);
      return;
    }
    const timer = setTimeout(() => {
      this.#givingBack.delete(timer);
      this.#returns.add(ackId);
    }, giveBackMs);
    this.#givingBack.set(timer, ackId);
  }

  /** No more messages are received; what is held can still be settled. */
  stop(): void {
    this.#stop.abort();
    for (const call of this.#calls) call.cancel();
  }

  /** Gives back every message that is not settled, and closes everything. */
  async close(): Promise<void> {
    this.stop();
    clearInterval(this.#look);
    clearInterval(this.#keepAlive);
    for (const timer of this.#givingBack.keys()) clearTimeout(timer);
    for (const id of [...this.#givingBack.values(), ...this.#leases.all]) this.#returns.add(id);
    await Promise.all([this.#acks.flush(), this.#returns.flush(), this.#extensions.flush()]);
    await Promise.all(this.#clients.map((client) => client.close()));
  }

  #sender(method: 'acknowledge' | 'modifyAckDeadline', encode: (ids: readonly string[]) => Buffer): AckSender {
    const { subscription, onProblem } = this.#options;
    let turn = 0;
    return new AckSender({
      send: (ids) => {
        turn += 1;
        const client = this.#clients[turn % this.#clients.length] as SubscriberClient;
        return client.unary(method, subscription, encode(ids));
      },
      clock: this.#clock,
      budgetMs: this.#deadlineSeconds * 1_000,
      signal: this.#stop.signal,
      onFailed: (_ids, error) => onProblem?.(error, 0),
    });
  }

  /** Opens the stream again whenever it ends: the service ends each after some time, and what is out stays out. */
  async #pull(client: SubscriberClient): Promise<void> {
    const { signal } = this.#stop;
    for (let failures = 0; !signal.aborted; ) {
      const { error, received } = await this.#stream(client);
      if (signal.aborted) return;
      failures = received ? 0 : failures + 1;
      // An end without an error, or after messages, is the service's way of moving the stream.
      const pauseMs = failures === 0 ? 0 : Math.ceil(backoff(PAUSES, failures, this.#clock.random()));
      if (error !== undefined) this.#options.onProblem?.(error, pauseMs);
      await this.#clock.sleep(pauseMs, signal).catch(() => undefined);
    }
  }

  async #stream(
    client: SubscriberClient,
  ): Promise<{ readonly error: PenstockError | undefined; readonly received: boolean }> {
    const { subscription, streams = 1, maxMessages = 10_000, maxBytes = 64 * 1024 * 1024 } = this.#options;
    let call: PullCall;
    try {
      call = await client.streamingPull(subscription);
    } catch (error) {
      return { error: fromGrpcError(error, { stage: 'receiving' }), received: false };
    }
    return new Promise((resolve) => {
      let received = false;
      const ended = (error?: PenstockError): void => {
        this.#calls.delete(call);
        resolve({ error, received });
      };
      this.#calls.add(call);
      call.on('data', (messages: readonly ReceivedMessage[]) => {
        received = true;
        if (messages.length > 0) this.#options.onMessages(this.#leases.hold(this.#clock.now(), messages));
      });
      call.on('error', (error) => ended(fromGrpcError(error, { stage: 'receiving' })));
      call.on('end', () => ended());
      // Stopped while it was connecting.
      if (this.#stop.signal.aborted) call.cancel();
      call.write(
        encodeStreamingPull({
          subscription,
          ackDeadlineSeconds: this.#deadlineSeconds,
          clientId: this.#clientId,
          maxMessages: Math.ceil(maxMessages / streams),
          maxBytes: Math.ceil(maxBytes / streams),
        }),
      );
    });
  }

  #extend(): void {
    const half = (this.#deadlineSeconds * 1_000) / 2;
    for (const id of this.#leases.due(this.#clock.now(), half)) this.#extensions.add(id);
  }

  #stayAlive(): void {
    for (const call of this.#calls) call.write(KEEP_ALIVE);
  }
}
