/** The trace of a request: as log fields, so that Cloud Logging joins lines to requests, and as what is handed on. */

import type { Fields } from './log.ts';

export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** W3C Trace Context: version, trace, span, flags. */
const TRACEPARENT = /^[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})$/;

/**
 * Reads the trace in either form that Google Cloud sends it; without one there are no fields.
 *
 * @example
 * traceFields({ 'x-cloud-trace-context': `${'a'.repeat(32)}/10` }, 'p')['logging.googleapis.com/spanId'];
 * // '000000000000000a'
 */
export function traceFields(headers: Headers, projectId: string): Fields {
  const parent = TRACEPARENT.exec(String(headers.traceparent ?? ''));
  if (parent !== null) {
    return {
      'logging.googleapis.com/trace': `projects/${projectId}/traces/${parent[1]}`,
      'logging.googleapis.com/spanId': parent[2],
      'logging.googleapis.com/trace_sampled': (Number.parseInt(parent[3] as string, 16) & 1) === 1,
    };
  }
  const cloud = /^([\da-f]{32})\/(\d{1,20})/.exec(String(headers['x-cloud-trace-context'] ?? ''));
  if (cloud === null) return {};
  return {
    'logging.googleapis.com/trace': `projects/${projectId}/traces/${cloud[1]}`,
    // The header carries the span in decimal, Cloud Logging wants 16 hex digits.
    'logging.googleapis.com/spanId': BigInt(cloud[2] as string)
      .toString(16)
      .padStart(16, '0')
      .slice(-16),
  };
}

/** The trace as attributes of a message: the header `traceparent` where it is well formed, else nothing. */
export function traceAttributes(headers: Headers): Readonly<Record<string, string>> {
  const { traceparent } = headers;
  return typeof traceparent === 'string' && TRACEPARENT.test(traceparent) ? { traceparent } : {};
}
