/** The four row formats: what a message's row is made of before its values are brought to their columns. */

import type { JsonRow } from '@penstock/shared/bigquery/codec/codec.ts';
import type { Field, TableSchema } from '@penstock/shared/bigquery/schema/table-schema.ts';
import { setOwn } from '@penstock/shared/runtime/json-object.ts';
import type { Delivery } from '../message.ts';
import { columnsOf } from './coerce.ts';
import { RowFailure } from './failure.ts';
import type { Parse, Payload } from './payload.ts';
import { compileSource, FACTS, factOf } from './source.ts';

export const FORMATS = ['json', 'message', 'envelope', 'mapping'] as const;
export type FormatName = (typeof FORMATS)[number];

export interface Format {
  readonly name: FormatName;
  /** Column to source, and column to value; `mapping` alone has them. */
  readonly columns?: Readonly<Record<string, string>> | undefined;
  readonly constants?: Readonly<Record<string, unknown>> | undefined;
}

/** The payload as it is used: gunzipped, where that is asked for. `parse` keeps every digit, or is fast. */
export type MakeRow = (delivery: Delivery, payload: Payload, parse: Parse) => JsonRow | RowFailure;

export function compileFormat(format: Format, schema: TableSchema): MakeRow {
  switch (format.name) {
    case 'json':
      return (_delivery, payload, parse) => payload.object(parse);
    case 'message':
      return messageRow(schema);
    case 'envelope':
      return envelopeRow(schema);
    case 'mapping':
      return mappedRow(format);
  }
}

/**
 * Every attribute is the column of its name, `-` written as `_`; the payload is the column `payload`, as text or as bytes. Facts
 * about the message fill the columns of their names, where the table has them.
 */
function messageRow(schema: TableSchema): MakeRow {
  const columns = columnsOf(schema.fields);
  const facts = FACTS.filter((fact) => columns.has(fact));
  const payloadColumn = columns.get('payload');
  return (delivery, payload) => {
    const row: Record<string, unknown> = {};
    const taken = new Map<string, string>();
    for (const [name, value] of Object.entries(delivery.attributes)) {
      const column = name.replaceAll('-', '_');
      const before = taken.get(column.toLowerCase());
      if (before !== undefined) return collision(column, before, name);
      taken.set(column.toLowerCase(), name);
      setOwn(row, column, value);
    }
    const clash = ['payload', ...facts].find((name) => taken.has(name));
    if (clash !== undefined) return collision(clash, `the message's own ${clash}`, taken.get(clash) as string);
    for (const fact of facts) row[fact] = factOf(delivery, fact);
    const value = payloadValue(payload, payloadColumn);
    if (value instanceof RowFailure) return value;
    row.payload = value;
    return row;
  };
}

/** With two sources for one column one of them would be lost without a word. */
function collision(column: string, one: string, other: string): RowFailure {
  const reason = `attribute ${JSON.stringify(other)} and ${JSON.stringify(one)} are both column ${column}`;
  return new RowFailure('COLUMN_COLLISION', reason, column);
}

/** `{attributes, payload}` and the facts, each where the table has a column for it. */
function envelopeRow(schema: TableSchema): MakeRow {
  const columns = columnsOf(schema.fields);
  const facts = FACTS.filter((fact) => columns.has(fact));
  const payloadColumn = columns.get('payload');
  return (delivery, payload, parse) => {
    const row: Record<string, unknown> = {};
    for (const fact of facts) row[fact] = factOf(delivery, fact);
    if (columns.has('attributes')) row.attributes = attributesValue(delivery, columns.get('attributes') as Field);
    const value = payloadColumn?.type === 'JSON' ? parsedPayload(payload, parse) : payloadValue(payload, payloadColumn);
    if (value instanceof RowFailure) return value;
    row.payload = value;
    return row;
  };
}

/** A JSON object, or the list of `{key, value}` that a table without JSON columns has. */
function attributesValue({ attributes }: Delivery, { mode }: Field): unknown {
  if (mode === 'REPEATED') return Object.entries(attributes).map(([key, value]) => ({ key, value }));
  return { ...attributes };
}

/** A JSON text at the top is a value like any other; the column would take a bare text for JSON text. */
function parsedPayload(payload: Payload, parse: Parse): unknown {
  const value = payload.value(parse);
  return typeof value === 'string' ? JSON.stringify(value) : value;
}

function payloadValue({ bytes, text }: Payload, column: Field | undefined): unknown {
  return column?.type === 'BYTES' ? bytes.toString('base64') : text;
}

function mappedRow({ columns = {}, constants = {} }: Format): MakeRow {
  const read = Object.entries(columns).map(([name, source]) => ({ name, source: compileSource(source) }));
  const readsPayload = Object.values(columns).some((source) => source.startsWith('$'));
  return (delivery, payload, parse) => {
    const parsedValue = readsPayload ? payload.value(parse) : undefined;
    if (parsedValue instanceof RowFailure) return parsedValue;
    const ground = { message: delivery, payload: parsedValue, parse, parsed: new Map<string, unknown>() };
    const row: Record<string, unknown> = { ...constants };
    for (const { name, source } of read) {
      const value = source(ground);
      if (value instanceof RowFailure) return value;
      if (value !== undefined) setOwn(row, name, value);
    }
    return row;
  };
}
