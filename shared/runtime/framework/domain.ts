/**
 * Functions-framework runs each request in one of Node's domains. Whatever is made there belongs to the request: each
 * promise, timer and event emitter is marked with it and enters it again, which costs more than most of what a door does
 * itself, and a channel that the first request opened would stay that request's for good.
 *
 * A door that catches its own errors leaves. What it then throws nevertheless is the process's, as it is everywhere else.
 */

export function leaveDomain(): void {
  (process as Partial<Pick<InDomain, 'domain'>>).domain?.exit();
}

interface InDomain {
  readonly domain: { exit(): void } | null;
}
