/**
 * State with a memory: a commit is applied at once, journaled as one record and acknowledged when that is on disk.
 *
 * Changes are visible to later requests before they are durable, so that preconditions are decided in one order; but no
 * answer leaves that shows a change not yet durable: every read waits for `durable()` first.
 */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Journal } from '../../core/journal/journal.ts';
import type { Blobs } from '../content/blobs.ts';
import { DiskBlobs, syncFolder } from '../content/disk-blobs.ts';
import { MemoryBlobs } from '../content/memory-blobs.ts';
import type { BlobRef, Change, ObjectVersion } from './model.ts';
import { type ContentHolder, State } from './state.ts';

export interface StoreLimits {
  /** Below this a journal is not worth rewriting. */
  readonly minRewriteBytes: number;
  /** Commits between two looks at whether content packs are worth moving. */
  readonly commitsPerLook: number;
  /** A pack is full at this size. */
  readonly packBytes: number;
}

const LIMITS: StoreLimits = { minRewriteBytes: 8 * 1024 * 1024, commitsPerLook: 2_000, packBytes: 64 * 1024 * 1024 };

export class Store {
  readonly state: State;
  readonly blobs: Blobs;
  readonly #journal: Journal | undefined;
  readonly #now: () => number;
  readonly #limits: StoreLimits;
  #last: Promise<void> = Promise.resolve();
  #rewriteAt: number;
  #commits = 0;
  #maintenance: Promise<void> | undefined;
  #closing = false;

  private constructor(
    state: State,
    blobs: Blobs,
    journal: Journal | undefined,
    now: () => number,
    limits: StoreLimits,
  ) {
    this.state = state;
    this.blobs = blobs;
    this.#journal = journal;
    this.#now = now;
    this.#limits = limits;
    this.#rewriteAt = Math.max(limits.minRewriteBytes, (journal?.bytes ?? 0) * 2);
  }

  static async open(stateDir: string | undefined, now: () => number, limits = LIMITS): Promise<Store> {
    const state = new State();
    if (stateDir === undefined) return new Store(state, new MemoryBlobs(), undefined, now, limits);
    await mkdir(stateDir, { recursive: true });
    const blobs = await DiskBlobs.open(join(stateDir, 'content'), limits.packBytes);
    try {
      const journal = await Journal.open(join(stateDir, 'journal'), (record) => {
        for (const change of JSON.parse(record.toString()) as readonly Change[]) state.apply(change, blobs);
      });
      await syncFolder(stateDir);
      await blobs.sweep();
      return new Store(state, blobs, journal, now, limits);
    } catch (error) {
      await blobs.close();
      throw error;
    }
  }

  /** Microseconds, never the same twice and never backwards, whatever the clock does. */
  nextGeneration(): number {
    const generation = Math.max(this.state.lastGeneration + 1, this.#now() * 1000);
    this.state.lastGeneration = generation;
    return generation;
  }

  /** All of it or, after a crash, none of it. Resolves when it is on disk. */
  commit(changes: readonly Change[]): Promise<void> {
    const released: BlobRef[] = [];
    const content: ContentHolder = {
      retain: (ref) => this.blobs.retain(ref),
      // Content goes only after its going is durable: a crash in between must find it.
      release: (ref) => released.push(ref),
    };
    for (const change of changes) this.state.apply(change, content);
    const written = this.#journal?.append(Buffer.from(JSON.stringify(changes))) ?? Promise.resolve();
    this.#last = written;
    this.#maintain();
    return written.then(() => {
      for (const ref of released) this.blobs.release(ref);
    });
  }

  /** Resolves when everything committed so far is on disk. */
  durable(): Promise<void> {
    return this.#last;
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.#maintenance;
    await this.#last.catch(() => undefined);
    await this.#journal?.close();
    await this.blobs.close();
  }

  #maintain(): void {
    const journal = this.#journal;
    if (journal === undefined || this.#maintenance !== undefined || this.#closing) return;
    this.#commits += 1;
    const rewrite = journal.bytes > this.#rewriteAt;
    if (!rewrite && this.#commits % this.#limits.commitsPerLook !== 0) return;
    this.#maintenance = this.#tidy(journal, rewrite)
      // A failed cleanup changes nothing; a journal that cannot be written fails every commit by itself.
      .catch(() => undefined)
      .finally(() => {
        this.#maintenance = undefined;
      });
  }

  async #tidy(journal: Journal, rewrite: boolean): Promise<void> {
    if (rewrite) {
      await journal.rewrite(records(this.state));
      this.#rewriteAt = Math.max(this.#limits.minRewriteBytes, journal.bytes * 2);
    }
    await this.#moveContent();
  }

  /** Copies what is still wanted out of packs that are mostly waste, so that they can be deleted. */
  async #moveContent(): Promise<void> {
    const wasteful = this.blobs.wasteful();
    if (wasteful.size === 0) return;
    const holders: ObjectVersion[] = [];
    for (const [, bucket] of this.state.buckets.from('')) {
      for (const [, versions] of bucket.objects.from('')) {
        for (const version of versions) if (wasteful.has(version.blob)) holders.push(version);
      }
    }
    for (const held of holders) {
      if (this.#closing) return;
      await this.#move(held);
    }
  }

  async #move(held: ObjectVersion): Promise<void> {
    const current = (): ObjectVersion | undefined =>
      this.state.buckets
        .get(held.bucket)
        ?.objects.get(held.name)
        ?.find((version) => version.generation === held.generation && version.blob === held.blob);
    if (current() === undefined) return;
    const moved = await this.blobs.write(this.blobs.read(held.blob, { from: 0, to: held.size }));
    try {
      const version = current();
      if (version !== undefined) await this.commit([{ op: 'object', version: { ...version, blob: moved } }]);
    } finally {
      this.blobs.release(moved);
    }
  }
}

/** The snapshot is taken whole when the first record is asked for: whatever comes later is appended behind it. */
function* records(state: State): Generator<Buffer> {
  for (const change of [...state.snapshot()]) yield Buffer.from(JSON.stringify([change]));
}
