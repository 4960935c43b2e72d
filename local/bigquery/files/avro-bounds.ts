/**
 * A walk over a record's bytes before it is decoded: every length and count must be covered by bytes that are there.
 * avsc believes a count until it has pushed so many items, which a file of a hundred bytes can make any number.
 *
 * https://avro.apache.org/docs/1.11.1/specification/#binary-encoding
 */

import type { AvroSchema } from './avro-schema.ts';

/** The end of the value that begins at `at`; throws if it runs past the bytes. */
export type Skip = (data: Buffer, at: number) => number;

const CUT_SHORT = 'a record is cut short';

const FIXED_BYTES: Readonly<Record<string, number>> = { null: 0, boolean: 1, float: 4, double: 8 };

/** `named` grows as names are met; a record may hold itself. */
export function skipOf(schema: AvroSchema, named = new Map<string, Skip>()): Skip {
  if (Array.isArray(schema)) return skipUnion((schema as readonly AvroSchema[]).map((branch) => skipOf(branch, named)));
  if (typeof schema === 'string') return named.get(schema) ?? skipPrimitive(schema);
  const definition = schema as Readonly<Record<string, unknown>>;
  const { type } = definition;
  if (typeof type === 'object' && type !== null) return skipOf(type as AvroSchema, named);
  switch (type) {
    case 'array':
      return skipBlocks(skipOf(definition.items as AvroSchema, named));
    case 'map': {
      const value = skipOf(definition.values as AvroSchema, named);
      return skipBlocks((data, at) => value(data, skipBytes(data, at)));
    }
    case 'record':
      return skipRecord(definition, named);
    case 'enum':
      return remembered(definition, named, skipLong);
    case 'fixed':
      return remembered(definition, named, skipFixed(Number(definition.size)));
    default:
      return skipOf(String(type), named);
  }
}

function skipRecord(definition: Readonly<Record<string, unknown>>, named: Map<string, Skip>): Skip {
  const fields: Skip[] = [];
  const skip = remembered(definition, named, (data, at) => {
    let end = at;
    for (const field of fields) end = field(data, end);
    return end;
  });
  for (const { type } of definition.fields as readonly { readonly type: AvroSchema }[])
    fields.push(skipOf(type, named));
  return skip;
}

function remembered(definition: Readonly<Record<string, unknown>>, named: Map<string, Skip>, skip: Skip): Skip {
  const { name, namespace } = definition;
  if (typeof name === 'string') {
    named.set(name, skip);
    if (typeof namespace === 'string') named.set(`${namespace}.${name}`, skip);
  }
  return skip;
}

function skipPrimitive(name: string): Skip {
  if (name === 'int' || name === 'long') return skipLong;
  if (name === 'bytes' || name === 'string') return skipBytes;
  const size = FIXED_BYTES[name];
  if (size === undefined) throw new Error(`unknown type: ${name}`);
  return skipFixed(size);
}

function skipFixed(size: number): Skip {
  return (data, at) => within(data, at + size);
}

function skipUnion(branches: readonly Skip[]): Skip {
  return (data, at) => {
    const branch = branches[readLong(data, at)];
    if (branch === undefined) throw new Error('a union has no such branch');
    return branch(data, skipLong(data, at));
  };
}

/** Blocks of items, each begun by its count (negative where its size in bytes follows), ended by a count of zero. */
function skipBlocks(item: Skip): Skip {
  return (data, start) => {
    let at = start;
    for (;;) {
      const count = readLong(data, at);
      at = skipLong(data, at);
      if (count === 0) return at;
      if (count < 0) at = skipLong(data, at);
      for (let left = Math.abs(count); left > 0; left -= 1) {
        const end = item(data, at);
        // Items without bytes could be repeated any number of times.
        if (end === at) throw new Error('items without bytes are not supported');
        at = end;
      }
    }
  };
}

function skipBytes(data: Buffer, at: number): number {
  const length = readLong(data, at);
  if (length < 0) throw new Error('a length is negative');
  return within(data, skipLong(data, at) + length);
}

function skipLong(data: Buffer, start: number): number {
  for (let at = start; at < start + 10; at += 1) {
    const byte = data[at];
    if (byte === undefined) throw new Error(CUT_SHORT);
    if (byte < 0x80) return at + 1;
  }
  throw new Error('a number is too long');
}

/** A count or length: beyond 2^53 it is only known to be implausible, which is all that is asked of it. */
function readLong(data: Buffer, start: number): number {
  let value = 0;
  let scale = 1;
  for (let at = start; ; at += 1) {
    const byte = data[at];
    if (byte === undefined) throw new Error(CUT_SHORT);
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) break;
    scale *= 128;
  }
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

function within(data: Buffer, end: number): number {
  if (end > data.length) throw new Error(CUT_SHORT);
  return end;
}
