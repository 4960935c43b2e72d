/**
 * Decides the parts of a template that the config, parameters and literals alone decide, as the engine of the manifest does.
 * Every other part stays as it is. A value of the config that is a secret is never read: only that it is there.
 */

import { clockLess, type Known } from './builtins.ts';
import type { Config } from './config.ts';
import { type Expression, method, parseExpression, step } from './expression.ts';
import type { Component } from './manifest.ts';
import { Float, isTrue, sameValue, within } from './python-values.ts';

export interface Scope {
  readonly config: Config;
  readonly parameters: Component;
  /** The manifest's names of a slice's values, and their placeholders. */
  readonly slices: Readonly<Record<string, string>>;
  /** The values that slices go through, by the manifest's names, where they are a list. */
  readonly domains?: Readonly<Record<string, readonly unknown[]>>;
  /** Whether `slices` has all of them, so that a slice has no value of another name. */
  readonly sliced?: boolean;
  /** Whether the request is the first of a listing, where that decides something. */
  readonly page?: 'first' | 'later';
  /** Names that the template has set before. */
  readonly variables?: Readonly<Record<string, Expression>>;
}

/** Names of one thing to the engine of the manifest. */
const SLICES = ['stream_slice', 'stream_partition', 'stream_interval'];

/** The expression with its decided parts as values, and choices as the branch that is taken. */
export function resolve(expression: Expression, scope: Scope): Expression {
  switch (expression.kind) {
    case 'literal':
    case 'constant':
      return expression;
    case 'path':
      return resolvedPath(expression, scope);
    case 'list':
      return whole({ ...expression, items: expression.items.map((item) => resolve(item, scope)) }, scope);
    case 'object': {
      const entries = expression.entries.map(([key, value]) => [resolve(key, scope), resolve(value, scope)] as const);
      return whole({ ...expression, entries }, scope);
    }
    case 'not': {
      const of = resolve(expression.of, scope);
      const truth = truthOf(of, scope);
      return truth === undefined ? { kind: 'not', of } : { kind: 'literal', value: !truth };
    }
    case 'choice': {
      const when = resolve(expression.when, scope);
      const truth = truthOf(when, scope);
      if (truth !== undefined) return resolve(truth ? expression.then : expression.otherwise, scope);
      const [then, otherwise] = [resolve(expression.then, scope), resolve(expression.otherwise, scope)];
      return { kind: 'choice', when, then, otherwise };
    }
    case 'binary':
      return resolvedBinary(expression, scope);
    case 'call':
      return resolvedCall(expression, scope);
  }
}

/** The value of an expression that was resolved; undefined where that is not known yet. */
export function knownOf(expression: Expression, scope: Scope): Known | undefined {
  switch (expression.kind) {
    case 'literal':
    case 'constant':
      return { value: expression.value };
    case 'path':
      return expression.root === 'config' ? scope.config.read(expression.keys, expression.lenient) : undefined;
    case 'list':
      return listOf(expression.items, scope);
    case 'object': {
      const keys = listOf(
        expression.entries.map(([key]) => key),
        scope,
      );
      const values = listOf(
        expression.entries.map(([, value]) => value),
        scope,
      );
      if (keys === undefined || values === undefined) return undefined;
      return { value: Object.fromEntries(keys.value.map((key, index) => [String(key), values.value[index]])) };
    }
    case 'call': {
      // A cast of a setting stays a placeholder in a text, and is a value elsewhere.
      const inside = isCast(expression) ? knownOf(expression.of, scope) : undefined;
      return inside === undefined ? undefined : clockLess(expression.name, [inside.value], {});
    }
    default:
      return undefined;
  }
}

type Call = Extract<Expression, { readonly kind: 'call' }>;

function isCast(call: Call): call is Call & { readonly of: Expression } {
  const { name, of } = call;
  return (name === '|int' || name === '|string' || name === '|trim') && of?.kind === 'path' && of.root === 'config';
}

/** Whether an expression that was resolved holds; undefined where that is not known. */
export function truthOf(expression: Expression, scope: Scope): boolean | undefined {
  if (expression.kind === 'path') {
    const { root, keys } = expression;
    if (root === 'config') return scope.config.truth(keys, expression.lenient);
    if (root === 'next_page_token' && scope.page !== undefined) return scope.page === 'later';
    return SLICES.includes(root) && scope.slices[keys.join('.')]?.startsWith('{window.') === true ? true : undefined;
  }
  const known = knownOf(expression, scope);
  return known === undefined ? undefined : isTrue(known.value);
}

