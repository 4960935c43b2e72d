/** Partition routers of a manifest as levels of parents: lists, parent streams, and products of both. */

import { pathOf } from '../http-source/json-path.ts';
import type { LevelConfig, RowsConfig, StepConfig } from '../http-source/source-config.ts';
import { knownOf } from './fold.ts';
import { type Component, componentAt, listAt, textAt } from './manifest.ts';
import { type OptionPlace, placeOf } from './paging.ts';
import type { PredicateContext } from './predicates.ts';
import { aloneIn } from './texts.ts';
import { refuseUncarried } from './uncarried.ts';

export interface Routed {
  readonly levels: readonly LevelConfig[];
  /** The manifest's names of a slice's values, and their placeholders. */
  readonly slices: Readonly<Record<string, string>>;
  /** The values of lists, by the manifest's names. */
  readonly domains: Readonly<Record<string, readonly unknown[]>>;
  /** The places of a slice's values beside templates. */
  readonly places: readonly (readonly [OptionPlace, string])[];
}

export const UNROUTED: Routed = { levels: [], slices: {}, domains: {}, places: [] };

/** Converts a parent stream: its own levels, and the level that it becomes. */
export type ConvertParent = (
  stream: Component,
  fields: Readonly<Record<string, readonly string[]>>,
  names: Set<string>,
  path: string,
) => { readonly levels: readonly LevelConfig[]; readonly slices: Routed['slices'] } | undefined;

/** Undefined, and a problem, where a router is not of a known form. */
export function convertRouters(
  given: unknown,
  names: Set<string>,
  convertParent: ConvertParent,
  context: PredicateContext,
  path: string,
): Routed | undefined {
  const routers: readonly Component[] = Array.isArray(given) ? given : isComponent(given) ? [given] : [];
  let all = UNROUTED;
  for (const [index, router] of routers.entries()) {
    const routed = convertRouter(
      router,
      names,
      convertParent,
      context,
      Array.isArray(given) ? `${path}.${index}` : path,
    );
    if (routed === undefined) return undefined;
    all = {
      levels: [...all.levels, ...routed.levels],
      slices: { ...all.slices, ...routed.slices },
      domains: { ...all.domains, ...routed.domains },
      places: [...all.places, ...routed.places],
    };
  }
  return all;
}

function convertRouter(
  router: Component,
  names: Set<string>,
  convertParent: ConvertParent,
  context: PredicateContext,
  path: string,
): Routed | undefined {
  const type =
    router.type ?? (router.parent_stream_configs === undefined ? 'ListPartitionRouter' : 'SubstreamPartitionRouter');
  switch (type) {
    case 'ListPartitionRouter':
      return listRouter(router, names, context, path);
    case 'SubstreamPartitionRouter':
      return substream(router, names, convertParent, context, path);
    default:
      return context.findings.problem(path, `the router ${String(router.type)} is not carried over`);
  }
}

function listRouter(
  router: Component,
  names: Set<string>,
  context: PredicateContext,
  path: string,
): Routed | undefined {
  const field = textAt(router, 'cursor_field') ?? '';
  if (field === '' || field.includes('{'))
    return context.findings.problem(`${path}.cursor_field`, 'the field is not a plain name');
  const as = uniqueName(field, names);
  const list = valuesOf(router.values, context, `${path}.values`);
  if (Array.isArray(list) && list.some((value) => value === '') && componentAt(router, 'request_option') !== undefined)
    return context.findings.problem(
      `${path}.values`,
      'a list with an empty value, which is not sent, is not carried over',
    );
  const placed = placesOf(router, `{parent.${as}}`, context, path);
  return list === undefined || placed === undefined
    ? undefined
    : {
        levels: [{ list, as }],
        slices: { [field]: `{parent.${as}}` },
        domains: domainOf(field, list, context),
        places: placed,
      };
}

function domainOf(
  field: string,
  list: Extract<LevelConfig, { readonly list: unknown }>['list'],
  { config }: PredicateContext,
): Routed['domains'] {
  const values = 'settings' in list ? config.settings[list.settings] : list;
  return Array.isArray(values) ? { [field]: values } : {};
}

function valuesOf(
  values: unknown,
  context: PredicateContext,
  path: string,
): Extract<LevelConfig, { readonly list: unknown }>['list'] | undefined {
  if (Array.isArray(values)) {
    const plain = values.every((value) => typeof value !== 'object' && !String(value).includes('{{'));
    return plain && values.length > 0 ? values : context.findings.problem(path, 'the list is not one of plain values');
  }
  const expression = typeof values === 'string' ? aloneIn(values, context) : undefined;
  const known =
    expression === undefined || expression.kind === 'path' ? undefined : knownOf(expression, context)?.value;
  if (Array.isArray(known)) return valuesOf(known, context, path);
  if (expression?.kind !== 'path' || expression.root !== 'config')
    return context.findings.problem(path, 'the list is not one of the config');
  const placeholder = context.config.placeholder(expression.keys, false);
  const name = /^\{settings\.(\w+)\}$/.exec(placeholder)?.[1];
  return name === undefined ? context.findings.problem(path, 'the list is a secret') : { settings: name };
}

