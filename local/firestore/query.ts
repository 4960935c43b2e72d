/** Structured queries: collections, filters, order, cursors, offset and limit, as far as they are done here. */

import type { Documents, StoredDocument } from './documents.ts';
import { invalid, notDone } from './errors.ts';
import { type FieldPath, NAME, project, readFieldPath, valueAt } from './field-path.ts';
import { type Filter, readFilter } from './filter.ts';
import { compareValues } from './order.ts';
import { checkFields } from './request.ts';
import { readFields, type Value } from './value.ts';

interface Order {
  readonly path: FieldPath;
  readonly sign: 1 | -1;
}

interface Cursor {
  readonly values: readonly Value[];
  readonly before: boolean;
}

type Given = Readonly<Record<string, unknown>>;

const KNOWN = ['select', 'from', 'where', 'orderBy', 'limit', 'offset', 'startAt', 'endAt'];

export function runQuery(documents: Documents, parent: string, query: object): readonly StoredDocument[] {
  checkFields('structuredQuery', query, KNOWN, ['findNearest']);
  const given = query as Given;
  const filter = given.where === undefined ? undefined : readFilter(given.where);
  const orders = ordersOf(given.orderBy, filter);
  const startAt = cursorOf(given.startAt, 'startAt', orders);
  const endAt = cursorOf(given.endAt, 'endAt', orders);
  const offset = countOf(given.offset, 'offset') ?? 0;
  const limit = countOf(given.limit, 'limit') ?? Number.POSITIVE_INFINITY;
  const paths = selectionOf(given.select);
  const found = documents
    .below(parent, selectorOf(given.from))
    .filter((document) => filter === undefined || filter.test(document))
    .filter((document) => orders.every(({ path }) => valueAt(document, path) !== undefined))
    .filter((document) => startAt === undefined || isAfter(document, orders, startAt))
    .filter((document) => endAt === undefined || !isAfter(document, orders, endAt))
    .sort((one, other) => compareDocuments(one, other, orders))
    .slice(offset, offset + limit);
  return paths === undefined
    ? found
    : found.map((document) => ({ ...document, fields: project(document.fields, paths) }));
}

function selectorOf(from: unknown): { readonly collectionId: string | undefined; readonly allDescendants: boolean } {
  if (!Array.isArray(from) || from.length !== 1) throw invalid('structuredQuery.from must have one collection.');
  const selector: unknown = from[0];
  if (typeof selector !== 'object' || selector === null)
    throw invalid('structuredQuery.from must have one collection.');
  checkFields('structuredQuery.from', selector, ['collectionId', 'allDescendants']);
  const { collectionId, allDescendants } = selector as Given;
  const id = typeof collectionId === 'string' && collectionId !== '' ? collectionId : undefined;
  if (id === undefined && allDescendants !== true) throw invalid('structuredQuery.from must name a collection.');
  return { collectionId: id, allDescendants: allDescendants === true };
}

/** "A query is ordered by its inequality fields where it does not say otherwise, and at last by the names" (query.proto). */
function ordersOf(given: unknown, filter: Filter | undefined): readonly Order[] {
  const list = given === undefined ? [] : given;
  if (!Array.isArray(list)) throw invalid('structuredQuery.orderBy must be a list.');
  const orders = list.map((one: unknown): Order => {
    if (typeof one !== 'object' || one === null) throw invalid('structuredQuery.orderBy must be a list of orders.');
    checkFields('structuredQuery.orderBy', one, ['field', 'direction']);
    const { field, direction = 'ASCENDING' } = one as Given;
    const isKnown = ['ASCENDING', 'DESCENDING', 'DIRECTION_UNSPECIFIED'].includes(String(direction));
    if (!isKnown) throw invalid(`The direction ${JSON.stringify(direction)} must be ASCENDING or DESCENDING.`);
    return { path: readFieldPath(field), sign: direction === 'DESCENDING' ? -1 : 1 };
  });
  const isIn = (path: FieldPath, all: readonly Order[]): boolean => all.some((one) => keyOf(one.path) === keyOf(path));
  const sign = orders.at(-1)?.sign ?? 1;
  const implied = new Map((filter?.inequalities ?? []).map((path) => [keyOf(path), path] as const));
  const more = [...implied].filter(([, path]) => !isIn(path, orders)).sort(([a], [b]) => (a < b ? -1 : 1));
  const all = [...orders, ...more.map(([, path]): Order => ({ path, sign }))];
  return isIn([NAME], all) ? all : [...all, { path: [NAME], sign }];
}

function keyOf(path: FieldPath): string {
  return JSON.stringify(path);
}

function cursorOf(given: unknown, what: string, orders: readonly Order[]): Cursor | undefined {
  if (given === undefined || given === null) return undefined;
  if (typeof given !== 'object') throw invalid(`structuredQuery.${what} must be an object.`);
  checkFields(`structuredQuery.${what}`, given, ['values', 'before']);
  const { values = [], before = false } = given as { readonly values?: unknown; readonly before?: unknown };
  if (!Array.isArray(values) || values.length > orders.length)
    throw invalid(`structuredQuery.${what} has more values than the query has orders.`);
  const read = values.map((value: unknown) => (readFields({ value }, what) as { readonly value: Value }).value);
  return { values: read, before: before === true };
}

/** Whether a document is at the position of a cursor or behind it: `before` is just before the values, else just after. */
function isAfter(document: StoredDocument, orders: readonly Order[], { values, before }: Cursor): boolean {
  for (const [place, value] of values.entries()) {
    const { path, sign } = orders[place] as Order;
    const order = sign * compareValues(valueAt(document, path) as Value, value);
    if (order !== 0) return order > 0;
  }
  return before;
}

function compareDocuments(one: StoredDocument, other: StoredDocument, orders: readonly Order[]): number {
  for (const { path, sign } of orders) {
    const order = sign * compareValues(valueAt(one, path) as Value, valueAt(other, path) as Value);
    if (order !== 0) return order;
  }
  return 0;
}

/** REST has a number, gRPC an Int32Value. */
function countOf(given: unknown, what: string): number | undefined {
  if (given === undefined || given === null) return undefined;
  const value = typeof given === 'object' ? ((given as { readonly value?: unknown }).value ?? 0) : given;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0)
    throw invalid(`structuredQuery.${what} must be a whole number from 0.`);
  return value;
}

/** No field at all is the name only. */
function selectionOf(given: unknown): readonly FieldPath[] | undefined {
  if (given === undefined || given === null) return undefined;
  if (typeof given !== 'object') throw invalid('structuredQuery.select must be an object.');
  checkFields('structuredQuery.select', given, ['fields']);
  const { fields = [] } = given as { readonly fields?: unknown };
  if (!Array.isArray(fields)) throw notDone('structuredQuery.select without a list of fields');
  return fields.map(readFieldPath);
}
