/**
 * The implicit coercions and supertypes of GoogleSQL
 * (the conversion rules of its documentation). Explicit casts are in `cast.ts`.
 */

import { nullText } from '../emit/text.ts';
import type { Expression } from '../library/signature.ts';
import { cast, decimalLiteral } from './cast.ts';
import { quote } from './schema.ts';
import type { SqlType } from './type.ts';
import { arrayOf, duckTypeOf, INT64, physicalFieldNames, sameType } from './type-text.ts';

export { cast };

/** For each kind, the kinds that its values turn into by themselves. */
const WIDER: Readonly<Record<string, readonly string[]>> = {
  INT64: ['NUMERIC', 'BIGNUMERIC', 'FLOAT64'],
  NUMERIC: ['BIGNUMERIC', 'FLOAT64'],
  BIGNUMERIC: ['FLOAT64'],
  DATE: ['DATETIME'],
};

/** Kinds that a STRING literal, or a STRING parameter, turns into besides. */
const FROM_STRING = ['DATE', 'TIME', 'DATETIME', 'TIMESTAMP'];

/** Kinds whose literals take the type of what stands beside them. `DATE '…'` and `NUMERIC '…'` name their type. */
const ADAPTING = ['INT64', 'FLOAT64', 'STRING', 'BYTES', 'BOOL', 'ARRAY', 'STRUCT'];

/** Whether it is a literal whose type gives way to the types beside it. */
export function adapts({ isLiteral, type }: Expression): boolean {
  return isLiteral === true && ADAPTING.includes(type.kind);
}

/** The expression as a `to`, or undefined where GoogleSQL would ask for a CAST. */
export function coerce(expression: Expression, to: SqlType): Expression | undefined {
  if (expression.untyped === 'NULL') return { type: to, sql: nullText(to), literal: null, isLiteral: true };
  if (sameType(expression.type, to)) return expression;
  // ERROR(…) has no value, so there is nothing to convert.
  if (expression.raises === true)
    return { type: to, sql: `CAST(${expression.sql} AS ${duckTypeOf(to)})`, raises: true };
  if (expression.untyped === 'EMPTY_ARRAY' && to.kind === 'ARRAY') {
    return { type: to, sql: `CAST([] AS ${duckTypeOf(to)})`, isLiteral: true };
  }
  const from = expression.type;
  if (from.kind === 'STRUCT' && to.kind === 'STRUCT') return coerceStruct(expression, from.fields, to);
  if (from.kind === 'ARRAY' && to.kind === 'ARRAY') return coerceArray(expression, from.element, to.element);
  const widens = WIDER[from.kind]?.includes(to.kind) === true;
  const isText = expression.isLiteral === true && from.kind === 'STRING' && FROM_STRING.includes(to.kind);
  // A FLOAT64 literal becomes a decimal, exactly; a FLOAT64 parameter or column never does by itself.
  return widens || isText ? cast(expression, to, false) : decimalLiteral(expression, to);
}

function coerceStruct(
  expression: Expression,
  from: readonly { readonly type: SqlType }[],
  to: Extract<SqlType, { kind: 'STRUCT' }>,
): Expression | undefined {
  if (from.length !== to.fields.length) return undefined;
  const names = physicalFieldNames(to.fields);
  const fields: string[] = [];
  for (const [index, field] of to.fields.entries()) {
    const coerced = coerce(fieldOf(expression, index, from), field.type);
    if (coerced === undefined) return undefined;
    fields.push(`${quote(names[index] ?? '')} := ${coerced.sql}`);
  }
  const built = `struct_pack(${fields.join(', ')})`;
  if (expression.parts !== undefined) return { type: to, sql: built };
  return { type: to, sql: `(CASE WHEN ${expression.sql} IS NULL THEN ${nullText(to)} ELSE ${built} END)` };
}

function fieldOf(expression: Expression, index: number, from: readonly { readonly type: SqlType }[]): Expression {
  const part = expression.parts?.[index];
  if (part !== undefined) return part;
  const type = from[index]?.type ?? INT64;
  return { type, sql: `struct_extract_at(${expression.sql}, ${index + 1})`, ...literalLike(expression) };
}

