/** The filters of queries: read once into a test of documents. */

import type { StoredDocument } from './documents.ts';
import { invalid, notDone } from './errors.ts';
import { type FieldPath, readFieldPath, valueAt } from './field-path.ts';
import { compareValues, isNaNValue, typePlace } from './order.ts';
import { checkFields } from './request.ts';
import { readFields, type Value } from './value.ts';

type Test = (document: StoredDocument) => boolean;

export interface Filter {
  readonly test: Test;
  /** The fields that an inequality compares: a query is ordered by them where it does not say otherwise. */
  readonly inequalities: readonly FieldPath[];
}

/** The depth and the number of filters that a query may have. */
const MAX_DEPTH = 20;
const MAX_FILTERS = 100;

export function readFilter(given: unknown, depth = 0): Filter {
  if (typeof given !== 'object' || given === null) throw invalid('A filter must be an object.');
  if (depth > MAX_DEPTH) throw invalid(`Filters are nested deeper than ${MAX_DEPTH} levels.`);
  checkFields('where', given, ['compositeFilter', 'fieldFilter', 'unaryFilter']);
  const { compositeFilter, fieldFilter, unaryFilter } = given as Readonly<Record<string, object | undefined>>;
  if (compositeFilter !== undefined) return readComposite(compositeFilter, depth);
  if (fieldFilter !== undefined) return readFieldFilter(fieldFilter);
  if (unaryFilter !== undefined) return readUnary(unaryFilter);
  throw invalid('A filter must have a compositeFilter, fieldFilter or unaryFilter.');
}

function readComposite(given: object, depth: number): Filter {
  checkFields('where.compositeFilter', given, ['op', 'filters']);
  const { op, filters } = given as { readonly op?: unknown; readonly filters?: unknown };
  if (!Array.isArray(filters) || filters.length === 0 || filters.length > MAX_FILTERS)
    throw invalid(`A composite filter must have 1 to ${MAX_FILTERS} filters.`);
  const read = filters.map((filter: unknown) => readFilter(filter, depth + 1));
  const inequalities = read.flatMap((filter) => filter.inequalities);
  if (op === 'AND') return { test: (document) => read.every(({ test }) => test(document)), inequalities };
  if (op === 'OR') return { test: (document) => read.some(({ test }) => test(document)), inequalities };
  throw invalid(`The operator ${JSON.stringify(op)} of a composite filter must be AND or OR.`);
}

function readUnary(given: object): Filter {
  checkFields('where.unaryFilter', given, ['op', 'field']);
  const { op, field } = given as { readonly op?: unknown; readonly field?: unknown };
  const path = readFieldPath(field);
  const tests: Readonly<Record<string, (value: Value) => boolean>> = {
    IS_NULL: (value) => 'nullValue' in value,
    IS_NOT_NULL: (value) => !('nullValue' in value),
    IS_NAN: isNaNValue,
    IS_NOT_NAN: (value) => !isNaNValue(value) && !('nullValue' in value),
  };
  const test = typeof op === 'string' && Object.hasOwn(tests, op) ? tests[op] : undefined;
  if (test === undefined) throw invalid(`The operator ${JSON.stringify(op)} of a unary filter is not known.`);
  return { test: onValue(path, test), inequalities: String(op).startsWith('IS_NOT') ? [path] : [] };
}

function readFieldFilter(given: object): Filter {
  checkFields('where.fieldFilter', given, ['field', 'op', 'value']);
  const { field, op, value } = given as Readonly<Record<string, unknown>>;
  const path = readFieldPath(field);
  const { value: wanted } = readFields({ value }, 'where.fieldFilter') as { readonly value: Value };
  const test = testOf(String(op), wanted);
  const isInequality = /^(?:LESS|GREATER|NOT)_/.test(String(op));
  return { test: onValue(path, test), inequalities: isInequality ? [path] : [] };
}

/** A document without the field matches no filter of it. */
function onValue(path: FieldPath, test: (value: Value) => boolean): Test {
  return (document) => {
    const value = valueAt(document, path);
    return value !== undefined && test(value);
  };
}

function testOf(op: string, wanted: Value): (value: Value) => boolean {
  const equals = (value: Value): boolean => !isNaNValue(value) && compareValues(value, wanted) === 0;
  /** Values of another type than the one compared with are in no range. */
  const ranges =
    (holds: (order: number) => boolean) =>
    (value: Value): boolean =>
      typePlace(value) === typePlace(wanted) &&
      isNaNValue(value) === isNaNValue(wanted) &&
      holds(compareValues(value, wanted));
  switch (op) {
    case 'EQUAL':
      return equals;
    case 'NOT_EQUAL':
      return (value) => !('nullValue' in value) && !equals(value);
    case 'LESS_THAN':
      return ranges((order) => order < 0);
    case 'LESS_THAN_OR_EQUAL':
      return ranges((order) => order <= 0);
    case 'GREATER_THAN':
      return ranges((order) => order > 0);
    case 'GREATER_THAN_OR_EQUAL':
      return ranges((order) => order >= 0);
    case 'ARRAY_CONTAINS':
      return (value) => elementsOf(value).some(equals);
    case 'IN':
      return isIn(listOf(op, wanted));
    case 'NOT_IN': {
      const list = listOf(op, wanted);
      // A NULL in the list matches nothing at all.
      if (list.some((one) => 'nullValue' in one)) return () => false;
      return (value) => !('nullValue' in value) && !isIn(list)(value);
    }
    case 'ARRAY_CONTAINS_ANY': {
      const list = listOf(op, wanted);
      return (value) => elementsOf(value).some(isIn(list));
    }
    case 'OPERATOR_UNSPECIFIED':
    case 'undefined':
      throw invalid('A field filter must have an op.');
    default:
      throw notDone(`the operator ${op.slice(0, 100)}`);
  }
}

function isIn(list: readonly Value[]): (value: Value) => boolean {
  return (value) => !isNaNValue(value) && list.some((one) => compareValues(one, value) === 0);
}

function elementsOf(value: Value): readonly Value[] {
  return 'arrayValue' in value ? (value.arrayValue.values ?? []) : [];
}

function listOf(op: string, value: Value): readonly Value[] {
  const list = elementsOf(value);
  if (list.length === 0 || list.length > 30) throw invalid(`${op} needs a list of 1 to 30 values.`);
  return list;
}
