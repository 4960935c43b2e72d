/**
 * Turns a request into an order: the caller, the body and the key. Answers synchronously unless a secret must be read,
 * because with functions-framework every promise of a request costs microseconds.
 */

import type { IncomingMessage } from 'node:http';
import { declaredBy } from '@penstock/shared/runtime/framework/raw-body.ts';
import { traceAttributes } from '@penstock/shared/runtime/trace.ts';
import { type Authenticate, type Caller, headerOf } from './authentication.ts';
import { type BodyKind, jsonOnly, kindOf, textOf } from './body.ts';
import type { Cors } from './cors.ts';
import type { Order } from './create.ts';
import { checkForm, readForm } from './form.ts';
import { readKey } from './idempotency.ts';
import { readIssues, type TextLimits } from './json-text.ts';
import { Refusal } from './problem.ts';
import { addressOf, type RateLimit } from './rate-limit.ts';

export interface OrderParts {
  readonly authenticate: Authenticate;
  readonly cors: Cors;
  readonly rate: RateLimit;
  readonly limits: TextLimits & { readonly maxBytes: number };
  /** Whether forms are read at all. */
  readonly forms: boolean;
  /** Whether the page with the form is shown, so that forms are checked as it says. */
  readonly form: boolean;
  readonly proxies: number;
}

/** With the body's bytes, once the door has read it. */
export type IntakeRequest = IncomingMessage & { readonly rawBody?: Uint8Array };

export function readOrder(parts: OrderParts, request: IntakeRequest): Order | Promise<Order> {
  const body = request.rawBody as Uint8Array;
  const caller = parts.authenticate({ headers: request.headers, body });
  if (caller instanceof Promise) return caller.then((known) => readBody(parts, request, body, known));
  return readBody(parts, request, body, caller);
}

function readBody(parts: OrderParts, request: IntakeRequest, body: Uint8Array, caller: Caller): Order | Promise<Order> {
  checkOrigin(parts, request);
  const declared = declaredBy(request);
  if (body.length === 0) throw new Refusal('empty-body', 'The body is empty: send a JSON object.');
  const kind = kindOf(declared.contentType);
  // A signature does not cover the content type: a signed JSON body, sent again as a form, would be another issue.
  if (kind === 'form' && !parts.forms) throw jsonOnly();
  const text = textOf(body, declared, parts.limits.maxBytes);
  if (typeof text !== 'string') return text.then((inflated) => orderOf(parts, request, caller, kind, inflated));
  return orderOf(parts, request, caller, kind, text);
}

function orderOf(parts: OrderParts, request: IntakeRequest, caller: Caller, kind: BodyKind, text: string): Order {
  const sent =
    kind === 'form' ? readFormOrder(text, parts.form) : { batch: readIssues(text, parts.limits), key: undefined, text };
  parts.rate.take(limitedBy(parts, request, caller), sent.batch.items.length);
  // A signed key comes first: the header is not signed, and with it a replay would be another issue.
  const key = readKey(caller.key ?? headerOf(request.headers, 'idempotency-key') ?? sent.key);
  return { ...sent, caller: caller.name, key, trace: traceAttributes(request.headers) };
}

/** A browser names the origin of every page that posts: only our own and the listed ones may. */
function checkOrigin({ cors }: OrderParts, { headers }: IncomingMessage): void {
  const origin = headerOf(headers, 'origin');
  if (origin !== undefined && !cors.allows(origin, headers.host)) {
    throw new Refusal('forbidden', 'Pages of this origin may not post here.');
  }
}

/** The form of the page is checked as the page says; without the page a form is an issue like any other. */
function readFormOrder(body: string, checked: boolean): Pick<Order, 'batch' | 'key' | 'text'> {
  const { issue, key } = readForm(body);
  if (checked) checkForm(issue);
  const text = JSON.stringify(issue);
  return { batch: { items: [{ text, value: issue }], isBatch: false }, key, text };
}

/** Only a checked name has a limit of its own: a caller that makes names up would get a new limit for each. */
function limitedBy({ proxies }: OrderParts, request: IncomingMessage, caller: Caller): string {
  if (caller.proven) return caller.name;
  return addressOf(headerOf(request.headers, 'x-forwarded-for'), request.socket.remoteAddress, proxies);
}
