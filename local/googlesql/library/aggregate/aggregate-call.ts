/** Aggregates described like functions, with what may follow their arguments. */

import { typeName } from '../../types/type-text.ts';
import { type Bound, type DefineOptions, define, type Overload, onBound } from '../define.ts';
import { type AggregateCall, type AggregateDefinition, CallRefused, type Expression } from '../signature.ts';
import { amongExtreme } from './having.ts';
import { amongNear } from './near-frame.ts';

/** The modifiers that an aggregate allows after its arguments. All of them allow OVER. */
export interface Modifiers {
  readonly distinct?: boolean;
  readonly nulls?: boolean;
  readonly orderBy?: boolean;
  readonly limit?: boolean;
  readonly having?: boolean;
  readonly analyticOnly?: boolean;
  /** Its window must have an ORDER BY. */
  readonly ordered?: boolean;
  /** Its window takes no frame: what it answers does not depend on one. */
  readonly frameless?: boolean;
  readonly keywordArgs?: readonly number[];
}

export interface AggregateBound extends Bound {
  readonly call: AggregateCall;
}

/** The text of one DuckDB aggregate with the call's DISTINCT, ORDER BY and OVER. */
export type Apply = (
  name: string,
  args: readonly string[],
  options?: { readonly filter?: string | undefined; readonly nulls?: boolean },
) => string;

export function aggregate(
  names: string | readonly string[],
  overloads: readonly AggregateOverload[],
  allowed: Modifiers = {},
): AggregateDefinition {
  const options: DefineOptions = allowed.keywordArgs === undefined ? {} : { keywordArgs: allowed.keywordArgs };
  const definition = define(names, overloads, options);
  return {
    names: definition.names,
    ...(allowed.analyticOnly === true ? { analyticOnly: true } : {}),
    ...(definition.keywordArgs === undefined ? {} : { keywordArgs: definition.keywordArgs }),
    build: (call) => {
      check(call, allowed);
      return definition.build(call);
    },
  };
}

export type AggregateOverload = Overload;

export function over(
  signature: string,
  emit: (apply: Apply, bound: AggregateBound) => string | Expression,
): AggregateOverload {
  return onBound(signature, (bound) => {
    const aggregated = bound as AggregateBound;
    return emit(applier(aggregated.call), aggregated);
  });
}

function applier(call: AggregateCall): Apply {
  return (name, args, { filter: own, nulls } = {}) => {
    const filter = call.where === undefined || own === undefined ? (own ?? call.where) : `(${call.where}) AND (${own})`;
    if (call.having !== undefined && !name.startsWith('arg_'))
      return amongExtreme(call, call.having, name, args, filter);
    const { near } = call.window ?? {};
    if (near !== undefined) return amongNear(call, near, name, args, filter);
    const distinct = call.distinct ? 'DISTINCT ' : '';
    const ignored = nulls === true && call.nulls !== undefined ? ` ${call.nulls} NULLS` : '';
    const order = call.orderBy === undefined ? '' : ` ORDER BY ${call.orderBy}`;
    const filtered = filter === undefined ? '' : ` FILTER (WHERE ${filter})`;
    const window = call.over === undefined ? '' : ` ${call.over}`;
    return `${name}(${distinct}${args.join(', ')}${ignored}${order})${filtered}${window}`;
  };
}

function check(call: AggregateCall, allowed: Modifiers): void {
  const refuse = (what: string) => new CallRefused('invalid', `${what} is not supported for function ${call.name}`);
  if (allowed.analyticOnly === true && call.over === undefined) {
    throw new CallRefused('invalid', `Analytic function ${call.name} cannot be called without an OVER clause`);
  }
  if (call.distinct && allowed.distinct !== true) throw refuse('DISTINCT');
  if (call.nulls !== undefined && allowed.nulls !== true) throw refuse(`${call.nulls} NULLS`);
  if (call.orderBy !== undefined && allowed.orderBy !== true) throw refuse('ORDER BY in arguments');
  if (call.limit !== undefined && allowed.limit !== true) throw refuse('LIMIT in arguments');
  if (call.having !== undefined && allowed.having !== true) throw refuse('HAVING MAX/MIN in arguments');
  if (allowed.ordered === true && call.window?.ordered === false)
    throw new CallRefused('invalid', `Window ORDER BY is required for analytic function ${call.name.toLowerCase()}`);
  if (allowed.frameless === true && call.window?.framed === true) {
    throw new CallRefused(
      'invalid',
      `Window framing clause is not allowed for analytic function ${call.name.toLowerCase()}`,
    );
  }
  if (call.distinct && call.window?.ordered === true)
    throw new CallRefused('invalid', 'Window ORDER BY is not allowed if DISTINCT is specified');
  if (call.over !== undefined && call.having !== undefined) throw refuse('HAVING MAX/MIN with OVER');
  if (call.over !== undefined && (call.orderBy !== undefined || call.limit !== undefined)) {
    throw refuse('ORDER BY or LIMIT in arguments, with OVER,');
  }
}

/** Types without an order or a way to group them. */
export function requireComparable({ call, args }: AggregateBound, index: number, kinds: readonly string[]): void {
  const kind = args[index]?.type.kind;
  if (kind !== undefined && kinds.includes(kind)) {
    throw new CallRefused('invalid', `${call.name} is not defined for arguments of type ${kind}`);
  }
}

/** DISTINCT needs values that can be told apart. */
export function checkDistinct({ call, args }: AggregateBound): void {
  const type = args[0]?.type;
  if (!call.distinct || type === undefined || !UNGROUPABLE.includes(type.kind)) return;
  throw new CallRefused(
    'invalid',
    `Aggregate functions with DISTINCT cannot be used with arguments of type ${typeName(type)}`,
  );
}

export const UNORDERED = ['JSON', 'ARRAY', 'STRUCT', 'GEOGRAPHY', 'RANGE'];
export const UNGROUPABLE = ['JSON', 'ARRAY', 'STRUCT', 'GEOGRAPHY'];
