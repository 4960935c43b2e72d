/** HTTP in, HTTP out. Success is told only after Pub/Sub has acknowledged. */

import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { declaredBy } from '@penstock/shared/runtime/framework/raw-body.ts';
import type { Excess } from '@penstock/shared/runtime/framework/read-body.ts';
import type { Logger } from '@penstock/shared/runtime/log.ts';
import type { Metrics } from '@penstock/shared/runtime/metrics.ts';
import { JSON_TYPE, type ReplyHeaders, sendReply } from '@penstock/shared/runtime/reply.ts';
import { traceFields } from '@penstock/shared/runtime/trace.ts';
import { headerOf } from './authentication.ts';
import { tooLarge } from './body.ts';
import {
  type Created,
  type CreateParts,
  createIssues,
  type ItemAnswer,
  type Order,
  type Outcome,
  refusalOf,
} from './create.ts';
import { readForm } from './form.ts';
import type { METRICS } from './metrics.ts';
import { type IntakeRequest, type OrderParts, readOrder } from './order.ts';
import { FAILED, PAGE_HEADERS, type PageState, page } from './page.ts';
import { Refusal, typeOf } from './problem.ts';
import { type Route, routeOf } from './routes.ts';

export interface IntakeParts extends CreateParts, OrderParts {
  /** The OpenAPI description as JSON text. */
  readonly openapi: string;
  readonly log: Logger;
  readonly metrics: Metrics<typeof METRICS>;
  readonly projectId: string;
}

type Reply = readonly [status: number, body: string, headers: ReplyHeaders];

/** Not an async function: see `order.ts` on what a promise costs here. Every path ends in exactly one reply. */
export function createHandler(parts: IntakeParts) {
  return function intake(request: IntakeRequest, response: ServerResponse): void {
    const began = parts.clock.now();
    const origin = parts.cors.headers(headerOf(request.headers, 'origin'));
    const reply = (made: Reply): void => send(response, made);
    const refuse = (error: unknown): void => reply(refused(parts, request, error, origin));
    const create = (order: Order): void => {
      createIssues(parts, order).then((outcome) => {
        report(parts, request, outcome, began);
        reply(created(request, order, outcome.answers, origin));
      }, refuse);
    };
    try {
      const route = routeOf(request.method as string, request.url as string, parts.form);
      if (route !== 'create') {
        reply(answer(parts, route, origin));
        return;
      }
      const order = readOrder(parts, request);
      if (order instanceof Promise) order.then(create).catch(refuse);
      else create(order);
    } catch (error) {
      refuse(error);
    }
  };
}

/** A body larger than allowed is refused while it arrives, before the framework calls the handler. */
export function createEarlyRefusal(parts: IntakeParts, maxBytes: number) {
  return (request: IncomingMessage, response: ServerResponse, excess: Excess): void => {
    const origin = parts.cors.headers(headerOf(request.headers, 'origin'));
    const refusal =
      excess === 'bytes' ? tooLarge(maxBytes) : new Refusal('too-large', 'The body is in too many pieces.');
    send(response, refused(parts, request, refusal, origin));
  };
}

function answer(parts: IntakeParts, route: Exclude<Route, 'create'>, origin: ReplyHeaders): Reply {
  switch (route) {
    case 'page':
      return [200, page({ key: randomUUID() }), PAGE_HEADERS];
    case 'openapi':
      return [200, parts.openapi, { ...origin, ...JSON_TYPE }];
    case 'preflight':
      return [204, '', origin];
  }
}

function created(request: IncomingMessage, order: Order, answers: readonly ItemAnswer[], origin: ReplyHeaders): Reply {
  if (order.batch.isBatch) {
    const status = answers.every((one) => one.status === 'created') ? 201 : 207;
    return [status, JSON.stringify({ results: answers }), { ...origin, ...JSON_TYPE }];
  }
  const [issue] = answers as readonly [Created];
  if (wantsPage(request)) return [201, page({ key: randomUUID(), created: issue.issue_id }), PAGE_HEADERS];
  return [201, JSON.stringify(issue), { ...origin, ...JSON_TYPE, location: `/issues/${issue.issue_id}` }];
}

