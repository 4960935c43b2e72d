/** Columns as CREATE and ALTER write them, as the catalog keeps them. */

import { invalid, unsupported } from '../error.ts';
import { typeOf } from '../resolve/expressions/type-node.ts';
import type { Options, TypeNode } from '../syntax/ast.ts';
import type { ColumnNode } from '../syntax/statement.ts';
import { type Column, columnType } from '../types/schema.ts';
import type { OptionReader } from './constant.ts';

/** Makes a reader of OPTIONS: the caller knows where they are evaluated. */
export type ReadOptions = (options: Options | undefined) => OptionReader;

export async function columnFrom(node: ColumnNode, text: string, read: ReadOptions): Promise<Column> {
  const column = await typedColumn(node.name.text, node.type, read);
  if (node.notNull && column.mode === 'REPEATED')
    throw invalid('NOT NULL cannot be specified for an ARRAY column', node.name.at);
  const options = read(node.options);
  const described = await withColumnOptions(column, options);
  return {
    ...described,
    mode: node.notNull ? 'REQUIRED' : column.mode,
    ...(node.default === undefined ? {} : { defaultValueExpression: text.slice(node.default.start, node.default.end) }),
  };
}

export async function withColumnOptions(column: Column, options: OptionReader): Promise<Column> {
  const description = await options.string('description');
  const rounding = await options.string('rounding_mode');
  options.finish('COLUMN');
  const { description: oldDescription, roundingMode: oldRounding, ...rest } = column;
  const next = {
    description: description === undefined ? oldDescription : description,
    roundingMode: rounding === undefined ? oldRounding : rounding,
  };
  return {
    ...rest,
    ...(next.description === undefined || next.description === null ? {} : { description: next.description }),
    ...(next.roundingMode === undefined || next.roundingMode === null ? {} : { roundingMode: next.roundingMode }),
  };
}

export async function typedColumn(name: string, node: TypeNode, read: ReadOptions): Promise<Column> {
  if (node.name === 'ARRAY' && node.element !== undefined) {
    if (node.element.name === 'ARRAY') throw invalid('Arrays of arrays are not supported', node.at);
    return { ...(await typedColumn(name, node.element, read)), mode: 'REPEATED' };
  }
  if (node.name === 'STRUCT') {
    const fields: Column[] = [];
    for (const field of node.fields ?? []) {
      if (field.name === undefined) throw invalid('STRUCT fields of a column must have names', field.type.at);
      const inner = await typedColumn(field.name.text, field.type, read);
      const described = await withColumnOptions(inner, read(field.options));
      fields.push({ ...described, mode: field.notNull === true ? 'REQUIRED' : inner.mode });
    }
    if (fields.length === 0) throw unsupported('STRUCT columns without fields', node.at);
    return { name, type: 'STRUCT', mode: 'NULLABLE', fields };
  }
  const type = typeOf(node, { parameters: 'allowed' });
  if (type.kind === 'RANGE') {
    const element = columnType(type.element.kind);
    return { name, type: 'RANGE', mode: 'NULLABLE', ...(element === undefined ? {} : { rangeElementType: element }) };
  }
  if (type.kind === 'ARRAY' || type.kind === 'STRUCT') throw new Error('Arrays and structs are taken apart above');
  return { name, type: type.kind, mode: 'NULLABLE', ...parametersOf(node, type.kind) };
}

/** Digits before and behind the point. */
export const DIGITS = { NUMERIC: { whole: 29, scale: 9 }, BIGNUMERIC: { whole: 38, scale: 38 } } as const;

function parametersOf(node: TypeNode, kind: Column['type']): Pick<Column, 'maxLength' | 'precision' | 'scale'> {
  if (node.parameters === undefined) return {};
  const [first, second, ...more] = node.parameters.map(Number);
  const wrong = () => invalid(`Invalid type parameters for ${node.name}`, node.at);
  if (first === undefined || more.length > 0) throw wrong();
  if (kind === 'STRING' || kind === 'BYTES') {
    if (second !== undefined || first < 1) throw wrong();
    return { maxLength: first };
  }
  if (kind !== 'NUMERIC' && kind !== 'BIGNUMERIC') throw wrong();
  const limit = DIGITS[kind];
  const scale = second ?? 0;
  if (scale > limit.scale || first - scale > limit.whole || first < Math.max(1, scale)) throw wrong();
  return { precision: first, ...(second === undefined ? {} : { scale }) };
}
