/**
 * Stores content. A blob is written once and never changed. Its holders are counted, and releasing the last hold deletes
 * it. The name of an object never reaches the file system: files are named by random ids.
 */

import type { Readable } from 'node:stream';
import type { ByteRange } from '../api/range.ts';
import type { BlobRef } from '../state/model.ts';

export interface Blobs {
  /** Durable when it resolves. The caller holds the reference and must `release` it, whatever happens. */
  write(source: AsyncIterable<Uint8Array>): Promise<BlobRef>;
  /** Holds the reference until the stream is closed. */
  read(ref: BlobRef, range: ByteRange): Readable;
  /** Begins a blob that grows over several requests; the caller holds its reference. */
  begin(): Promise<GrowingBlob>;
  /** Goes on with one that an earlier process began. Does not take a hold. */
  resume(ref: BlobRef): Promise<GrowingBlob>;
  retain(ref: BlobRef): void;
  release(ref: BlobRef): void;
  /** Everything not retained by now is left over from an earlier process and is deleted. */
  sweep(): Promise<void>;
  /** References held in files that are mostly waste: moving them frees the space. */
  wasteful(): ReadonlySet<BlobRef>;
  /** The path of the blob, if it is a file of its own. */
  pathOf(ref: BlobRef): string | undefined;
  close(): Promise<void>;
}

export interface GrowingBlob {
  readonly ref: BlobRef;
  readonly size: number;
  append(bytes: Uint8Array): Promise<void>;
  /** Resolves when all appended bytes are durable. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Counts holds and says when the last is gone. */
export class Holds {
  readonly #counts = new Map<BlobRef, number>();

  retain(ref: BlobRef): void {
    this.#counts.set(ref, (this.#counts.get(ref) ?? 0) + 1);
  }

  /** True if this was the last hold. */
  release(ref: BlobRef): boolean {
    const count = this.#counts.get(ref);
    if (count === undefined) return false;
    if (count > 1) {
      this.#counts.set(ref, count - 1);
      return false;
    }
    this.#counts.delete(ref);
    return true;
  }

  has(ref: BlobRef): boolean {
    return this.#counts.has(ref);
  }

  refs(): IterableIterator<BlobRef> {
    return this.#counts.keys();
  }
}
