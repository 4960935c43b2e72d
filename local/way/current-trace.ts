/** The trace of the request that a service is answering, by its W3C header, and new traces for requests that have none. */

import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import { traceOf } from './ids.ts';

const current = new AsyncLocalStorage<string>();

/** Runs `work` in the trace that a header `traceparent` names; without one it runs as it is. */
export function inTraceOf<T>(traceparent: unknown, work: () => T): T {
  const trace = traceOf(traceparent);
  return trace === undefined ? work() : current.run(trace, work);
}

export function currentTraceId(): string | undefined {
  return current.getStore();
}

/** A trace as Cloud Run begins one for a request that comes without: 16 random bytes, a span, sampled. */
export function newTraceparent(): { readonly traceparent: string; readonly traceId: string } {
  const digits = randomBytes(24).toString('hex');
  const traceId = digits.slice(0, 32);
  return { traceparent: `00-${traceId}-${digits.slice(32)}-01`, traceId };
}
