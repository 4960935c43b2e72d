/** One attempt of a job: its request with the headers of the real service, or its message. */

import { CODES, type Code, codeOf } from '../core/codes.ts';
import { ask } from '../core/http/ask.ts';
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
  const deadlineMs = job.attemptDeadlineMs ?? 180_000;
  const deadline = AbortSignal.timeout(deadlineMs);
  try {
    // "The job is acknowledged by means of an HTTP response code in the range [200 - 299]": a redirect is none.
    const { ok, status } = await ask({
      method: job.method ?? 'POST',
      url: job.url,
      headers: headersOf(job, scheduleTime, traceparent),
      ...(job.body === undefined ? {} : { body: job.body }),
      signal: AbortSignal.any([stop, deadline]),
    });
    return ok ? undefined : problem(`status ${status}`, codeOf(status, 'UNKNOWN'));
  } catch (error) {
    return deadline.aborted
      ? problem(`no answer within ${deadlineMs} ms`, 'DEADLINE_EXCEEDED')
      : problem((error as Error).message, 'UNAVAILABLE');
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
function headersOf(job: HttpJob, scheduleTime: Date, traceparent: string): Readonly<Record<string, string>> {
  return {
    'content-type': 'application/octet-stream',
    // Cloud Run gives every request a trace.
    traceparent,
    ...lowerCased(job.headers ?? {}),
    'user-agent': 'Google-Cloud-Scheduler',
    'x-cloudscheduler': 'true',
    'x-cloudscheduler-jobname': job.name,
    // RFC 3339 without zeros that say nothing, as in `2019-10-12T07:20:50.52Z`.
    'x-cloudscheduler-scheduletime': scheduleTime.toISOString().replace(/\.?0*Z$/, 'Z'),
  };
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
