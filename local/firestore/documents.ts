/**
 * The documents themselves: in memory, every commit one record in the journal before it is answered. A commit's changes
 * stay in the journal as untold until their events were taken, so that no crash between a write and its events loses one.
 */

import { randomUUID } from 'node:crypto';
import { Journal } from '../core/journal/journal.ts';
import type { Fields } from './value.ts';

export interface StoredDocument {
  /** `projects/p/databases/d/documents/users/alice` */
  readonly name: string;
  readonly fields: Fields;
  readonly createTime: string;
  readonly updateTime: string;
}

export interface Write {
  readonly name: string;
  /** Undefined deletes. */
  readonly fields: Fields | undefined;
}

export interface Auth {
  readonly type: string;
  readonly id?: string;
}

/** The effect of one write on one document. */
export interface Change {
  readonly name: string;
  readonly before: StoredDocument | undefined;
  readonly after: StoredDocument | undefined;
}

export interface Commit {
  /** Stays the same when its changes are told again. */
  readonly id: string;
  readonly time: string;
  readonly auth: Auth;
  /** One a write, in order; a write that changed nothing has `before === after`. */
  readonly changes: readonly Change[];
}

/** A commit in the journal; reading the journal from its start gives the earlier state. */
interface CommitRecord {
  readonly id: string;
  readonly time: string;
  readonly auth: Auth;
  readonly writes: readonly { readonly name: string; readonly after?: StoredDocument }[];
}

type Entry = CommitRecord | { readonly told: string } | { readonly kept: StoredDocument } | { readonly untold: Commit };

const COMPACT_ABOVE_BYTES = 8 * 1024 * 1024;

export class Documents {
  readonly #documents = new Map<string, StoredDocument>();
  readonly #untold = new Map<string, Commit>();
  #journal: Journal | undefined;
  #lastMicros = 0;
  #last: Promise<void> = Promise.resolve();
  readonly #compactAboveBytes: number;
  #compactAt: number;
  readonly #now: () => number;

  constructor(now: () => number, compactAboveBytes = COMPACT_ABOVE_BYTES) {
    this.#now = now;
    this.#compactAboveBytes = compactAboveBytes;
    this.#compactAt = compactAboveBytes;
  }

  async open(path: string): Promise<void> {
    this.#journal = await Journal.open(path, (record) => this.#replay(JSON.parse(record.toString()) as Entry));
    this.#compactAt = Math.max(this.#compactAt, 2 * this.#journal.bytes);
  }

