/** The values of a manifest's config: given ones, defaults of its specification, and secrets, which only get a name. */

import type { Expression } from './expression.ts';
import { type Component, componentAt } from './manifest.ts';

type Value = string | number | boolean | null;

const SECRET = /(?:api_?key|token|secret|password|private_key|credential)/i;

export class Config {
  /** The source file's `settings`. */
  readonly settings: Record<string, unknown> = {};
  /** The source file's `secrets`: names alone, for their places in the manifest. */
  readonly secrets = new Set<string>();
  /** Settings without a value: the file is not complete until they have one. */
  readonly missing = new Set<string>();
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

  /** Whether the specification says that it is a list, whose value may not be known. */
  isList(keys: readonly string[]): boolean {
    return this.#property(keys)?.type === 'array';
  }

  /** Given, or the default of the specification. */
  valueOf(keys: readonly string[]): unknown {
    let at: unknown = this.#given;
    for (const key of keys) at = (at as Component | undefined)?.[key];
    return at ?? this.#property(keys)?.default ?? this.#property(keys)?.const;
  }

  /** The value of an expression that names nothing but the config, parameters and literals; undefined where it is not known. */
  constantOf(expression: Expression, parameters: Component): Value | undefined {
    switch (expression.kind) {
      case 'literal':
        return expression.value;
      case 'path':
        return expression.root === 'parameters' ? scalarAt(parameters, expression.keys) : undefined;
      case 'choice': {
        const when = this.#truth(expression.when, parameters);
        if (when === undefined) return undefined;
        return this.knownOf(when ? expression.then : expression.otherwise, parameters);
      }
      case 'call':
        return this.#default(expression, parameters);
      case 'binary': {
        if (expression.operator === 'or') return this.#either(expression, parameters);
        if (expression.operator !== '+' && expression.operator !== '~') return undefined;
        const [left, right] = [
          this.constantOf(expression.left, parameters),
          this.constantOf(expression.right, parameters),
        ];
        return typeof left === 'string' && typeof right === 'string' ? left + right : undefined;
      }
      default:
        return undefined;
    }
  }

  #either({ left, right }: Extract<Expression, { readonly kind: 'binary' }>, parameters: Component): Value | undefined {
    const first = this.constantOf(left, parameters);
    if (first !== undefined && first) return first;
    const absent = first !== undefined || this.#isNothing(left);
    return absent ? this.constantOf(right, parameters) : undefined;
  }

  /** As `constantOf`, with values of the config that are no secrets. */
  knownOf(expression: Expression, parameters: Component): Value | undefined {
    if (expression.kind === 'path' && expression.root === 'config' && !this.#isSecret(expression.keys))
      return scalar(this.valueOf(expression.keys));
    return this.constantOf(expression, parameters);
  }

  /** `config.get('x', 'y')` and `config.x | default('y')` where `x` has no value. */
  #default(
    { name, of, args }: Extract<Expression, { readonly kind: 'call' }>,
    parameters: Component,
  ): Value | undefined {
    if (of === undefined) return undefined;
    const inner: Expression =
      name === 'get' && of.kind === 'path' && args[0]?.kind === 'literal'
        ? { ...of, keys: [...of.keys, String(args[0].value)] }
        : of;
    const otherwise = name === 'get' ? args[1] : name === '|default' ? args[0] : undefined;
    return otherwise !== undefined && this.#isAbsent(inner) ? this.constantOf(otherwise, parameters) : undefined;
  }

  #isAbsent(expression: Expression): boolean {
    return (
      expression.kind === 'path' &&
      expression.root === 'config' &&
      !this.#isSecret(expression.keys) &&
      this.valueOf(expression.keys) === undefined
    );
  }

  /** Values of the config and parameters that are not given. */
  #isNothing(expression: Expression): boolean {
    if (expression.kind === 'binary' && expression.operator === 'or') {
      return this.#isNothing(expression.left) && this.#isNothing(expression.right);
    }
    return this.#isAbsent(expression) || (expression.kind === 'path' && expression.root === 'parameters');
  }

  #truth(expression: Expression, parameters: Component): boolean | undefined {
    if (expression.kind === 'not') {
      const inside = this.#truth(expression.of, parameters);
      return inside === undefined ? undefined : !inside;
    }
    if (expression.kind === 'binary' && (expression.operator === '==' || expression.operator === '!=')) {
      const [left, right] = [this.knownOf(expression.left, parameters), this.knownOf(expression.right, parameters)];
      return left === undefined || right === undefined
        ? undefined
        : (left === right) === (expression.operator === '==');
    }
    const value = this.knownOf(expression, parameters);
    return value === undefined ? undefined : Boolean(value);
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

function scalar(value: unknown): Value | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null
    ? value
    : undefined;
}

function scalarAt(parameters: Component, keys: readonly string[]): Value | undefined {
  let at: unknown = parameters;
  for (const key of keys) at = (at as Component | undefined)?.[key];
  return scalar(at);
}
