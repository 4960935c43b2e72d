/** One serialized message, read by its plan into a row of values. */

import { DuckDBListValue, type DuckDBValue } from '@duckdb/node-api';
import { FieldProblem } from './field-problem.ts';
import type { MessagePlan, PlannedField } from './plan.ts';
import { Malformed, WIRE_BYTES, type Wire } from './wire.ts';

/**
 * Fills `values` by slot; what the message does not say stays as it was. Throws `FieldProblem` for a value that does
 * not fit its column and `Malformed` for bytes that are no such message.
 */
export function readMessage(plan: MessagePlan, wire: Wire, values: (DuckDBValue | undefined)[]): void {
  let field: PlannedField | undefined;
  try {
    while (!wire.done) {
      const tag = wire.uint32();
      field = plan.fields.get(tag >>> 3);
      if (field !== undefined) readField(field, tag & 7, wire, values);
      else if (tag >>> 3 === 0) throw new Malformed('field number 0 does not exist');
      // Protobuf's rule for a field that the writer's own schema does not know. Google's tests expect the row to be taken.
      else wire.skip(tag & 7);
    }
  } catch (error) {
    if (error instanceof FieldProblem) error.path ??= field?.path;
    throw error;
  }
  for (const { slot, path, isRequired } of plan.required) {
    if (isRequired && values[slot] === undefined) throw new FieldProblem('Required field is missing', path);
  }
}

function readField(field: PlannedField, wireType: number, wire: Wire, values: (DuckDBValue | undefined)[]): void {
  const { slot } = field;
  if (wireType === field.wireType) {
    if (field.isRepeated) elements(values, slot).push(field.read(wire));
    else {
      const earlier = values[slot];
      values[slot] = field.merge !== undefined && earlier !== undefined ? field.merge(wire, earlier) : field.read(wire);
    }
  } else if (wireType === WIRE_BYTES && field.isRepeated) {
    readPacked(field, wire, elements(values, slot));
  } else {
    throw new Malformed(`field ${field.path} has wire type ${wireType}, expected ${field.wireType}`);
  }
}

function readPacked(field: PlannedField, wire: Wire, into: DuckDBValue[]): void {
  const { start, end } = wire.span();
  const outerEnd = wire.end;
  wire.pos = start;
  wire.end = end;
  while (!wire.done) into.push(field.read(wire));
  wire.end = outerEnd;
}

function elements(values: (DuckDBValue | undefined)[], slot: number): DuckDBValue[] {
  const list = values[slot];
  if (list instanceof DuckDBListValue) return list.items as DuckDBValue[];
  const items: DuckDBValue[] = [];
  values[slot] = new DuckDBListValue(items);
  return items;
}
