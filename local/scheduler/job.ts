/** The jobs of Cloud Scheduler, and how the retries of an execution follow each other. */

interface JobBase {
  readonly name: string;
  /** Unix cron, five fields. */
  readonly schedule: string;
  /** IANA name. Default `Etc/UTC`. */
  readonly timeZone?: string;
  /** A paused job is run by hand only. */
  readonly isPaused?: boolean;
  /** The time that one attempt may take. Default 180 s, as the service's. */
  readonly attemptDeadlineMs?: number;
  readonly retry?: RetryConfig;
}

/** Sends a request. */
export interface HttpJob extends JobBase {
  readonly url: string;
  readonly method?: HttpMethod;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** Publishes a message. */
export interface PubsubJob extends JobBase {
  /** `projects/P/topics/T` */
  readonly topic: string;
  readonly data: Uint8Array;
  readonly attributes: Readonly<Record<string, string>>;
}

export type Job = HttpJob | PubsubJob;

export const HTTP_METHODS = ['POST', 'GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'] as const;
export type HttpMethod = (typeof HTTP_METHODS)[number];

/** google.cloud.scheduler.v1.RetryConfig; the defaults are the service's. */
export interface RetryConfig {
  /** Attempts after the first. Default 0. */
  readonly retryCount?: number;
  readonly minBackoffMs?: number;
  readonly maxBackoffMs?: number;
  readonly maxDoublings?: number;
  /** 0: only `retryCount` limits. */
  readonly maxRetryDurationMs?: number;
}

export interface ScheduledJob {
  readonly name: string;
  readonly schedule: string;
  readonly timeZone: string;
  /** The URL, or the topic. */
  readonly url: string;
  /** Milliseconds since the epoch; undefined where the schedule has no further run, or the job is paused. */
  readonly nextMs: number | undefined;
  readonly last: JobExecution | undefined;
}

export interface JobExecution {
  readonly scheduleMs: number;
  readonly beganMs: number;
  /** Undefined while it is out. */
  readonly endedMs: number | undefined;
  readonly attempts: number;
  /** The reason of the last failed attempt; undefined where it succeeded or is out. */
  readonly problem: string | undefined;
  /** The google.rpc.Code of the last failed attempt. */
  readonly code?: number;
}

export function targetOf(job: Job): string {
  return 'url' in job ? job.url : job.topic;
}

/** Doubles `maxDoublings` times, then grows by that last step, up to the maximum (RetryConfig.max_doublings). */
export function backoff(config: RetryConfig, attempt: number): number {
  const { minBackoffMs = 5_000, maxBackoffMs = 3_600_000, maxDoublings = 5 } = config;
  const doubled = minBackoffMs * 2 ** Math.min(attempt, maxDoublings);
  return Math.min(maxBackoffMs, doubled * (1 + Math.max(0, attempt - maxDoublings)));
}
