/**
 * RANGE<DATE | DATETIME | TIMESTAMP>: `{ start, end }` or BigQuery's own text `[2024-01-01, UNBOUNDED)`. On the wire a
 * message of the two, where a bound that is not there is unbounded (write-api.md, Types).
 */

import { millisecondsOf } from '../civil.ts';
import type { Column } from '../column.ts';
import { Fault, step } from '../fault.ts';
import { isPlainObject } from '../plain-object.ts';
import type { RowBuffer } from '../row-buffer.ts';
import { VARINT_BYTES, writeVarint } from '../wire.ts';

const TEXT = /^\[([^,]*), ([^,]*)\)$/;
const UNBOUNDED = /^(?:UNBOUNDED|NULL)$/i;

export function encodeRange(column: Column, value: unknown, out: RowBuffer): Fault | undefined {
  const bounds = typeof value === 'string' ? boundsOfText(value) : boundsOfObject(value);
  if (bounds instanceof Fault) return bounds;
  // Two tags and two numbers of at most ten bytes: the length is one byte.
  const start = out.position + 1;
  out.position = start;
  const instants: bigint[] = [];
  for (const bound of column.bounds) {
    const value = bounds[bound.name as keyof Bounds];
    if (value === undefined || value === null) continue;
    out.reserve(2 * VARINT_BYTES);
    writeVarint(out, bound.tag);
    const fault = bound.element(bound, value, out);
    if (fault !== undefined) return fault.under(bound.name).at(bound.typeName, column.sensitive, value);
    instants.push(micros(column, bound, value));
  }
  const [from, to] = instants;
  if (from !== undefined && to !== undefined && from >= to) {
    return new Fault('OUT_OF_RANGE', 'the start of a RANGE lies before its end');
  }
  out.closeLength(start, 1);
  return undefined;
}

/** Microseconds of the bound that was written last. */
function micros(column: Column, bound: Column, value: unknown): bigint {
  return value instanceof Date
    ? BigInt(millisecondsOf(value)) * 1000n
    : column.civil.instant(bound.field.type === 'DATE');
}

interface Bounds {
  readonly start: unknown;
  readonly end: unknown;
}

function boundsOfText(text: string): Bounds | Fault {
  const parts = TEXT.exec(text);
  if (parts === null) return new Fault('MALFORMED', 'not of the form [start, end)');
  const [, start = '', end = ''] = parts;
  return { start: UNBOUNDED.test(start) ? null : start, end: UNBOUNDED.test(end) ? null : end };
}

function boundsOfObject(value: unknown): Bounds | Fault {
  if (typeof value !== 'object' || !isPlainObject(value as object)) {
    return new Fault('TYPE_MISMATCH', 'RANGE takes { start, end } or text');
  }
  const range = value as Readonly<Record<string, unknown>>;
  // As in a row, a key without a value is not there.
  const stranger = Object.keys(range).find((key) => key !== 'start' && key !== 'end' && range[key] !== undefined);
  if (stranger !== undefined) return new Fault('UNKNOWN_FIELD', 'RANGE has a start and an end').under(step(stranger));
  return { start: own(range, 'start'), end: own(range, 'end') };
}

function own(range: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(range, key) ? range[key] : undefined;
}
