/**
 * A ledger: one small JSON object per unit of work in Cloud Storage, changed only by compare-and-set on its generation.
 *
 * An update names the generation it is based on. If the object has changed since, the update fails and the caller reads it
 * again. Each write carries an id of its own, so that a write whose answer was lost is not taken for another caller's.
 */

import { fromUnknown, PenstockError } from '../runtime/errors.ts';
import type { StorageClient } from './client.ts';
import { listPages } from './list.ts';
import { objectPath } from './resource.ts';
import { type Seen, stat, type UploadResult, upload } from './upload.ts';

export interface Entry<T> {
  readonly value: T;
  /** Names this state of the object: give it back to change it. */
  readonly generation: string;
  /** The service's own time of the write that made this state. */
  readonly updatedMs: number;
  /** The service's own time of the answer, to the second below, and never before `updatedMs`. */
  readonly nowMs: number;
}

export interface ListedEntry {
  /** Without the ledger's prefix. */
  readonly name: string;
  readonly generation: string;
  readonly updatedMs: number;
}

export interface Ledger<T> {
  read(name: string): Promise<Entry<T> | undefined>;
  /** Throws ALREADY_EXISTS where another caller has created it. */
  create(name: string, value: T): Promise<Entry<T>>;
  /** Throws CONFLICT, transient, where the object is at another generation, or gone. */
  update(name: string, value: T, generation: string): Promise<Entry<T>>;
  /** Throws CONFLICT where the object is at another generation. One that is gone already counts as deleted. */
  delete(name: string, generation: string): Promise<void>;
  /** Pages of entries in the order of their names; their values are read one by one. */
  list(prefix: string): AsyncIterable<readonly ListedEntry[]>;
}

export interface LedgerOptions<T> {
  readonly storage: StorageClient;
  readonly bucket: string;
  /** Before every name, with its final `/`. */
  readonly prefix: string;
  /** Reads what was stored; throws where it is not a T. */
  readonly parse: (stored: unknown) => T;
}

/** The number of attempts to read a ledger that others change between the two requests of a reading. */
const READS = 5;

/**
 * @example
 * const ledger = createLedger({ storage, bucket: 'ledgers', prefix: 'windows/', parse: readWindow });
 * const entry = await ledger.create('2026-01-01T00:00Z', { state: 'open' });
 * await ledger.update('2026-01-01T00:00Z', { state: 'done' }, entry.generation);
 */
export function createLedger<T>({ storage, bucket, prefix, parse }: LedgerOptions<T>): Ledger<T> {
  const write = (name: string, value: T, ifGenerationMatch: string): Promise<UploadResult> =>
    upload(storage, {
      bucket,
      name: `${prefix}${name}`,
      data: Buffer.from(JSON.stringify(value)),
      contentType: 'application/json',
      ifGenerationMatch,
    });

  /** Pinned: a change between the two requests must not give one state's value under another's generation. */
  async function contentOf(name: string, generation: string): Promise<Buffer | undefined> {
    const path = `${objectPath(bucket, `${prefix}${name}`)}?alt=media&generation=${generation}`;
    const { status, body } = await storage.call({ method: 'GET', path, accept: [404] });
    return status === 404 ? undefined : body;
  }

  function valueIn(name: string, content: Buffer): T {
    try {
      return parse(JSON.parse(content.toString('utf8')));
    } catch (error) {
      const { message } = fromUnknown(error);
      const place = `gs://${bucket}/${prefix}${name}`;
      throw new PenstockError('INPUT_MALFORMED', `${place} is not an entry of this ledger: ${message}`, {
        cause: error,
      });
    }
  }

  return {
    read: async (name) => {
      for (let reading = 1; reading <= READS; reading += 1) {
        const seen = await stat(storage, bucket, `${prefix}${name}`);
        if (seen === undefined) return undefined;
        const content = await contentOf(name, seen.info.generation);
        if (content !== undefined) return entryOf(valueIn(name, content), seen);
        // It changed in between: that generation is gone, and the entry is not.
      }
      throw new PenstockError('CONFLICT', `${name} was changed during each of ${READS} readings`);
    },
    create: async (name, value) => {
      const { state, seen } = await write(name, value, '0');
      if (state === 'written') return entryOf(value, seen);
      if (seen !== undefined) throw new PenstockError('ALREADY_EXISTS', `${name} exists already`);
      throw new PenstockError(
        'CONFLICT',
        `${name} could not be created and is not there: is there a bucket ${bucket}?`,
      );
    },
    update: async (name, value, generation) => {
      const { state, seen } = await write(name, value, generation);
      if (state === 'written') return entryOf(value, seen);
      const found = seen === undefined ? 'deleted' : 'changed';
      throw new PenstockError('CONFLICT', `${name} was ${found} by another caller: read it again`);
    },
    delete: async (name, generation) => {
      const path = `${objectPath(bucket, `${prefix}${name}`)}?ifGenerationMatch=${generation}`;
      const { status } = await storage.call({ method: 'DELETE', path, accept: [404, 412] });
      if (status === 412) throw new PenstockError('CONFLICT', `${name} was changed by another caller: read it again`);
    },
    list: async function* (below) {
      for await (const page of listPages(storage, bucket, { prefix: `${prefix}${below}` }))
        yield page.map(({ name, generation, updatedMs }) => ({
          name: name.slice(prefix.length),
          generation,
          updatedMs,
        }));
    },
  };
}

function entryOf<T>(value: T, { info, nowMs }: Seen): Entry<T> {
  return { value, generation: info.generation, updatedMs: info.updatedMs, nowMs };
}
