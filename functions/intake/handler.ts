/** HTTP in, HTTP out: who calls, what he sent, what became of it. Success is told only after Pub/Sub has acknowledged. */

import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '@penstock/shared/runtime/clock.ts';
import type { Logger } from '@penstock/shared/runtime/log.ts';
import { traceFields } from '@penstock/shared/runtime/log.ts';
import type { Metrics } from '@penstock/shared/runtime/metrics.ts';
import { type Authenticate, type Caller, headerOf } from './authentication.ts';
import { kindOf, textOf } from './body.ts';
import type { Cors } from './cors.ts';
import { type CreateParts, createIssues, type ItemAnswer, refusalOf } from './create.ts';
import { checkForm, readForm } from './form.ts';
import { readKey } from './idempotency.ts';
import { type Batch, readIssues, type TextLimits } from './json-text.ts';
import type { METRICS } from './metrics.ts';
import { PAGE_HEADERS, page } from './page.ts';
import { Refusal } from './problem.ts';
import { addressOf, type RateLimit } from './rate-limit.ts';
import { declaredBy } from './raw-request.ts';
import { type Route, routeOf } from './routes.ts';
import type { UnderWay } from './under-way.ts';

export interface IntakeParts extends CreateParts {
  readonly authenticate: Authenticate;
  readonly cors: Cors;
  readonly rate: RateLimit;
  readonly limits: TextLimits & { readonly maxBytes: number };
  readonly form: boolean;
  readonly proxies: number;
  /** The OpenAPI description as JSON text. */
  readonly openapi: string;
  readonly underWay: UnderWay;
  readonly log: Logger;
  readonly metrics: Metrics<typeof METRICS>;
  readonly clock: Clock;
  readonly projectId: string;
}

/** As functions-framework hands it over: with the body's bytes, if there were any. */
export type IntakeRequest = IncomingMessage & { readonly rawBody?: Uint8Array };

export function createHandler(parts: IntakeParts) {
  return async function intake(request: IntakeRequest, response: ServerResponse): Promise<void> {
    const origin = parts.cors.headers(headerOf(request.headers, 'origin'));
    parts.underWay.enter();
    try {
      const route = routeOf(request.method as string, request.url as string, parts.form);
      if (route === 'create') await create(parts, request, response, origin);
      else send(response, ...answer(parts, route, origin));
    } catch (error) {
      refuse(parts, request, response, error, origin);
    }
    parts.underWay.leave();
  };
}

type Headers = Readonly<Record<string, string>>;

type Reply = readonly [status: number, body: string, headers: Headers];

function answer(parts: IntakeParts, route: Exclude<Route, 'create'>, origin: Headers): Reply {
  switch (route) {
    case 'page':
      return [200, page({ key: randomUUID() }), PAGE_HEADERS];
    case 'openapi':
      return [200, parts.openapi, { ...origin, ...JSON_TYPE }];
    case 'health':
      return [200, '{"status":"ok"}', JSON_TYPE];
    case 'ready':
      return parts.underWay.stopping
        ? [503, '{"status":"stopping"}', JSON_TYPE]
        : [200, '{"status":"ready"}', JSON_TYPE];
    case 'preflight':
      return [204, '', origin];
  }
}

async function create(
  parts: IntakeParts,
  request: IntakeRequest,
  response: ServerResponse,
  origin: Headers,
): Promise<void> {
  const began = parts.clock.now();
  const bytes = request.rawBody ?? new Uint8Array();
  const known = parts.authenticate({ headers: request.headers, body: bytes });
  // With functions-framework every await costs; what is there already is not waited for.
  const caller = known instanceof Promise ? await known : known;
  checkOrigin(parts, request);
  const declared = declaredBy(request);
  if (bytes.length === 0) throw new Refusal('empty-body', 'The body is empty: send a JSON object.');
  const kind = kindOf(declared.contentType);
  const decoded = textOf(bytes, declared, parts.limits.maxBytes);
  const text = typeof decoded === 'string' ? decoded : await decoded;
  const sent =
    kind === 'form' ? formBatch(text, parts.form) : { batch: readIssues(text, parts.limits), key: undefined, text };
  parts.rate.take(callerAddress(parts, request, caller), sent.batch.items.length);
  const key = readKey(headerOf(request.headers, 'idempotency-key') ?? caller.key ?? sent.key);
  const trace = traceOf(headerOf(request.headers, 'traceparent'));
  const answers = await createIssues(parts, { batch: sent.batch, text: sent.text, caller: caller.name, key, trace });
  report(parts, request, answers, bytes.length, began);
  if (sent.batch.isBatch) return sendBatch(response, answers, origin);
  const [created] = answers as [ItemAnswer & { readonly issue_id: string }];
  if (kind === 'form' && wantsPage(request))
    return send(response, 201, page({ key: randomUUID(), created: created.issue_id }), PAGE_HEADERS);
  return send(response, 201, JSON.stringify(created), {
    ...origin,
    ...JSON_TYPE,
    location: `/issues/${created.issue_id}`,
  });
}