function placesOf(
  component: Component,
  text: string,
  context: PredicateContext,
  path: string,
): Routed['places'] | undefined {
  const option = componentAt(component, 'request_option');
  if (option === undefined) return [];
  const place = placeOf(option, context, `${path}.request_option`);
  return place === undefined ? undefined : [[place, text]];
}

function substream(
  router: Component,
  names: Set<string>,
  convertParent: ConvertParent,
  context: PredicateContext,
  path: string,
): Routed | undefined {
  const configs = listAt(router, 'parent_stream_configs') as readonly Component[];
  const [config] = configs;
  const at = `${path}.parent_stream_configs.0`;
  const stream = componentAt(config, 'stream');
  if (config === undefined || configs.length !== 1 || stream === undefined)
    return context.findings.problem(path, 'a stream with several parent streams is not carried over');
  const [field, key] = [textAt(config, 'partition_field') ?? '', textAt(config, 'parent_key') ?? ''];
  if ([field, key].some((text) => text === '' || text.includes('{') || text.includes('*')))
    return context.findings.problem(at, 'its key and its field are not plain names');
  refuseUncarried(config, 'parent', context.findings, at);
  const extra = listAt(config, 'extra_fields').map((one) => [one].flat().map(String));
  const fields: Record<string, readonly string[]> = {};
  const slices: Record<string, string> = {};
  const parent = convertParent(stream, fields, names, `${at}.stream`);
  if (parent === undefined) return undefined;
  const as = uniqueName(field, names);
  fields[as] = key.split('/');
  slices[field] = `{parent.${as}}`;
  for (const keys of extra) {
    const name = uniqueName(keys.join('_'), names);
    fields[name] = keys;
    slices[`extra_fields.${keys.join('.')}`] = `{parent.${name}}`;
  }
  for (const [name, text] of Object.entries(parent.slices)) slices[`parent_slice.${name}`] = text;
  const places = placesOf(config, `{parent.${as}}`, context, at);
  const levels = parent.levels.map((level, index) =>
    index === parent.levels.length - 1 ? keyed(onlyUsed(level), fields[as] as readonly string[]) : level,
  );
  return places === undefined ? undefined : { levels, slices, domains: {}, places };
}

/** Without the steps that make fields of the parent's rows which its children do not use. */
function onlyUsed(level: LevelConfig): LevelConfig {
  if (!('request' in level) || level.rows.steps === undefined) return level;
  const { steps, ...rows } = level.rows;
  const used = new Set(Object.values(level.fields).map((path) => pathOf(path)[0]));
  // A step of another kind may read a field that was made before it.
  if (!steps.every((step) => 'set' in step || 'remove' in step)) return level;
  const kept = steps.filter((step) => !('set' in step) || used.has(pathOf(step.set)[0]));
  return { ...level, rows: kept.length === 0 ? rows : { ...rows, steps: kept } };
}

/** A parent whose key is absent or null is passed over, as by the engine of the manifest. A key that a step makes is there. */
function keyed(level: LevelConfig, key: readonly string[]): LevelConfig {
  const isMade = (step: StepConfig): boolean => !('set' in step) || pathOf(step.set)[0] === key[0];
  if (!('request' in level) || level.rows.steps?.some(isMade) === true) return level;
  const has = {
    not: {
      any: [
        { row: key, absent: true as const },
        { row: key, eq: null },
      ],
    },
  };
  const { filter } = level.rows;
  return { ...level, rows: { ...level.rows, filter: filter === undefined ? has : { all: [filter, has] } } };
}

/** Placeholders are plain names, and those of all levels stand side by side. */
function uniqueName(field: string, names: Set<string>): string {
  const plain = field.replace(/[^A-Za-z0-9_]/g, '_');
  let name = plain;
  for (let count = 2; names.has(name); count += 1) name = `${plain}_${count}`;
  names.add(name);
  return name;
}

function isComponent(value: unknown): value is Component {
  return typeof value === 'object' && value !== null;
}

/** Parents have no window of their own, and no key. */
export function withoutTime(rows: RowsConfig): RowsConfig {
  const { time: _, key: _key, ...rest } = rows;
  return rest;
}
