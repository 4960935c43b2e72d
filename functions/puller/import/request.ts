/** Requesters of a manifest as requests: URL, method, parameters, headers and body. */

import type { PlaceConfig, RequestConfig, Scalar } from '../http-source/source-config.ts';
import { convertJson, isLiteral, TOKEN } from './json-body.ts';
import { readLiteral } from './literals.ts';
import { type Component, textAt } from './manifest.ts';
import { convertQuery } from './query.ts';
import { convertPlain, convertText, isQuoted, shortened, type TextContext } from './texts.ts';
import { refuseUncarried } from './uncarried.ts';

export interface ConvertedRequest {
  readonly request: RequestConfig;
  /** The place of the next page's token in a template of the request. */
  readonly tokenPlace: PlaceConfig | undefined;
  /** The number that a template adds to the token, beginning with the first request. */
  readonly tokenAdd: number;
  /** Parameters that only the first request of a listing sends. */
  readonly firstOnly: readonly string[];
}

export function convertRequest(requester: Component, given: TextContext, path: string): ConvertedRequest | undefined {
  const inPath = { used: false, add: 0 };
  const context = { ...given, inPath };
  const { findings } = context;
  if (requester.type !== undefined && requester.type !== 'HttpRequester')
    return findings.problem(path, `the requester ${String(requester.type)} is not carried over`);
  const url = urlOf(requester, context, path);
  const places: PlaceConfig[] = [];
  const { query, firstOnly } = convertQuery(
    requester.request_parameters,
    context,
    `${path}.request_parameters`,
    places,
  );
  const headers = convertHeaders(requester.request_headers, context, `${path}.request_headers`, places);
  const body = convertBody(requester, context, path, places);
  const method = (textAt(requester, 'http_method') ?? 'GET').toUpperCase();
  if (method !== 'GET' && method !== 'POST')
    findings.problem(`${path}.http_method`, `the method ${method} is not carried over`);
  if (inPath.used) places.push({ in: 'path' });
  if (places.length > 1) findings.problem(path, 'the token of the next page goes to more than one place');
  refuseUncarried(requester, 'requester', findings, path);
  if (url === undefined) return undefined;
  const request: RequestConfig = {
    url,
    ...(method === 'POST' ? { method: 'POST' } : {}),
    ...(Object.keys(query).length === 0 ? {} : { query }),
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...body,
  };
  return { request, tokenPlace: places[0], tokenAdd: inPath.add, firstOnly };
}

/** Values in the path keep their slashes, as the manifest's engine does. */
function urlOf(requester: Component, given: TextContext, path: string): string | undefined {
  const context = { ...given, needed: true };
  const full = textAt(requester, 'url');
  const base = full ?? textAt(requester, 'url_base');
  if (base === undefined) return context.findings.problem(path, 'there is no URL');
  const converted = convertText(base.trim(), 'request', context, `${path}.${full === undefined ? 'url_base' : 'url'}`);
  const own = textAt(requester, 'path');
  const rest = own === undefined || own === '' ? '' : convertText(own.trim(), 'request', context, `${path}.path`);
  if (converted === undefined || rest === undefined) return undefined;
  if (/^https?:\/\//.test(rest)) return withSlashes(rest);
  // A path that is a slash alone adds nothing to the base, as in the manifest's engine.
  const tail = rest.replace(/^\/+/, '');
  return withSlashes(tail === '' ? converted : joined(converted, tail));
}

/** Slashes that stand side by side become one where a path is joined, as the manifest's engine does. */
function joined(base: string, path: string): string {
  const [, origin = '', rest = ''] = /^(https?:\/\/)?([\s\S]*)$/.exec(base) as RegExpExecArray;
  const [, plain = '', query = ''] = /^([^?]*)([\s\S]*)$/.exec(`${rest}/${path}`) as RegExpExecArray;
  return `${origin}${plain.replace(/\/{2,}/g, '/')}${query}`;
}

function withSlashes(url: string): string {
  return url.replace(/\{((?:parent|settings)\.[^{}:?]+)\}/g, '{$1:path}');
}

function convertHeaders(
  given: unknown,
  context: TextContext,
  path: string,
  places: PlaceConfig[],
): Record<string, string> {
  const headers: Record<string, string> = {};
  if (typeof given === 'string' && given.trim() !== '')
    context.findings.problem(path, 'headers as one text are not carried over');
  if (typeof given !== 'object' || given === null) return headers;
  for (const [name, value] of Object.entries(given)) {
    if (typeof value === 'string' && TOKEN.test(value)) places.push({ in: 'header', name });
    else {
      const text = convertPlain(value, context, `${path}.${name}`);
      if (text !== undefined && text !== '') headers[name] = text;
      if (text !== undefined && typeof value === 'string' && !isQuoted(value) && isReprinted(text))
        context.findings.problem(
          `${path}.${name}`,
          `${shortened(text)} is no text to the manifest's engine, which sends it in another form: quote it`,
        );
    }
  }
  return headers;
}

/** Whether the engine of the manifest reads a header as a literal that it prints in another way: `1.10` becomes `1.1`. */
function isReprinted(text: string): boolean {
  const value = readLiteral(text)?.value;
  if (value === undefined || typeof value === 'string' || typeof value === 'boolean') return false;
  return typeof value !== 'number' || !/^-?(?:0|[1-9]\d*)(?:\.0|\.\d*[1-9])?$/.test(text);
}

function convertBody(
  requester: Component,
  context: TextContext,
  path: string,
  places: PlaceConfig[],
): Partial<RequestConfig> {
  const { request_body: body, request_body_json: json, request_body_data: data } = requester;
  if (typeof body === 'object' && body !== null) {
    const { type, value } = body as Component;
    if (type === 'RequestBodyJsonObject' || type === 'RequestBodyGraphQL')
      return convertBody({ request_body_json: value }, context, `${path}.request_body`, places);
    if (type === 'RequestBodyUrlEncodedForm' || type === 'RequestBodyPlainText')
      return convertBody({ request_body_data: value }, context, `${path}.request_body`, places);
    context.findings.problem(`${path}.request_body`, `the body ${String(type)} is not carried over`);
    return {};
  }
  if (json !== undefined) {
    if (typeof json !== 'object')
      context.findings.problem(`${path}.request_body_json`, 'a JSON body as one text is not carried over');
    else {
      const converted = convertJson(json, context, `${path}.request_body_json`, places, []);
      // A body without fields is not sent.
      return isEmpty(converted) ? {} : { json: converted };
    }
  }
  if (typeof data === 'string' && data !== '') {
    const text = convertText(data, 'request', context, `${path}.request_body_data`);
    if (text !== undefined && isLiteral(text))
      context.findings.problem(
        `${path}.request_body_data`,
        'a text that the engine of the manifest reads as an object, a list or a number is not carried over: write its fields',
      );
    return text === undefined ? {} : { text };
  }
  if (typeof data !== 'object' || data === null) return {};
  const form: Record<string, Scalar> = {};
  for (const [name, value] of Object.entries(data)) {
    if (typeof value === 'string' && TOKEN.test(value)) places.push({ in: 'form', name });
    else {
      const text = convertPlain(value, context, `${path}.request_body_data.${name}`);
      if (text !== undefined && text !== '') form[name] = text;
    }
  }
  return isEmpty(form) ? {} : { form };
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