/** A browser names the origin of every page that posts: only our own and the listed ones may. */
function checkOrigin({ cors }: IntakeParts, { headers }: IncomingMessage): void {
  const origin = headerOf(headers, 'origin');
  if (origin !== undefined && !cors.allows(origin, headers.host))
    throw new Refusal('forbidden', 'Pages of this origin may not post here.');
}

/** The form of the page is checked as the page says; without the page a form is an issue like any other. */
function formBatch(
  body: string,
  checked: boolean,
): { readonly batch: Batch; readonly key: string | undefined; readonly text: string } {
  const { issue, key } = readForm(body);
  if (checked) checkForm(issue);
  const text = JSON.stringify(issue);
  return { batch: { items: [{ text, value: issue }], isBatch: false }, key, text };
}

function callerAddress({ proxies }: IntakeParts, request: IncomingMessage, caller: Caller): string {
  return caller.name !== ''
    ? caller.name
    : addressOf(headerOf(request.headers, 'x-forwarded-for'), request.socket.remoteAddress, proxies);
}

function traceOf(traceparent: string | undefined): Readonly<Record<string, string>> {
  return /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/.test(traceparent ?? '')
    ? { traceparent: traceparent as string }
    : {};
}

/** 201 where every item was created, else 207 with an answer for each. */
function sendBatch(response: ServerResponse, answers: readonly ItemAnswer[], origin: Headers): void {
  const status = answers.every((one) => one.status === 'created') ? 201 : 207;
  send(response, status, JSON.stringify({ results: answers }), { ...origin, ...JSON_TYPE });
}

function report(
  parts: IntakeParts,
  request: IncomingMessage,
  answers: readonly ItemAnswer[],
  bytes: number,
  began: number,
): void {
  const delivered = answers.filter(({ status }) => status === 'created').length;
  const ms = parts.clock.now() - began;
  parts.metrics.count('intake_issues_total', delivered, { outcome: 'delivered' });
  if (delivered < answers.length)
    parts.metrics.count('intake_issues_total', answers.length - delivered, { outcome: 'rejected' });
  parts.metrics.observe('intake_publish_ms', ms);
  parts.log.info('received', {
    ...traceFields(request.headers, parts.projectId),
    issues: answers.length,
    delivered,
    bytes,
    ms,
  });
}

function refuse(
  parts: IntakeParts,
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
  origin: Headers,
): void {
  const { problem, headers } = refusalOf(error);
  parts.metrics.count('intake_issues_total', 1, { outcome: problem.status === 503 ? 'retry' : 'rejected' });
  const fields = { ...traceFields(request.headers, parts.projectId), problem: problem.type, status: problem.status };
  if (problem.status >= 500) parts.log.error('not received', error, fields);
  else parts.log.info('refused', fields);
  if (wantsPage(request) && parts.form && request.method === 'POST') {
    const errors = Object.fromEntries((problem.errors ?? []).map(({ pointer, detail }) => [pointer.slice(1), detail]));
    send(response, problem.status, page({ key: randomUUID(), problem: problem.detail, errors }), {
      ...PAGE_HEADERS,
      ...headers,
    });
    return;
  }
  send(response, problem.status, JSON.stringify(problem), {
    ...origin,
    ...headers,
    'content-type': 'application/problem+json',
  });
}

/** A form that a browser sends by itself wants a page back; whatever sends JSON wants JSON. */
function wantsPage(request: IncomingMessage): boolean {
  const form = declaredBy(request).contentType.toLowerCase().startsWith('application/x-www-form-urlencoded');
  return form && (headerOf(request.headers, 'accept') ?? '').includes('text/html');
}

const JSON_TYPE: Headers = { 'content-type': 'application/json' };

function send(response: ServerResponse, status: number, body: string, headers: Headers): void {
  const bytes = Buffer.from(body);
  response.writeHead(status, {
    ...headers,
    ...(status === 204 ? {} : { 'content-length': bytes.length }),
    'x-content-type-options': 'nosniff',
  });
  // Node leaves the body out for HEAD by itself.
  response.end(bytes);
}
