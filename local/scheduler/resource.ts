/** Jobs as the REST API writes them (google.cloud.scheduler.v1.Job): checked, completed, and as the runner wants them. */

import { StatusError } from '../core/codes.ts';
import { durationMs, durationText } from '../core/duration.ts';
import { isObject, type JsonObject } from '../core/http/json-body.ts';
import { checkFields } from '../core/http/rest-api.ts';
import { HTTP_METHODS, type HttpMethod, type Job, type RetryConfig } from './job.ts';
import { cronOf } from './runner.ts';

/** A job as it is kept: without the fields that the service reckons. */
export interface JobResource {
  readonly name: string;
  readonly description?: string;
  readonly schedule: string;
  readonly timeZone: string;
  readonly state: 'ENABLED' | 'PAUSED';
  readonly userUpdateTime: string;
  readonly attemptDeadline: string;
  readonly retryConfig: JsonObject;
  readonly httpTarget?: JsonObject;
  readonly pubsubTarget?: JsonObject;
}

const OUTPUT_ONLY = ['state', 'userUpdateTime', 'status', 'scheduleTime', 'lastAttemptTime', 'satisfiesPzs'];
const SETTINGS = ['name', 'description', 'schedule', 'timeZone', 'attemptDeadline', 'retryConfig'];
const TARGETS = ['httpTarget', 'pubsubTarget', 'appEngineHttpTarget'];
const RETRY_DEFAULTS = {
  maxRetryDuration: '0s',
  minBackoffDuration: '5s',
  maxBackoffDuration: '3600s',
  maxDoublings: 5,
};
const BODY_METHODS: readonly string[] = ['POST', 'PUT', 'PATCH'];

/** Reads a job; throws INVALID_ARGUMENT that names the field. */
export function readJob(
  given: JsonObject,
  { name, state, updated }: { readonly name: string; readonly state: JobResource['state']; readonly updated: string },
): JobResource {
  checkFields(given, [...SETTINGS, ...TARGETS, ...OUTPUT_ONLY], 'job');
  const targets = TARGETS.filter((field) => given[field] !== undefined && given[field] !== null);
  if (targets.includes('appEngineHttpTarget'))
    throw new StatusError('UNIMPLEMENTED', 'The local Cloud Scheduler does not do App Engine targets: use httpTarget.');
  if (targets.length !== 1) throw invalid('A job must have one target: httpTarget or pubsubTarget.');
  const resource: JobResource = {
    name,
    ...(given.description === undefined ? {} : { description: text(given.description, 'description') }),
    schedule: text(given.schedule ?? '', 'schedule'),
    timeZone: text(given.timeZone ?? '', 'timeZone') || 'Etc/UTC',
    state,
    userUpdateTime: updated,
    attemptDeadline: text(given.attemptDeadline ?? '180s', 'attemptDeadline'),
    retryConfig: { ...RETRY_DEFAULTS, ...retryOf(given.retryConfig ?? {}) },
    ...(given.httpTarget === undefined ? {} : { httpTarget: httpTargetOf(given.httpTarget) }),
    ...(given.pubsubTarget === undefined ? {} : { pubsubTarget: pubsubTargetOf(given.pubsubTarget) }),
  };
  checkSchedule(resource);
  return resource;
}

/** The bounds of Job.attempt_deadline and RetryConfig.retry_count, for jobs made over the API. */
export function checkLimits(resource: JobResource): JobResource {
  const { httpTarget, attemptDeadline, retryConfig } = resource;
  const deadline = durationMs(attemptDeadline, 'attemptDeadline');
  if (httpTarget !== undefined && (deadline < 15_000 || deadline > 1_800_000))
    throw invalid('attemptDeadline of a job with httpTarget must be from 15s to 1800s.');
  const retries = Number(retryConfig.retryCount ?? 0);
  if (!Number.isInteger(retries) || retries < 0 || retries > 5)
    throw invalid('retryConfig.retryCount must be a whole number from 0 to 5.');
  const doublings = Number(retryConfig.maxDoublings);
  if (!Number.isInteger(doublings) || doublings < 0)
    throw invalid('retryConfig.maxDoublings must be a whole number from 0.');
  return resource;
}

