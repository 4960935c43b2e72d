/** The JSON that the google provider sends for a resource, made from its attributes by one rule. */

import type { Block } from '../provider/schema.ts';
import type { Attributes } from '../provider/value.ts';

/** Attributes of every resource that the provider keeps to itself. */
const NOT_SENT: ReadonlySet<string> = new Set([
  'id',
  'name',
  'project',
  'effective_labels',
  'terraform_labels',
  'deletion_policy',
  'deletion_protection',
  'creation_time',
  'etag',
  'self_link',
  'timeouts',
]);

/**
 * Names become the API's; a block that may stand once becomes an object, another one a list; an attribute without a
 * value is left out. `without` names attributes that the caller writes itself.
 */
export function bodyOf(block: Block, value: Attributes, without: readonly string[] = []): Record<string, unknown> {
  const sent = (name: string) => !without.includes(name) && !NOT_SENT.has(name) && !isEmpty(value[name]);
  return insideOf(block, value, sent);
}

function insideOf(block: Block, value: Attributes, sent: (name: string) => boolean): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const name of Object.keys(block.attributes ?? {})) if (sent(name)) out[camelCase(name)] = value[name];
  for (const [name, nested] of Object.entries(block.blocks ?? {})) {
    if (!sent(name)) continue;
    const inner = value[name];
    const one = (each: Attributes) => insideOf(nested.block, each, (field) => !isEmpty(each[field]));
    out[camelCase(name)] = !Array.isArray(inner)
      ? one(inner as Attributes)
      : nested.max === 1
        ? one(inner[0] as Attributes)
        : inner.map((each) => one(each as Attributes));
  }
  return out;
}

function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