function listOf(items: readonly Expression[], scope: Scope): { readonly value: readonly unknown[] } | undefined {
  const values = items.map((item) => knownOf(item, scope));
  return values.some((one) => one === undefined) ? undefined : { value: values.map((one) => one?.value) };
}

function constant(value: unknown): Expression {
  if (Array.isArray(value) && value.length === 0) return { kind: 'list', items: [] };
  const scalar = value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return scalar ? { kind: 'literal', value } : { kind: 'constant', value };
}

function whole(expression: Expression, scope: Scope): Expression {
  const known = knownOf(expression, scope);
  return known === undefined ? expression : constant(known.value);
}

function resolvedPath(expression: Extract<Expression, { readonly kind: 'path' }>, scope: Scope): Expression {
  const { root, keys } = expression;
  const variable = Object.hasOwn(scope.variables ?? {}, root) ? scope.variables?.[root] : undefined;
  if (variable !== undefined) return keys.reduce(step, variable);
  if (root === 'parameters') {
    let at: unknown = scope.parameters;
    for (const [index, key] of keys.entries()) {
      at = typeof at === 'object' && at !== null ? (at as Component)[key] : undefined;
      // To read a value of nothing is an error.
      if (at === undefined && index < keys.length - 1 && expression.lenient?.includes(index) !== true)
        return expression;
    }
    return constant(at);
  }
  if (!SLICES.includes(root) || scope.sliced !== true || keys.length === 0) return expression;
  const name = keys.join('.');
  const isKnown = Object.keys(scope.slices).some((one) => one === name || one.startsWith(`${name}.`));
  return isKnown ? expression : constant(undefined);
}

function resolvedBinary(
  { operator, left, right }: Extract<Expression, { readonly kind: 'binary' }>,
  scope: Scope,
): Expression {
  const first = resolve(left, scope);
  if (operator === 'and' || operator === 'or') {
    const truth = truthOf(first, scope);
    if (truth !== undefined) return truth === (operator === 'or') ? first : resolve(right, scope);
    return { kind: 'binary', operator, left: first, right: resolve(right, scope) };
  }
  const second = resolve(right, scope);
  const both = { kind: 'binary', operator, left: first, right: second } as const;
  if (operator === 'in' && second.kind === 'path' && second.root === 'config' && first.kind === 'literal') {
    const isKey = scope.config.isKey(second.keys, String(first.value));
    if (isKey !== undefined) return { kind: 'literal', value: isKey };
  }
  const each = first.kind === 'path' && SLICES.includes(first.root) ? scope.domains?.[first.keys.join('.')] : undefined;
  const other = knownOf(second, scope);
  if (each !== undefined && other !== undefined && (operator === '==' || operator === '!=')) {
    const holds = new Set(each.map((value) => sameValue(value, other.value) === (operator === '==')));
    if (holds.size === 1) return { kind: 'literal', value: holds.has(true) };
  }
  const [a, b] = [knownOf(first, scope), other];
  if (a === undefined || b === undefined) return both;
  // A text of the config stays a setting within a longer text.
  const isSetting = (one: Expression, { value }: Known): boolean => one.kind === 'path' && typeof value === 'string';
  if ((operator === '~' || operator === '+') && (isSetting(first, a) || isSetting(second, b))) return both;
  const made = operated(operator, a.value, b.value);
  return made === undefined ? both : constant(made.value);
}

function operated(operator: string, left: unknown, right: unknown): Known | undefined {
  if (left instanceof Float || right instanceof Float) return floated(operator, left, right);
  const numbers = Number.isInteger(left) && Number.isInteger(right);
  const texts = typeof left === 'string' && typeof right === 'string';
  switch (operator) {
    case '==':
      return { value: sameValue(left, right) };
    case '!=':
      return { value: !sameValue(left, right) };
    case 'in': {
      const found = within(left, right);
      return found === undefined ? undefined : { value: found };
    }
    case '+':
      if (Array.isArray(left) && Array.isArray(right)) return { value: [...left, ...right] };
      return numbers ? { value: (left as number) + (right as number) } : texts ? { value: left + right } : undefined;
    case '~':
      return texts ? { value: left + right } : undefined;
    case '-':
      return numbers ? { value: (left as number) - (right as number) } : undefined;
    case '*':
      return numbers ? { value: (left as number) * (right as number) } : undefined;
  }
  if (!numbers && !texts) return undefined;
  const [first, second] = [left, right] as readonly [string, string];
  if (operator === '<') return { value: first < second };
  if (operator === '<=') return { value: first <= second };
  return { value: operator === '>' ? first > second : first >= second };
}