  /** Commits whose events an earlier process did not get told, oldest first. */
  get untold(): readonly Commit[] {
    return [...this.#untold.values()];
  }

  /** Resolves when everything that can be read here is on disk; rejects where it will not be. */
  durable(): Promise<void> {
    return this.#last;
  }

  get(name: string): StoredDocument | undefined {
    return this.#documents.get(name);
  }

  /** Documents directly in a collection, by name. */
  list(collection: string, after: string, limit: number): readonly StoredDocument[] {
    const prefix = `${collection}/`;
    return [...this.#documents.values()]
      .filter(({ name }) => name.startsWith(prefix) && !name.slice(prefix.length).includes('/') && name > after)
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .slice(0, limit);
  }

  /** The documents of a collection below `parent`, or of every collection of that id however deep; without an id of all. */
  below(
    parent: string,
    { collectionId, allDescendants }: { readonly collectionId: string | undefined; readonly allDescendants: boolean },
  ): readonly StoredDocument[] {
    const prefix = `${parent}/`;
    return [...this.#documents.values()].filter(({ name }) => {
      if (!name.startsWith(prefix)) return false;
      const segments = name.slice(prefix.length).split('/');
      const isOfId = collectionId === undefined || segments.at(-2) === collectionId;
      return isOfId && (allDescendants || segments.length === 2);
    });
  }

  /** The ids of the collections directly below a document or the root, in order. */
  collectionIds(parent: string): readonly string[] {
    const prefix = `${parent}/`;
    const ids = [...this.#documents.keys()].flatMap((name) =>
      name.startsWith(prefix) ? [name.slice(prefix.length).split('/')[0] as string] : [],
    );
    return [...new Set(ids)].sort();
  }

  /** Documents directly in a collection, and the names of those that only have documents below them, by name. */
  withMissing(collection: string): readonly (StoredDocument | { readonly name: string })[] {
    const prefix = `${collection}/`;
    const names = [...this.#documents.keys()].flatMap((name) =>
      name.startsWith(prefix) ? [prefix + (name.slice(prefix.length).split('/')[0] as string)] : [],
    );
    return [...new Set(names)].sort().map((name) => this.#documents.get(name) ?? { name });
  }

  /** Every collection that holds documents, by its path from the root, in order. */
  collections(): readonly { readonly path: string; readonly documents: number }[] {
    const counts = new Map<string, number>();
    for (const name of this.#documents.keys()) {
      const path = name.split('/').slice(5, -1).join('/');
      counts.set(path, (counts.get(path) ?? 0) + 1);
    }
    return [...counts]
      .map(([path, documents]) => ({ path, documents }))
      .sort((one, other) => (one.path < other.path ? -1 : 1));
  }

  /** Applies writes as one; resolves when they are durable. A write that changes nothing changes no update time. */
  async commit(writes: readonly Write[], auth: Auth): Promise<Commit> {
    const time = this.#nextTime();
    const changes = writes.map((write) => this.#apply(write, time));
    const commit: Commit = { id: randomUUID(), time, auth, changes };
    if (changes.every(({ before, after }) => before === after)) {
      // The unchanged document may still be on its way to the disk, and that write may fail.
      await this.#last;
      return commit;
    }
    this.#untold.set(commit.id, commit);
    const record: CommitRecord = {
      id: commit.id,
      time,
      auth,
      writes: changes
        .filter(({ before, after }) => before !== after)
        .map(({ name, after }) => ({ name, ...(after === undefined ? {} : { after }) })),
    };
    await this.#append(record);
    return commit;
  }

  /** The events of this commit were taken. If the record of it is lost, they are told again: at least once. */
  async told(commit: Commit): Promise<void> {
    if (!this.#untold.delete(commit.id)) return;
    await this.#append({ told: commit.id });
    await this.#compact();
  }

  async close(): Promise<void> {
    await this.#journal?.close();
  }

  #append(entry: Entry): Promise<void> {
    this.#last = this.#journal?.append(Buffer.from(JSON.stringify(entry))) ?? Promise.resolve();
    // The caller that appended learns of a failure, and so does every reader.
    this.#last.catch(() => undefined);
    return this.#last;
  }

  #apply({ name, fields }: Write, time: string): Change {
    const before = this.#documents.get(name);
    if (fields === undefined) {
      this.#documents.delete(name);
      return { name, before, after: undefined };
    }
    if (before !== undefined && JSON.stringify(before.fields) === JSON.stringify(fields)) {
      return { name, before, after: before };
    }
    const after = { name, fields, createTime: before?.createTime ?? time, updateTime: time };
    this.#documents.set(name, after);
    return { name, before, after };
  }

  #replay(entry: Entry): void {
    if ('told' in entry) this.#untold.delete(entry.told);
    else if ('kept' in entry) this.#set(entry.kept.name, entry.kept);
    else if ('untold' in entry) this.#untold.set(entry.untold.id, entry.untold);
    else {
      const { id, time, auth, writes } = entry;
      const changes = writes.map(({ name, after }) => {
        const before = this.#documents.get(name);
        this.#set(name, after);
        return { name, before, after };
      });
      this.#untold.set(id, { id, time, auth, changes });
    }
  }

  #set(name: string, document: StoredDocument | undefined): void {
    if (document === undefined) this.#documents.delete(name);
    else this.#documents.set(name, document);
  }

  /** Rewritten when it has doubled: what lives, and the commits that are not told yet. */
  async #compact(): Promise<void> {
    if (this.#journal === undefined || this.#journal.bytes < this.#compactAt) return;
    this.#compactAt = Number.POSITIVE_INFINITY;
    // A copy: what is committed meanwhile has its own record behind this.
    const entries: readonly Entry[] = [
      ...[...this.#documents.values()].map((kept) => ({ kept })),
      ...[...this.#untold.values()].map((untold) => ({ untold })),
    ];
    await this.#journal.rewrite(recordsOf(entries));
    this.#compactAt = Math.max(this.#compactAboveBytes, 2 * this.#journal.bytes);
  }

  /** The present moment, as answers to reads tell it. */
  readTime(): string {
    return `${new Date(this.#now()).toISOString().slice(0, -1)}000Z`;
  }

  /** Microseconds, and never twice the same: the order of commits is the order of update times. */
  #nextTime(): string {
    this.#lastMicros = Math.max(this.#lastMicros + 1, this.#now() * 1_000);
    const seconds = new Date(Math.floor(this.#lastMicros / 1_000)).toISOString().slice(0, 19);
    return `${seconds}.${String(this.#lastMicros % 1_000_000).padStart(6, '0')}Z`;
  }
}

function* recordsOf(entries: readonly Entry[]): Generator<Buffer> {
  for (const entry of entries) yield Buffer.from(JSON.stringify(entry));
}
