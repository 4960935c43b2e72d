/** Holds every answer of a server to its OpenAPI description: status, content type, required headers and body. */

import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, OutgoingHttpHeaders, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

type Json = Readonly<Record<string, unknown>>;

interface Response {
  readonly content?: Readonly<Record<string, { readonly schema?: Json }>>;
  readonly headers?: Readonly<Record<string, { readonly required?: boolean }>>;
}
interface Reference {
  readonly $ref: string;
}

export interface Description extends Json {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          { readonly operationId: string; readonly responses: Readonly<Record<string, Response | Reference>> }
        >
      >
    >
  >;
  readonly components: {
    readonly schemas: Json;
    readonly responses: Readonly<Record<string, Response>>;
  };
}

export interface Answer {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: string;
}

export interface Recording {
  readonly answers: readonly Answer[];
  stop(): void;
}

interface RequestStart {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly server: Server;
}

const CHANNEL = 'http.server.request.start';

/** The answers of the server on this port from now on, with those that Node writes itself: some is written before there is a `request`. */
export function recordAnswers(port: number): Recording {
  const answers: Answer[] = [];
  const onStart = (message: unknown): void => {
    const { request, response, server } = message as RequestStart;
    if ((server.address() as AddressInfo | null)?.port === port) record(request, response, answers);
  };
  subscribe(CHANNEL, onStart);
  return { answers, stop: () => void unsubscribe(CHANNEL, onStart) };
}

function record(request: IncomingMessage, response: ServerResponse, answers: Answer[]): void {
  let given: OutgoingHttpHeaders = {};
  const { writeHead, end } = response;
  response.writeHead = ((...args: unknown[]) => {
    const last = args.at(-1);
    if (typeof last === 'object') given = last as OutgoingHttpHeaders;
    return Reflect.apply(writeHead, response, args) as ServerResponse;
  }) as typeof writeHead;
  response.end = ((...args: unknown[]) => {
    const ended = Reflect.apply(end, response, args) as ServerResponse;
    const [path = ''] = (request.url ?? '').split('?', 1);
    const body = args[0] instanceof Uint8Array || typeof args[0] === 'string' ? Buffer.from(args[0]).toString() : '';
    const headers = Object.entries({ ...response.getHeaders(), ...given });
    const lower = Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]));
    answers.push({ method: request.method ?? '', path, status: response.statusCode, headers: lower, body });
    return ended;
  }) as typeof end;
}

/** A request for no operation is described by the status alone: 404 for an unknown path, 405 for an unknown method. */
export function assertDescribed(description: Description, { method, path, status, headers, body }: Answer): void {
  const what = `${method} ${path} ${status}`;
  const place = Object.hasOwn(description.paths, path) ? description.paths[path] : undefined;
  // HEAD is GET without the content (RFC 9110, section 9.3.2).
  const operation = place?.[method === 'HEAD' ? 'get' : method.toLowerCase()];
  const elsewhere = status === 413 || status === (place === undefined ? 404 : 405);
  const told = operation === undefined && elsewhere ? { $ref: `/${status}` } : operation?.responses[status];
  assert.ok(told, `${what} is not described`);
  const response = '$ref' in told ? description.components.responses[told.$ref.split('/').at(-1) as string] : told;
  assert.ok(response, `${what} is described by what is not there`);
  for (const [name, { required }] of Object.entries(response.headers ?? {}))
    if (required) assert.ok(headers[name.toLowerCase()], `${what} has no ${name}`);
  if (response.content === undefined) {
    assert.equal(body, '', `${what} is described without content`);
    return;
  }
  const [type = ''] = String(headers['content-type']).split(';', 1);
  const content = response.content[type];
  assert.ok(content, `${what} is not described as ${type}`);
  if (content.schema === undefined) return;
  const validate = compiled(description, content.schema);
  assert.ok(validate(JSON.parse(body)), `${what}: ${JSON.stringify(validate.errors)}`);
}

const validators = new Map<string, ValidateFunction>();

/** References inside a part of the description lead into the whole. */
function compiled(description: Description, schema: Json): ValidateFunction {
  const key = JSON.stringify([description, schema]);
  const known = validators.get(key);
  if (known !== undefined) return known;
  const ajv = new Ajv2020({ strict: false });
  ajv.addSchema({ $id: 'description', ...description });
  const absolute = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"description#/')) as Json;
  const validate = ajv.compile(absolute);
  validators.set(key, validate);
  return validate;
}
