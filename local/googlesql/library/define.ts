/**
 * Functions described by signatures: `on('STRING, INT64, INT64? -> STRING', (s, from, length) => sql)`.
 *
 * A parameter is a kind (`INT64`), an array of it (`INT64[]`), `T` or `U` (any type, the same at each place, brought to
 * their supertype), `ANY` (any type, as it is), or `PART` (a word such as DAY). `?` makes it optional and `*` lets the
 * last one repeat. The overload whose arguments need the least coercion is chosen, the first one among equals.
 */

import { type Choice, chosen } from '../emit/plain.ts';
import { nullOf } from '../emit/text.ts';
import { adapts, coerce, supertype } from '../types/coercion.ts';
import type { ScalarKind, SqlType } from '../types/type.ts';
import { typeName } from '../types/type-text.ts';
import type { Argument, Call, Expression, FunctionDefinition } from './signature.ts';
import { CallRefused } from './signature.ts';

export interface Bound {
  readonly call: Call;
  /** The arguments after coercion; keywords keep their place as undefined. */
  readonly args: readonly (Expression | undefined)[];
  readonly sql: readonly string[];
  readonly templates: ReadonlyMap<string, SqlType>;
}

export interface Overload {
  readonly text: string;
  readonly parameters: readonly Parameter[];
  readonly returns: string;
  readonly emit: (bound: Bound) => string | Choice | Expression;
}

interface Parameter {
  readonly type: string;
  readonly optional: boolean;
  readonly repeated: boolean;
}

/** The emitter is given the DuckDB text of each argument, and undefined for optional ones left out. */
export function on(signature: string, emit: (...sql: string[]) => string | Choice): Overload {
  return onBound(signature, (bound) => emit(...bound.sql));
}

/** For functions that need an argument's type or literal value. */
export function onBound(signature: string, emit: (bound: Bound) => string | Choice | Expression): Overload {
  const arrow = signature.lastIndexOf('->');
  const list = signature.slice(0, arrow).trim();
  const parameters = (list === '' ? [] : list.split(',')).map((part) => {
    const text = part.trim();
    const type = text.replace(/[?*]$/, '');
    return { type, optional: text.endsWith('?'), repeated: text.endsWith('*') };
  });
  return { text: list, parameters, returns: signature.slice(arrow + 2).trim(), emit };
}

export interface DefineOptions {
  readonly handlesSafe?: boolean;
  readonly volatile?: true;
  readonly keywordArgs?: readonly number[];
  /** Named arguments the function knows; others are refused. */
  readonly named?: readonly string[];
}

export function define(
  names: string | readonly string[],
  overloads: readonly Overload[],
  options: DefineOptions = {},
): FunctionDefinition {
  const list = typeof names === 'string' ? [names] : names;
  const keywordArgs = options.keywordArgs ?? keywordPositions(overloads);
  return {
    names: list,
    ...(options.handlesSafe === undefined ? {} : { handlesSafe: options.handlesSafe }),
    ...(options.volatile === undefined ? {} : { volatile: options.volatile }),
    ...(keywordArgs.length === 0 ? {} : { keywordArgs }),
    build: (call) => {
      for (const name of call.named.keys()) {
        if (!options.named?.includes(name)) {
          throw new CallRefused(
            'invalid',
            `Named argument ${name} not found in signature for call to function ${call.name}`,
          );
        }
      }
      return choose(call, overloads);
    },
  };
}

/** Refuses the function by name: the local BigQuery knows of it and does not do it. */
export function refuse(
  names: readonly string[],
  reason = 'is not supported by the local BigQuery',
): FunctionDefinition[] {
  return names.map((name) => ({
    names: [name],
    refused: true,
    build: () => {
      throw new CallRefused('unsupported', `Function ${name} ${reason}`);
    },
  }));
}

function keywordPositions(overloads: readonly Overload[]): number[] {
  const positions = overloads.flatMap(({ parameters }) =>
    parameters.flatMap((parameter, index) => (parameter.type === 'PART' ? [index] : [])),
  );
  return [...new Set(positions)];
}

function choose(call: Call, overloads: readonly Overload[]): Expression {
  let best: { readonly cost: number; readonly overload: Overload; readonly bound: Bound } | undefined;
  for (const overload of overloads) {
    const match = bind(call, overload);
    if (match !== undefined && (best === undefined || match.cost < best.cost)) best = { ...match, overload };
  }
  if (best === undefined) throw noMatch(call, overloads);
  const { overload, bound } = best;
  const result = overload.emit(bound);
  if (typeof result === 'object' && 'type' in result) return result;
  const once = call.args.some((argument) => !isKeyword(argument) && argument.once === true);
  return { sql: chosen(result, once), type: resolve(overload.returns, bound.templates) };
}

export function isKeyword(argument: Argument): argument is { readonly keyword: string } {
  return 'keyword' in argument;
}

