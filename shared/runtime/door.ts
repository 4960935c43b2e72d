/**
 * Opens a door: what every function of the suite needs around its handler, made once an instance. It reads the config,
 * makes the log, the metrics and the secrets, reads each body within the door's bounds, answers the health checks, and on
 * SIGTERM answers what is under way before it closes clients and writes the last counts.
 */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from './clock.ts';
import type { Environment } from './config.ts';
import { type Emulators, readEmulators } from './emulators.ts';
import { leaveDomain } from './framework/domain.ts';
import { listenPort } from './framework/listen-port.ts';
import { type BodyBound, keepRaw } from './framework/raw-body.ts';
import { type Excess, type RawRequest, readBody } from './framework/read-body.ts';
import { type DoorHost, logLevel, processHost } from './instance.ts';
import { createLogger, type Logger } from './log.ts';
import { createMetrics, type Metrics, type MetricTable } from './metrics.ts';
import { JSON_TYPE, sendReply } from './reply.ts';
import { createSecretReader, type SecretReader } from './secrets.ts';
import { logFailedStart } from './start.ts';
import { currentTrace, logTrace, readTrace, runInTrace, traceFields } from './trace.ts';
import { createUnderWay, type UnderWay } from './under-way.ts';

/** The input of a door's own code. */
export interface Door<C, M extends MetricTable> {
  readonly name: string;
  readonly config: C;
  readonly env: Environment;
  readonly log: Logger;
  readonly metrics: Metrics<M>;
  readonly secrets: SecretReader;
  readonly clock: Clock;
  /** Empty where the environment does not say; Google's clients then ask the metadata server. */
  readonly projectId: string;
  readonly emulators: Emulators;
  /** When the platform ends a request that began then, in milliseconds since the epoch. */
  deadline(began: number): number;
  /** Registers what is closed when the instance ends. The last registered is closed first. */
  onClose(name: string, close: () => Promise<void> | void): void;
}

/** A request with its body read; no body is an empty one. */
export type DoorRequest = RawRequest;

export interface DoorParts {
  readonly body: BodyBound;
  /** Answers a request. An error that it throws is logged and answered 500, and the answer reveals nothing internal. */
  handle(request: DoorRequest, response: ServerResponse): void | Promise<void>;
  /**
   * Runs each request in its trace, so that its log lines and its requests to Google's services carry it. Not for doors
   * whose requests share work: a batch would get the trace of whichever request came first.
   */
  readonly traced?: boolean;
  /** Answers a request whose body is larger than the bound. Default: 413 without a body. */
  refuse?(request: IncomingMessage, response: ServerResponse, excess: Excess): void;
}

export interface DoorSpec<C, M extends MetricTable> {
  readonly name: string;
  /** Throws one CONFIG_INVALID that lists everything that is wrong: then the function does not start. */
  readonly readConfig: (env: Environment) => C | Promise<C>;
  readonly metrics: M;
  /** Makes the door's clients and its handler. */
  readonly create: (door: Door<C, M>) => DoorParts | Promise<DoorParts>;
}

export type HttpHandler = (request: DoorRequest, response: ServerResponse) => void;

/** The interval at which counts are written while requests arrive. */
const METRICS_EVERY_MS = 10_000;
/** The time that Cloud Run functions allow a request if the deployment does not say. */
const DEFAULT_TIMEOUT_S = 60;

/**
 * Returns the handler to register with functions-framework.
 *
 * @example
 * const answer = (_request: unknown, response: ServerResponse): void => sendReply(response, 200, 'hello');
 * const handler = await openDoor({
 *   name: 'greeter',
 *   readConfig: (env) => readConfig(env, {}),
 *   metrics: {},
 *   create: () => ({ body: { maxBytes: 1_000 }, handle: answer }),
 * });
 * // In the door's index.ts: http('greeter', handler);
 */
