/** Volumes of the calculator: the form that their schema asks for, and the values that differ from its defaults. Pure. */

export interface VolumeField {
  /** `intake.perSecond` */
  readonly path: string;
  readonly label: string;
  readonly hint: string;
  readonly fallback: string;
  /** The values to choose from; undefined for a number. */
  readonly choices?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly whole: boolean;
}

export interface VolumeGroup {
  readonly name: string;
  readonly about: string;
  readonly fields: readonly VolumeField[];
}

/** The part of a JSON schema that the form reads. */
export interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** Objects of the schema are groups, in its order; single values at its top are the last group. */
export function groupsOf({ properties = {} }: Schema): readonly VolumeGroup[] {
  const all = Object.entries(properties);
  const groups = all.flatMap(([name, { properties: own, description = '' }]) =>
    own === undefined
      ? []
      : [
          {
            name,
            about: description,
            fields: Object.entries(own).map(([key, value]) => fieldOf(`${name}.${key}`, value)),
          },
        ],
  );
  const single = all.filter(([name, value]) => value.properties === undefined && name !== '$schema');
  return [
    ...groups,
    { name: 'peak', about: 'The busiest minute.', fields: single.map(([name, value]) => fieldOf(name, value)) },
  ];
}

function fieldOf(path: string, schema: Schema): VolumeField {
  const { description = '', enum: choices, minimum: min, maximum: max, type } = schema;
  const label = path
    .slice(path.indexOf('.') + 1)
    .replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)
    .replace(/^./, (letter) => letter.toUpperCase());
  return {
    path,
    label,
    hint: description.replace(/`/g, ''),
    fallback: String(schema.default ?? ''),
    whole: type === 'integer',
    ...(choices === undefined ? {} : { choices }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  };
}

export type Typed = Readonly<Record<string, string>>;

/** The volumes of what was typed; what was left alone is missing, and has its default. */
export function volumesOf(groups: readonly VolumeGroup[], typed: Typed): Readonly<Record<string, unknown>> {
  const volumes: Record<string, unknown> = {};
  for (const { path, choices, fallback } of groups.flatMap(({ fields }) => fields)) {
    const text = typed[path];
    if (text === undefined || text === '' || text === fallback) continue;
    const value = choices === undefined ? Number(text) : text;
    const [group = '', key] = path.split('.');
    volumes[group] = key === undefined ? value : { ...(volumes[group] as object | undefined), [key]: value };
  }
  return volumes;
}

/** The same, back from a link. */
export function typedOf(volumes: unknown): Typed {
  if (typeof volumes !== 'object' || volumes === null) return {};
  const entries = Object.entries(volumes).flatMap(([group, value]): [string, string][] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).map(([key, one]) => [`${group}.${key}`, String(one)])
      : [[group, String(value)]],
  );
  return Object.fromEntries(entries);
}
