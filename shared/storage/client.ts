/**
 * One Cloud Storage client a process: its requests are bounded in number and time, and are tried again while that is
 * safe. Every request that it sends is idempotent, because each write names the generation that it is based on.
 */

import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { type Clock, systemClock } from '../runtime/clock.ts';
import { type ErrorCode, fromUnknown, PenstockError } from '../runtime/errors.ts';
import { once } from '../runtime/once.ts';
import { type RetryPolicy, retry } from '../runtime/retry.ts';
import { traceHeaders } from '../runtime/trace.ts';
import { openConnection, type StorageConnection, type StorageRequest } from './connection.ts';
import { refusalOf } from './errors.ts';
import { createSlots } from './slots.ts';
import { createWatch, type Watch } from './watch.ts';

export interface StorageOptions {
  /** Empty lets Google's client find out. Default: empty. */
  readonly projectId?: string;
  readonly clock?: Clock;
  /** Requests under way at once, each on its own connection. Default 64. */
  readonly maxRequests?: number;
  /** Callers that may wait for a request to end. Default 10,000. */
  readonly maxWaiting?: number;
  /** The time that one attempt may take; for a stream, that each of its chunks may. Default 30 s. */
  readonly attemptMs?: number;
  /** All attempts of one request together. Default 60 s. */
  readonly budgetMs?: number;
  readonly retry?: Partial<Pick<RetryPolicy, 'initialMs' | 'maxMs'>>;
  /** Names each write, so that its sender can recognise it. Default: a random UUID. */
  readonly newId?: () => string;
  /** The endpoint of requests. Default: Google, or the emulator that the environment names. */
  readonly connect?: () => Promise<StorageConnection>;
}

export interface StorageCall extends StorageRequest {
  /** Statuses beside 2xx that are answers to the caller and not errors. */
  readonly accept?: readonly number[];
  /** Ends the call early. */
  readonly signal?: AbortSignal | undefined;
}

export interface StorageAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The service's own time of this answer, to the second below; 0 where the answer does not say. */
  readonly dateMs: number;
  /** Whether an earlier attempt may have taken effect: its answer was lost. */
  readonly uncertain: boolean;
}

export interface StorageClient {
  /**
   * Throws a PenstockError: the service's refusal; OUTCOME_UNKNOWN where a write was sent and no attempt was answered for
   * certain; CANCELLED where the signal or `close` ended it.
   */
  call(call: StorageCall): Promise<StorageAnswer>;
  /** One attempt, whose body comes in chunks. They must be iterated; ending the iteration early gives the connection back. */
  stream(call: StorageCall): Promise<AsyncIterable<Buffer>>;
  newId(): string;
  readonly clock: Clock;
  /** Ends what is under way and gives the connections back. Later calls are refused. */
  close(): Promise<void>;
}

/**
 * Opens the client. The first request loads Google's library and connects.
 *
 * @example
 * const storage = openStorage({ projectId: 'my-project' });
 * shutdown.onClose('storage', () => storage.close());
 */