function literalLike(expression: Expression): { isLiteral?: true } {
  return expression.isLiteral === true ? { isLiteral: true } : {};
}

/** Only array constructors turn: their elements do, one by one. A computed array keeps its type. */
function coerceArray(expression: Expression, from: SqlType, element: SqlType): Expression | undefined {
  const type = arrayOf(element);
  if (expression.parts !== undefined) {
    const items = expression.parts.map((part) => coerce(part, element)?.sql);
    return items.includes(undefined) ? undefined : { type, sql: `CAST([${items.join(', ')}] AS ${duckTypeOf(type)})` };
  }
  if (expression.isLiteral !== true && !sameShape(from, element)) return undefined;
  const one = coerce({ type: from, sql: 'gsql_element', ...literalLike(expression) }, element);
  if (one === undefined) return undefined;
  return { type, sql: `list_transform(${expression.sql}, lambda gsql_element: ${one.sql})` };
}

/** Structs that differ in nothing but their fields' names. */
function sameShape(one: SqlType, other: SqlType): boolean {
  if (one.kind === 'STRUCT' && other.kind === 'STRUCT') {
    return (
      one.fields.length === other.fields.length &&
      one.fields.every((field, index) => {
        const twin = other.fields[index];
        return twin !== undefined && sameShape(field.type, twin.type);
      })
    );
  }
  return sameType(one, other);
}

/** The type all of these can take without a CAST, or undefined: for CASE, COALESCE, arrays, set operations, IN. */
export function supertype(expressions: readonly Expression[]): SqlType | undefined {
  const valued = expressions.filter((expression) => expression.raises !== true);
  if (valued.length < expressions.length) return valued.length === 0 ? expressions[0]?.type : supertype(valued);
  const typed = expressions.filter((expression) => expression.untyped === undefined);
  if (typed.length === 0) {
    const array = expressions.find((expression) => expression.untyped === 'EMPTY_ARRAY');
    return array?.type ?? (expressions.length === 0 ? undefined : INT64);
  }
  for (const candidate of candidates(typed)) {
    if (expressions.every((expression) => coerce(expression, candidate) !== undefined)) return candidate;
  }
  return undefined;
}

/** First the type that structs or arrays make part by part, then the types that are not literals' own, then those of literals. */
function candidates(typed: readonly Expression[]): readonly SqlType[] {
  const fixed = typed.filter((expression) => !adapts(expression));
  // Of structs the first gives the fields their names.
  const own = [...(typed[0]?.type.kind === 'STRUCT' ? [] : fixed), ...typed].map((expression) => expression.type);
  const merged = merge(typed);
  return merged === undefined ? own : [merged, ...own];
}

/** A struct or array type whose parts are the supertypes of the parts. */
function merge(expressions: readonly Expression[]): SqlType | undefined {
  const model = expressions[0]?.type;
  if (model === undefined || expressions.some(({ type }) => type.kind !== model.kind)) return undefined;
  if (model.kind === 'ARRAY') {
    const elements = expressions.flatMap((one) => one.parts ?? elementsOf(one));
    const element = supertype(elements);
    return element === undefined ? undefined : arrayOf(element);
  }
  if (model.kind !== 'STRUCT') return undefined;
  const fieldsOf = ({ type }: Expression) => (type.kind === 'STRUCT' ? type.fields : []);
  if (expressions.some((one) => fieldsOf(one).length !== model.fields.length)) return undefined;
  const fields = model.fields.map((field, index) => {
    const type = supertype(expressions.map((one) => fieldOf(one, index, fieldsOf(one))));
    return type === undefined ? undefined : { ...field, type };
  });
  return fields.every((field) => field !== undefined) ? { kind: 'STRUCT', fields } : undefined;
}

function elementsOf({ type, sql }: Expression): readonly Expression[] {
  return type.kind === 'ARRAY' ? [{ type: type.element, sql }] : [];
}
