/**
 * A pushed Pub/Sub message, wrapped by a push subscription or by Eventarc. Rows of concurrent requests share appends, and each
 * request is answered after its own row is durable in exactly one output.
 */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { type PushedMessage, readPush } from '@penstock/shared/events/push.ts';
import type { DoorRequest } from '@penstock/shared/runtime/door.ts';
import type { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { Logger } from '@penstock/shared/runtime/log.ts';
import { JSON_TYPE, sendReply } from '@penstock/shared/runtime/reply.ts';
import { traceFields } from '@penstock/shared/runtime/trace.ts';
import { type Answer, answerOf, refused, retryLater } from './answer.ts';
import type { Delivery, Input, Settling } from './message.ts';

export interface HandlerParts {
  readonly flow: { deliver(delivery: Delivery): void; readonly full: boolean };
  /** Full names; empty takes every push. */
  readonly subscriptions: readonly string[];
  /** Loads what is staged; undefined where no route stages anything. */
  readonly sweep: (() => Promise<void>) | undefined;
  readonly log: Logger;
  readonly projectId: string;
  readonly now: () => number;
}

/** Cloud Scheduler posts here, so that staged files are loaded where no worker runs. */
export const SWEEP_PATH = '/loads';

export function createHandler(parts: HandlerParts) {
  return async function sink(request: DoorRequest, response: ServerResponse): Promise<void> {
    const answer = await answerTo(request, parts);
    if (answer.status >= 400 && answer.status !== 503) {
      const { status, body } = answer;
      parts.log.warning('refused', { ...body, status, ...traceFields(request.headers, parts.projectId) });
    }
    reply(response, answer);
  };
}

/** A body larger than any message that Pub/Sub has. */
export function refuseLarge(_request: IncomingMessage, response: ServerResponse): void {
  reply(response, refused(413, 'the body is larger than any pushed message'));
}

function reply(response: ServerResponse, { status, body }: Answer): void {
  sendReply(response, status, JSON.stringify(body), JSON_TYPE);
}

async function answerTo(request: DoorRequest, parts: HandlerParts): Promise<Answer> {
  if (request.method !== 'POST') return refused(405, 'messages are pushed by POST');
  if (pathOf(request) === SWEEP_PATH) return sweep(parts);
  const pushed = read(request);
  if ('status' in pushed) return pushed;
  const { subscription } = pushed;
  const { subscriptions, flow } = parts;
  if (subscriptions.length > 0 && !subscriptions.includes(subscription)) {
    return refused(403, `subscription ${JSON.stringify(subscription.slice(0, 200))} is not one of this sink's`);
  }
  if (flow.full) return retryLater('the sink holds as many messages as it may');
  return new Promise((resolve) =>
    flow.deliver(deliveryOf(pushed, parts.now(), (settling) => resolve(answerOf(settling)))),
  );
}

async function sweep({ sweep }: HandlerParts): Promise<Answer> {
  if (sweep === undefined) return refused(404, 'no route of this sink stages files');
  await sweep();
  return answerOf('settled');
}

function pathOf({ url = '/' }: DoorRequest): string {
  return url.split('?', 1)[0] as string;
}

function read(request: DoorRequest): PushedMessage | Answer {
  try {
    return readPush({ headers: request.headers, rawBody: request.rawBody as Uint8Array });
  } catch (error) {
    const { code, message } = error as PenstockError;
    return refused(code === 'INPUT_TOO_LARGE' ? 413 : 400, message);
  }
}

function deliveryOf(pushed: PushedMessage, now: number, settled: (settling: Settling) => void): Delivery {
  const { data, attributes, messageId, publishTime, orderingKey, subscription, deliveryAttempt = 0 } = pushed;
  const published = Date.parse(publishTime);
  const input: Input = { name: subscription, type: 'push', settle: (_delivery, settling) => settled(settling) };
  return {
    data,
    attributes,
    messageId,
    orderingKey,
    publishMs: Number.isNaN(published) ? now : published,
    attempt: deliveryAttempt,
    input,
  };
}