export function openStorage(options: StorageOptions = {}): StorageClient {
  const { projectId = '', clock = systemClock, newId = randomUUID } = options;
  const { maxRequests = 64, maxWaiting = 10_000, attemptMs = 30_000, budgetMs = 60_000 } = options;
  const { connect = () => openConnection(projectId, maxRequests) } = options;
  const policy = { initialMs: 100, maxMs: 8_000, ...options.retry, budgetMs };
  const slots = createSlots(maxRequests, maxWaiting);
  const closing = new AbortController();
  const connected = once(connect);

  const signalsOf = ({ signal }: StorageCall): readonly AbortSignal[] =>
    signal === undefined ? [closing.signal] : [closing.signal, signal];

  /** One attempt within its time. `read` stops the watch when it needs no more of the answer. */
  async function attempt<R>(call: StorageCall, sent: () => void, read: Read<R>): Promise<R> {
    const watch = createWatch(attemptMs, signalsOf(call));
    try {
      watch.start();
      watch.onStop(await slots.take(watch.signal));
      const connection = await within(connected(), watch.signal);
      const headers = { ...traceHeaders(), ...call.headers, ...(await within(connection.authorize(), watch.signal)) };
      sent();
      return await read(await connection.send({ ...call, headers }, watch.signal), watch);
    } catch (error) {
      watch.stop();
      throw reasonOf(watch.signal, error);
    }
  }

  async function call(asked: StorageCall): Promise<StorageAnswer> {
    let sent = false;
    let uncertain = false;
    const notice = (error: PenstockError): void => {
      uncertain ||= sent && MAY_HAVE_LANDED.has(error.code);
      sent = false;
    };
    const attemptOnce = (): Promise<StorageAnswer> =>
      attempt(
        asked,
        () => {
          sent = true;
        },
        async (message, watch) => {
          const body = await readWhole(message);
          watch.stop();
          check(asked, message, body);
          const { statusCode, headers } = message;
          return { status: Number(statusCode), headers, body, dateMs: dateOf(headers), uncertain };
        },
      );
    const signal = AbortSignal.any([...signalsOf(asked)]);
    try {
      return await retry(attemptOnce, { policy, clock, signal, onRetry: notice });
    } catch (thrown) {
      const error = reasonOf(signal, thrown);
      notice(error);
      if (asked.method === 'GET' || !uncertain) throw error;
      const message = `${asked.method} ${asked.path} may have taken effect, for its answer was lost: ${error.message}`;
      throw new PenstockError('OUTCOME_UNKNOWN', message, { cause: error, stage: 'sending' });
    }
  }

  return {
    call,
    stream: (asked) =>
      attempt(
        asked,
        () => undefined,
        async (message, watch) => {
          if (!accepted(asked, message)) check(asked, message, await readWhole(message));
          return chunksOf(message, watch);
        },
      ),
    newId,
    clock,
    close: async () => {
      closing.abort(new PenstockError('CANCELLED', 'The Cloud Storage client is closed'));
      // A connection that is still being made is not waited for: it is closed when it is there.
      connected
        .made()
        .then((connection) => connection?.close())
        .catch(() => undefined);
    },
  };
}

type Read<R> = (message: IncomingMessage, watch: Watch) => Promise<R>;

/** An attempt that failed with one of these may have been carried out all the same. */
const MAY_HAVE_LANDED: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'UNAVAILABLE',
  'DEADLINE_EXCEEDED',
  'INTERNAL',
  'CANCELLED',
]);

/** The reason of the end: the signal's own if the signal was raised, else the error's. */
function reasonOf(signal: AbortSignal, error: unknown): PenstockError {
  if (!signal.aborted) return fromUnknown(error);
  if (signal.reason instanceof PenstockError) return signal.reason;
  return new PenstockError('CANCELLED', 'The call was cancelled by its caller', { cause: signal.reason });
}

/** Waits no longer than the signal lasts, for what cannot be aborted. */
async function within<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const done = new AbortController();
  const aborted = new Promise<never>((_resolve, reject) => {
    // The second signal takes the listener off again.
    signal.addEventListener('abort', () => reject(signal.reason), { once: true, signal: done.signal });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    done.abort();
  }
}

async function readWhole(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function* chunksOf(message: IncomingMessage, watch: Watch): AsyncGenerator<Buffer> {
  const chunks = message[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  try {
    watch.start();
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
      watch.pause();
      yield next.value;
      watch.start();
    }
  } catch (error) {
    throw reasonOf(watch.signal, error);
  } finally {
    message.destroy();
    watch.stop();
  }
}

function accepted({ accept = [] }: StorageCall, { statusCode }: IncomingMessage): boolean {
  const status = Number(statusCode);
  return (status >= 200 && status < 300) || accept.includes(status);
}

function check(call: StorageCall, message: IncomingMessage, body: Buffer): void {
  if (!accepted(call, message)) throw refusalOf(message, body);
}

function dateOf({ date }: IncomingHttpHeaders): number {
  return Date.parse(date ?? '') || 0;
}
