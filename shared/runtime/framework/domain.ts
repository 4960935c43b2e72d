/**
 * Functions-framework runs each request in one of Node's domains. Every promise, timer and event emitter that is made in it
 * is marked with the domain and enters it again. That costs more than most of a door's own work, and a channel that the
 * first request opened would belong to that request for good.
 *
 * A door that catches its own errors leaves the domain. An error it still throws reaches the process, as anywhere else.
 */

export function leaveDomain(): void {
  (process as Partial<Pick<InDomain, 'domain'>>).domain?.exit();
}

interface InDomain {
  readonly domain: { exit(): void } | null;
}
