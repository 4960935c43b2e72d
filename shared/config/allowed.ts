/** Says in words what a schema allows; for messages, and for the tables of the documentation. */

import type { SchemaObject } from './schema.ts';

const MOST_VALUES = 40;

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
};

/**
 * @example
 * allowedText({ type: 'integer', minimum: 1, maximum: 100 }); // a whole number from 1 to 100
 * allowedText({ enum: ['CSV', 'AVRO'] }); // one of CSV, AVRO
 */
export function allowedText(schema: SchemaObject): string {
  if (schema['x-allowed'] !== undefined) return schema['x-allowed'];
  if (schema.const !== undefined) return plain(schema.const);
  if (schema.enum !== undefined) return valuesText(schema.enum);
  const forms = schema.anyOf ?? schema.oneOf;
  if (forms !== undefined && schema.type === undefined) return unique(forms.map(allowedText)).join('; or ');
  const types = schema.type === undefined ? ['any value'] : [schema.type].flat().map((type) => TYPES[type] as string);
  return `${types.join(' or ')}${boundsText(schema)}`;
}

function boundsText(schema: SchemaObject): string {
  const from = schema.minimum ?? schema.exclusiveMinimum;
  const to = schema.maximum ?? schema.exclusiveMaximum;
  const range = [
    from === undefined ? '' : ` from ${schema.minimum === undefined ? 'above ' : ''}${from}`,
    to === undefined
      ? ''
      : ` ${from === undefined ? 'up to' : 'to'} ${schema.maximum === undefined ? 'below ' : ''}${to}`,
  ].join('');
  return [
    range,
    schema.multipleOf === undefined ? '' : `, a multiple of ${schema.multipleOf}`,
    countText(schema.minLength, schema.maxLength, 'character'),
    schema.pattern === undefined ? '' : ` that matches ${schema.pattern}`,
    itemsText(schema),
    countText(schema.minProperties, schema.maxProperties, 'key'),
  ].join('');
}

function itemsText({ items, minItems, maxItems }: SchemaObject): string {
  const count = countText(minItems, maxItems, 'entry');
  return items === undefined ? count : `${count}${count === '' ? ' of ' : ', each '}${allowedText(items)}`;
}

function countText(min: number | undefined, max: number | undefined, unit: string): string {
  if (min === undefined && max === undefined) return '';
  const many = (count: number): string => `${count} ${count === 1 ? unit : plural(unit)}`;
  if (max === undefined) return ` with at least ${many(min as number)}`;
  if (min === undefined || min === 0) return ` with at most ${many(max)}`;
  return min === max ? ` with ${many(min)}` : ` with ${min} to ${many(max)}`;
}

function plural(unit: string): string {
  return unit === 'entry' ? 'entries' : `${unit}s`;
}

export function valuesText(values: readonly unknown[]): string {
  if (values.length === 1) return plain(values[0]);
  const more = values.length - MOST_VALUES;
  return `one of ${values.slice(0, MOST_VALUES).map(plain).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Text without quotes where that cannot be misread. */
function plain(value: unknown): string {
  return typeof value === 'string' && /^[\w.$/-]+$/.test(value) ? value : JSON.stringify(value);
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
