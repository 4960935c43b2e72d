/** Keys of rows: one short hash for the values that name a row, and a bounded set of those that were seen. */

import { createHash } from 'node:crypto';
import { SourceError } from '../../source.ts';
import { exactJsonText } from '../decode/exact-json.ts';
import { type Path, pathText, valueAt } from '../json-path.ts';
import type { Row } from './steps.ts';

/** 128 bits: two of a billion rows share one by a chance of 1 in 10^20. */
const HASH_CHARACTERS = 22;

/**
 * The row's own time is a part of the key where it has one: a row that changed is another version, and not a repeat.
 * Throws where a part of the key is missing: rows without a name would count as one.
 */
export function keyOf(row: Row, paths: readonly Path[], parent: Row | undefined, at: number | undefined): string {
  const values = paths.map((path) => {
    const value = valueAt(row, path);
    if (value === undefined || value === null) {
      throw new SourceError('fail', 'INPUT_INVALID', `A row has no ${pathText(path)}, which is a part of its key.`);
    }
    return value;
  });
  const text = exactJsonText([values, parent ?? null, at ?? null]);
  return createHash('sha256').update(text).digest('base64url').slice(0, HASH_CHARACTERS);
}

export class KeySet {
  readonly #keys = new Set<string>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  /** Whether the key was seen before. Throws where there are more keys than memory is given. */
  seen(key: string): boolean {
    if (this.#keys.has(key)) return true;
    if (this.#keys.size >= this.#most) {
      throw new SourceError(
        'fail',
        'INPUT_TOO_LARGE',
        `The listing has more than ${this.#most} keys: make the windows shorter, or raise limits.keys.`,
      );
    }
    this.#keys.add(key);
    return false;
  }
}
