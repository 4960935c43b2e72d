/** Content of a cloud without a state folder. */

import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { tooLarge } from '../api/body.ts';
import type { ByteRange } from '../api/range.ts';
import type { BlobRef } from '../state/model.ts';
import { type Blobs, type GrowingBlob, Holds } from './blobs.ts';

/** One upload must not take the process's memory; with a state folder there is no such limit. */
const MAX_BLOB_BYTES = 512 * 1024 * 1024;

export class MemoryBlobs implements Blobs {
  readonly #holds = new Holds();
  readonly #blobs = new Map<BlobRef, MemoryBlob>();

  async write(source: AsyncIterable<Uint8Array>): Promise<BlobRef> {
    const blob = await this.begin();
    try {
      for await (const chunk of source) await blob.append(chunk);
    } catch (error) {
      this.release(blob.ref);
      throw error;
    }
    return blob.ref;
  }

  read(ref: BlobRef, range: ByteRange): Readable {
    return Readable.from([this.#blob(ref).slice(range)], { objectMode: false });
  }

  begin(): Promise<GrowingBlob> {
    const blob = new MemoryBlob(`m${randomUUID()}`);
    this.#blobs.set(blob.ref, blob);
    this.#holds.retain(blob.ref);
    return Promise.resolve(blob);
  }

  resume(ref: BlobRef): Promise<GrowingBlob> {
    return Promise.resolve(this.#blob(ref));
  }

  retain(ref: BlobRef): void {
    this.#holds.retain(ref);
  }

  release(ref: BlobRef): void {
    if (this.#holds.release(ref)) this.#blobs.delete(ref);
  }

  sweep(): Promise<void> {
    return Promise.resolve();
  }

  wasteful(): ReadonlySet<BlobRef> {
    return new Set();
  }

  pathOf(): undefined {
    return undefined;
  }

  close(): Promise<void> {
    this.#blobs.clear();
    return Promise.resolve();
  }

  #blob(ref: BlobRef): MemoryBlob {
    const blob = this.#blobs.get(ref);
    if (blob === undefined) throw new Error(`blob ${ref} is not in memory`);
    return blob;
  }
}

class MemoryBlob implements GrowingBlob {
  readonly ref: BlobRef;
  #chunks: Uint8Array[] = [];
  #size = 0;

  constructor(ref: BlobRef) {
    this.ref = ref;
  }

  get size(): number {
    return this.#size;
  }

  append(bytes: Uint8Array): Promise<void> {
    if (this.#size + bytes.length > MAX_BLOB_BYTES) return Promise.reject(tooLarge(MAX_BLOB_BYTES));
    // A chunk of the network's is often a window on a larger buffer: a small one is copied so as not to keep it all.
    this.#chunks.push(bytes.length * 2 < bytes.buffer.byteLength ? Buffer.from(bytes) : bytes);
    this.#size += bytes.length;
    return Promise.resolve();
  }

  sync(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  slice({ from, to }: ByteRange): Buffer {
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks, this.#size)];
    const [whole = Buffer.alloc(0)] = this.#chunks;
    return Buffer.from(whole.buffer, whole.byteOffset + from, to - from);
  }
}
