/** The documents themselves: in memory, ordered by path, every change in the journal before it is answered. */

import { Journal } from '../journal/journal.ts';
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

export interface Written {
  readonly name: string;
  readonly before: StoredDocument | undefined;
  readonly after: StoredDocument | undefined;
}

export class Documents {
  readonly #documents = new Map<string, StoredDocument>();
  #journal: Journal | undefined;
  #lastMicros = 0;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  async open(path: string): Promise<void> {
    this.#journal = await Journal.open(path, (record) => {
      const entry = JSON.parse(record.toString()) as StoredDocument | { readonly deleted: string };
      if ('deleted' in entry) this.#documents.delete(entry.deleted);
      else this.#documents.set(entry.name, entry);
    });
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

  /** Applies writes as one; resolves when they are durable. A write that changes nothing changes no update time. */
  async commit(writes: readonly Write[]): Promise<readonly Written[]> {
    const time = this.#nextTime();
    const written = writes.map(({ name, fields }) => {
      const before = this.#documents.get(name);
      const same =
        before !== undefined && fields !== undefined && JSON.stringify(before.fields) === JSON.stringify(fields);
      const after = same
        ? before
        : fields && { name, fields, createTime: before?.createTime ?? time, updateTime: time };
      if (after === undefined) this.#documents.delete(name);
      else this.#documents.set(name, after);
      return { name, before, after };
    });
    const records = written.map(({ name, after }) => Buffer.from(JSON.stringify(after ?? { deleted: name })));
    await Promise.all(records.map((record) => this.#journal?.append(record)));
    return written;
  }

  async close(): Promise<void> {
    await this.#journal?.close();
  }

  /** Microseconds, and never twice the same: the order of commits is the order of update times. */
  #nextTime(): string {
    this.#lastMicros = Math.max(this.#lastMicros + 1, this.#now() * 1_000);
    const seconds = new Date(Math.floor(this.#lastMicros / 1_000)).toISOString().slice(0, 19);
    return `${seconds}.${String(this.#lastMicros % 1_000_000).padStart(6, '0')}Z`;
  }
}
