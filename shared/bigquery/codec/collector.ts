/** Keys that name no column are rejected, dropped and counted, or collected into a JSON column. */

import { isNamed } from '../schema/column-name.ts';
import { Fault, step } from './fault.ts';
import type { UnknownFields } from './options.ts';

/** The pseudo-columns of CDC: write-api.md, CDC. */
export const CHANGE_TYPE = '_CHANGE_TYPE';
export const CHANGE_SEQUENCE = '_CHANGE_SEQUENCE_NUMBER';

export class Collector {
  dropped = 0;
  /** The unknown fields of the row in progress, by path. It has no prototype: `__proto__` is a key like any other. */
  collected: Record<string, unknown> | undefined;
  readonly #mode: UnknownFields;
  readonly #masked: boolean;

  /** `masked`: the schema has sensitive columns, and a misspelt key may hold what was meant for one. */
  constructor(mode: UnknownFields, masked: boolean) {
    this.#mode = mode;
    this.#masked = masked;
  }

  /** `prefix` is the path of the object that holds the key. */
  take(prefix: string, key: string, value: unknown): Fault | undefined {
    if (isNamed(key, CHANGE_TYPE) || isNamed(key, CHANGE_SEQUENCE)) {
      // Dropping it would turn a delete into a plain row, unseen.
      return this.#refuse('RESERVED_FIELD', 'a row has no change of its own; it is given beside the row', key, value);
    }
    if (this.#mode === 'reject') return this.#refuse('UNKNOWN_FIELD', 'no column has this name', key, value);
    if (this.#mode === 'drop') {
      this.dropped += 1;
      return undefined;
    }
    const path = prefix === '' ? key : `${prefix}.${key}`;
    this.collected ??= Object.create(null) as Record<string, unknown>;
    if (Object.hasOwn(this.collected, path)) {
      return this.#refuse('DUPLICATE_FIELD', 'two unknown fields have the same path', key, value);
    }
    this.collected[path] = value;
    return undefined;
  }

  #refuse(code: Fault['code'], reason: string, key: string, value: unknown): Fault {
    return new Fault(code, reason).under(step(key)).at('none', this.#masked, value);
  }
}
