/** Acts in the very turn in which the last byte of an answer was read: the moment that no clock can be set to. */

import { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

/** Runs `act` when the whole answer to a request of `send` was read and its end not yet told. */
export async function atEndOfAnswer(act: () => void, send: () => Promise<unknown>): Promise<void> {
  let reached = false;
  Object.defineProperty(IncomingMessage.prototype, 'read', {
    configurable: true,
    value(this: IncomingMessage, size?: number): unknown {
      const chunk: unknown = Readable.prototype.read.call(this, size);
      // The server's side reads requests by the same class; only answers have a status.
      if (chunk !== null && this.complete && typeof this.statusCode === 'number' && !reached) {
        reached = true;
        act();
      }
      return chunk;
    },
  });
  try {
    await send();
    // An error without a listener is thrown before the next turn ends.
    await new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));
  } finally {
    Reflect.deleteProperty(IncomingMessage.prototype, 'read');
  }
  if (!reached) throw new Error('No answer was read to its end');
}

/** Aborts the signal of `send` in that moment; whether `send` still resolves is its own affair. */
export async function abortAtEnd(send: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
  const abort = new AbortController();
  await atEndOfAnswer(
    () => abort.abort(new Error('closed')),
    () => send(abort.signal).catch(() => undefined),
  );
}