/** Sums and products of which one side is a fraction. */
function floated(operator: string, left: unknown, right: unknown): Known | undefined {
  const [a, b] = [left, right].map((one) => (one instanceof Float ? one.value : one));
  if (typeof a !== 'number' || typeof b !== 'number') return undefined;
  const made = operator === '*' ? a * b : operator === '+' ? a + b : operator === '-' ? a - b : undefined;
  return made === undefined ? undefined : { value: new Float(made) };
}

function resolvedCall(call: Call, scope: Scope): Expression {
  const of = call.of === undefined ? undefined : resolve(call.of, scope);
  const args = call.args.map((one) => resolve(one, scope));
  const named = Object.fromEntries(Object.entries(call.named).map(([name, one]) => [name, resolve(one, scope)]));
  const now: Call = { ...call, of, args, named };
  if ((call.name === '[]' || call.name === '[k]') && of?.kind === 'path' && args[0]?.kind === 'literal')
    return resolve(step(of, String(args[0].value)), scope);
  const object = objectOf(of);
  if (call.name === 'get' && object !== undefined) {
    const plain = method(object, call.name, { args, named });
    if (plain.kind === 'path') return resolve(plain, scope);
  }
  if (call.name === 'absent' && of !== undefined) {
    const known = knownOf(of, scope);
    return known === undefined ? now : { kind: 'literal', value: known.value === undefined };
  }
  if (isCast(now) && typeof knownOf(now.of, scope)?.value !== 'boolean') return now;
  const given = givenOrDefault(call.name, of, args, scope);
  if (given !== undefined) return given;
  const values = listOf(of === undefined ? args : [of, ...args], scope);
  const namedValues = listOf(Object.values(named), scope);
  if (values === undefined || namedValues === undefined) return now;
  const byName = Object.fromEntries(Object.keys(named).map((key, index) => [key, namedValues.value[index]]));
  const made = clockLess(call.name, values.value, byName);
  return made === undefined ? now : constant(made.value);
}

/** A path, and that of `x or {}`: a value that is nothing has no keys. */
function objectOf(of: Expression | undefined): Extract<Expression, { readonly kind: 'path' }> | undefined {
  if (of?.kind === 'path') return of;
  if (of?.kind !== 'binary' || of.operator !== 'or' || of.left.kind !== 'path' || of.left.root !== 'record')
    return undefined;
  return of.right.kind === 'list' && of.right.items.length === 0 ? of.left : undefined;
}

/** `config.get('x', 'y')` and `config.x | default('y')`: the value stays a setting where it is given. */
function givenOrDefault(
  name: string,
  of: Expression | undefined,
  args: readonly Expression[],
  scope: Scope,
): Expression | undefined {
  const isGet = name === 'get';
  const [first, second] = args;
  const inner =
    isGet && of?.kind === 'path' && first?.kind === 'literal' ? resolve(step(of, String(first.value)), scope) : of;
  const otherwise = isGet ? second : name === '|default' ? first : undefined;
  if (otherwise === undefined || inner === undefined) return undefined;
  if (inner.kind === 'literal' || inner.kind === 'constant') {
    // `get` of an object that is a value by itself is a call like others.
    if (isGet && of?.kind !== 'path') return undefined;
    return inner.value === undefined ? otherwise : inner;
  }
  if (inner.kind !== 'path') return undefined;
  if (SLICES.includes(inner.root) && scope.slices[inner.keys.join('.')] !== undefined) return inner;
  if (inner.root !== 'config') return undefined;
  if (!isGet && second !== undefined) {
    const truth = truthOf(second, scope) === true ? truthOf(inner, scope) : undefined;
    return truth === undefined ? undefined : truth ? inner : otherwise;
  }
  const isGiven = scope.config.isGiven(inner.keys, inner.lenient);
  return isGiven === undefined ? undefined : isGiven ? inner : otherwise;
}

/** The expression of a template's inside, as far as it is decided. */
export function expressionIn(inside: string, scope: Scope): Expression | undefined {
  const expression = parseExpression(inside);
  return expression === undefined ? undefined : resolve(expression, scope);
}

/** A scalar that the config, parameters and literals decide. */
export function scalarOf(expression: Expression, scope: Scope): string | number | boolean | null | undefined {
  const known = knownOf(resolve(expression, scope), scope)?.value;
  return known === null || typeof known === 'string' || typeof known === 'number' || typeof known === 'boolean'
    ? known
    : undefined;
}
