/** TypeScript of messages: an interface, the tags, an encoder and a decoder for each, over protobufjs's reader and writer. */

import protobuf from 'protobufjs';

export interface Selection {
  /** Full names. A field of any other message is kept as bytes: it is opaque to us, or encoded already. */
  readonly messages: readonly string[];
  /** Messages of which only the tags are of use. */
  readonly tagsOnly?: readonly string[];
  /** Enums whose names are of use. */
  readonly enums: readonly string[];
}

export function messageSource(root: protobuf.Root, { messages, tagsOnly = [], enums }: Selection): string {
  const types = messages.map((name) => root.lookupType(name));
  const known = new Set(types);
  return [
    ...enums.map((name) => enumSource(root.lookupEnum(name))),
    ...types.map((type) => interfaceSource(type, known)),
    ...[...types, ...tagsOnly.map((name) => root.lookupType(name))].map(tagSource),
    ...types.flatMap((type) => [encoderSource(type, known), decoderSource(type, known)]),
    ...(types.some(({ fieldsArray }) => fieldsArray.some(({ map }) => map)) ? [HELPERS] : []),
  ].join('\n\n');
}

/** Names by number, for numbers without a gap. */
function enumSource({ fullName, values }: protobuf.Enum): string {
  const names = Object.entries(values).sort(([, a], [, b]) => a - b);
  return `/** ${fullName.slice(1)} */\nexport const ${constantOf(fullName)} = {\n${names
    .map(([name, number]) => `  ${name}: ${number},`)
    .join('\n')}\n} as const;`;
}

function byNumber(type: protobuf.Type): readonly protobuf.Field[] {
  return type.fieldsArray.toSorted((a, b) => a.id - b.id);
}

/** Extensions and a few descriptors have snake case, or a full name. */
function nameOf({ name }: protobuf.Field): string {
  return protobuf.util.camelCase(name.slice(name.lastIndexOf('.') + 1));
}

const NUMBERS: ReadonlySet<string> = new Set(['int32', 'int64', 'uint32']);

function wireTypeOf({ type, map }: protobuf.Field): 0 | 2 {
  if (map) return 2;
  return NUMBERS.has(type) || type === 'bool' ? 0 : 2;
}

function tagOf(field: protobuf.Field): number {
  // Lists of numbers stand in one piece in proto3.
  if (isPacked(field)) return field.id * 8 + 2;
  const wireType = field.resolvedType instanceof protobuf.Enum && !field.map ? 0 : wireTypeOf(field);
  return field.id * 8 + wireType;
}

function isPacked(field: protobuf.Field): boolean {
  return field.repeated && field.packed && (NUMBERS.has(field.type) || field.resolvedType instanceof protobuf.Enum);
}

function elementType(field: protobuf.Field, known: ReadonlySet<protobuf.Type>): string {
  const { type, resolvedType } = field;
  if (resolvedType instanceof protobuf.Enum || NUMBERS.has(type)) return 'number';
  if (resolvedType instanceof protobuf.Type) return known.has(resolvedType) ? interfaceOf(resolvedType) : 'Uint8Array';
  if (type === 'string') return 'string';
  if (type === 'bool') return 'boolean';
  if (type === 'bytes') return 'Uint8Array';
  throw new Error(`${field.fullName} is of type ${type}, which this generator does not know`);
}

function fieldType(field: protobuf.Field, known: ReadonlySet<protobuf.Type>): string {
  const element = elementType(field, known);
  if (field.map) return `Readonly<Record<string, ${element}>>`;
  return field.repeated ? `readonly ${element}[]` : element;
}

function interfaceSource(type: protobuf.Type, known: ReadonlySet<protobuf.Type>): string {
  const members = byNumber(type).map(
    (field) => `  readonly ${nameOf(field)}?: ${fieldType(field, known)} | undefined;`,
  );
  return `/** ${type.fullName.slice(1)} */\nexport interface ${interfaceOf(type)} {\n${members.join('\n')}\n}`;
}

function tagSource(type: protobuf.Type): string {
  const tags = byNumber(type).map((field) => `  ${nameOf(field)}: ${tagOf(field)},`);
  return `/** The tags of ${type.fullName.slice(1)}: number and wire type. */\nexport const ${constantOf(type.fullName)}_TAGS = {\n${tags.join('\n')}\n} as const;`;
}

/** In the order of the numbers, as protobufjs's own encoders write. */
function encoderSource(type: protobuf.Type, known: ReadonlySet<protobuf.Type>): string {
  const name = interfaceOf(type);
  const body = byNumber(type).map((field) => encodeField(field, known));
  return `export function encode${name}(message: ${name}, writer = protobuf.Writer.create()): protobuf.Writer {\n${body.join('\n')}\n  return writer;\n}`;
}

