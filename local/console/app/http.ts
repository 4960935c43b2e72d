/** Calls of the console's API. Every failure is an `HttpProblem` whose message a person can read. */

import { meta } from './meta.ts';

export class HttpProblem extends Error {
  readonly status: number;
  /** The place that the error names, such as a position in a query. */
  readonly location: string | undefined;
  constructor(status: number, message: string, location?: string) {
    super(message);
    this.name = 'HttpProblem';
    this.status = status;
    this.location = location;
  }
}

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export function get<T>(path: string, query: Query = {}): Promise<T> {
  return call<T>('GET', withQuery(path, query));
}

export function send<T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T> {
  return call<T>(method, path, body === undefined ? undefined : JSON.stringify(body), 'application/json');
}

export async function call<T>(method: string, path: string, body?: BodyInit, type?: string): Promise<T> {
  const response = await ask(method, path, body, type);
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** The bytes of an object, up to `most`. */
export async function getBytes(path: string, most: number): Promise<Uint8Array> {
  const response = await ask('GET', path, undefined, undefined, { range: `bytes=0-${most - 1}` });
  return new Uint8Array(await response.arrayBuffer());
}

/** The JSON objects of an answer that comes line by line. */
export async function* lines(path: string, body: unknown, signal: AbortSignal): AsyncGenerator<unknown> {
  const response = await ask('POST', path, JSON.stringify(body), 'application/json', {}, signal);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let chunk = await reader?.read(); chunk?.value !== undefined; chunk = await reader?.read()) {
    const whole = (rest + chunk.value).split('\n');
    rest = whole.pop() ?? '';
    for (const line of whole) yield JSON.parse(line);
  }
}

async function ask(
  method: string,
  path: string,
  body?: BodyInit,
  type?: string,
  more: Readonly<Record<string, string>> = {},
  signal?: AbortSignal,
): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: {
        ...more,
        ...(method === 'GET' ? {} : { 'x-penstock-token': meta.token }),
        ...(type === undefined ? {} : { 'content-type': type }),
      },
      ...(body === undefined ? {} : { body }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch {
    throw new HttpProblem(0, 'The local cloud does not answer: is it still running?');
  }
  // An empty object has no range that could be sent.
  if (response.ok || response.status === 416) return response;
  throw problemOf(response.status, await response.text());
}

function problemOf(status: number, text: string): HttpProblem {
  try {
    const { error } = JSON.parse(text) as { error?: string | { message?: string; errors?: { location?: string }[] } };
    if (typeof error === 'string') return new HttpProblem(status, error);
    if (error?.message !== undefined) return new HttpProblem(status, error.message, error.errors?.[0]?.location);
  } catch {
    // Told as it is, below.
  }
  return new HttpProblem(status, text.trim() === '' ? `The answer was ${status}.` : text.slice(0, 500));
}

export function withQuery(path: string, query: Query): string {
  const parts = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`${name}=${encodeURIComponent(String(value))}`],
  );
  return parts.length === 0 ? path : `${path}?${parts.join('&')}`;
}

/** A segment of a path. */
export const part = encodeURIComponent;

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
