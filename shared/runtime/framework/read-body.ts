/** Reads the body of a request that was kept from functions-framework (`raw-body.ts`), bounded in bytes and in pieces. */

import type { IncomingMessage } from 'node:http';
import { type Kept, keptOf } from './raw-body.ts';

/** As functions-framework hands a request over: with the bytes of its body, where the framework has read it. */
export type RawRequest = IncomingMessage & { readonly rawBody?: Uint8Array };

/** Too many bytes, or too many pieces. */
export type Excess = 'bytes' | 'pieces';

/** The body, or why there is none: it is too large, or the caller went away before its end. */
export type Received = Buffer | Excess | 'aborted';

const EMPTY = Buffer.alloc(0);

/**
 * Calls `done` once, at once where there is nothing to wait for. Not a promise, because within functions-framework each
 * costs a request microseconds.
 */
export function readBody(request: RawRequest, done: (received: Received) => void): void {
  const kept = keptOf(request);
  const { rawBody } = request;
  if (kept === undefined)
    done(rawBody === undefined ? EMPTY : Buffer.from(rawBody.buffer, rawBody.byteOffset, rawBody.length));
  else if (kept.length === 0) done(EMPTY);
  else if ((kept.length ?? 0) > kept.bound.maxBytes) refuse(request, 'bytes', done);
  else collect(request, kept, done);
}

/**
 * Each piece in which a body arrives is an object of 450 bytes, though it may hold one byte: a megabyte in chunks of a
 * byte took 400 MB and three seconds. So many pieces are free, and one more for each so many bytes allowed, which is less
 * than the smallest packet that networks carry.
 */
const FREE_PIECES = 16_384;
const PIECE_BYTES = 512;

function collect(request: IncomingMessage, { bound }: Kept, done: (received: Received) => void): void {
  const maxPieces = FREE_PIECES + bound.maxBytes / PIECE_BYTES;
  const pieces: Buffer[] = [];
  let bytes = 0;
  const onData = (piece: Buffer): void => {
    pieces.push(piece);
    bytes += piece.length;
    if (bytes <= bound.maxBytes && pieces.length <= maxPieces) return;
    leave();
    refuse(request, bytes > bound.maxBytes ? 'bytes' : 'pieces', done);
  };
  const onEnd = (): void => {
    leave();
    done(pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces, bytes));
  };
  const onClose = (): void => {
    leave();
    done('aborted');
  };
  const leave = (): void => {
    request.off('data', onData).off('end', onEnd).off('close', onClose);
  };
  request.on('data', onData).on('end', onEnd).on('close', onClose);
}

/** The time for which the rest of a refused body is read and discarded. */
const LINGER_MS = 2_000;

/** A connection that is closed with unread bytes is reset, and the reset takes the answer with it. */
function refuse(request: IncomingMessage, excess: Excess, done: (received: Received) => void): void {
  const lingering = setTimeout(() => request.destroy(), LINGER_MS).unref();
  request.once('close', () => clearTimeout(lingering));
  request.resume();
  done(excess);
}
