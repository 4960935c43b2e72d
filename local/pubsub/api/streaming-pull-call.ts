/** Ties a StreamingPull to its gRPC stream, and plays the faults that a stream can suffer. */

import type * as grpc from '@grpc/grpc-js';
import type { Fault } from '../../core/faults/faults.ts';
import { StreamingPull } from '../delivery/streaming-pull.ts';
import { asPubsubError, type PubsubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import { malformed } from '../wire/proto-types.ts';
import { WireError } from '../wire/protobuf.ts';
import type { Connection } from './call.ts';
import { refuse } from './invoke.ts';

type Stream = grpc.ServerDuplexStream<Buffer, Buffer>;

/** When a scripted end comes, counted from the opening, where the rule does not say. */
const DEFAULT_END_MS = 100;

export function openStreamingPull(
  hub: Hub,
  stream: Stream,
  connection: Connection,
  statusOf: (error: PubsubError) => grpc.ServiceError,
): void {
  const timers = new Set<NodeJS.Timeout>();
  const later = (ms: number, action: () => void): void => {
    timers.add(setTimeout(action, ms));
  };
  let over = false;
  const finish = (end: () => void): void => {
    if (over) return;
    over = true;
    pull.close();
    for (const timer of timers) clearTimeout(timer);
    end();
  };
  const fail = (error: unknown): void => {
    const known = error instanceof WireError ? malformed('StreamingPullRequest', error) : error;
    finish(() => stream.emit('error', statusOf(asPubsubError(known))));
  };
  const pull = new StreamingPull(hub, {
    write: (response) => stream.write(response),
    end: () => finish(() => stream.end()),
    fail,
  });
  const play = (fault: Fault | undefined): void => {
    if (fault !== undefined) refuse(fault);
    if (fault?.kind === 'slow') later(fault.delayMs ?? 1000, () => pull.start());
    else pull.start();
    const delay = fault?.delayMs ?? DEFAULT_END_MS;
    if (fault?.kind === 'reset') later(fault.at === 'before' ? 0 : delay, () => connection.reset());
    if (fault?.kind === 'goaway' || fault?.kind === 'idle-close') later(delay, () => connection.goAway());
    if (fault?.kind === 'half-close') later(delay, () => finish(() => stream.end()));
  };
  stream.on('data', (body: Buffer) => {
    if (over) return;
    try {
      const opened = pull.receive(body);
      if (opened !== undefined) play(hub.options.faults.next('pubsub', 'StreamingPull', opened));
    } catch (error) {
      fail(error);
    }
  });
  stream.on('drain', () => pull.drained());
  stream.on('end', () => finish(() => stream.end()));
  stream.on('error', () => finish(() => {}));
  stream.on('cancelled', () => finish(() => {}));
}
