/** One attempt of a job: its request with the headers of the real service, or its message. */

import { CODES, type Code, codeOf } from '../core/codes.ts';
import type { HttpJob, Job, PubsubJob } from './job.ts';

export type Publish = (
  topic: string,
  message: { readonly data: Uint8Array; readonly attributes: Readonly<Record<string, string>> },
) => Promise<unknown>;

export interface Attempt {
  readonly scheduleTime: Date;
  readonly traceparent: string;
  readonly stop: AbortSignal;
  readonly publish: Publish;
}

/** The failure of an attempt. */
export interface Problem {
  readonly reason: string;
  /** google.rpc.Code, as the job's status tells it. */
  readonly code: number;
}

export function problem(reason: string, code: Code): Problem {
  return { reason, code: CODES[code].grpc };
}

export function send(job: Job, attempt: Attempt): Promise<Problem | undefined> {
  return 'url' in job ? request(job, attempt) : publish(job, attempt);
}

async function request(job: HttpJob, { scheduleTime, traceparent, stop }: Attempt): Promise<Problem | undefined> {
  try {
    const deadline = AbortSignal.timeout(job.attemptDeadlineMs ?? 180_000);
    const response = await fetch(job.url, {
      method: job.method ?? 'POST',
      headers: headersOf(job, scheduleTime, traceparent),
      ...(job.body === undefined ? {} : { body: job.body as Uint8Array<ArrayBuffer> | string }),
      // "The job is acknowledged by means of an HTTP response code in the range [200 - 299]": a redirect is none.
      redirect: 'manual',
      signal: AbortSignal.any([stop, deadline]),
    });
    await response.arrayBuffer();
    return response.ok ? undefined : problem(`status ${response.status}`, codeOf(response.status, 'UNKNOWN'));
  } catch (error) {
    const { cause, message, name } = error as Error;
    const reason = cause instanceof Error && cause.message !== '' ? cause.message : message;
    return problem(reason, name === 'TimeoutError' ? 'DEADLINE_EXCEEDED' : 'UNAVAILABLE');
  }
}

async function publish({ topic, data, attributes }: PubsubJob, { publish: to }: Attempt): Promise<Problem | undefined> {
  try {
    await to(topic, { data, attributes });
    return undefined;
  } catch (error) {
    const { code, message } = error as { readonly code?: string; readonly message: string };
    return problem(message, codeOf(code, 'INTERNAL'));
  }
}

/** As HttpTarget.headers documents: a job's own headers come first, and the service's cannot be replaced. */
function headersOf(job: HttpJob, scheduleTime: Date, traceparent: string): Headers {
  const headers = new Headers({ 'content-type': 'application/octet-stream', ...lowerCased(job.headers ?? {}) });
  headers.set('user-agent', 'Google-Cloud-Scheduler');
  headers.set('x-cloudscheduler', 'true');
  // Cloud Run gives every request a trace.
  if (!headers.has('traceparent')) headers.set('traceparent', traceparent);
  headers.set('x-cloudscheduler-jobname', job.name);
  // RFC 3339 without zeros that say nothing, as in `2019-10-12T07:20:50.52Z`.
  headers.set('x-cloudscheduler-scheduletime', scheduleTime.toISOString().replace(/\.?0*Z$/, 'Z'));
  return headers;
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
