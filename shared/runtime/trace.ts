/**
 * The trace of a request: as log fields, so that Cloud Logging joins lines to requests, and as what is handed on in
 * headers, attributes of messages and labels of jobs. It is W3C Trace Context everywhere; only the names differ.
 */

import { AsyncLocalStorage } from 'node:async_hooks';
import type { Fields } from './log.ts';

export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface Trace {
  /** 32 hex digits. */
  readonly traceId: string;
  /** 16 hex digits: the caller's span. */
  readonly spanId: string;
  readonly sampled: boolean;
}

/** The attribute by which Google's Pub/Sub clients hand a trace on (`modernAttributeName` of the Node client). */
export const TRACE_ATTRIBUTE = 'googclient_traceparent';
/** Names that other publishers use: the plain name of W3C, and that of the CloudEvents extension. */
const OTHER_ATTRIBUTES = ['traceparent', 'ce-traceparent'] as const;
/** Older clients of Node and Python write the span's context as JSON. */
const LEGACY_ATTRIBUTE = 'googclient_OpenTelemetrySpanContext';

/** W3C Trace Context: version, trace, span, flags. */
const TRACEPARENT = /^[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})$/;
const CLOUD_TRACE = /^([\da-f]{32})\/(\d{1,20})(?:;o=(\d))?/;

/**
 * Reads the trace in either form that Cloud Run sends it.
 *
 * @example
 * readTrace({ 'x-cloud-trace-context': `${'a'.repeat(32)}/10;o=1` })?.spanId; // '000000000000000a'
 */
export function readTrace(headers: Headers): Trace | undefined {
  const parent = parseTraceparent(headers.traceparent);
  if (parent !== undefined) return parent;
  const cloud = CLOUD_TRACE.exec(String(headers['x-cloud-trace-context'] ?? ''));
  if (cloud === null) return undefined;
  const [, traceId = '', span = '', option] = cloud;
  // The header carries the span in decimal, every other place wants 16 hex digits.
  const spanId = BigInt(span).toString(16).padStart(16, '0').slice(-16);
  return { traceId, spanId, sampled: option === '1' };
}

/**
 * The trace of a message by its attributes, whatever client published it.
 *
 * @example
 * traceOfMessage({ googclient_traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` })?.sampled; // true
 */
export function traceOfMessage(attributes: Readonly<Record<string, string>>): Trace | undefined {
  const modern = parseTraceparent(attributes[TRACE_ATTRIBUTE]);
  if (modern !== undefined) return modern;
  for (const name of OTHER_ATTRIBUTES) {
    const trace = parseTraceparent(attributes[name]);
    if (trace !== undefined) return trace;
  }
  const legacy = attributes[LEGACY_ATTRIBUTE];
  return legacy === undefined ? undefined : parseSpanContext(legacy);
}

/**
 * The header `traceparent` of a trace.
 *
 * @example
 * traceparentOf({ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), sampled: true }).slice(-5); // 'bb-01'
 */
export function traceparentOf({ traceId, spanId, sampled }: Trace): string {
  return `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;
}

/** The trace as fields of a log line. */
export function logTrace(trace: Trace | undefined, projectId: string): Fields {
  if (trace === undefined) return {};
  return {
    'logging.googleapis.com/trace': `projects/${projectId}/traces/${trace.traceId}`,
    'logging.googleapis.com/spanId': trace.spanId,
    'logging.googleapis.com/trace_sampled': trace.sampled,
  };
}

/**
 * The trace of a request as fields of a log line; without one there are no fields.
 *
 * @example
 * traceFields({ 'x-cloud-trace-context': `${'a'.repeat(32)}/10` }, 'p')['logging.googleapis.com/spanId'];
 * // '000000000000000a'
 */
export function traceFields(headers: Headers, projectId: string): Fields {
  return logTrace(readTrace(headers), projectId);
}

/** The trace of a request as attributes of the messages that it leads to; without one there are none. */
export function traceAttributes(headers: Headers): Readonly<Record<string, string>> {
  const trace = readTrace(headers);
  return trace === undefined ? {} : { [TRACE_ATTRIBUTE]: traceparentOf(trace) };
}

const ambient = new AsyncLocalStorage<Trace | undefined>();

/**
 * Runs `work` with a trace that everything it awaits can read: requests to Google's services and log lines carry it
 * without being handed it. Without a trace it runs as it is.
 *
 * @example
 * runInTrace(readTrace(request.headers), () => handle(request));
 */
export function runInTrace<T>(trace: Trace | undefined, work: () => T): T {
  return trace === undefined ? work() : ambient.run(trace, work);
}

/** The trace of the unit of work that is running, if it has one. */
export function currentTrace(): Trace | undefined {
  return ambient.getStore();
}

/** The header of a request to another service on behalf of the current trace. */
export function traceHeaders(): Readonly<Record<string, string>> {
  const trace = ambient.getStore();
  return trace === undefined ? {} : { traceparent: traceparentOf(trace) };
}

function parseTraceparent(text: unknown): Trace | undefined {
  const match = typeof text === 'string' ? TRACEPARENT.exec(text) : null;
  if (match === null) return undefined;
  const [, traceId = '', spanId = '', flags = ''] = match;
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

function parseSpanContext(json: string): Trace | undefined {
  try {
    const { traceId, spanId, traceFlags = 0 } = JSON.parse(json) as Readonly<Record<string, unknown>>;
    return parseTraceparent(`00-${traceId}-${spanId}-${Number(traceFlags) === 1 ? '01' : '00'}`);
  } catch {
    return undefined;
  }
}
