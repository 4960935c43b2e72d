/** A call of the console's API, and the few ways to answer it. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../../core/http/server.ts';
import { GUARDS } from '../access.ts';

export interface ApiCall {
  readonly method: string;
  /** The path behind `/api/<resource>/`, decoded a segment at a time. */
  readonly segments: readonly string[];
  /** The same as sent. */
  readonly rest: string;
  readonly query: URLSearchParams;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Answers a call, or throws an `ApiProblem`. */
export type Resource = (call: ApiCall) => Promise<void> | void;

/** A refusal that the page shows as it is. */
export class ApiProblem extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.name = 'ApiProblem';
    this.status = status;
  }
}

export function answer({ response }: ApiCall, body: unknown, status = 200): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    ...GUARDS,
    'content-type': 'application/json; charset=UTF-8',
    'content-length': bytes.length,
  });
  response.end(bytes);
}

const MAX_BODY_BYTES = 1024 * 1024;

/** The JSON object of a request. */
export async function bodyOf({ request }: ApiCall): Promise<Readonly<Record<string, unknown>>> {
  const text = (await readBody(request, MAX_BODY_BYTES)).toString('utf8');
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Told below, as for any other text that is no object.
  }
  throw new ApiProblem(400, 'The request body must be a JSON object.');
}

/** A text field of a body. */
export function textOf(body: Readonly<Record<string, unknown>>, name: string): string {
  const value = body[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new ApiProblem(400, `${name} must be text that is not empty.`);
}

export function noSuch(call: ApiCall): ApiProblem {
  return new ApiProblem(404, `The console's API has nothing at ${call.method} /${call.segments.join('/')}.`);
}