function report(parts: IntakeParts, request: IntakeRequest, { answers, failures }: Outcome, began: number): void {
  const delivered = answers.filter(({ status }) => status === 'created').length;
  const ms = parts.clock.now() - began;
  const count = (outcome: string, issues: number): void => {
    if (issues > 0) parts.metrics.count('intake/issues', issues, { outcome });
  };
  const retry = answers.filter((one) => one.status === 'rejected' && one.problem.status >= 500).length;
  count('delivered', delivered);
  count('retry', retry);
  count('rejected', answers.length - delivered - retry);
  parts.metrics.observe('intake/publish_ms', ms);
  const bytes = (request.rawBody as Uint8Array).length;
  const ids = issueIds(answers);
  const fields = {
    ...traceFields(request.headers, parts.projectId),
    ...ids,
    issues: answers.length,
    delivered,
    bytes,
    ms,
  };
  if (failures.length === 0) parts.log.info('received', fields);
  else parts.log.error('received in part', failures[0], { ...fields, failures: failures.length });
}

/** So that the line of an issue is found by its id; a batch names the first ones, and its trace leads to the others. */
function issueIds(answers: readonly ItemAnswer[]): Readonly<Record<string, unknown>> {
  const ids = answers.slice(0, MAX_LOGGED_IDS).flatMap((one) => (one.status === 'created' ? [one.issue_id] : []));
  return answers.length === 1 ? { issue_id: ids[0] } : { issue_ids: ids };
}

const MAX_LOGGED_IDS = 20;

function refused(parts: IntakeParts, request: IntakeRequest, error: unknown, origin: ReplyHeaders): Reply {
  const { problem, headers } = refusalOf(error);
  parts.metrics.count('intake/issues', 1, { outcome: problem.status >= 500 ? 'retry' : 'rejected' });
  const fields = { ...traceFields(request.headers, parts.projectId), problem: problem.type, status: problem.status };
  if (problem.status >= 500) parts.log.error('not received', error, fields);
  else parts.log.info('refused', fields);
  if (wantsPage(request) && parts.form && request.method === 'POST') {
    const errors = Object.fromEntries((problem.errors ?? []).map(({ pointer, detail }) => [pointer.slice(1), detail]));
    const isUsed = problem.type === typeOf('idempotency-key-reused');
    const own = isUsed ? { key: randomUUID() } : {};
    const text = page({
      ...writtenOn(request),
      ...own,
      problem: problem.status < 500 ? problem.detail : FAILED,
      errors,
    });
    return [problem.status, text, { ...PAGE_HEADERS, ...headers }];
  }
  const type = { 'content-type': 'application/problem+json' };
  return [problem.status, JSON.stringify(problem), { ...origin, ...headers, ...type }];
}

/**
 * The sent fields, so that the page shows them again. The key is among them: if the form did arrive, sending it again
 * leads to the same issue.
 */
function writtenOn({ rawBody = new Uint8Array() }: IntakeRequest): Pick<PageState, 'key' | 'values'> {
  try {
    const { issue, key = randomUUID() } = readForm(Buffer.from(rawBody).toString('utf8'));
    return { key, values: issue };
  } catch {
    // The body cannot be read, so the page starts empty.
    return { key: randomUUID() };
  }
}

/** A form that a browser posts without a script gets a page as its answer. Clients that send JSON get JSON. */
function wantsPage(request: IncomingMessage): boolean {
  const form = declaredBy(request).contentType.toLowerCase().startsWith('application/x-www-form-urlencoded');
  return form && (headerOf(request.headers, 'accept') ?? '').includes('text/html');
}

function send(response: ServerResponse, [status, body, headers]: Reply): void {
  sendReply(response, status, body, headers);
}
