/**
 * The Storage Write API's calls, one method each: unary calls with retry, and the bidirectional AppendRows as a raw call
 * that `connection.ts` gives its meaning. Requests go out as ready bytes; answers are decoded by hand, because Google's
 * generated client builds an object for every field of every answer and loads 4 MB of code to do it.
 */

import { type ClientDuplexStream, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { type Clock, systemClock } from '../../runtime/clock.ts';
import { PenstockError } from '../../runtime/errors.ts';
import { type RetryOptions, retry } from '../../runtime/retry.ts';
import { traceHeaders } from '../../runtime/trace.ts';
import { type AppendResponse, decodeAppendResponse } from './append-message.ts';
import { Channels, type Endpoint, type Lease } from './channels.ts';
import { NO_METRICS, type WriteMetrics } from './metrics.ts';
import { type WritePolicy, writePolicy } from './policy.ts';
import { fromUnaryError } from './storage-errors.ts';
import { parseStreamName } from './stream-name.ts';
import {
  type BatchCommit,
  decodeBatchCommit,
  decodeFinalize,
  decodeFlush,
  decodeWriteStream,
  encodeBatchCommit,
  encodeCreate,
  encodeFinalize,
  encodeFlush,
  encodeGet,
  type StreamType,
  type WriteStream,
} from './unary-messages.ts';
import { METHODS } from './wire.generated.ts';

export interface WriteClientOptions {
  readonly endpoint?: Endpoint;
  readonly policy?: Partial<WritePolicy>;
  readonly clock?: Clock;
  readonly metrics?: WriteMetrics;
}

export interface AppendCall {
  readonly call: ClientDuplexStream<Buffer, AppendResponse>;
  readonly lease: Lease;
}

interface Unary<Q, R> {
  readonly method: keyof typeof METHODS;
  readonly routing: string;
  readonly request: Q;
  readonly encode: (request: Q) => Buffer;
  readonly decode: (bytes: Buffer) => R;
  /** Whether NOT_FOUND may only mean "not visible yet". */
  readonly mayAppear?: boolean;
}

export class WriteClient {
  readonly policy: WritePolicy;
  readonly clock: Clock;
  readonly metrics: WriteMetrics;
  readonly channels: Channels;
  /** Milliseconds since the epoch after which nothing is tried any more; Infinity where there is none. */
  readonly deadline: number;

  constructor(options: WriteClientOptions = {}, shared?: { readonly channels: Channels; readonly deadline: number }) {
    this.policy = writePolicy(options.policy);
    this.clock = options.clock ?? systemClock;
    this.metrics = options.metrics ?? NO_METRICS;
    this.channels = shared?.channels ?? new Channels(options.endpoint);
    this.deadline = shared?.deadline ?? Number.POSITIVE_INFINITY;
  }

  /**
   * The same client for one unit of work that must have ended by then: the time of the function's own end, less what it
   * takes to record the state. The channels are this client's and stay open.
   */
  until(deadline: number): WriteClient {
    const { policy, clock, metrics, channels } = this;
    return new WriteClient({ policy, clock, metrics }, { channels, deadline });
  }

  /** Why nothing is begun any more, once that is so. */
  tooLate(): PenstockError | undefined {
    if (this.clock.now() < this.deadline) return undefined;
    return new PenstockError('DEADLINE_EXCEEDED', 'the time for this work is over', { stage: 'sending' });
  }

  /**
   * Not idempotent, and harmless when repeated: a stream whose name is lost holds no rows and expires. The name must be
   * durable before the first append (write-api.md, Resuming a stream).
   */
  createWriteStream(table: string, type: StreamType): Promise<WriteStream> {
    return this.#unary({
      method: 'createWriteStream',
      routing: `parent=${encodeURIComponent(table)}`,
      request: type,
      encode: (wanted) => encodeCreate(table, wanted),
      decode: decodeWriteStream,
      mayAppear: true,
    });
  }

  getWriteStream(name: string): Promise<WriteStream> {
    return this.#unary({
      method: 'getWriteStream',
      routing: `name=${encodeURIComponent(name)}`,
      request: name,
      encode: encodeGet,
      decode: decodeWriteStream,
    });
  }

  /** Ends the stream and returns the exact number of rows in it. Any later append to it fails with STREAM_FINALIZED. */
  finalizeWriteStream(name: string): Promise<number> {
    return this.#unary({
      method: 'finalizeWriteStream',
      routing: `name=${encodeURIComponent(name)}`,
      request: name,
      encode: encodeFinalize,
      decode: decodeFinalize,
    });
  }

  batchCommit(streams: readonly string[]): Promise<BatchCommit> {
    const tables = new Set(streams.map((name) => parseStreamName(name).table));
    const [table, another] = tables;
    if (table === undefined || another !== undefined) {
      throw new PenstockError('INPUT_INVALID', `a commit takes streams of one table, found ${tables.size} tables`);
    }
    return this.#unary({
      method: 'batchCommitWriteStreams',
      routing: `parent=${encodeURIComponent(table)}`,
      request: { table, streams },
      encode: encodeBatchCommit,
      decode: decodeBatchCommit,
    });
  }

  /** BUFFERED streams only: rows up to and including this offset become visible. Returns the offset flushed to. */
  flushRows(stream: string, offset: number): Promise<number> {
    return this.#unary({
      method: 'flushRows',
      routing: `write_stream=${encodeURIComponent(stream)}`,
      request: { stream, offset },
      encode: encodeFlush,
      decode: decodeFlush,
    });
  }

  /** One AppendRows call. The caller must listen for `error` and release the lease when the call has ended. */
  openAppend(writeStream: string): AppendCall {
    const lease = this.channels.lease();
    const metadata = metadataOf(`write_stream=${encodeURIComponent(writeStream)}`);
    const call = lease.client.makeBidiStreamRequest(
      METHODS.appendRows,
      (request: Buffer) => request,
      decodeAppendResponse,
      metadata,
    );
    return { call, lease };
  }

  /** The options of every retry of this client. */
  retryOptions(): RetryOptions {
    const { policy, clock, deadline, metrics } = this;
    return {
      policy: policy.retry,
      clock,
      deadline,
      reserveMs: 0,
      onRetry: ({ code }) => metrics.count('write/retries', 1, { code }),
    };
  }

  /** No call begins any more. A call that is under way goes on to its end, and keeps its socket for so long. */
  close(): void {
    this.channels.close();
  }

  #unary<Q, R>(unary: Unary<Q, R>): Promise<R> {
    const graceEnds = this.clock.now() + (unary.mayAppear ? this.policy.notFoundGraceMs : 0);
    const classify = (thrown: unknown): PenstockError => {
      const error = fromUnaryError(thrown);
      if (error.code !== 'NOT_FOUND' || this.clock.now() >= graceEnds) return error;
      const { message, stage, context } = error;
      return new PenstockError('NOT_FOUND', message, { kind: 'transient', stage, context, cause: thrown });
    };
    const attempt = async (): Promise<R> => {
      const over = this.tooLate();
      if (over) throw over;
      return this.#once(unary);
    };
    return retry(attempt, { ...this.retryOptions(), classify });
  }

  #once<Q, R>({ method, routing, request, encode, decode }: Unary<Q, R>): Promise<R> {
    const lease = this.channels.lease();
    const metadata = metadataOf(routing);
    // gRPC measures its deadline on the system's clock, whatever the clock of the retries.
    const deadline = Date.now() + Math.min(this.policy.unaryTimeoutMs, this.deadline - this.clock.now());
    return new Promise<R>((resolve, reject) => {
      const settle = (error: ServiceError | null, answer?: R): void => {
        // As for appends: a channel that did not connect, or fell silent, may hang on for long. Others get no call.
        const silent =
          error?.code === status.DEADLINE_EXCEEDED || call.getPeer() === lease.client.getChannel().getTarget();
        if (error && silent) lease.distrust();
        lease.release();
        if (error) reject(error);
        // gRPC hands over an answer whenever it hands over no error.
        else resolve(answer as R);
      };
      const call = lease.client.makeUnaryRequest(
        METHODS[method],
        encode,
        decode,
        request,
        metadata,
        { deadline },
        settle,
      );
    });
  }
}

/** The routing that the service wants, and the trace of the unit of work that calls. */
function metadataOf(routing: string): Metadata {
  const metadata = new Metadata();
  metadata.set('x-goog-request-params', routing);
  for (const [name, value] of Object.entries(traceHeaders())) metadata.set(name, value);
  return metadata;
}
