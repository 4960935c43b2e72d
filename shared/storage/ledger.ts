/**
 * A ledger: one small JSON object per unit of work in Cloud Storage, changed only by compare-and-set on its generation.
 * Whoever wants to change it says which generation he has read; if somebody else was faster he is told so, and reads again.
 */

import type { Storage } from '@google-cloud/storage';
import { fromUnknown, PenstockError } from '../runtime/errors.ts';
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

  return {
    read: async (name) => {
      try {
        const [{ generation }] = await (await fileOf(name)).getMetadata();
        // Pinned: a change between the two requests must not give one state's value under another's generation.
        const [bytes] = await (await fileOf(name, String(generation))).download();
        return { value: parse(JSON.parse(bytes.toString('utf8'))), generation: String(generation) };
      } catch (error) {
        if (statusOf(error) === 404) return undefined;
        throw fromStorageError(error);
      }
    },
    create: (name, value) =>
      write(name, value, '0').catch((error: unknown) => {
        if (statusOf(error) === 412)
          throw new PenstockError('ALREADY_EXISTS', `${name} exists already`, { cause: error });
        throw fromStorageError(error);
      }),
    update: (name, value, generation) =>
      write(name, value, generation).catch((error: unknown) => {
        if (statusOf(error) === 412)
          throw new PenstockError('CONFLICT', `${name} was changed by somebody else`, { cause: error });
        throw fromStorageError(error);
      }),
  };
}

/** Google's client puts the HTTP status into `code`. */
function statusOf(error: unknown): unknown {
  return (error as { readonly code?: unknown } | null)?.code;
}

/** Cloud Storage's HTTP statuses in our words. */
export function fromStorageError(error: unknown): PenstockError {
  const message = error instanceof Error ? error.message : String(error);
  switch (statusOf(error)) {
    case 401:
      return new PenstockError('UNAUTHENTICATED', message, { cause: error });
    case 403:
      return new PenstockError('PERMISSION_DENIED', message, { cause: error });
    case 404:
      return new PenstockError('NOT_FOUND', message, { cause: error });
    case 412:
      return new PenstockError('CONFLICT', message, { cause: error });
    case 429:
      return new PenstockError('RESOURCE_EXHAUSTED', message, { cause: error });
    case 408:
    case 500:
    case 502:
    case 503:
    case 504:
      return new PenstockError('UNAVAILABLE', message, { cause: error });
    default:
      return fromUnknown(error);
  }
}