/** The job that the runner runs under `name`. */
export function jobOf(name: string, resource: JobResource): Job {
  const base = {
    name,
    schedule: resource.schedule,
    timeZone: resource.timeZone,
    isPaused: resource.state === 'PAUSED',
    attemptDeadlineMs: durationMs(resource.attemptDeadline, 'attemptDeadline'),
    retry: retryConfigOf(resource.retryConfig),
  };
  const { httpTarget, pubsubTarget } = resource;
  if (httpTarget === undefined) {
    const { topicName, data = '', attributes = {} } = pubsubTarget ?? {};
    return {
      ...base,
      topic: String(topicName),
      data: Buffer.from(String(data), 'base64'),
      attributes: attributes as Readonly<Record<string, string>>,
    };
  }
  const { uri, httpMethod, headers, body } = httpTarget;
  return {
    ...base,
    url: String(uri),
    method: httpMethod as HttpMethod,
    headers: headers as Readonly<Record<string, string>>,
    ...(body === undefined ? {} : { body: Buffer.from(String(body), 'base64') }),
  };
}

/** A job of the set-up, as the API shows it. */
export function resourceOf(fullName: string, job: Job, updated: string): JobResource {
  const { retry = {} } = job;
  const { retryCount, maxRetryDurationMs, minBackoffMs, maxBackoffMs, maxDoublings } = retry;
  const given = {
    schedule: job.schedule,
    ...(job.timeZone === undefined ? {} : { timeZone: job.timeZone }),
    ...(job.attemptDeadlineMs === undefined ? {} : { attemptDeadline: durationText(job.attemptDeadlineMs) }),
    retryConfig: {
      ...(retryCount === undefined ? {} : { retryCount }),
      ...(maxRetryDurationMs === undefined ? {} : { maxRetryDuration: durationText(maxRetryDurationMs) }),
      ...(minBackoffMs === undefined ? {} : { minBackoffDuration: durationText(minBackoffMs) }),
      ...(maxBackoffMs === undefined ? {} : { maxBackoffDuration: durationText(maxBackoffMs) }),
      ...(maxDoublings === undefined ? {} : { maxDoublings }),
    },
    ...('url' in job
      ? {
          httpTarget: {
            uri: job.url,
            httpMethod: job.method ?? 'POST',
            ...(job.headers === undefined ? {} : { headers: job.headers }),
            ...(job.body === undefined ? {} : { body: Buffer.from(job.body).toString('base64') }),
          },
        }
      : {
          pubsubTarget: {
            topicName: job.topic,
            data: Buffer.from(job.data).toString('base64'),
            attributes: job.attributes,
          },
        }),
  };
  return readJob(given, { name: fullName, state: job.isPaused === true ? 'PAUSED' : 'ENABLED', updated });
}

function httpTargetOf(given: unknown): JsonObject {
  if (!isObject(given)) throw invalid('httpTarget must be an object.');
  checkFields(given, ['uri', 'httpMethod', 'headers', 'body', 'oauthToken', 'oidcToken'], 'job.http_target');
  const { uri = '', httpMethod = 'POST', headers = {}, body } = given;
  if (!/^https?:\/\/[^/]/.test(text(uri, 'httpTarget.uri')) || !URL.canParse(String(uri)) || String(uri).length > 2_083)
    throw invalid('httpTarget.uri must be an HTTP or HTTPS URL of at most 2083 characters.');
  const method = httpMethod === 'HTTP_METHOD_UNSPECIFIED' ? 'POST' : httpMethod;
  if (!(HTTP_METHODS as readonly unknown[]).includes(method))
    throw invalid(`httpTarget.httpMethod ${JSON.stringify(method)} is not one of ${HTTP_METHODS.join(', ')}.`);
  const hasBody = body !== undefined && body !== null && body !== '';
  if (hasBody && !BODY_METHODS.includes(String(method)))
    throw invalid(`httpTarget.body goes with ${BODY_METHODS.join(', ')} only.`);
  const { oauthToken, oidcToken } = given;
  const own = Object.fromEntries(
    Object.entries(texts(headers, 'httpTarget.headers')).filter(([name]) => name.toLowerCase() !== 'user-agent'),
  );
  const hasType = Object.keys(own).some((name) => name.toLowerCase() === 'content-type');
  return {
    uri,
    httpMethod: method,
    // The service shows the headers that it adds.
    headers: {
      ...(hasBody && !hasType ? { 'Content-Type': 'application/octet-stream' } : {}),
      ...own,
      'User-Agent': 'Google-Cloud-Scheduler',
    },
    ...(hasBody ? { body: base64(body, 'httpTarget.body') } : {}),
    ...tokenOf('oauthToken', oauthToken),
    ...tokenOf('oidcToken', oidcToken),
  };
}

