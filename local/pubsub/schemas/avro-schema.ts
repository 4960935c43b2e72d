/** An Avro schema (avro.apache.org/docs/1.11.1/specification) as a tree that readers walk; names are resolved. */

export const PRIMITIVES = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'] as const;
export type Primitive = (typeof PRIMITIVES)[number];

export interface AvroField {
  readonly name: string;
  readonly node: AvroNode;
}

/** Records and arrays are filled in after they are known by name: a record may hold itself. */
export type AvroNode =
  | { readonly kind: Primitive; readonly logical: string | undefined; readonly scale: number }
  | {
      readonly kind: 'fixed';
      readonly name: string;
      readonly size: number;
      readonly logical: string | undefined;
      readonly scale: number;
    }
  | { readonly kind: 'enum'; readonly name: string; readonly symbols: readonly string[] }
  | { readonly kind: 'record'; readonly name: string; readonly fields: AvroField[] }
  | { readonly kind: 'array' | 'map'; readonly items: AvroNode }
  | { readonly kind: 'union'; readonly branches: readonly AvroNode[] };

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const FULL_NAME = /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$/;
const MAX_DEPTH = 100;

type Json = Readonly<Record<string, unknown>>;

/** Throws an Error that says what is wrong. */
export function parseAvroSchema(definition: string): AvroNode {
  let schema: unknown;
  try {
    schema = JSON.parse(definition);
  } catch (error) {
    throw new Error(`it is not JSON: ${(error as Error).message}`);
  }
  return nodeOf(schema, { named: new Map(), namespace: '', depth: 0 });
}

interface Parsing {
  readonly named: Map<string, AvroNode>;
  readonly namespace: string;
  readonly depth: number;
}

function nodeOf(schema: unknown, around: Parsing): AvroNode {
  if (around.depth > MAX_DEPTH) throw new Error(`it is nested more than ${MAX_DEPTH} deep`);
  const parsing = { ...around, depth: around.depth + 1 };
  if (typeof schema === 'string') return primitive(schema, {}) ?? named(schema, parsing);
  if (Array.isArray(schema)) return union(schema, parsing);
  if (typeof schema !== 'object' || schema === null) throw new Error(`a type is ${JSON.stringify(schema)}`);
  const given = schema as Json;
  const { type } = given;
  if (typeof type === 'object' && type !== null) return nodeOf(type, parsing);
  if (typeof type !== 'string') throw new Error('a type has no "type"');
  switch (type) {
    case 'record':
    case 'error':
      return record(given, parsing);
    case 'enum':
      return enumeration(given, parsing);
    case 'fixed':
      return fixed(given, parsing);
    case 'array':
      return { kind: 'array', items: nodeOf(given.items, parsing) };
    case 'map':
      return { kind: 'map', items: nodeOf(given.values, parsing) };
    default:
      return primitive(type, given) ?? named(type, parsing);
  }
}

function primitive(type: string, given: Json): AvroNode | undefined {
  const kind = PRIMITIVES.find((known) => known === type);
  return kind && { kind, ...logicalOf(given) };
}

function logicalOf({ logicalType, scale }: Json): { logical: string | undefined; scale: number } {
  return {
    logical: typeof logicalType === 'string' ? logicalType : undefined,
    scale: Number.isInteger(scale) ? (scale as number) : 0,
  };
}

function named(name: string, { named: known, namespace }: Parsing): AvroNode {
  const found = known.get(name.includes('.') || namespace === '' ? name : `${namespace}.${name}`) ?? known.get(name);
  if (found === undefined) throw new Error(`the type ${name.slice(0, 100)} is not defined`);
  return found;
}

function union(schemas: readonly unknown[], parsing: Parsing): AvroNode {
  const branches = schemas.map((schema) => nodeOf(schema, parsing));
  const names = branches.map(branchName);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (branches.length === 0) throw new Error('a union is empty');
  if (branches.some(({ kind }) => kind === 'union')) throw new Error('a union holds a union');
  if (twice !== undefined) throw new Error(`a union holds ${twice} twice`);
  return { kind: 'union', branches };
}

/** The name of a union's branch in Avro's JSON encoding. */
export function branchName(node: AvroNode): string {
  return 'name' in node ? node.name : node.kind;
}

function record(given: Json, parsing: Parsing): AvroNode {
  const fields: AvroField[] = [];
  const node: AvroNode = { kind: 'record', name: define(given, parsing), fields };
  parsing.named.set(node.name, node);
  if (!Array.isArray(given.fields)) throw new Error(`the record ${node.name} has no fields`);
  const namespace = node.name.includes('.') ? node.name.slice(0, node.name.lastIndexOf('.')) : '';
  for (const field of given.fields as readonly unknown[]) {
    const { name, type } = (field ?? {}) as Json;
    if (typeof name !== 'string' || !NAME.test(name)) throw new Error(`${JSON.stringify(name)} is no name of a field`);
    if (fields.some((one) => one.name === name)) throw new Error(`the field ${name} is there twice`);
    if (type === undefined) throw new Error(`the field ${name} has no type`);
    const own = typeof type === 'string' && PRIMITIVES.some((known) => known === type) ? field : type;
    fields.push({ name, node: nodeOf(own, { ...parsing, namespace }) });
  }
  return node;
}

function enumeration(given: Json, parsing: Parsing): AvroNode {
  const symbols = (given.symbols ?? []) as readonly unknown[];
  const isFine = Array.isArray(symbols) && symbols.length > 0 && new Set(symbols).size === symbols.length;
  if (!isFine || !symbols.every((symbol) => typeof symbol === 'string' && NAME.test(symbol)))
    throw new Error('the symbols of an enum must be different names');
  const node: AvroNode = { kind: 'enum', name: define(given, parsing), symbols: symbols as readonly string[] };
  parsing.named.set(node.name, node);
  return node;
}

function fixed(given: Json, parsing: Parsing): AvroNode {
  const { size } = given;
  if (!Number.isSafeInteger(size) || (size as number) < 0) throw new Error('a fixed type has no size');
  const node: AvroNode = { kind: 'fixed', name: define(given, parsing), size: size as number, ...logicalOf(given) };
  parsing.named.set(node.name, node);
  return node;
}

function define({ name, namespace }: Json, parsing: Parsing): string {
  const space = typeof namespace === 'string' ? namespace : parsing.namespace;
  if (typeof name !== 'string') throw new Error('a record, enum or fixed type has no name');
  const full = name.includes('.') || space === '' ? name : `${space}.${name}`;
  if (!FULL_NAME.test(full)) throw new Error(`${JSON.stringify(full.slice(0, 100))} is no name of a type`);
  if (parsing.named.has(full)) throw new Error(`the type ${full} is defined twice`);
  return full;
}
