/** Takes the bytes of one request of a resumable upload and keeps those that may be kept. */

import type { Call } from '../api/call.ts';
import { badRequest, errorOfStatus } from '../api/errors.ts';
import type { UploadRange } from '../api/range.ts';
import type { Progress } from './upload-progress.ts';

/** Before the last request only whole pieces of this size are kept (performing-resumable-uploads, "chunk size"). */
export const QUANTUM = 256 * 1024;

export interface Received {
  /** True when this was all there will be. */
  readonly complete: boolean;
}

type BytesRange = Extract<UploadRange, { kind: 'bytes' }>;

/**
 * `promised` is the total the session was begun with. An interrupted request keeps its whole pieces; a complete one that
 * is not the last loses what is behind the last whole piece, and the caller reads in the answer where to go on.
 */
export async function receive(
  { blob, hashing }: Progress,
  range: BytesRange,
  call: Pick<Call, 'headers' | 'body'>,
  promised: number | undefined,
  signal: AbortSignal,
): Promise<Received> {
  if (range.from > blob.size) {
    throw badRequest(
      `Invalid request. According to the Content-Range header, the upload offset is ${range.from} byte(s), which exceeds already uploaded size of ${blob.size} byte(s).`,
    );
  }
  const total = range.total ?? promised;
  checkLength(range, call.headers['content-length']);
  const end = range.to ?? total;
  let known = blob.size - range.from;
  let at = range.from;
  let pending: Uint8Array = new Uint8Array();
  const keep = async (bytes: Uint8Array): Promise<void> => {
    if (bytes.length === 0) return;
    await blob.append(bytes);
    hashing.update(bytes);
  };
  try {
    for await (const chunk of until(call.body, signal)) {
      at += chunk.length;
      if (end !== undefined && at > end) throw wrongLength(range, at - range.from);
      const fresh = chunk.subarray(Math.min(known, chunk.length));
      known -= chunk.length - fresh.length;
      pending = pending.length === 0 ? fresh : Buffer.concat([pending, fresh]);
      const whole = pending.length - ((blob.size + pending.length) % QUANTUM);
      if (whole > 0) {
        await keep(pending.subarray(0, whole));
        pending = pending.subarray(whole);
      }
    }
  } finally {
    await blob.sync();
  }
  if (range.to !== undefined && at < range.to) throw wrongLength(range, at - range.from);
  // Without an end of its own the request runs to the end of the object, whose length it may tell in advance.
  if (range.to === undefined && total !== undefined && at < total)
    throw wrongLength({ ...range, to: total }, at - range.from);
  const complete = range.to === undefined || range.to === total;
  if (complete) await keep(pending);
  return { complete };
}

function checkLength(range: BytesRange, header: string | undefined): void {
  if (header === undefined || range.to === undefined) return;
  const length = Number(header);
  if (length !== range.to - range.from) throw wrongLength(range, length);
}

function wrongLength({ from, to }: BytesRange, length: number): Error {
  const promised = to === undefined ? 'no such number' : `${to - from} byte(s)`;
  return badRequest(
    `Invalid request. There were ${length} byte(s) in the request body. There should have been ${promised} (starting at offset ${from} and ending at offset ${(to ?? from) - 1}) according to the Content-Range header.`,
  );
}

/** The body until its end or until the signal, whichever is first. */
async function* until(body: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const iterator = body[Symbol.asyncIterator]();
  let stop = (): void => undefined;
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(errorOfStatus(503, 'A later request of the same upload took over.'));
    signal.addEventListener('abort', stop, { once: true });
  });
  stopped.catch(() => undefined);
  try {
    if (signal.aborted) stop();
    for (;;) {
      const next = await Promise.race([iterator.next(), stopped]);
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener('abort', stop);
    // Not awaited: an iterator that is stuck in `next` would not return either.
    void iterator.return?.().catch(() => undefined);
  }
}
