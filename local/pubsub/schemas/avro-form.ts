/** Messages of an Avro schema, in its binary or its JSON encoding. */

import { type AvroNode, branchName, parseAvroSchema } from './avro-schema.ts';
import { bytesValue, columnTypes, floatValue, wholeValue } from './avro-value.ts';
import { type Form, kindOf, parseJson, wholeNumber } from './form.ts';

/** Items without bytes (null, an empty record) cost the sender nothing: no message has more of them. */
const MAX_ITEMS = 1_000_000;
const MAX_DEPTH = 200;

export function avroForm(definition: string): Form {
  const root = parseAvroSchema(definition);
  return {
    fields: root.kind === 'record' ? root.fields.map(({ name, node }) => ({ name, columns: columnTypes(node) })) : [],
    read: (data, encoding) => (encoding === 'JSON' ? fromJson(root, parseJson(data), 0) : fromBinary(root, data)),
  };
}

function fromJson(node: AvroNode, value: unknown, depth: number): unknown {
  if (depth > MAX_DEPTH) throw new Error(`the message is nested more than ${MAX_DEPTH} deep`);
  switch (node.kind) {
    case 'null':
      if (value === null) return null;
      break;
    case 'boolean':
      if (typeof value === 'boolean') return value;
      break;
    case 'int':
    case 'long': {
      const whole = typeof value === 'string' ? undefined : wholeNumber(value, node.kind === 'int' ? 32 : 64);
      if (whole !== undefined) return wholeValue(node, whole);
      break;
    }
    case 'float':
    case 'double':
      if (typeof value === 'number' || typeof value === 'bigint') return Number(value);
      break;
    case 'string':
      if (typeof value === 'string') return value;
      break;
    case 'bytes':
    case 'fixed':
      // Each character is a byte.
      if (typeof value === 'string') {
        const bytes = Buffer.from(value, 'latin1');
        if (bytes.toString('latin1') === value && (!('size' in node) || bytes.length === node.size))
          return bytesValue(node, bytes);
      }
      break;
    case 'enum':
      if (node.symbols.includes(value as string)) return value;
      break;
    case 'array':
      if (Array.isArray(value)) return value.map((item) => fromJson(node.items, item, depth + 1));
      break;
    case 'map':
      if (isObject(value))
        return entriesOf(Object.entries(value).map(([key, item]) => [key, fromJson(node.items, item, depth + 1)]));
      break;
    case 'record':
      if (isObject(value)) return recordFromJson(node, value, depth);
      break;
    case 'union':
      return unionFromJson(node.branches, value, depth);
  }
  throw new Error(`JSON object with type ${kindOf(value)} does not match schema which expected ${branchName(node)}`);
}

type JsonObject = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function recordFromJson(node: Extract<AvroNode, { kind: 'record' }>, value: JsonObject, depth: number): unknown {
  const foreign = Object.keys(value).find((name) => !node.fields.some((field) => field.name === name));
  if (foreign !== undefined) throw new Error(`the field ${foreign.slice(0, 100)} is not in the record ${node.name}`);
  return Object.fromEntries(
    node.fields.map((field) => {
      if (!Object.hasOwn(value, field.name))
        throw new Error(`the field ${field.name} of the record ${node.name} is missing`);
      return [field.name, fromJson(field.node, value[field.name], depth + 1)];
    }),
  );
}

/** `null`, or an object whose one key names the branch. */
function unionFromJson(branches: readonly AvroNode[], value: unknown, depth: number): unknown {
  const names = branches.map(branchName);
  if (value === null && names.includes('null')) return null;
  const [entry, ...more] = isObject(value) ? Object.entries(value) : [];
  const branch = entry && more.length === 0 ? branches[names.indexOf(entry[0])] : undefined;
  if (entry === undefined || branch === undefined || branch.kind === 'null')
    throw new Error(
      `a union of ${names.join(', ')} is ${kindOf(value)}, and not null or an object that names a branch`,
    );
  return fromJson(branch, entry[1], depth + 1);
}

/** A map becomes rows of a key and a value. */
function entriesOf(entries: readonly (readonly [string, unknown])[]): unknown {
  return entries.map(([key, value]) => ({ key, value }));
}

function fromBinary(root: AvroNode, data: Buffer): unknown {
  const reader = new BinaryReader(data);
  const value = reader.value(root, 0);
  if (reader.at !== data.length) throw new Error(`${data.length - reader.at} bytes are left behind the message`);
  return value;
}

class BinaryReader {
  at = 0;
  #items = 0;
  readonly #data: Buffer;

  constructor(data: Buffer) {
    this.#data = data;
  }

  value(node: AvroNode, depth: number): unknown {
    if (depth > MAX_DEPTH) throw new Error(`the message is nested more than ${MAX_DEPTH} deep`);
    switch (node.kind) {
      case 'null':
        return null;
      case 'boolean': {
        const byte = this.#take(1)[0] ?? 0;
        if (byte > 1) throw new Error('a boolean is neither 0 nor 1');
        return byte === 1;
      }
      case 'int':
      case 'long': {
        const whole = this.#long();
        if (node.kind === 'int' && BigInt.asIntN(32, whole) !== whole) throw new Error('an int has more than 32 bits');
        return wholeValue(node, whole);
      }
      case 'float':
        return floatValue(this.#take(4).readFloatLE());
      case 'double':
        return floatValue(this.#take(8).readDoubleLE());
      case 'bytes':
        return bytesValue(node, this.#take(this.#length()));
      case 'fixed':
        return bytesValue(node, this.#take(node.size));
      case 'string':
        return this.#text();
      case 'enum': {
        const symbol = node.symbols[Number(this.#long())];
        if (symbol === undefined) throw new Error(`the enum ${node.name} has no such symbol`);
        return symbol;
      }
      case 'array':
        return this.#blocks(() => this.value(node.items, depth + 1));
      case 'map':
        return entriesOf(this.#blocks(() => [this.#text(), this.value(node.items, depth + 1)] as const));
      case 'record':
        return Object.fromEntries(node.fields.map((field) => [field.name, this.value(field.node, depth + 1)]));
      case 'union': {
        const branch = node.branches[Number(this.#long())];
        if (branch === undefined) throw new Error('a union has no such branch');
        return this.value(branch, depth + 1);
      }
    }
  }

  #blocks<T>(item: () => T): T[] {
    const items: T[] = [];
    for (;;) {
      let count = this.#long();
      if (count === 0n) return items;
      if (count < 0n) {
        count = -count;
        // The size of the block in bytes, for readers that skip it.
        this.#long();
      }
      for (let left = count; left > 0n; left -= 1n) {
        this.#items += 1;
        if (this.#items > MAX_ITEMS) throw new Error(`the message has more than ${MAX_ITEMS} items`);
        items.push(item());
      }
    }
  }

  #text(): string {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.#take(this.#length()));
  }

  #length(): number {
    const length = this.#long();
    if (length < 0n || length > BigInt(this.#data.length)) throw new Error('a length goes beyond the message');
    return Number(length);
  }

  #take(count: number): Buffer {
    const end = this.at + count;
    if (end > this.#data.length) throw new Error('the message ends too early');
    const taken = this.#data.subarray(this.at, end);
    this.at = end;
    return taken;
  }

  #long(): bigint {
    let bits = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#take(1)[0] ?? 0;
      bits |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, (bits >> 1n) ^ -(bits & 1n));
    }
    throw new Error('a number has more than ten bytes');
  }
}