/** Kept and given back; nothing here asks for a token, so none is sent. */
function tokenOf(field: string, given: unknown): JsonObject {
  return isObject(given) && Object.keys(given).length > 0 ? { [field]: given } : {};
}

function pubsubTargetOf(given: unknown): JsonObject {
  if (!isObject(given)) throw invalid('pubsubTarget must be an object.');
  checkFields(given, ['topicName', 'data', 'attributes'], 'job.pubsub_target');
  const { topicName = '', data = '', attributes = {} } = given;
  if (!/^projects\/[^/]+\/topics\/[^/]+$/.test(text(topicName, 'pubsubTarget.topicName')))
    throw invalid('pubsubTarget.topicName must be projects/PROJECT/topics/TOPIC.');
  const kept = texts(attributes, 'pubsubTarget.attributes');
  if (data === '' && Object.keys(kept).length === 0)
    throw invalid('A Pub/Sub message must have data or at least one attribute.');
  return {
    topicName,
    ...(data === '' ? {} : { data: base64(data, 'pubsubTarget.data') }),
    ...(Object.keys(kept).length === 0 ? {} : { attributes: kept }),
  };
}

function retryOf(given: unknown): JsonObject {
  if (!isObject(given)) throw invalid('retryConfig must be an object.');
  checkFields(given, ['retryCount', ...Object.keys(RETRY_DEFAULTS)], 'job.retry_config');
  const durations = ['maxRetryDuration', 'minBackoffDuration', 'maxBackoffDuration'] as const;
  for (const field of durations) durationMs(given[field] ?? RETRY_DEFAULTS[field], `retryConfig.${field}`);
  return Object.fromEntries(Object.entries(given).filter(([field, value]) => !isDefault(field, value)));
}

/** A field that is 0 is left out, as the JSON of a proto leaves it. */
function isDefault(field: string, value: unknown): boolean {
  return value === undefined || value === null || (field === 'retryCount' && Number(value) === 0);
}

function retryConfigOf(config: JsonObject): RetryConfig {
  return {
    retryCount: Number(config.retryCount ?? 0),
    maxRetryDurationMs: durationMs(config.maxRetryDuration, 'retryConfig.maxRetryDuration'),
    minBackoffMs: durationMs(config.minBackoffDuration, 'retryConfig.minBackoffDuration'),
    maxBackoffMs: durationMs(config.maxBackoffDuration, 'retryConfig.maxBackoffDuration'),
    maxDoublings: Number(config.maxDoublings),
  };
}

function checkSchedule({ schedule, timeZone }: JobResource): void {
  if (/^\s*(?:every|[\d,]+(?:st|nd|rd|th)|first|second|third|fourth|fifth)\b/i.test(schedule))
    throw new StatusError(
      'UNIMPLEMENTED',
      `The local Cloud Scheduler does not do the schedule ${JSON.stringify(schedule)}: write it as unix cron.`,
    );
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    cronOf({ name: '', schedule, timeZone, url: '' });
  } catch {
    throw invalid('Schedule or time zone is invalid.');
  }
}

function text(value: unknown, field: string): string {
  if (typeof value === 'string') return value;
  throw invalid(`${field} must be text.`);
}

function texts(value: unknown, field: string): Readonly<Record<string, string>> {
  if (isObject(value) && Object.values(value).every((one) => typeof one === 'string'))
    return value as Readonly<Record<string, string>>;
  throw invalid(`${field} must be an object of texts.`);
}

/** Clients send either alphabet of base64; the service answers in the standard one. */
function base64(value: unknown, field: string): string {
  const given = text(value, field);
  if (!/^[\w+/-]*={0,2}$/.test(given)) throw invalid(`${field} must be base64.`);
  return Buffer.from(given, 'base64').toString('base64');
}

function invalid(message: string): StatusError {
  return new StatusError('INVALID_ARGUMENT', message);
}
