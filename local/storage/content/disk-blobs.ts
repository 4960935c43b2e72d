/** Content on disk: small blobs in packs, large ones in files of their own. */

import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ByteRange } from '../api/range.ts';
import type { BlobRef } from '../state/model.ts';
import { type Blobs, type GrowingBlob, Holds } from './blobs.ts';
import { Packs } from './packs.ts';

const SMALL_BYTES = 256 * 1024;
/** Nothing to store. */
const EMPTY: BlobRef = 'e';

const OWN_NAME = /^f[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export class DiskBlobs implements Blobs {
  readonly #files: string;
  readonly #packs: Packs;
  readonly #holds = new Holds();
  /** Until the sweep the journal is being read: what one record drops, or what lies beside it, a later one may need. */
  #swept = false;
  #removals: Promise<unknown> = Promise.resolve();

  private constructor(files: string, packs: Packs) {
    this.#files = files;
    this.#packs = packs;
  }

  static async open(folder: string, packBytes: number): Promise<DiskBlobs> {
    const files = join(folder, 'files');
    await mkdir(files, { recursive: true });
    return new DiskBlobs(files, await Packs.open(join(folder, 'packs'), packBytes));
  }

  async write(source: AsyncIterable<Uint8Array>): Promise<BlobRef> {
    const start: Uint8Array[] = [];
    let bytes = 0;
    let large: GrowingBlob | undefined;
    try {
      for await (const chunk of source) {
        if (large !== undefined) {
          await large.append(chunk);
          continue;
        }
        start.push(chunk);
        bytes += chunk.length;
        if (bytes > SMALL_BYTES) {
          large = await this.begin();
          await large.append(Buffer.concat(start, bytes));
          start.length = 0;
        }
      }
      if (large !== undefined) {
        await large.sync();
        return large.ref;
      }
    } catch (error) {
      if (large !== undefined) this.release(large.ref);
      throw error;
    } finally {
      await large?.close();
    }
    if (bytes === 0) return EMPTY;
    const ref = await this.#packs.append(Buffer.concat(start, bytes));
    this.#holds.retain(ref);
    return ref;
  }

  read(ref: BlobRef, range: ByteRange): Readable {
    if (ref === EMPTY || range.from >= range.to) return Readable.from([], { objectMode: false });
    this.retain(ref);
    const stream =
      ref[0] === 'p'
        ? Readable.from(this.#packs.read(ref, range), { objectMode: false })
        : createReadStream(this.#path(ref), { start: range.from, end: range.to - 1, highWaterMark: 256 * 1024 });
    stream.once('close', () => this.release(ref));
    return stream;
  }

  async begin(): Promise<GrowingBlob> {
    const ref = `f${randomUUID()}`;
    const file = await open(this.#path(ref), 'ax');
    await syncFolder(this.#files);
    this.retain(ref);
    return new GrowingFile(ref, file, 0);
  }

  async resume(ref: BlobRef): Promise<GrowingBlob> {
    const file = await open(this.#path(ref), 'a');
    const { size } = await file.stat();
    return new GrowingFile(ref, file, size);
  }

  retain(ref: BlobRef): void {
    if (ref === EMPTY) return;
    this.#holds.retain(ref);
    this.#packs.retained(ref);
  }

  release(ref: BlobRef): void {
    if (ref === EMPTY || !this.#holds.release(ref)) return;
    if (ref[0] === 'p') this.#packs.forget(ref);
    if (!this.#swept) return;
    const work = ref[0] === 'p' ? this.#packs.removeIfUnwanted(Packs.idOf(ref)) : rm(this.#path(ref), { force: true });
    // A file that could not be deleted now is deleted by the sweep of the next start.
    this.#removals = Promise.allSettled([this.#removals, work]).then(() => undefined);
  }

  async sweep(): Promise<void> {
    this.#swept = true;
    for (const name of await readdir(this.#files)) {
      // Only names that this store made: other files belong to the user and stay.
      if (OWN_NAME.test(name) && !this.#holds.has(name)) await rm(join(this.#files, name), { force: true });
    }
    await this.#packs.sweep();
  }

  wasteful(): ReadonlySet<BlobRef> {
    const packs = this.#packs.wasteful();
    const refs = new Set<BlobRef>();
    if (packs.size === 0) return refs;
    for (const ref of this.#holds.refs()) if (ref[0] === 'p' && packs.has(Packs.idOf(ref))) refs.add(ref);
    return refs;
  }

  pathOf(ref: BlobRef): string | undefined {
    return ref[0] === 'f' ? this.#path(ref) : undefined;
  }

  async close(): Promise<void> {
    await this.#removals;
    await this.#packs.close();
  }

  #path(ref: BlobRef): string {
    // References come from our own journal; the check keeps a damaged one from naming a file elsewhere.
    if (!/^f[0-9a-f-]{36}$/.test(ref)) throw new Error(`not a reference to a content file: ${ref}`);
    return join(this.#files, ref);
  }
}

class GrowingFile implements GrowingBlob {
  readonly ref: BlobRef;
  readonly #file: FileHandle;
  #size: number;
  #closed = false;

  constructor(ref: BlobRef, file: FileHandle, size: number) {
    this.ref = ref;
    this.#file = file;
    this.#size = size;
  }

  get size(): number {
    return this.#size;
  }

  async append(bytes: Uint8Array): Promise<void> {
    await this.#file.appendFile(bytes);
    this.#size += bytes.length;
  }

  sync(): Promise<void> {
    return this.#file.datasync();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#file.close();
  }
}

export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
