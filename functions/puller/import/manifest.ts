import { isJsonObject } from '@penstock/shared/runtime/json-object.ts';
/** A manifest as data: its references put in, its parameters handed down. */

export type Component = Readonly<Record<string, unknown>>;

const DEEPEST = 60;

/** Throws an Error that names a reference which leads nowhere, or in a circle. */
export function resolveManifest(manifest: Component): Component {
  const resolver = new Resolver(manifest);
  return resolver.component(manifest);
}

class Resolver {
  readonly #root: Component;

  constructor(root: Component) {
    this.#root = root;
  }

  component(value: Component): Component {
    return handDown(this.#resolved(value, []) as Component, {});
  }

  #resolved(value: unknown, within: readonly string[]): unknown {
    if (within.length > DEEPEST)
      throw new Error(`more than ${DEEPEST} references lead to one another: ${within.slice(-3).join(', ')}`);
    if (typeof value === 'string' && value.startsWith('#/')) return this.#target(value, within);
    if (Array.isArray(value)) return value.map((item) => this.#resolved(item, within));
    if (typeof value !== 'object' || value === null) return value;
    const { $ref, ...own } = value as Component;
    const rest = Object.fromEntries(Object.entries(own).map(([key, member]) => [key, this.#resolved(member, within)]));
    if (typeof $ref !== 'string') return rest;
    const target = this.#target($ref, within);
    if (!isJsonObject(target)) return Object.keys(rest).length === 0 ? target : rest;
    const { $parameters: theirs, ...fields } = target as Component;
    const parameters = { ...(theirs as Component | undefined), ...(rest.$parameters as Component | undefined) };
    return { ...fields, ...rest, ...(Object.keys(parameters).length === 0 ? {} : { $parameters: parameters }) };
  }

  #target(reference: string, within: readonly string[]): unknown {
    if (within.includes(reference)) throw new Error(`the reference ${reference} leads in a circle`);
    let at: unknown = this.#root;
    for (const key of reference.slice(2).split('/')) {
      at = (at as Component | undefined)?.[key];
      if (at === undefined) throw new Error(`the reference ${reference} leads nowhere`);
    }
    return this.#resolved(at, [...within, reference]);
  }
}

/** A field that a component lacks is the parameter of that name; nearer parameters win. Schemas are data and not components. */
function handDown(value: Component, parameters: Component): Component {
  const { $parameters, ...own } = value;
  const now = { ...parameters, ...($parameters as Component | undefined) };
  const filled = { ...now, ...withValues(own) };
  const entries = Object.entries(filled).map(
    ([key, member]) => [key, LEAVES.has(key) ? member : handedDown(member, without(now, key))] as const,
  );
  return { ...Object.fromEntries(entries), ...(Object.keys(now).length === 0 ? {} : { $parameters: now }) };
}

/** A parameter is not handed to itself. */
function without(parameters: Component, key: string): Component {
  if (!(key in parameters)) return parameters;
  const { [key]: _, ...rest } = parameters;
  return rest;
}

/** Data of the manifest that holds no components. */
const LEAVES = new Set([
  'schema',
  'spec',
  'metadata',
  'definitions',
  '$parameters',
  'request_parameters',
  'request_headers',
  'request_body_json',
  'request_body_data',
  'refresh_request_body',
]);

function handedDown(value: unknown, parameters: Component): unknown {
  if (Array.isArray(value)) return value.map((item) => handedDown(item, parameters));
  return typeof value === 'object' && value !== null ? handDown(value as Component, parameters) : value;
}

function withValues(component: Component): Component {
  return Object.fromEntries(
    Object.entries(component).filter(([, value]) => value !== undefined && value !== null && value !== ''),
  );
}

export function componentAt(value: Component | undefined, key: string): Component | undefined {
  const found = value?.[key];
  return isJsonObject(found) ? (found as Component) : undefined;
}

export function listAt(value: Component | undefined, key: string): readonly unknown[] {
  const found = value?.[key];
  return Array.isArray(found) ? found : [];
}

export function textAt(value: Component | undefined, key: string): string | undefined {
  const found = value?.[key];
  return typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean'
    ? String(found)
    : undefined;
}
