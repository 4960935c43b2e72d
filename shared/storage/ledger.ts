/**
 * A ledger: one small JSON object per unit of work in Cloud Storage, changed only by compare-and-set on its generation.
 * Whoever wants to change it says which generation he has read; if somebody else was faster he is told so, and reads again.
 */

import type { Storage } from '@google-cloud/storage';
import { fromHttpError, fromUnknown, PenstockError } from '../runtime/errors.ts';
import { connectStorage } from './client.ts';

export interface Entry<T> {
  readonly value: T;
  /** Names this state of the object: give it back to change it. */
  readonly generation: string;
}

export interface Ledger<T> {
  read(name: string): Promise<Entry<T> | undefined>;
  /** Throws ALREADY_EXISTS where there is one. */
  create(name: string, value: T): Promise<Entry<T>>;
  /** Throws CONFLICT where the object is no longer at that generation. */
  update(name: string, value: T, generation: string): Promise<Entry<T>>;
}

export interface LedgerOptions<T> {
  readonly projectId: string;
  readonly bucket: string;
  /** Before every name, with its final `/`. */
  readonly prefix: string;
  /** Reads what was stored; throws where it is not a T. */
  readonly parse: (stored: unknown) => T;
}

export function createLedger<T>({ projectId, bucket, prefix, parse }: LedgerOptions<T>): Ledger<T> {
  let client: Promise<Storage> | undefined;
  const fileOf = async (name: string, generation?: string) => {
    client ??= connectStorage(projectId);
    return (await client).bucket(bucket).file(`${prefix}${name}`, generation === undefined ? {} : { generation });
  };

  async function write(name: string, value: T, ifGenerationMatch: string): Promise<Entry<T>> {
    const file = await fileOf(name);
    await file.save(JSON.stringify(value), {
      resumable: false,
      contentType: 'application/json',
      preconditionOpts: { ifGenerationMatch },
    });
    return { value, generation: String(file.metadata.generation) };
  }

  async function generationOf(name: string): Promise<string> {
    const [{ generation }] = await (await fileOf(name)).getMetadata();
    return String(generation);
  }

  /** Pinned: a change between the two requests must not give one state's value under another's generation. */
  async function contentOf(name: string, generation: string): Promise<string> {
    const [bytes] = await (await fileOf(name, generation)).download();
    return bytes.toString('utf8');
  }

  function read(content: string): T {
    try {
      return parse(JSON.parse(content));
    } catch (error) {
      throw fromUnknown(error);
    }
  }

  return {
    read: async (name) => {
      for (let reading = 1; reading <= READS; reading += 1) {
        const generation = await generationOf(name).catch(absent);
        if (generation === undefined) return undefined;
        const content = await contentOf(name, generation).catch(absent);
        if (content !== undefined) return { value: read(content), generation };
        // Changed in between: that generation is gone, and the ledger is not.
      }
      throw new PenstockError('CONFLICT', `${name} was changed during each of ${READS} readings`);
    },
    create: (name, value) =>
      write(name, value, '0').catch((error: unknown) => {
        if (statusOf(error) === 412)
          throw new PenstockError('ALREADY_EXISTS', `${name} exists already`, { cause: error });
        throw fromHttpError(error);
      }),
    update: (name, value, generation) =>
      write(name, value, generation).catch((error: unknown) => {
        if (statusOf(error) === 412)
          throw new PenstockError('CONFLICT', `${name} was changed by somebody else`, { cause: error });
        throw fromHttpError(error);
      }),
  };
}

/** How often a ledger is read that others change between the two requests of a reading. */
const READS = 5;

function absent(error: unknown): undefined {
  if (statusOf(error) === 404) return undefined;
  throw fromHttpError(error);
}

/** Google's client puts the HTTP status into `code`. */
function statusOf(error: unknown): unknown {
  return (error as { readonly code?: unknown } | null)?.code;
}
