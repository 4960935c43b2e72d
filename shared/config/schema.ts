/** A JSON Schema that `tools/config-schemas.ts` compiled to plain JavaScript: no ajv and no schema text at run time. */

export interface SchemaError {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The value at `instancePath`. */
  readonly data: unknown;
  /** The name of a key, where the error is about the name. */
  readonly propertyName?: string;
  /** The schema that the keyword stands in. */
  readonly parentSchema: SchemaObject;
}

export interface SchemaCheck {
  (value: unknown): boolean;
  errors?: readonly SchemaError[] | null;
}

/** `T` is the type that the tool makes of the same schema. */
export interface CompiledSchema<T> {
  readonly name: string;
  readonly check: SchemaCheck;
  /** Never set: it carries the type. */
  readonly type?: T;
}

/** The keywords that messages and documentation read. */
export interface SchemaObject {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly title?: string;
  readonly description?: string;
  /** Says in words what is allowed, beside keywords that say it badly, such as `pattern` and `not`. */
  readonly 'x-allowed'?: string;
  /** A secret: its value is never shown. */
  readonly writeOnly?: boolean;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly items?: SchemaObject;
  readonly properties?: Readonly<Record<string, SchemaObject>>;
  readonly additionalProperties?: boolean | SchemaObject;
  readonly propertyNames?: SchemaObject;
  readonly required?: readonly string[];
  readonly anyOf?: readonly SchemaObject[];
  readonly oneOf?: readonly SchemaObject[];
}

/** The values of the key that names the form, over all forms of a schema. */
export function tagValues({ oneOf = [] }: SchemaObject, tag: string): readonly unknown[] {
  return oneOf.flatMap((form) => {
    const { enum: several, const: one } = form.properties?.[tag] ?? {};
    return several ?? (one === undefined ? [] : [one]);
  });
}
