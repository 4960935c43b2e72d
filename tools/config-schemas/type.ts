/** Makes the TypeScript type of a JSON Schema, so that a config file's type and its check cannot differ. */

import { exportName } from './compile.ts';
import { nameOf } from './refs.ts';

type Schema = Readonly<Record<string, unknown>>;

/** The declarations beside the compiled module. */
export function schemaType(name: string, schema: Schema): string {
  const definitions = Object.entries((schema.$defs ?? {}) as Readonly<Record<string, Schema>>);
  const root = typeName(name);
  return [
    "import type { CompiledSchema } from '@penstock/shared/config/schema.ts';\n",
    declaration(root, schema),
    ...definitions.map(([key, definition]) => declaration(typeName(key), definition)),
    `export declare const ${exportName(name)}: CompiledSchema<${root}>;\n`,
  ].join('\n');
}

function declaration(name: string, schema: Schema): string {
  const text = typeOf(schema, '');
  const about = comment(schema, '');
  const single = schema.oneOf === undefined && schema.anyOf === undefined;
  return single && text.startsWith('{')
    ? `${about}export interface ${name} ${text}\n`
    : `${about}export type ${name} = ${text};\n`;
}

/** `load-config` becomes `LoadConfig`. */
function typeName(name: string): string {
  return name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function typeOf(schema: Schema, indent: string): string {
  if (typeof schema.$ref === 'string') return typeName(nameOf(schema.$ref));
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const forms = (schema.oneOf ?? schema.anyOf) as readonly Schema[] | undefined;
  if (forms?.every((form) => form.type !== undefined || form.$ref !== undefined || form.properties !== undefined))
    return forms.map((form) => typeOf(form, indent)).join(' | ');
  const types = [(schema.type ?? []) as string | readonly string[]].flat();
  return types.length === 0 ? 'unknown' : types.map((type) => ofOneType(type, schema, indent)).join(' | ');
}

function ofOneType(type: string, schema: Schema, indent: string): string {
  if (type === 'array') return `readonly (${schema.items ? typeOf(schema.items as Schema, indent) : 'unknown'})[]`;
  if (type === 'object') return objectType(schema, indent);
  if (type === 'integer') return 'number';
  return type;
}

function objectType(schema: Schema, indent: string): string {
  const required = (schema.required ?? []) as readonly string[];
  const properties = Object.entries((schema.properties ?? {}) as Readonly<Record<string, Schema>>).filter(
    ([key]) => key !== '$schema',
  );
  const inner = `${indent}  `;
  const members = properties.map(([key, member]) => {
    const name = /^[A-Za-z_]\w*$/.test(key) ? key : JSON.stringify(key);
    const mark = required.includes(key) ? '' : '?';
    return `${comment(member, inner)}${inner}readonly ${name}${mark}: ${typeOf(member, inner)};\n`;
  });
  const others = schema.additionalProperties;
  if (others !== false && properties.length === 0) {
    const value = typeof others === 'object' ? typeOf(others as Schema, inner) : 'unknown';
    return `Readonly<Record<string, ${value}>>`;
  }
  return members.length === 0 ? 'Readonly<Record<string, never>>' : `{\n${members.join('')}${indent}}`;
}

function comment(schema: Schema, indent: string): string {
  const { description } = schema;
  return typeof description === 'string' ? `${indent}/** ${description.replaceAll('*/', '*\\/')} */\n` : '';
}
