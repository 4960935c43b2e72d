/** Query parameters from their REST form (`queryParameters`) to what the SQL engine takes. */

import type { Parameter, Parameters, ParameterValue } from '../../googlesql/index.ts';
import type { SqlType } from '../../googlesql/types/type.ts';
import { BigQueryError } from '../errors.ts';
import { columnType } from '../schema.ts';
import { isObject } from '../tables/schema-resource.ts';

export function parametersFrom(mode: unknown, list: unknown): Parameters {
  const named = new Map<string, Parameter>();
  const positional: Parameter[] = [];
  if (list === undefined || list === null) return { named, positional };
  if (!Array.isArray(list)) throw invalid('queryParameters must be a list');
  const isNamed =
    String(mode ?? '').toUpperCase() === 'NAMED' ||
    (mode === undefined && list.some((entry) => isObject(entry) && Boolean(entry.name)));
  for (const [index, entry] of list.entries()) {
    if (!isObject(entry)) throw invalid(`Query parameter ${index} is not an object`);
    const name = typeof entry.name === 'string' && entry.name !== '' ? entry.name : undefined;
    const what = name === undefined ? `at position ${index + 1}` : `'${name}'`;
    const type = typeFrom(entry.parameterType, what);
    const parameter = { type, value: valueFrom(type, entry.parameterValue, what) };
    if (!isNamed) positional.push(parameter);
    else if (name === undefined) throw invalid(`Query parameter at position ${index + 1} has no name`);
    else if (named.has(name.toLowerCase())) throw invalid(`Duplicate query parameter: ${name}`);
    else named.set(name.toLowerCase(), parameter);
  }
  return { named, positional };
}

function typeFrom(type: unknown, what: string, depth = 0): SqlType {
  if (!isObject(type) || typeof type.type !== 'string' || depth > 15)
    throw invalid(`Query parameter ${what} has no valid type`);
  const upper = type.type.toUpperCase();
  if (upper === 'ARRAY') {
    const element = typeFrom(type.arrayType, what, depth + 1);
    if (element.kind === 'ARRAY') throw invalid(`Query parameter ${what}: an ARRAY of ARRAY is not allowed`);
    return { kind: 'ARRAY', element };
  }
  if (upper === 'STRUCT' || upper === 'RECORD') {
    if (!Array.isArray(type.structTypes)) throw invalid(`Query parameter ${what} is a STRUCT without structTypes`);
    return {
      kind: 'STRUCT',
      fields: type.structTypes.map((field: unknown) => {
        if (!isObject(field)) throw invalid(`Query parameter ${what} has an invalid structTypes entry`);
        return {
          ...(typeof field.name === 'string' && field.name !== '' && { name: field.name }),
          type: typeFrom(field.type, what, depth + 1),
        };
      }),
    };
  }
  if (upper === 'RANGE') return { kind: 'RANGE', element: typeFrom(type.rangeElementType, what, depth + 1) };
  const kind = columnType(upper);
  if (kind === undefined || kind === 'STRUCT' || kind === 'RANGE')
    throw invalid(`Query parameter ${what} has an unknown type: ${type.type}`);
  return { kind };
}

function valueFrom(type: SqlType, value: unknown, what: string): ParameterValue {
  if (value === undefined || value === null) return null;
  if (!isObject(value)) throw invalid(`Query parameter ${what} has an invalid value`);
  if (type.kind === 'ARRAY') {
    const { arrayValues } = value;
    if (arrayValues === undefined || arrayValues === null) return [];
    if (!Array.isArray(arrayValues)) throw invalid(`Query parameter ${what}: arrayValues must be a list`);
    return arrayValues.map((element) => valueFrom(type.element, element, what));
  }
  if (type.kind === 'STRUCT') {
    const { structValues } = value;
    if (!isObject(structValues)) return null;
    return type.fields.map((field) =>
      valueFrom(field.type, field.name === undefined ? undefined : structValues[field.name], what),
    );
  }
  if (type.kind === 'RANGE' && isObject(value.rangeValue)) {
    const { start, end } = value.rangeValue;
    const bound = (side: unknown): string =>
      isObject(side) && typeof side.value === 'string' ? side.value : 'UNBOUNDED';
    return `[${bound(start)}, ${bound(end)})`;
  }
  if (value.value === undefined || value.value === null) return null;
  if (typeof value.value === 'object') throw invalid(`Query parameter ${what} has an invalid value`);
  return String(value.value);
}

function invalid(message: string): BigQueryError {
  return new BigQueryError('invalid', message);
}
