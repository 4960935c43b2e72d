/** A REST surface of a Google API: routes by path, JSON bodies, scripted faults, errors in Google's shape, gRPC refused. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, StatusError } from '../codes.ts';
import type { ServiceName, ServiceOptions } from '../service.ts';
import { type JsonObject, readJsonObject } from './json-body.ts';
import { methodMeant } from './method.ts';
import { refuseGrpc } from './refuse-grpc.ts';
import { sendStatusError, targetOf } from './rest-request.ts';
import { type HttpServer, sendJson, startHttpServer } from './server.ts';

export interface RestCall {
  /** The name of what the path is about: the first group of the route's pattern. */
  readonly resource: string;
  readonly query: URLSearchParams;
  readonly body: JsonObject;
}

export interface RestRoute {
  readonly verb: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As the API names the method; faults are scripted by it. */
  readonly name: string;
  readonly path: RegExp;
  readonly run: (call: RestCall) => Promise<object> | object;
}

export interface RestApi {
  readonly service: ServiceName;
  /** The product's name, for refusals. */
  readonly product: string;
  readonly routes: readonly RestRoute[];
}

const MAX_BODY_BYTES = 1024 * 1024;
/** https://cloud.google.com/apis/docs/system-parameters: they change the answer's form, never what is done. */
const SYSTEM_PARAMETERS = new Set(['alt', 'key', 'prettyPrint', 'quotaUser', 'access_token', 'oauth_token', 'fields']);

export async function startRestApi(options: ServiceOptions, api: RestApi): Promise<HttpServer> {
  const http = await startHttpServer(
    options,
    (request, response) => answer(options, api, request, response),
    (error, response) => sendStatusError(response, error),
  );
  refuseGrpc(http.server, `The local ${api.product} speaks REST only: take the REST transport of the client.`);
  return http;
}

async function answer(
  options: ServiceOptions,
  api: RestApi,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { path, query } = targetOf(request);
  const body = await readJsonObject(request, MAX_BODY_BYTES);
  const { route, resource } = routeOf(api, methodMeant(request.method ?? 'GET', request.headers), path);
  const fault = options.faults.next(api.service, route.name, resource);
  if (fault?.kind === 'slow') await sleep(fault.delayMs ?? 100);
  if (fault?.kind === 'error')
    throw new StatusError(codeOf(fault.code, 'UNAVAILABLE'), fault.message ?? 'scripted fault');
  if (fault?.kind === 'reset' && fault.at !== 'after') return void response.destroy();
  const answered = await route.run({ resource, query, body });
  if (fault?.kind === 'ack-lost' || fault?.kind === 'reset') return void response.destroy();
  sendJson(response, 200, answered);
}

function routeOf(api: RestApi, verb: string, path: string): { readonly route: RestRoute; readonly resource: string } {
  const known = api.routes.flatMap((route) => {
    const resource = route.path.exec(path)?.[1];
    return resource === undefined ? [] : [{ route, resource }];
  });
  const found = known.find(({ route }) => route.verb === verb);
  if (found !== undefined) return found;
  if (known.length > 0 || /^\/v1\/projects\//.test(path))
    throw new StatusError('UNIMPLEMENTED', `The local ${api.product} does not do ${verb} ${path.slice(0, 200)}.`);
  throw new StatusError('NOT_FOUND', `There is nothing at ${path.slice(0, 200)}.`);
}

/** Refuses parameters by name, apart from those that are `known`: one that is passed over would be taken for done. */
export function checkQuery(query: URLSearchParams, known: readonly string[]): void {
  for (const name of query.keys()) {
    if (known.includes(name) || SYSTEM_PARAMETERS.has(name) || name.startsWith('$')) continue;
    throw unknownName(name, undefined);
  }
}

/** Refuses fields by name, apart from those that are `known`. `what` is the path of the object, or undefined for the body. */
export function checkFields(given: JsonObject, known: readonly string[], what?: string): void {
  for (const name of Object.keys(given)) if (!known.includes(name)) throw unknownName(name, what);
}

function unknownName(name: string, what: string | undefined): StatusError {
  const place = what === undefined ? '' : ` at '${what}'`;
  return new StatusError(
    'INVALID_ARGUMENT',
    `Invalid JSON payload received. Unknown name "${name.slice(0, 100)}"${place}: Cannot find field.`,
  );
}

/** The answer of a list method: a page of `all` under the name of the field, and the token of the next page. */
export function listed<T>(
  field: string,
  all: readonly T[],
  query: URLSearchParams,
  maximum: number,
  shown: (one: T) => object,
): object {
  const size = Number(query.get('pageSize') ?? 0);
  const token = query.get('pageToken') ?? '';
  if (!Number.isInteger(size) || size < 0)
    throw new StatusError('INVALID_ARGUMENT', 'pageSize must be a whole number from 0.');
  if (!/^\d{0,9}$/.test(token)) throw new StatusError('INVALID_ARGUMENT', 'pageToken is not one of this list.');
  const from = Number(token);
  const end = from + (size === 0 ? maximum : Math.min(size, maximum));
  const page = all.slice(from, end).map(shown);
  return {
    ...(page.length === 0 ? {} : { [field]: page }),
    ...(end < all.length ? { nextPageToken: String(end) } : {}),
  };
}

/** The locations of a project: every location is taken, and this one is listed. */
export function locationRoutes(): readonly RestRoute[] {
  return [
    {
      verb: 'GET',
      name: 'ListLocations',
      path: /^\/v1\/(projects\/[^/:]+)\/locations$/,
      run: ({ resource }) => ({ locations: [locationOf(`${resource}/locations/us-central1`)] }),
    },
    {
      verb: 'GET',
      name: 'GetLocation',
      path: /^\/v1\/(projects\/[^/:]+\/locations\/[^/:]+)$/,
      run: ({ resource }) => locationOf(resource),
    },
  ];
}

function locationOf(name: string): object {
  const locationId = name.slice(name.lastIndexOf('/') + 1);
  return { name, locationId, labels: { 'cloud.googleapis.com/region': locationId } };
}
