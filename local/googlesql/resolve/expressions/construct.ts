/** ARRAY and STRUCT constructors, typed and untyped. */

import { invalid } from '../../error.ts';
import type { Expression } from '../../library/signature.ts';
import type { ExpressionNode } from '../../syntax/ast.ts';
import { coerce, supertype } from '../../types/coercion.ts';
import { quote } from '../../types/schema.ts';
import type { SqlType, StructField } from '../../types/type.ts';
import { arrayOf, duckTypeOf, INT64, physicalFieldNames, typeName } from '../../types/type-text.ts';
import type { Context } from '../context.ts';
import { analyze } from '../recursion.ts';
import { pathNames } from './name.ts';
import { typeOf } from './type-node.ts';

type ArrayNode = Extract<ExpressionNode, { kind: 'array' }>;
type StructNode = Extract<ExpressionNode, { kind: 'struct' }>;

export function analyzeArray(node: ArrayNode, context: Context): Expression {
  const elements = node.elements.map((element) => analyze(element, context));
  const declared = node.element === undefined ? undefined : typeOf(node.element, { parameters: 'refused' });
  if (elements.length === 0 && declared === undefined) {
    const type = arrayOf(INT64);
    return { type, sql: `CAST([] AS ${duckTypeOf(type)})`, untyped: 'EMPTY_ARRAY', isLiteral: true };
  }
  const element = declared ?? supertype(elements);
  if (element === undefined) {
    const types = [...new Set(elements.map(({ type }) => typeName(type)))];
    throw invalid(`Array elements of types {${types.join(', ')}} do not have a common supertype`, node.at);
  }
  if (element.kind === 'ARRAY')
    throw invalid(
      `Cannot construct array with element type ${typeName(element)} because nested arrays are not supported`,
      node.at,
    );
  const coerced = elements.map((item, index) => {
    const converted = coerce(item, element);
    if (converted === undefined) {
      throw invalid(
        `Array element type ${typeName(item.type)} does not coerce to ${typeName(element)}`,
        node.elements[index]?.at,
      );
    }
    return converted.sql;
  });
  const type = arrayOf(element);
  const literal = declared === undefined && elements.every((item) => item.isLiteral === true);
  return {
    type,
    sql: `CAST([${coerced.join(', ')}] AS ${duckTypeOf(type)})`,
    ...(literal ? { isLiteral: true } : {}),
    ...(declared === undefined ? { parts: elements } : {}),
  };
}

export function analyzeStruct(node: StructNode, context: Context): Expression {
  const values = node.fields.map(({ expression }) => analyze(expression, context));
  if (node.type !== undefined) return typedStruct(node, values);
  const fields = node.fields.map(({ expression, alias }, index): StructField => {
    const name = node.tuple ? undefined : (alias?.text ?? pathNames(expression)?.at(-1)?.text);
    return { ...(name === undefined ? {} : { name }), type: values[index]?.type ?? INT64 };
  });
  const type = { kind: 'STRUCT', fields } as const;
  const literal = values.every((value) => value.isLiteral === true);
  return { type, sql: structText(type, values), parts: values, ...(literal ? { isLiteral: true } : {}) };
}

function typedStruct(node: StructNode, values: readonly Expression[]): Expression {
  const type = node.type === undefined ? undefined : typeOf(node.type, { parameters: 'refused' });
  if (type?.kind !== 'STRUCT') throw invalid('STRUCT constructor has no struct type', node.at);
  if (values.length !== type.fields.length) {
    throw invalid(
      `STRUCT type has ${type.fields.length} fields but constructor call has ${values.length} fields`,
      node.at,
    );
  }
  const coerced = values.map((value, index) => {
    const field = type.fields[index]?.type ?? INT64;
    const converted = coerce(value, field);
    if (converted === undefined) {
      throw invalid(
        `Struct field ${index + 1} has type ${typeName(value.type)} which does not coerce to ${typeName(field)}`,
        node.fields[index]?.expression.at,
      );
    }
    return converted;
  });
  return { type, sql: structText(type, coerced) };
}

/** `STRUCT()` has no fields, which DuckDB cannot hold; BigQuery has no use for it in a result either. */
export function structText(type: Extract<SqlType, { kind: 'STRUCT' }>, values: readonly Expression[]): string {
  const names = physicalFieldNames(type.fields);
  if (names.length === 0) throw invalid('The local BigQuery does not support STRUCT without fields');
  return `struct_pack(${values.map((value, index) => `${quote(names[index] ?? '')} := ${value.sql}`).join(', ')})`;
}
