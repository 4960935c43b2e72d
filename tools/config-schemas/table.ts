/** Makes the table of a config file's keys for the documentation, from its schema. */

import { allowedText } from '@penstock/shared/config/allowed.ts';
import type { SchemaObject } from '@penstock/shared/config/schema.ts';
import { expandRefs } from './refs.ts';

/** One row a key; keys inside objects and lists follow their own, with the whole path. */
export function schemaTable(schema: Readonly<Record<string, unknown>>): string {
  const rows = [...rowsOf(expandRefs(schema) as SchemaObject, '')];
  return ['| key | default | allowed | what it does |', '|---|---|---|---|', ...rows].join('\n');
}

function* rowsOf(schema: SchemaObject, path: string): Generator<string> {
  for (const [key, member] of Object.entries(schema.properties ?? {})) {
    if (path === '' && key === '$schema') continue;
    const at = `${path}${key}`;
    yield `| \`${at}\` | ${defaultText(member, schema.required?.includes(key) ?? false)} | ${cell(allowedText(shallow(member)))} | ${cell(member.description ?? '')} |`;
    yield* rowsInside(member, at);
  }
  if (typeof schema.additionalProperties === 'object') {
    const at = `${path}*`;
    yield `| \`${at}\` | | ${cell(allowedText(shallow(schema.additionalProperties)))} | ${cell(schema.additionalProperties.description ?? '')} |`;
    yield* rowsInside(schema.additionalProperties, at);
  }
  for (const form of schema.oneOf ?? schema.anyOf ?? []) yield* rowsOf(form, path);
}

function* rowsInside(member: SchemaObject, at: string): Generator<string> {
  yield* rowsOf(member, `${at}.`);
  if (member.items !== undefined) yield* rowsOf(member.items, `${at}[].`);
}

/** Leaves out the entries, which have rows of their own. */
function shallow(schema: SchemaObject): SchemaObject {
  const { items, ...rest } = schema;
  return items === undefined || items.properties !== undefined ? rest : schema;
}

function defaultText({ default: value }: SchemaObject, required: boolean): string {
  if (required) return '**required**';
  return value === undefined ? '' : `\`${cell(JSON.stringify(value))}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
