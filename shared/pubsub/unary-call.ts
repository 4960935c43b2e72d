/**
 * Unary gRPC calls over one HTTP/2 connection (grpc/doc/PROTOCOL-HTTP2.md in the repository grpc/grpc). Not by grpc-js:
 * loading it took most of the time from a cold process to its first message (docs/decisions/publisher.md).
 *
 * A call that fails rejects with an error whose `code` is the gRPC status, as grpc-js has it.
 */

import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  constants,
  type IncomingHttpHeaders,
} from 'node:http2';
import { messageOf } from '../runtime/errors.ts';

export interface UnaryCall {
  readonly path: string;
  readonly message: Buffer;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
}

export interface UnaryClient {
  /** One attempt. Resolves with the bytes of the answer's message. */
  call(call: UnaryCall): Promise<Buffer>;
  /** Ends the connection; calls under way fail, and later ones are refused. */
  close(): void;
}

const STATUS = { cancelled: 1, unknown: 2, deadlineExceeded: 4, resourceExhausted: 8, unavailable: 14 } as const;
/** gRPC statuses for the answers of a proxy in between ("HTTP to gRPC Status Code Mapping"). */
const BY_HTTP_STATUS: Readonly<Record<number, number>> = {
  400: 13,
  401: 16,
  403: 7,
  404: 12,
  429: 14,
  502: 14,
  503: 14,
  504: 14,
};
/** Before a message: whether it is compressed, and its length. */
const PREFIX_BYTES = 5;
/** An answer holds ids and nothing else. */
const MAX_ANSWER_BYTES = 4_000_000;
/** The time in which a connection must answer a ping, or it counts as dead. */
const PING_MS = 5_000;

/** `authority` is `https://host` or `http://host:port`. Connects with the first call, and again after a failure. */
export function openUnary(authority: string, pingMs = PING_MS): UnaryClient {
  let current: ClientHttp2Session | undefined;
  let closed = false;

  function session(): ClientHttp2Session {
    if (current !== undefined && !current.closed && !current.destroyed) return current;
    const made = connect(authority, { settings: { enablePush: false } });
    const forget = (): void => {
      if (current === made) current = undefined;
    };
    // Each call under way is told by its own stream.
    made.on('error', forget).on('goaway', forget).on('close', forget);
    // A call's deadline keeps the process alive, and nothing else should.
    made.unref();
    current = made;
    return made;
  }

  return {
    call: (call) =>
      new Promise((resolve, reject) => {
        if (closed) reject(failure(STATUS.cancelled, 'the client is closed'));
        else send(session(), call, pingMs, resolve, reject);
      }),
    close: () => {
      closed = true;
      current?.destroy();
    },
  };
}

type Resolve = (message: Buffer) => void;
type Reject = (error: Error) => void;

function send(session: ClientHttp2Session, call: UnaryCall, pingMs: number, resolve: Resolve, reject: Reject): void {
  const leftMs = Math.max(0, call.deadline - Date.now());
  const stream = session.request({
    ':method': 'POST',
    ':path': call.path,
    'content-type': 'application/grpc+proto',
    te: 'trailers',
    // At most eight digits.
    'grpc-timeout': `${Math.min(Math.ceil(leftMs), 99_999_999)}m`,
    'user-agent': 'penstock',
    ...call.headers,
  });
  const late = setTimeout(() => {
    reject(failure(STATUS.deadlineExceeded, 'no answer before the deadline'));
    stream.close(constants.NGHTTP2_CANCEL);
    endWhereDead(session, pingMs);
  }, leftMs);
  stream.once('close', () => clearTimeout(late));
  receive(stream, resolve, reject);
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.writeUInt32BE(call.message.length, 1);
  stream.write(prefix);
  stream.end(call.message);
}

/** Settles when the stream has closed: by its status, or by what broke it. */
function receive(stream: ClientHttp2Stream, resolve: Resolve, reject: Reject): void {
  let headers: IncomingHttpHeaders = {};
  let trailers: IncomingHttpHeaders = {};
  let broken: unknown;
  const chunks: Buffer[] = [];
  let bytes = 0;
  stream.on('response', (received) => {
    headers = received;
  });
  stream.on('trailers', (received) => {
    trailers = received;
  });
  stream.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= MAX_ANSWER_BYTES) chunks.push(chunk);
    else stream.destroy(failure(STATUS.resourceExhausted, `an answer of more than ${MAX_ANSWER_BYTES} bytes`));
  });
  stream.on('error', (error) => {
    broken = error;
  });
  stream.on('close', () => {
    const error = errorOf({ ...headers, ...trailers }, broken);
    const answer = Buffer.concat(chunks);
    const isWhole = answer.length >= PREFIX_BYTES && answer.readUInt32BE(1) === answer.length - PREFIX_BYTES;
    if (error !== undefined) reject(error);
    else if (isWhole && answer[0] === 0) resolve(answer.subarray(PREFIX_BYTES));
    else reject(failure(STATUS.unknown, 'an answer that is no whole message'));
  });
}

/** Undefined where the call succeeded. Without a status the connection or the stream broke, and the call may be repeated. */
function errorOf(headers: IncomingHttpHeaders, broken: unknown): Error | undefined {
  const status = headers['grpc-status'];
  if (status === '0') return undefined;
  if (status !== undefined) return failure(Number(status), unescaped(String(headers['grpc-message'] ?? '')));
  if (isStatus(broken)) return broken;
  const http = Number(headers[':status'] ?? 200);
  if (http !== 200) return failure(BY_HTTP_STATUS[http] ?? STATUS.unknown, `an answer of HTTP ${http}`);
  return failure(STATUS.unavailable, causeOf(broken));
}

function isStatus(error: unknown): error is Error {
  return typeof (error as { readonly code?: unknown } | undefined)?.code === 'number';
}

/** Why a connection failed stands in the cause of what its streams are told. */
function causeOf(broken: unknown): string {
  const { cause } = (broken ?? {}) as { readonly cause?: unknown };
  if (cause !== undefined) return messageOf(cause);
  return broken === undefined ? 'the stream ended without a status' : messageOf(broken);
}

function failure(code: number, details: string): Error {
  return Object.assign(new Error(`gRPC status ${code}: ${details}`), { code, details });
}

function unescaped(message: string): string {
  try {
    return decodeURIComponent(message);
  } catch {
    return message;
  }
}

/**
 * A connection whose other end is gone without a word would take every later call with it. One that is destroyed already has
 * closed its streams, so no deadline of theirs comes here.
 */
function endWhereDead(session: ClientHttp2Session, pingMs: number): void {
  const dead = setTimeout(() => session.destroy(), pingMs).unref();
  session.ping(() => clearTimeout(dead));
}
