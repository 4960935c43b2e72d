/**
 * Fake APIs that behave as the public documentation of the real ones says: their paging, their limits, their errors. Each
 * belongs to a file in `functions/puller/examples`, and each has a nasty habit of the real one.
 */

import type { ApiAnswer, ApiHandler, ApiRequest } from '../fake-api.ts';

export interface ExampleApi {
  /** The example file, without `.yaml`. */
  readonly name: string;
  /** The nasty habit, to end the sentence "lands each row once although …". */
  readonly although: string;
  /** The columns of the table: text, or a type behind a colon. */
  readonly columns: readonly string[];
  /** Minutes of the window from `FROM` on. */
  readonly minutes: number;
  /** Called anew for each test. */
  readonly api: (clock: { now(): number }) => ApiHandler;
  /** The rows of the table, in its order, with numbers as text. */
  readonly expected: readonly Readonly<Record<string, string | null>>[];
  /** A wait that the API asks for by its own header, in milliseconds. */
  readonly waits?: number;
  /** Listings until one is complete: more than one where the API makes the first worthless. */
  readonly listings?: number;
}

/** The start of the windows of all examples. */
export const FROM = Date.parse('2026-03-01T00:00:00Z');
export const SECOND = 1_000;
export const MINUTE = 60_000;

export const REFUSED: ApiAnswer = { status: 401, body: { message: 'bad credentials' } };

export function iso(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** Items with a number and a time, `everyMs` apart. */
export function items(
  count: number,
  firstMs: number,
  everyMs: number,
): readonly { readonly n: number; readonly t: number }[] {
  return Array.from({ length: count }, (_, n) => ({ n, t: firstMs + n * everyMs }));
}

/** Those of the window. */
export function within<T extends { readonly t: number }>(rows: readonly T[], minutes: number): readonly T[] {
  return rows.filter(({ t }) => t >= FROM && t < FROM + minutes * MINUTE);
}

/** True at its n-th call alone. */
export function onlyAt(n: number): () => boolean {
  let calls = 0;
  return () => {
    calls += 1;
    return calls === n;
  };
}

export function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

export function jsonOf(request: ApiRequest): Record<string, unknown> {
  return JSON.parse(request.body) as Record<string, unknown>;
}

export function originOf({ headers }: ApiRequest): string {
  return `http://${headers.host}`;
}

/** A token endpoint (RFC 6749) that hands out `access-1`, `access-2` … and knows which one is good. */
export class TokenEndpoint {
  issued = 0;

  get good(): string {
    return `Bearer access-${this.issued}`;
  }

  issue(more: object = {}): ApiAnswer {
    this.issued += 1;
    return { body: { access_token: `access-${this.issued}`, token_type: 'Bearer', expires_in: 3_600, ...more } };
  }
}
