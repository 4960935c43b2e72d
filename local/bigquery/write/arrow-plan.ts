/**
 * An Arrow writer schema matched against a table's schema, once per connection: which field fills which column and how
 * its values are read. The types are those that the Storage Read API gives for each column, and narrower ones.
 */

import { DuckDBListValue, DuckDBStructValue, type DuckDBValue } from '@duckdb/node-api';
import type { Schema as ArrowSchema, Data, DataType, Field } from 'apache-arrow';
import { type Column, findColumn, restTypeName, type Schema } from '../schema.ts';
import { checkSchemaMessage } from './arrow-bounds.ts';
import { arrow } from './arrow-library.ts';
import { offsetsOf } from './arrow-offsets.ts';
import { arrowScalar } from './arrow-scalar.ts';
import { BadDescriptor } from './descriptor.ts';
import { FieldProblem } from './field-problem.ts';
import { absent, CHANGE_SEQUENCE, CHANGE_TYPE, checkRange, ExtraFields, memberColumns } from './plan.ts';
import { Malformed } from './wire.ts';

/** The value at a place; undefined where there is none. */
export type ReadAt = (place: number) => DuckDBValue | undefined;

export interface ArrowPlan {
  /** The meaning of each field: a column, or one of the two CDC pseudo-columns. */
  readonly slots: readonly Column[];
  readonly open: readonly ((data: Data) => ReadAt)[];
}

/** Throws `Malformed` for bytes that are no schema message. */
export function readArrowSchema(bytes: Uint8Array): ArrowSchema {
  try {
    checkSchemaMessage(bytes);
    return arrow().RecordBatchReader.from(bytes).open().schema;
  } catch (error) {
    throw new Malformed((error as Error).message);
  }
}

/** Throws `BadDescriptor` or `ExtraFields`. */
export function planArrow({ fields }: ArrowSchema, schema: Schema): ArrowPlan {
  const extra: string[] = [];
  const plan = planFields(fields, [...schema, CHANGE_TYPE, CHANGE_SEQUENCE], '', extra);
  if (extra.length > 0) throw new ExtraFields(extra);
  return plan;
}

function planFields(fields: readonly Field[], schema: Schema, path: string, extra: string[]): ArrowPlan {
  const slots: Column[] = [];
  const open: ((data: Data) => ReadAt)[] = [];
  for (const { name, type } of fields) {
    const place = path === '' ? name : `${path}.${name}`;
    const column = findColumn(schema, name);
    if (column === undefined) {
      extra.push(place);
      continue;
    }
    if (slots.includes(column)) throw new BadDescriptor(`Column ${place} is filled by two fields of the Arrow schema`);
    slots.push(column);
    const read =
      column.mode === 'REPEATED' ? repeated(type, column, place, extra) : element(type, column, place, extra);
    open.push((data) => named(place, read(data)));
  }
  return { slots, open };
}

function named(path: string, read: ReadAt): ReadAt {
  return (place) => {
    try {
      return read(place);
    } catch (error) {
      if (error instanceof FieldProblem) error.path ??= path;
      throw error;
    }
  };
}

function repeated(type: DataType, column: Column, path: string, extra: string[]): (data: Data) => ReadAt {
  const item = type.typeId === arrow().Type.List ? type.children[0] : undefined;
  if (item === undefined) throw mismatch(path, type, `REPEATED ${restTypeName(column.type)}`);
  const read = element(item.type, column, path, extra);
  return (data) => {
    const items = data.children[0] as Data;
    const offsets = offsetsOf(data, items.length);
    const at = read(items);
    return ifThere(data, (place) => {
      const values: DuckDBValue[] = [];
      for (let index = offsets[place] ?? 0; index < (offsets[place + 1] ?? 0); index += 1) {
        const value = at(index);
        if (value === undefined) throw new FieldProblem('Array elements must not be NULL');
        values.push(value);
      }
      return new DuckDBListValue(values);
    });
  };
}

function element(type: DataType, column: Column, path: string, extra: string[]): (data: Data) => ReadAt {
  const members = memberColumns(column);
  if (members === undefined) {
    const scalar = arrowScalar(type, column);
    if (scalar === undefined) throw mismatch(path, type, restTypeName(column.type));
    return (data) => ifThere(data, scalar(data));
  }
  if (type.typeId !== arrow().Type.Struct) throw mismatch(path, type, restTypeName(column.type));
  const plan = planFields(type.children, members, path, extra);
  return (data) => {
    const readers = plan.open.map((open, index) => open(data.children[index] as Data));
    return ifThere(data, (place) => {
      const entries: Record<string, DuckDBValue> = {};
      for (const member of members) {
        const slot = plan.slots.indexOf(member);
        entries[member.name] = readers[slot]?.(place) ?? absent(member, `${path}.${member.name}`);
      }
      const value = new DuckDBStructValue(entries);
      if (column.type === 'RANGE') checkRange(value, path);
      return value;
    });
  };
}

function ifThere(data: Data, read: ReadAt): ReadAt {
  const { nullCount, nullBitmap, length } = data;
  if (nullCount === 0) return read;
  if (nullBitmap.length * 8 < length) throw new Malformed('a validity bitmap is too short');
  return (place) => (((nullBitmap[place >> 3] ?? 0) >> (place & 7)) & 1 ? read(place) : undefined);
}

function mismatch(path: string, type: DataType, column: string): BadDescriptor {
  return new BadDescriptor(
    `The Arrow field mismatched with BigQuery field at ${path}, the Arrow field type ${type}, BigQuery field type ${column}`,
  );
}
