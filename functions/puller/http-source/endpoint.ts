/** One request of a source file as it goes out: URL, query, headers and body from templates, and the page's value in its place. */

import { type Path, pathOf, withValueAt } from './json-path.ts';
import type { PageRequest } from './paging/pager.ts';
import { compileJson } from './rows/steps.ts';
import type { PagingConfig, PlaceConfig, RequestConfig } from './source-config.ts';
import { fillText, fillUrl, parseTemplate, placeholdersOf, type Template, textOf, type Values } from './template.ts';
import type { Outgoing } from './wire/exchange.ts';
import type { Gate } from './wire/gate.ts';

export interface Endpoint {
  /** Names of the secrets that its templates hold. */
  readonly secrets: readonly string[];
  build(values: Values, page: PageRequest, gate: Gate, base?: URL): Outgoing;
}

const ACCEPT = {
  json: 'application/json',
  ndjson: 'application/x-ndjson, application/json',
  csv: 'text/csv',
  xml: 'application/xml, text/xml',
} as const;
export type Format = keyof typeof ACCEPT;

/** Throws CONFIG_INVALID where a text is no template. */
export function compileEndpoint(config: RequestConfig, paging: PagingConfig, format: Format = 'json'): Endpoint {
  const url = parseTemplate(config.url);
  const query = Object.entries(config.query ?? {}).map(([name, value]) => {
    const texts = (Array.isArray(value) ? value : [value]).map((one) => parseTemplate(String(one)));
    return [name, texts] as const;
  });
  const headers = Object.entries(config.headers ?? {}).map(
    ([name, text]) => [name.toLowerCase(), parseTemplate(text)] as const,
  );
  const json = config.json === undefined ? undefined : compileJson(config.json);
  const form =
    config.form === undefined
      ? undefined
      : Object.entries(config.form).map(([name, value]) => [name, parseTemplate(String(value))] as const);
  const text = config.text === undefined ? undefined : parseTemplate(config.text);
  const templates = [
    url,
    ...query.flatMap(([, texts]) => texts),
    ...[...headers, ...(form ?? [])].map(([, one]) => one),
    ...(text === undefined ? [] : [text]),
    ...templatesIn(config.json),
  ];
  const secrets = templates.flatMap(placeholdersOf).filter(({ scope }) => scope === 'secret');
  const keep = paging.kind === 'url' ? (paging.keep ?? []) : [];
  const firstOnly = paging.kind === 'none' ? [] : (paging.firstOnly ?? []);
  const base = { accept: ACCEPT[format], 'accept-encoding': 'gzip', 'user-agent': 'penstock-puller' };

  return {
    secrets: [...new Set(secrets.map(({ path }) => path.join('.')))],
    build: (given, page, gate, from) => {
      const values: Values = page.value === undefined ? given : { ...given, page: page.value };
      const parameters = new Parameters(paging, page);
      const target = gate.pass(page.url ?? (fillUrl(url, values) as string), from);
      const followed = page.url !== undefined;
      if (followed && !gate.trusts(target)) return { method: 'GET', url: target, headers: base };
      const asked = page.index === 0 ? query : query.filter(([name]) => !firstOnly.includes(name));
      const filled = asked.flatMap(([name, texts]) => filledAll(name, texts, values));
      const kept = followed
        ? [...filled, ...parameters.query].filter(([name]) => keep.includes(name) && !target.searchParams.has(name))
        : filled;
      for (const [name, value] of kept) target.searchParams.append(name, value);
      if (!followed) for (const [name, value] of parameters.query) target.searchParams.set(name, value);
      const sent = { ...base, ...filledHeaders(headers, values), ...parameters.headers };
      const body = bodyOf({ json, form, text }, values, parameters);
      const method = config.method ?? 'GET';
      if (body === undefined) return { method, url: target, headers: sent };
      return { method, url: target, headers: { 'content-type': body.type, ...sent }, body: Buffer.from(body.text) };
    },
  };
}

/** The places of the page's value and size in the request. */
class Parameters {
  readonly query: [string, string][] = [];
  readonly headers: Record<string, string> = {};
  readonly form: [string, string][] = [];
  readonly json: [Path, unknown][] = [];

  constructor(paging: PagingConfig, page: PageRequest) {
    if (paging.kind === 'none') return;
    if (paging.size !== undefined) this.#put(paging.sizeIn, String(paging.size), paging.size);
    if (paging.kind === 'url' || page.value === undefined) return;
    const counted = paging.kind === 'page' || paging.kind === 'offset';
    this.#put(paging.in, page.value, counted ? Number(page.value) : page.value);
  }

  #put(place: PlaceConfig | undefined, text: string, value: unknown): void {
    switch (place?.in) {
      case 'query':
        this.query.push([place.name, text]);
        break;
      case 'header':
        this.headers[place.name.toLowerCase()] = text;
        break;
      case 'form':
        this.form.push([place.name, text]);
        break;
      case 'json':
        this.json.push([pathOf(place.at), value]);
        break;
      default:
      // In the path it is the placeholder {page}; a size without a place is not sent.
    }
  }
}

function filledAll(name: string, texts: readonly Template[], values: Values): readonly (readonly [string, string])[] {
  return texts.flatMap((text) => {
    const value = fillText(text, values);
    return value === undefined ? [] : [[name, value] as const];
  });
}

function filledHeaders(headers: readonly (readonly [string, Template])[], values: Values): Record<string, string> {
  return Object.fromEntries(headers.flatMap(([name, text]) => filledAll(name, [text], values)));
}

interface Bodies {
  readonly json: ((values: Values) => unknown) | undefined;
  readonly form: readonly (readonly [string, Template])[] | undefined;
  readonly text: Template | undefined;
}

function bodyOf(
  { json, form, text }: Bodies,
  values: Values,
  parameters: Parameters,
): { readonly type: string; readonly text: string } | undefined {
  if (text !== undefined) return { type: 'text/plain; charset=utf-8', text: fillText(text, values) ?? '' };
  if (form !== undefined || parameters.form.length > 0) {
    const fields = [...(form ?? []).flatMap(([name, one]) => filledAll(name, [one], values)), ...parameters.form];
    return {
      type: 'application/x-www-form-urlencoded',
      text: new URLSearchParams(fields.map(([name, value]) => [name, value] as [string, string])).toString(),
    };
  }
  if (json === undefined && parameters.json.length === 0) return undefined;
  let filled = json?.(values) ?? {};
  // A file with a place in a body that is no object was refused when it was loaded.
  for (const [path, value] of parameters.json)
    filled = withValueAt(filled as Readonly<Record<string, unknown>>, path, value);
  return { type: 'application/json', text: textOf(filled) };
}

/** Every template in the texts of a JSON value. */
export function templatesIn(value: unknown): readonly Template[] {
  if (typeof value === 'string') return [parseTemplate(value)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(templatesIn);
}
