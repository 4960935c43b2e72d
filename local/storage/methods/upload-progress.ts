/** Resumable uploads under way in this process: their open content and checksums, and whose turn it is. */

import type { Blobs, GrowingBlob } from '../content/blobs.ts';
import { Hashing } from '../content/hashes.ts';
import type { UploadSession } from '../state/model.ts';

/** Each open upload holds a file. The uploads used least recently are closed, and opened again on the next request. */
const MAX_OPEN = 256;

export interface Progress {
  readonly blob: GrowingBlob;
  readonly hashing: Hashing;
}

export interface Turn {
  /** Fires when a later request of the same session takes over: this one's caller has given up on it. */
  readonly signal: AbortSignal;
  end(): void;
}

export class UploadProgress {
  readonly #blobs: Blobs;
  readonly #open = new Map<string, Progress>();
  readonly #turns = new Map<string, { readonly controller: AbortController; readonly done: Promise<void> }>();

  constructor(blobs: Blobs) {
    this.#blobs = blobs;
  }

  /** One request of a session at a time; the newest is the one that counts. */
  async take(id: string): Promise<Turn> {
    for (let other = this.#turns.get(id); other !== undefined; other = this.#turns.get(id)) {
      other.controller.abort();
      await other.done;
    }
    const controller = new AbortController();
    let finish = (): void => undefined;
    const done = new Promise<void>((resolve) => {
      finish = resolve;
    });
    this.#turns.set(id, { controller, done });
    return {
      signal: controller.signal,
      end: () => {
        this.#turns.delete(id);
        finish();
      },
    };
  }

  async begin(id: string, blob: GrowingBlob): Promise<void> {
    await this.#remember(id, { blob, hashing: new Hashing() });
  }

  /** After a restart or an interrupted write the file says how much there is, and is read again for its checksums. */
  async of(session: UploadSession): Promise<Progress> {
    const known = this.#open.get(session.id);
    if (known !== undefined) return known;
    const blob = await this.#blobs.resume(session.blob);
    const hashing = new Hashing();
    for await (const chunk of this.#blobs.read(session.blob, { from: 0, to: blob.size }))
      hashing.update(chunk as Buffer);
    const progress = { blob, hashing };
    await this.#remember(session.id, progress);
    return progress;
  }

  /** Lets go of the open file; the session itself is the store's to end. */
  async forget(id: string): Promise<void> {
    const progress = this.#open.get(id);
    this.#open.delete(id);
    await progress?.blob.close();
  }

  async close(): Promise<void> {
    for (const { controller } of this.#turns.values()) controller.abort();
    await Promise.all([...this.#turns.values()].map(({ done }) => done));
    await Promise.all([...this.#open.keys()].map((id) => this.forget(id)));
  }

  async #remember(id: string, progress: Progress): Promise<void> {
    this.#open.set(id, progress);
    if (this.#open.size <= MAX_OPEN) return;
    const idle = [...this.#open.keys()].find((other) => other !== id && !this.#turns.has(other));
    if (idle !== undefined) await this.forget(idle);
  }
}