export async function openDoor<C, M extends MetricTable>(
  spec: DoorSpec<C, M>,
  host: DoorHost = processHost(),
): Promise<HttpHandler> {
  const { name } = spec;
  const { env, args, clock, shutdown, write } = host;
  const projectId = env.GOOGLE_CLOUD_PROJECT ?? env.GCLOUD_PROJECT ?? '';
  const log = createLogger({
    level: logLevel(env),
    fields: { door: name },
    context: () => logTrace(currentTrace(), projectId),
    ...(write === undefined ? {} : { write }),
  });
  const config = await logFailedStart(log, () => spec.readConfig(env));
  const metrics = createMetrics(spec.metrics, log);
  const secrets = createSecretReader({ env, clock });
  const timeoutMs = (Number(env.CLOUD_RUN_TIMEOUT_SECONDS) || DEFAULT_TIMEOUT_S) * 1_000;
  const onClose = (what: string, close: () => Promise<void> | void): void =>
    void shutdown.onClose(`${name} ${what}`, close);
  const door: Door<C, M> = {
    name,
    config,
    env,
    log,
    metrics,
    secrets,
    clock,
    projectId,
    emulators: readEmulators(env),
    deadline: (began) => began + timeoutMs,
    onClose,
  };

  const flushing = setInterval(() => metrics.flush(), METRICS_EVERY_MS).unref();
  // Closed last to first: requests under way are answered, the door's clients close, then the last counts are written.
  onClose('metrics', () => {
    clearInterval(flushing);
    metrics.flush();
  });
  onClose('secrets', () => secrets.close());
  const parts = await logFailedStart(log, () => spec.create(door));
  const stopKeeping = keepRaw(listenPort(env, args), parts.body);
  const underWay = createUnderWay();
  onClose('requests', async () => {
    await underWay.stop();
    stopKeeping();
  });
  return serve(door, parts, underWay);
}

function serve<C, M extends MetricTable>(door: Door<C, M>, parts: DoorParts, underWay: UnderWay): HttpHandler {
  const { log, projectId } = door;
  const failed = (request: IncomingMessage, response: ServerResponse, error: unknown): void => {
    log.error('the handler failed', error, traceFields(request.headers, projectId));
    if (response.headersSent) response.destroy();
    else sendReply(response, 500);
  };
  return (request, response) => {
    leaveDomain();
    if (isHealthCheck(request)) {
      answerHealth(request, response, underWay);
      return;
    }
    underWay.enter();
    let waitingFor = 2;
    const done = (): void => {
      waitingFor -= 1;
      if (waitingFor === 0) underWay.leave();
    };
    // A request is under way until its answer is on its way, and its handler has nothing left to do.
    response.once('close', done);
    readBody(request, (received) => {
      if (received === 'aborted') {
        log.info('the caller went away before the body was whole', traceFields(request.headers, projectId));
        done();
        return;
      }
      try {
        const handling = Buffer.isBuffer(received)
          ? runInTrace(parts.traced === true ? readTrace(request.headers) : undefined, () =>
              parts.handle(Object.assign(request, { rawBody: received }), response),
            )
          : (parts.refuse ?? refuse)(request, response, received);
        if (handling === undefined) done();
        else handling.catch((error: unknown) => failed(request, response, error)).then(done);
      } catch (error) {
        failed(request, response, error);
        done();
      }
    });
  };
}

function refuse(_request: IncomingMessage, response: ServerResponse): void {
  sendReply(response, 413);
}

const HEALTH_CHECK = /^\/(?:healthz|readyz)(?:\?|$)/;

function isHealthCheck({ method, url }: IncomingMessage): boolean {
  return (method === 'GET' || method === 'HEAD') && HEALTH_CHECK.test(url as string);
}

/** Whether the process is alive, and whether it takes requests: not any more when it has been told to stop. */
function answerHealth({ url }: IncomingMessage, response: ServerResponse, { stopping }: UnderWay): void {
  if ((url as string).startsWith('/healthz')) sendReply(response, 200, '{"status":"ok"}', JSON_TYPE);
  else if (stopping) sendReply(response, 503, '{"status":"stopping"}', JSON_TYPE);
  else sendReply(response, 200, '{"status":"ready"}', JSON_TYPE);
}
