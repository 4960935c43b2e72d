/** The values of a manifest's config: given ones, defaults of its specification, and secrets, which only get a name. */

import { isJsonObject } from '@penstock/shared/runtime/json-object.ts';
import type { Known } from './builtins.ts';
import { type Component, componentAt, listAt } from './manifest.ts';
import { isTrue } from './python-values.ts';

const SECRET = /(?:api_?key|token|secret|password|private_key|credential)/i;

export class Config {
  /** The source file's `settings`. */
  readonly settings: Record<string, unknown> = {};
  /** The source file's `secrets`: names alone, for their places in the manifest. */
  readonly secrets = new Set<string>();
  /** Settings without a value: the file is not complete until they have one. */
  readonly missing = new Set<string>();
  /** Values that decided parts of the file, by being given or by being absent. */
  readonly decisive = new Map<string, 'given' | 'absent'>();
  readonly #given: Component;
  readonly #specification: Component | undefined;

  constructor(given: Component, specification: Component | undefined) {
    this.#given = given;
    this.#specification = specification;
  }

  /** The placeholder of a value of the config. Within credentials every value is a secret. */
  placeholder(keys: readonly string[], secret: boolean, as?: number): string {
    const name = keys.join('_').replace(/[^A-Za-z0-9_]/g, '_');
    if (secret || this.#isSecret(keys)) {
      this.secrets.add(name);
      return `{secret.${name}}`;
    }
    const value = as ?? this.settings[name] ?? this.valueOf(keys);
    if (value === undefined) this.missing.add(name);
    else this.settings[name] = value;
    return `{settings.${name}}`;
  }

  /** As `valueOf`, and undefined for a secret. */
  plainOf(keys: readonly string[]): unknown {
    return this.#isSecret(keys) ? undefined : this.valueOf(keys);
  }

  /** Whether it is a text of the config whose number has other digits, such as `007`. */
  isOtherNumber(keys: readonly string[]): boolean {
    const value = this.plainOf(keys);
    return typeof value === 'string' && String(Number(value)) !== value;
  }

  /** Whether the specification says that it is a list, whose value may not be known. */
  isList(keys: readonly string[]): boolean {
    return this.#property(keys)?.type === 'array';
  }

  /** Tells the user which values are still needed, and which decided parts of the file. */
  notes(): readonly string[] {
    const [given, absent] = (['given', 'absent'] as const).map((how) =>
      [...this.decisive].filter(([, found]) => found === how).map(([key]) => key),
    ) as [string[], string[]];
    const are = absent.length === 1 ? 'is' : 'are';
    return [
      ...[...this.missing].map((name) => `settings.${name} has no value yet: give it in the file`),
      ...(given.length === 0
        ? []
        : [`parts of the file were decided by ${given.join(', ')} of the config: import it again where they change`]),
      ...(absent.length === 0
        ? []
        : [`${absent.join(', ')} of the config ${are} not given, and parts of the file were decided by that`]),
    ];
  }

  /** Given, or the default of the specification. */
  valueOf(keys: readonly string[]): unknown {
    let at: unknown = this.#given;
    for (const key of keys) at = itemOf(at, key);
    return at ?? this.#property(keys)?.default ?? this.#property(keys)?.const;
  }

  /** As `valueOf`, for a part that the value decides. Undefined for a secret, an object, and where it is not known. */
  read(keys: readonly string[], lenient: readonly number[] = []): Known | undefined {
    const isGiven = this.isGiven(keys, lenient);
    if (isGiven === undefined || this.#isSecret(keys)) return undefined;
    const value = isGiven ? this.valueOf(keys) : undefined;
    return isJsonObject(value) ? undefined : { value };
  }

  /** Whether it is there and holds something. The value of a secret is read for nothing else. */
  truth(keys: readonly string[], lenient: readonly number[] = []): boolean | undefined {
    const isGiven = this.isGiven(keys, lenient);
    return isGiven === undefined ? undefined : isGiven && isTrue(this.valueOf(keys));
  }

  /** Undefined where it is not known: a secret, and what the specification requires, may be given later. */
  isGiven(keys: readonly string[], lenient: readonly number[] = []): boolean | undefined {
    if (keys.length === 0) return undefined;
    if (this.valueOf(keys) !== undefined) {
      this.decisive.set(keys.join('.'), 'given');
      return true;
    }
    const missing = keys.findIndex((_, index) => this.valueOf(keys.slice(0, index + 1)) === undefined);
    const absent = keys.slice(0, missing + 1);
    const isRead = keys.every((_, index) => index < missing || index === keys.length - 1 || lenient.includes(index));
    if (!isRead || this.#isSecret(keys) || this.#isSecret(absent) || this.#isRequired(absent)) return undefined;
    this.decisive.set(absent.join('.'), 'absent');
    return false;
  }

  /** Whether the config that was given leaves it out. Without a config nothing is known. */
  isLeftOut(keys: readonly string[], lenient?: readonly number[]): boolean {
    return Object.keys(this.#given).length > 0 && this.isGiven(keys, lenient) === false;
  }

  /** Whether the object of the config has the key; undefined where that is not known, or there is no object. */
  isKey(keys: readonly string[], key: string): boolean | undefined {
    if (keys.length > 0 && !isJsonObject(this.valueOf(keys))) return undefined;
    return this.isGiven([...keys, key]);
  }

  #isRequired(keys: readonly string[]): boolean {
    const parent = keys.length === 1 ? this.#specification : this.#property(keys.slice(0, -1));
    return listAt(parent, 'required').includes(keys.at(-1));
  }

  #property(keys: readonly string[]): Component | undefined {
    let at = this.#specification;
    for (const key of keys) at = componentAt(componentAt(at, 'properties'), key);
    return at;
  }

  #isSecret(keys: readonly string[]): boolean {
    const property = this.#property(keys);
    return property === undefined ? SECRET.test(keys.at(-1) as string) : property.airbyte_secret === true;
  }
}

/** The value of a key, or of an index, which counts from the end where it is negative. */
function itemOf(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return /^-?\d+$/.test(key) ? value.at(Number(key)) : undefined;
  return isJsonObject(value) ? value[key] : undefined;
}
