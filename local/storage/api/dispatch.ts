/** From a call to its answer: route, scripted fault, method, partial response, and errors in the shape of their surface. */

import type { Fault, Faults } from '../../core/faults/faults.ts';
import type { Context } from '../methods/context.ts';
import { RangeNotSatisfiable } from '../methods/media.ts';
import { type Answer, type Call, type Cut, empty, json, text } from './call.ts';
import { ApiError, errorBody, errorOfStatus, rateLimited, xmlErrorBody } from './errors.ts';
import { applyFields, parseFields } from './fields.ts';
import { schemaOf } from './fields-schema.ts';
import { findRoute, type Route, type Surface } from './routes.ts';

/** Thrown through a body that a fault interrupts. */
class Interrupted extends Error {}

export interface Dispatcher {
  readonly context: Context;
  readonly faults: Faults;
  readonly sleep: (ms: number) => Promise<void>;
}

export async function dispatch(dispatcher: Dispatcher, call: Call): Promise<Answer> {
  let route: Route | undefined;
  try {
    route = findRoute(call.method, call.path, call.query);
    return await play(dispatcher, call, route);
  } catch (error) {
    return refuse(error, route?.surface ?? 'json');
  }
}

async function play(dispatcher: Dispatcher, call: Call, route: Route): Promise<Answer> {
  const { params } = route;
  const name = params.object || call.query.get('name') || '';
  const resource = name === '' ? params.bucket : `${params.bucket}/${name}`;
  const fault = dispatcher.faults.next('storage', route.name, resource);
  if (fault === undefined) return run(dispatcher, call, route);
  await dispatcher.sleep(fault.delayMs ?? 0);
  switch (fault.kind) {
    case 'error':
      throw errorOfStatus(statusOf(fault), fault.message);
    case 'throttle':
      throw rateLimited(resource);
    case 'reset':
      return reset(dispatcher, call, route, fault.at ?? 'before');
    case 'ack-lost':
      return cut(await run(dispatcher, call, route), 'instead');
    case 'idle-close':
      return cut(await run(dispatcher, call, route), 'afterwards');
    case 'duplicate':
    case 'reorder':
      dispatcher.context.outbox.doom(resource, fault.kind);
      return run(dispatcher, call, route);
    default:
      // `slow` has waited above; the rest (GOAWAY, stale, half-close) has no meaning in this protocol.
      return run(dispatcher, call, route);
  }
}

async function reset(
  dispatcher: Dispatcher,
  call: Call,
  route: Route,
  at: 'before' | 'during' | 'after',
): Promise<Answer> {
  if (at === 'after') return cut(await run(dispatcher, call, route), 'midway');
  const length = Number(call.headers['content-length'] ?? 0);
  const chunked = call.headers['transfer-encoding'] !== undefined;
  if (at === 'during' && (length > 0 || chunked)) {
    // The method sees what it would see of a real interruption: half a body and then an error.
    const interrupted = { ...call, body: interruptedAt(call.body, length / 2) };
    await run(dispatcher, interrupted, route).catch(() => undefined);
  }
  return cut(empty(), 'instead');
}

async function* interruptedAt(body: AsyncIterable<Uint8Array>, bytes: number): AsyncGenerator<Uint8Array> {
  let left = Math.floor(bytes);
  for await (const chunk of body) {
    if (chunk.length > left) {
      if (left > 0) yield chunk.subarray(0, left);
      throw new Interrupted('interrupted by a scripted fault');
    }
    left -= chunk.length;
    yield chunk;
  }
  throw new Interrupted('interrupted by a scripted fault');
}

function cut(answer: Answer, how: Cut): Answer {
  return { ...answer, cut: how };
}

function statusOf(fault: Fault): number {
  const status = Number(fault.code ?? 503);
  return Number.isInteger(status) && status >= 400 && status < 600 ? status : 503;
}

async function run({ context }: Dispatcher, call: Call, route: Route): Promise<Answer> {
  try {
    const fields = call.query.get('fields');
    // Read before anything is done: a wrong mask must not come to light after the effect.
    const mask = fields === undefined || fields === '' ? undefined : parseFields(fields, schemaOf(route.name));
    const answer = await route.method(context, call, route.params);
    if (mask === undefined || answer.resource === undefined) return answer;
    return { ...answer, resource: applyFields(mask, answer.resource) };
  } catch (error) {
    return refuse(error, route.surface);
  }
}

export function refuse(error: unknown, surface: Surface): Answer {
  if (error instanceof RangeNotSatisfiable && surface !== 'xml') {
    const answer = text(error.message, 416);
    return { ...answer, headers: { ...answer.headers, 'content-range': `bytes */${error.size}` } };
  }
  if (error instanceof ApiError) {
    if (error.status === 304) return empty(304);
    if (surface === 'media') return text(error.message, error.status);
    if (surface === 'xml') return text(xmlErrorBody(error), error.status, 'application/xml; charset=UTF-8');
    return json(errorBody(error), error.status);
  }
  // Not ours to explain: the disk is full, the journal is closed. The service says so in its own words and shape.
  return refuse(
    errorOfStatus(503, `Backend Error: ${error instanceof Error ? error.message : String(error)}`),
    surface,
  );
}
