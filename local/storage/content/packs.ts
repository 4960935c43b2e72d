/** The packs of a folder: which is written to, how much of each is still wanted, and which can go. */

import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ByteRange } from '../api/range.ts';
import type { BlobRef } from '../state/model.ts';
import { Pack } from './pack.ts';

/** A full pack of which less than this share is wanted is worth moving. */
const WORTH_MOVING = 0.3;

interface Place {
  readonly pack: number;
  readonly at: number;
  readonly length: number;
}

export class Packs {
  readonly #folder: string;
  readonly #fullBytes: number;
  readonly #packs = new Map<number, Pack>();
  /** Blobs wanted in each pack, and their bytes. */
  readonly #wanted = new Map<number, { blobs: number; bytes: number }>();
  readonly #known = new Set<BlobRef>();
  #current: Pack | undefined;
  #opening: Promise<Pack> | undefined;

  private constructor(folder: string, fullBytes: number) {
    this.#folder = folder;
    this.#fullBytes = fullBytes;
  }

  static async open(folder: string, fullBytes: number): Promise<Packs> {
    await mkdir(folder, { recursive: true });
    const packs = new Packs(folder, fullBytes);
    for (const name of await readdir(folder)) {
      const match = /^(\d+)\.pack$/.exec(name);
      if (match === null) continue;
      const id = Number(match[1]);
      packs.#packs.set(id, await Pack.open(id, join(folder, name)));
    }
    const last = packs.#packs.get(Math.max(0, ...packs.#packs.keys()));
    if (last !== undefined && last.size < fullBytes) packs.#current = last;
    return packs;
  }

  static idOf(ref: BlobRef): number {
    return placeOf(ref).pack;
  }

  async append(bytes: Uint8Array): Promise<BlobRef> {
    const pack = await this.#writable();
    // Counted before it is written, so that the pack cannot be taken for empty meanwhile.
    this.#count(pack.id, 1, bytes.length);
    try {
      const ref = `p${pack.id}.${await pack.append(bytes)}.${bytes.length}`;
      this.#known.add(ref);
      return ref;
    } catch (error) {
      this.#count(pack.id, -1, -bytes.length);
      throw error;
    }
  }

  async *read(ref: BlobRef, range: ByteRange): AsyncGenerator<Buffer> {
    const { pack, at } = placeOf(ref);
    yield await this.#pack(pack).read(at + range.from, range.to - range.from);
  }

  /** Learns of a reference that an earlier process wrote. */
  retained(ref: BlobRef): void {
    if (ref[0] !== 'p' || this.#known.has(ref)) return;
    this.#known.add(ref);
    const { pack, length } = placeOf(ref);
    this.#count(pack, 1, length);
  }

  /** Counts the reference as waste. Its pack goes when `removeIfUnwanted` finds nothing else in it. */
  forget(ref: BlobRef): void {
    this.#known.delete(ref);
    const { pack, length } = placeOf(ref);
    this.#count(pack, -1, -length);
  }

  async removeIfUnwanted(id: number): Promise<void> {
    const pack = this.#packs.get(id);
    if (pack === undefined || pack === this.#current || (this.#wanted.get(id)?.blobs ?? 0) > 0) return;
    this.#packs.delete(id);
    this.#wanted.delete(id);
    await pack.close();
    await rm(pack.path, { force: true });
  }

  async sweep(): Promise<void> {
    for (const id of [...this.#packs.keys()]) await this.removeIfUnwanted(id);
  }

  wasteful(): ReadonlySet<number> {
    const ids = [...this.#packs.values()]
      .filter((pack) => pack !== this.#current)
      .filter((pack) => (this.#wanted.get(pack.id)?.bytes ?? 0) < pack.size * WORTH_MOVING)
      .map((pack) => pack.id);
    return new Set(ids);
  }

  async close(): Promise<void> {
    for (const pack of this.#packs.values()) await pack.close();
  }

  async #writable(): Promise<Pack> {
    const current = this.#current;
    if (current !== undefined && current.size < this.#fullBytes && !current.failed) return current;
    this.#opening ??= this.#next().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  async #next(): Promise<Pack> {
    const id = Math.max(0, ...this.#packs.keys()) + 1;
    const pack = await Pack.open(id, join(this.#folder, `${id}.pack`));
    const folder = await open(this.#folder, 'r');
    await folder.sync().finally(() => folder.close());
    const full = this.#current;
    this.#packs.set(id, pack);
    this.#current = pack;
    if (full !== undefined) await this.removeIfUnwanted(full.id);
    return pack;
  }

  #count(id: number, blobs: number, bytes: number): void {
    const wanted = this.#wanted.get(id) ?? { blobs: 0, bytes: 0 };
    wanted.blobs += blobs;
    wanted.bytes += bytes;
    this.#wanted.set(id, wanted);
  }

  #pack(id: number): Pack {
    const pack = this.#packs.get(id);
    if (pack === undefined) throw new Error(`content pack ${id} is missing from ${this.#folder}`);
    return pack;
  }
}

function placeOf(ref: BlobRef): Place {
  const match = /^p(\d+)\.(\d+)\.(\d+)$/.exec(ref);
  if (match === null) throw new Error(`not a reference into a content pack: ${ref}`);
  return { pack: Number(match[1]), at: Number(match[2]), length: Number(match[3]) };
}
