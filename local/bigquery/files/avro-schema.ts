/** Avro's schemas as they stand in a file: JSON. */

export type AvroSchema = string | readonly AvroSchema[] | Readonly<Record<string, unknown>>;

const PRIMITIVES = new Set(['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string']);

/** The schema without what only annotates a primitive: avsc would take `{"type": "long", …}` for its own long. */
export function bare(schema: AvroSchema): AvroSchema {
  if (Array.isArray(schema)) return (schema as readonly AvroSchema[]).map(bare);
  if (typeof schema === 'string') return schema;
  const definition = schema as Readonly<Record<string, unknown>>;
  const { type, items, values, fields } = definition;
  if (typeof type === 'string' && PRIMITIVES.has(type)) return type;
  if (typeof type === 'object' && type !== null) return bare(type as AvroSchema);
  const { logicalType: _, ...plain } = definition;
  return {
    ...plain,
    ...(items !== undefined && { items: bare(items as AvroSchema) }),
    ...(values !== undefined && { values: bare(values as AvroSchema) }),
    ...(Array.isArray(fields) && {
      fields: fields.map((field: Readonly<Record<string, unknown>>) => ({
        name: field.name,
        type: bare(field.type as AvroSchema),
      })),
    }),
  };
}