function encodeField(field: protobuf.Field, known: ReadonlySet<protobuf.Type>): string {
  const value = `message.${nameOf(field)}`;
  const one = (item: string): string => encodeElement(field, known, item, tagOf(field));
  if (field.map) {
    const entry = encodeElement(field, known, 'value', 16 + (elementType(field, known) === 'number' ? 0 : 2));
    return `  for (const [key, value] of Object.entries(${value} ?? {})) {\n    writer.uint32(${tagOf(field)}).fork().uint32(10).string(key);\n    ${entry}\n    writer.ldelim();\n  }`;
  }
  if (!field.repeated) return `  if (${value} !== undefined) ${one(value)}`;
  if (!isPacked(field)) return `  for (const item of ${value} ?? []) ${one('item')}`;
  const method = writerMethod(field);
  return `  if (${value} !== undefined && ${value}.length > 0) {\n    writer.uint32(${tagOf(field)}).fork();\n    for (const item of ${value}) writer.${method}(item);\n    writer.ldelim();\n  }`;
}

function encodeElement(
  { resolvedType, ...field }: protobuf.Field,
  known: ReadonlySet<protobuf.Type>,
  item: string,
  tag: number,
): string {
  if (resolvedType instanceof protobuf.Type && known.has(resolvedType)) {
    return `encode${interfaceOf(resolvedType)}(${item}, writer.uint32(${tag}).fork()).ldelim();`;
  }
  return `writer.uint32(${tag}).${writerMethod({ ...field, resolvedType } as protobuf.Field)}(${item});`;
}

function writerMethod({ type, resolvedType }: protobuf.Field): string {
  if (resolvedType instanceof protobuf.Enum) return 'int32';
  return resolvedType instanceof protobuf.Type ? 'bytes' : type;
}

/** A field that is not there is undefined, a list or a map that is not there is empty. Unknown fields are passed over. */
function decoderSource(type: protobuf.Type, known: ReadonlySet<protobuf.Type>): string {
  const name = interfaceOf(type);
  const fields = byNumber(type);
  const declared = fields.map((field) => `  ${declaration(field, known)}`);
  const cases = fields.map((field) => `      case ${tagOf(field)}:${decodeCase(field, known)}\n        break;`);
  const result = fields.map(nameOf).join(', ');
  return `export function decode${name}(bytes: Uint8Array): ${name} {
  const reader = protobuf.Reader.create(bytes);
${declared.join('\n')}
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    switch (tag) {
${cases.join('\n')}
      default:
        reader.skipType(tag & 7);
    }
  }
  return { ${result} };
}`;
}

function declaration(field: protobuf.Field, known: ReadonlySet<protobuf.Type>): string {
  const element = elementType(field, known);
  if (field.map) return `const ${nameOf(field)}: Record<string, ${element}> = {};`;
  if (field.repeated) return `const ${nameOf(field)}: ${element}[] = [];`;
  return `let ${nameOf(field)}: ${element} | undefined;`;
}

function decodeCase(field: protobuf.Field, known: ReadonlySet<protobuf.Type>): string {
  const value = decodeElement(field, known, 'reader');
  if (field.map) {
    const entry = decodeElement(field, known, 'entry');
    const fallback = { string: "''", number: '0' }[elementType(field, known)] ?? 'NOTHING';
    return `\n        entryOf(reader.bytes(), ${nameOf(field)}, ${fallback}, (entry) => ${entry});`;
  }
  if (isPacked(field)) {
    // Readers take numbers one by one as well.
    const push = `${nameOf(field)}.push(${value});`;
    return `\n        for (const end = reader.uint32() + reader.pos; reader.pos < end; ) ${push}\n        break;\n      case ${field.id * 8}:\n        ${push}`;
  }
  return `\n        ${field.repeated ? `${nameOf(field)}.push(${value})` : `${nameOf(field)} = ${value}`};`;
}

function decodeElement(
  { type, resolvedType }: protobuf.Field,
  known: ReadonlySet<protobuf.Type>,
  from: string,
): string {
  if (resolvedType instanceof protobuf.Enum) return `${from}.int32()`;
  if (resolvedType instanceof protobuf.Type) {
    return known.has(resolvedType) ? `decode${interfaceOf(resolvedType)}(${from}.bytes())` : `${from}.bytes()`;
  }
  return type === 'int64' ? `Number(${from}.int64())` : `${from}.${type}()`;
}

/** `AppendRowsRequest.ProtoData` is `ProtoData`. */
function interfaceOf({ name }: protobuf.Type): string {
  return name;
}

function constantOf(fullName: string): string {
  return fullName
    .split('.')
    .filter((part) => /^[A-Z]/.test(part))
    .join('')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase();
}

const HELPERS = `/** One entry of a map: key 1, value 2, either left out where it is the default. */
export function entryOf<T>(
  bytes: Uint8Array,
  into: Record<string, T>,
  fallback: T,
  read: (entry: protobuf.Reader) => T,
): void {
  const entry = protobuf.Reader.create(bytes);
  let key = '';
  let value = fallback;
  while (entry.pos < entry.len) {
    const tag = entry.uint32();
    if (tag === 10) key = entry.string();
    else if (tag >>> 3 === 2) value = read(entry);
    else entry.skipType(tag & 7);
  }
  // As a plain assignment \`__proto__\` would set the prototype.
  Object.defineProperty(into, key, { value, enumerable: true, writable: true, configurable: true });
}`;