function bind(call: Call, overload: Overload): { readonly cost: number; readonly bound: Bound } | undefined {
  const parameters = expand(overload.parameters, call.args.length);
  if (parameters === undefined) return undefined;
  const templates = templateTypes(parameters, call.args);
  if (templates === undefined) return undefined;
  let cost = 0;
  const args: (Expression | undefined)[] = [];
  for (const [index, parameter] of parameters.entries()) {
    const argument = call.args[index];
    if (argument === undefined) return undefined;
    if (isKeyword(argument)) {
      if (parameter.type !== 'PART') return undefined;
      args.push(undefined);
      continue;
    }
    if (parameter.type === 'PART') return undefined;
    if (parameter.type === 'ANY') {
      args.push(typed(argument));
      continue;
    }
    const wanted = resolve(parameter.type, templates);
    const coerced = coerce(argument, wanted);
    if (coerced === undefined) return undefined;
    cost += distance(argument, wanted, call.args);
    args.push(coerced);
  }
  const sql = args.map((argument, index) => {
    const original = call.args[index];
    return argument?.sql ?? (original !== undefined && isKeyword(original) ? original.keyword : '');
  });
  return { cost, bound: { call, args, sql, templates } };
}

/** An untyped NULL that nothing gives a type is an INT64, as in BigQuery. */
function typed(argument: Expression): Expression {
  if (argument.untyped === undefined) return argument;
  if (argument.untyped === 'NULL') return nullOf({ kind: 'INT64' });
  return coerce(argument, { kind: 'ARRAY', element: { kind: 'INT64' } }) ?? argument;
}

function expand(parameters: readonly Parameter[], count: number): readonly Parameter[] | undefined {
  const expanded = parameters.slice(0, count);
  const last = parameters.at(-1);
  while (last?.repeated === true && expanded.length < count) expanded.push(last);
  if (expanded.length !== count) return undefined;
  return parameters.slice(count).every(({ optional, repeated }) => optional || repeated) ? expanded : undefined;
}

function templateTypes(
  parameters: readonly Parameter[],
  args: readonly Argument[],
): ReadonlyMap<string, SqlType> | undefined {
  const found = new Map<string, Expression[]>();
  for (const [index, { type }] of parameters.entries()) {
    const template = type.replace('[]', '');
    if (template !== 'T' && template !== 'U') continue;
    const argument = args[index];
    if (argument === undefined || isKeyword(argument)) return undefined;
    const list = found.get(template) ?? [];
    found.set(template, list);
    if (!type.endsWith('[]')) {
      if (argument.untyped === 'NULL') continue;
      list.push(argument);
    } else if (argument.untyped === undefined) {
      if (argument.type.kind !== 'ARRAY') return undefined;
      list.push({ type: argument.type.element, sql: '' });
    }
  }
  const resolved = new Map<string, SqlType>();
  for (const [template, list] of found) {
    const type = list.length === 0 ? ({ kind: 'INT64' } as const) : supertype(list);
    if (type === undefined) return undefined;
    resolved.set(template, type);
  }
  return resolved;
}

function resolve(text: string, templates: ReadonlyMap<string, SqlType>): SqlType {
  if (text.endsWith('[]')) return { kind: 'ARRAY', element: resolve(text.slice(0, -2), templates) };
  return templates.get(text) ?? { kind: text as ScalarKind };
}

const NUMBERS: readonly string[] = ['INT64', 'NUMERIC', 'BIGNUMERIC', 'FLOAT64'];

/** More than all literals of a call together. */
const NOT_A_LITERAL = 1000;

/**
 * The distance of an argument from a type: the same is 0, a wider number more, another type most. A conversion of a literal
 * costs less than any conversion of a computed value, so `POW(numeric, 0.5)` stays NUMERIC.
 */
function distance(argument: Expression, wanted: SqlType, all: readonly Argument[]): number {
  if (argument.untyped !== undefined || argument.type.kind === wanted.kind) return 0;
  if (argument.decimal !== undefined && DECIMALS.includes(wanted.kind)) {
    return all.some((other) => !isKeyword(other) && DECIMALS.includes(other.type.kind)) ? 10 : 10 * NOT_A_LITERAL;
  }
  const from = NUMBERS.indexOf(argument.type.kind);
  const to = NUMBERS.indexOf(wanted.kind);
  const steps = from >= 0 && to > from ? to - from : 10;
  return adapts(argument) ? steps : steps * NOT_A_LITERAL;
}

const DECIMALS: readonly string[] = ['NUMERIC', 'BIGNUMERIC'];

function noMatch(call: Call, overloads: readonly Overload[]): CallRefused {
  const types = call.args.map((arg) =>
    isKeyword(arg) ? 'DATE_TIME_PART' : arg.untyped === 'NULL' ? 'NULL' : typeName(arg.type),
  );
  const signatures = overloads.map(({ text }) => {
    const parameters = text.split(/,\s*/).map((part) => {
      const type = part.replace(/^(\w+)\[\]/, 'ARRAY<$1>').replace('PART', 'DATE_TIME_PART');
      return type.endsWith('?') ? `[${type.slice(0, -1)}]` : type.endsWith('*') ? `[${type.slice(0, -1)}, ...]` : type;
    });
    return `${call.name}(${parameters.join(', ')})`;
  });
  const list = [...new Set(signatures)];
  const given = types.length === 0 ? 'with no arguments' : `for argument types: ${types.join(', ')}`;
  return new CallRefused(
    'invalid',
    `No matching signature for function ${call.name} ${given}. Supported signature${list.length > 1 ? 's' : ''}: ${list.join('; ')}`,
  );
}
