/** Push delivery: one HTTP request a message, as many at once as the endpoint keeps up with. */

import type { IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { hearSocket } from '../../core/http/heard-socket.ts';
import { Agent as HttpAgent, request as httpRequest } from '../../core/http/node-http.ts';
import { newTraceparent } from '../../way/current-trace.ts';
import { oneUnit } from '../../way/ids.ts';
import type { Entry, TakeLimits } from '../backlog/backlog.ts';
import type { Receiver } from '../delivery/delivery.ts';
import type { Hub } from '../hub.ts';
import type { Subscription } from '../kept/resource-state.ts';
import { PUSH_SUCCESS, type PushRequest, pushRequest } from './push-request.ts';

/** The window opens by one a success and halves on a failure, as slow start does; it begins here. */
const FIRST_WINDOW = 4;

export class Pusher implements Receiver {
  readonly #hub: Hub;
  readonly #subscription: Subscription;
  readonly #http = new HttpAgent({ keepAlive: true });
  readonly #https = new HttpsAgent({ keepAlive: true });
  readonly #underWay = new Set<AbortController>();
  #window = FIRST_WINDOW;
  readonly #pushes = new Set<Promise<void>>();
  #draining = false;
  #closed = false;

  constructor(hub: Hub, subscription: Subscription) {
    this.#hub = hub;
    this.#subscription = subscription;
  }

  get room(): TakeLimits {
    const messages = this.#closed || this.#draining ? 0 : this.#window - this.#underWay.size;
    // One message of an ordering key at a time: a batch of one is a run of one.
    const ordered = this.#subscription.config.enableMessageOrdering === true;
    return { messages: ordered ? Math.min(messages, 1) : messages, bytes: Number.POSITIVE_INFINITY };
  }

  /** The deadline is the request's timeout (proto comment of `ack_deadline_seconds`); the lease outlives it a little. */
  get ackDeadlineSeconds(): number {
    return this.#subscription.config.ackDeadlineSeconds + 5;
  }

  deliver(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const push = this.#push(entry);
      this.#pushes.add(push);
      void push.finally(() => this.#pushes.delete(push));
    }
  }

  /** Room comes back when a request ends, not when a lease does. */
  released(): void {}

  /** Pushes nothing more; resolves when what is under way is answered and its acknowledgements are durable. */
  async drain(): Promise<void> {
    this.#draining = true;
    await Promise.all(this.#pushes);
  }

  dismiss(): void {
    this.close();
  }

  close(): void {
    this.#closed = true;
    for (const request of this.#underWay) request.abort();
    this.#http.destroy();
    this.#https.destroy();
  }

  async #push(entry: Entry): Promise<void> {
    const subscription = this.#subscription;
    const ack = { seq: entry.message.seq, lease: entry.lease };
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), subscription.config.ackDeadlineSeconds * 1000);
    this.#underWay.add(abort);
    let accepted = false;
    const attempt = entry.failures + 1;
    const { traceparent, traceId } = newTraceparent();
    const report = (what: string, answer: number | string): void =>
      this.#hub.options.report({
        service: 'pubsub',
        what,
        resource: subscription.config.name,
        facts: { answer, ...(attempt > 1 && { attempt }) },
        units: oneUnit({ message: String(entry.message.seq), trace: traceId }),
      });
    try {
      const request = pushRequest(subscription.config, entry.message, attempt);
      const status = await this.#send(request, traceparent, abort.signal);
      accepted = PUSH_SUCCESS.has(status);
      report(accepted ? 'pushed' : 'was refused a push', status);
    } catch (error) {
      if (!this.#closed) report('failed to push', error instanceof Error ? error.message : String(error));
    } finally {
      clearTimeout(timer);
      this.#underWay.delete(abort);
    }
    if (this.#closed) return;
    this.#window = accepted
      ? Math.min(this.#hub.tuning.pushWindow, this.#window + 1)
      : Math.max(1, Math.floor(this.#window / 2));
    // A failed journal shows in the next publish; the message then comes again, as it may.
    if (accepted) await this.#hub.acknowledge(subscription, [ack]).catch(() => {});
    else if (entry.lease === ack.lease) this.#hub.failed(subscription, entry);
    this.#hub.ready(subscription);
  }

  #send({ url, headers, body }: PushRequest, traceparent: string, signal: AbortSignal): Promise<number> {
    const secure = url.startsWith('https:');
    const open = secure ? httpsRequest : httpRequest;
    const agent = secure ? this.#https : this.#http;
    const options = {
      method: 'POST',
      agent,
      signal,
      headers: { traceparent, ...headers, 'content-length': body.length },
    };
    return new Promise((resolve, reject) => {
      const request = hearSocket(
        open(url, options, (response: IncomingMessage) => {
          response.on('error', reject);
          response.on('end', () => resolve(response.statusCode ?? 0));
          response.resume();
        }),
      );
      request.on('information', ({ statusCode }) => {
        if (statusCode === 102) resolve(102);
      });
      request.on('error', reject);
      request.end(body);
    });
  }
}
