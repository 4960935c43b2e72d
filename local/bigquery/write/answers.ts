/** Answers leave a connection in the order of its requests, whatever the order in which they become known. */

import type { WriteError } from './errors.ts';

/** The fate of one request on the wire. */
export type Answer =
  | { readonly kind: 'response'; readonly bytes: Buffer }
  /** The RPC ends here: with an error, or with OK. */
  | { readonly kind: 'end'; readonly error?: WriteError }
  /** The connection breaks here. */
  | { readonly kind: 'cut' };

export interface Wire {
  /** Resolves when there is room for the next: a client that does not read its answers is not sent more of them. */
  send(bytes: Buffer): Promise<void> | void;
  end(error: WriteError | undefined): void;
  cut(): void;
}

export class Answers {
  readonly #wire: Wire;
  #tail: Promise<void> = Promise.resolve();
  #isOver = false;

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  /** Whether anything more will be sent. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Takes the place of the next answer; resolves when that answer has left and there is room for another. */
  add(answer: Promise<Answer> | Answer): Promise<void> {
    this.#tail = this.#tail
      .then(async () => this.#send(await answer))
      // Nothing above rejects by design; if it did, a broken connection is what the client can handle.
      .catch(() => this.#send({ kind: 'cut' }));
    return this.#tail;
  }

  /** Nothing more leaves: the client is gone, or the RPC has just ended. */
  stop(): void {
    this.#isOver = true;
  }

  #send(answer: Answer): Promise<void> | void {
    if (this.#isOver) return;
    if (answer.kind === 'response') return this.#wire.send(answer.bytes);
    this.#isOver = true;
    if (answer.kind === 'cut') this.#wire.cut();
    else this.#wire.end(answer.error);
  }
}
