/** Puts the definition in the place of each `$ref`, so that an error's path tells which form of a value it is about. */

type Schema = Readonly<Record<string, unknown>>;

/**
 * A reference inside itself stays one, because such a schema has no end. So does one to a definition that says `x-kept`:
 * its checker is then one function, however often it is used, and a large schema stays small.
 */
export function expandRefs(root: Schema): Schema {
  const definitions = (root.$defs ?? {}) as Readonly<Record<string, Schema>>;
  const kept = new Set<string>();
  const expand = (value: unknown, within: readonly string[]): unknown => {
    if (Array.isArray(value)) return value.map((item) => expand(item, within));
    if (typeof value !== 'object' || value === null) return value;
    const { $ref, ...beside } = value as Schema;
    if (typeof $ref !== 'string') return mapped(beside, (member) => expand(member, within));
    const name = nameOf($ref);
    const definition = definitions[name];
    if (definition === undefined) throw new Error(`$ref ${$ref} leads nowhere`);
    if (within.includes(name) || definition['x-kept'] === true) {
      kept.add(name);
      return value;
    }
    return {
      ...(expand(definition, [...within, name]) as Schema),
      ...mapped(beside, (member) => expand(member, within)),
    };
  };
  const { $defs: _, ...rest } = root;
  const expanded = expand(rest, []) as Schema;
  return kept.size === 0 ? expanded : { ...expanded, $defs: definitions };
}

export function nameOf(ref: string): string {
  const name = /^#\/\$defs\/([^/]+)$/.exec(ref)?.[1];
  if (name === undefined) throw new Error(`$ref ${ref} is not of the form #/$defs/name`);
  return name;
}

function mapped(schema: Schema, change: (value: unknown) => unknown): Schema {
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, change(value)]));
}
