/** Every refusal as RFC 9457 problem+json: a stable type per cause, never a stack trace, never what was sent. */

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** Violations by JSON pointer, where the issue breaks the schema. */
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
  /** Seconds, as the header Retry-After has it. */
  readonly retryAfter?: number;
}

/** The types and their statuses. The OpenAPI description lists them from here. */
export const PROBLEMS = {
  'malformed-json': { status: 400, title: 'The body is not JSON' },
  'malformed-form': { status: 400, title: 'The form cannot be read' },
  'malformed-encoding': { status: 400, title: 'The body cannot be decoded' },
  'empty-body': { status: 400, title: 'There is no issue' },
  'not-an-object': { status: 400, title: 'An issue is a JSON object' },
  'too-deep': { status: 400, title: 'The issue is nested too deeply' },
  'invalid-idempotency-key': { status: 400, title: 'The idempotency key cannot be used' },
  unauthenticated: { status: 401, title: 'The caller could not be authenticated' },
  forbidden: { status: 403, title: 'This origin may not post' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'method-not-allowed': { status: 405, title: 'This method is not for this place' },
  'too-large': { status: 413, title: 'The issue is too large' },
  'unsupported-media-type': { status: 415, title: 'The content type is not read here' },
  'unsupported-encoding': { status: 415, title: 'The content encoding is not read here' },
  'schema-violation': { status: 422, title: 'The issue breaks the schema' },
  'idempotency-key-reused': { status: 422, title: 'The idempotency key stands for another issue' },
  'too-many-requests': { status: 429, title: 'Too many issues at once' },
  internal: { status: 500, title: 'Something went wrong here' },
  unavailable: { status: 503, title: 'The issue could not be passed on' },
} as const;

export type ProblemName = keyof typeof PROBLEMS;

/** A handler throws it to refuse a request. It carries the problem that is answered. */
export class Refusal extends Error {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    name: ProblemName,
    detail: string,
    more: Partial<Pick<Problem, 'errors' | 'retryAfter'>> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
    this.problem = { type: typeOf(name), ...PROBLEMS[name], detail, ...more };
    this.headers = more.retryAfter === undefined ? headers : { ...headers, 'retry-after': String(more.retryAfter) };
  }
}

/** A URN: stable, and not a promise that something answers there. */
export function typeOf(name: ProblemName): string {
  return `urn:penstock:problem:${name}`;
}
