/**
 * One StreamingPull: a receiver whose client states its limits, acknowledges and extends on the same stream
 * (proto comments of StreamingPullRequest and StreamingPullResponse). Knows nothing of gRPC but a pipe to write to.
 */

import { type Entry, sizeOf, type TakeLimits } from '../backlog/backlog.ts';
import { invalid, notPulled, PubsubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import type { Subscription } from '../kept/resource-state.ts';
import { LIMITS } from '../limits.ts';
import { attachedSubscription } from '../resources/subscriptions.ts';
import { type AckId, parseAckId } from '../wire/ack-id.ts';
import { bytesField, stringField, varintField } from '../wire/protobuf.ts';
import { receivedMessages } from '../wire/received.ts';
import { parseStreamingPull, type StreamingPullRequest } from '../wire/requests.ts';
import { acknowledgeIds, checkDeadline, modifyDeadline } from './acking.ts';
import type { Delivery, Receiver } from './delivery.ts';

export interface Pipe {
  /** False asks to wait for `drained`. */
  write(response: Buffer): boolean;
  /** Ends the stream with an OK status. */
  end(): void;
  fail(error: unknown): void;
}

const FIELD = { modifyConfirmation: 3, properties: 4, ackConfirmation: 5 };
const CONFIRMED = 1;
const INVALID = 2;

export class StreamingPull implements Receiver {
  readonly #hub: Hub;
  readonly #pipe: Pipe;
  #subscription: Subscription | undefined;
  #delivery: Delivery | undefined;
  #deadline = 0;
  #keepAlive = false;
  #maxMessages = Number.POSITIVE_INFINITY;
  #maxBytes = Number.POSITIVE_INFINITY;
  #messages = 0;
  #bytes = 0;
  #full = false;
  #closed = false;

  constructor(hub: Hub, pipe: Pipe) {
    this.#hub = hub;
    this.#pipe = pipe;
  }

  get ackDeadlineSeconds(): number {
    return this.#deadline;
  }

  get room(): TakeLimits {
    if (this.#closed || this.#full) return { messages: 0, bytes: 0 };
    return { messages: this.#maxMessages - this.#messages, bytes: this.#maxBytes - this.#bytes };
  }

  /** One request of the client. The first opens the stream and returns its subscription's name. */
  receive(body: Buffer): string | undefined {
    const request = parseStreamingPull(body);
    if (this.#subscription === undefined) {
      this.#open(request);
      return request.subscription;
    }
    this.#continue(this.#subscription, request);
    return undefined;
  }

  /** Begins to deliver; apart from `receive`, so that a scripted delay can lie between them. */
  start(): void {
    if (this.#closed || this.#delivery === undefined) return;
    this.#write([], Buffer.alloc(0));
    this.#delivery.add(this);
  }

  deliver(entries: readonly Entry[]): void {
    for (const { message } of entries) {
      this.#messages += 1;
      this.#bytes += sizeOf(message);
    }
    if (this.#subscription !== undefined) this.#hub.handedOut(this.#subscription, entries);
    this.#write(entries, Buffer.alloc(0));
  }

  released(bytes: number): void {
    this.#messages -= 1;
    this.#bytes -= bytes;
    if (!this.#closed) this.#delivery?.wake();
  }

  drained(): void {
    this.#full = false;
    this.#delivery?.wake();
  }

  dismiss(why: PubsubError): void {
    this.close();
    this.#pipe.fail(why);
  }

  /** Its leases run on: the client may still acknowledge on another stream. */
  close(): void {
    this.#closed = true;
    this.#delivery?.remove(this);
  }

  #open(request: StreamingPullRequest): void {
    if (request.subscription === '') throw invalid('The first request on the stream must set subscription.');
    if (request.streamAckDeadlineSeconds === 0) {
      throw invalid('The first request on the stream must set stream_ack_deadline_seconds.');
    }
    this.#setDeadline(request.streamAckDeadlineSeconds);
    const subscription = attachedSubscription(this.#hub, request.subscription);
    if (subscription.pushes) throw notPulled();
    if (request.maxOutstandingMessages > 0) this.#maxMessages = request.maxOutstandingMessages;
    if (request.maxOutstandingBytes > 0) this.#maxBytes = request.maxOutstandingBytes;
    this.#keepAlive = request.protocolVersion >= 1;
    this.#subscription = subscription;
    this.#delivery = this.#hub.delivery(subscription);
    this.#answer(subscription, request);
  }

  #continue(subscription: Subscription, request: StreamingPullRequest): void {
    if (request.subscription !== '') throw invalid('subscription may only be set in the first request on the stream.');
    if (request.maxOutstandingMessages !== 0 || request.maxOutstandingBytes !== 0 || request.protocolVersion !== 0) {
      throw invalid('Flow control and protocol_version may only be set in the first request on the stream.');
    }
    if (request.streamAckDeadlineSeconds !== 0) this.#setDeadline(request.streamAckDeadlineSeconds);
    const empty = request.ackIds.length === 0 && request.modifyDeadlineAckIds.length === 0;
    // Since protocol version 1 clients ping with an empty request and give up on a stream that stays silent.
    if (empty && request.modifyDeadlineSeconds.length === 0 && this.#keepAlive) this.#write([], Buffer.alloc(0));
    this.#answer(subscription, request);
  }

  #answer(subscription: Subscription, request: StreamingPullRequest): void {
    const { ackIds, modifyDeadlineAckIds, modifyDeadlineSeconds } = request;
    if (modifyDeadlineAckIds.length !== modifyDeadlineSeconds.length) {
      throw invalid('The request must have as many modify_deadline_seconds as modify_deadline_ack_ids.');
    }
    const acks = ackIds.map((text) => parseAckId(text, subscription));
    const changes = modifyDeadlineAckIds.map((text) => parseAckId(text, subscription));
    for (const seconds of modifyDeadlineSeconds) checkDeadline(seconds);
    if (changes.length > 0) this.#modify(subscription, changes, modifyDeadlineSeconds);
    if (acks.length > 0) {
      this.#acknowledge(subscription, acks).catch((error: unknown) => {
        this.close();
        this.#pipe.fail(error);
      });
    }
  }

  #modify(subscription: Subscription, ids: readonly AckId[], seconds: readonly number[]): void {
    const late = ids.filter((id, at) => !modifyDeadline(this.#hub, subscription, id, seconds[at] ?? 0));
    if (subscription.exactlyOnce) this.#confirm(FIELD.modifyConfirmation, ids, new Set(late));
  }

  /** Exactly-once clients are told, and only once it is durable. */
  async #acknowledge(subscription: Subscription, ids: readonly AckId[]): Promise<void> {
    const late = await acknowledgeIds(this.#hub, subscription, ids);
    if (subscription.exactlyOnce) this.#confirm(FIELD.ackConfirmation, ids, new Set(late));
  }

  #confirm(field: number, ids: readonly AckId[], late: ReadonlySet<AckId>): void {
    const lists = ids.map((id) => stringField(late.has(id) ? INVALID : CONFIRMED, id.text));
    this.#write([], bytesField(field, Buffer.concat(lists)));
  }

  #write(entries: readonly Entry[], confirmation: Buffer): void {
    const subscription = this.#subscription;
    if (this.#closed || subscription === undefined) return;
    const tail = Buffer.concat([confirmation, propertiesOf(subscription)]);
    if (!this.#pipe.write(receivedMessages(subscription, entries, tail))) this.#full = true;
  }

  #setDeadline(seconds: number): void {
    const { min, max } = LIMITS.ackDeadline;
    if (seconds < min || seconds > max) {
      throw new PubsubError(
        'INVALID_ARGUMENT',
        `stream_ack_deadline_seconds must be between ${min} and ${max} seconds. You passed ${seconds} in the request.`,
      );
    }
    this.#deadline = seconds;
  }
}

function propertiesOf(subscription: Subscription): Buffer {
  const flags: Buffer[] = [];
  if (subscription.exactlyOnce) flags.push(varintField(1, 1));
  if (subscription.config.enableMessageOrdering === true) flags.push(varintField(2, 1));
  return bytesField(FIELD.properties, Buffer.concat(flags));
}
