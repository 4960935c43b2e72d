/** Redirects by hand: few of them, through the gate, and without a credential to another origin. */

import { SourceError } from '../../source.ts';
import type { Exchange, ExchangeLimits, Incoming, Outgoing } from './exchange.ts';
import type { Gate } from './gate.ts';

const MOST_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

export interface FollowParts {
  readonly exchange: Exchange;
  readonly gate: Gate;
  /** Adds the credentials; called anew for each request to an origin that is trusted with them. */
  readonly authorize: (outgoing: Outgoing) => Promise<Outgoing>;
}

export interface Followed extends Incoming {
  /** The address that finally answered, without credentials. */
  readonly url: URL;
}

/** `outgoing` is without credentials. */
export async function follow(
  { exchange, gate, authorize }: FollowParts,
  outgoing: Outgoing,
  limits: ExchangeLimits,
  signal: AbortSignal,
): Promise<Followed> {
  let at = outgoing;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const sent = gate.trusts(at.url) ? await authorize(at) : at;
    const incoming = await exchange.send(sent, limits, signal);
    const { location } = incoming.headers;
    if (!REDIRECTS.has(incoming.status) || location === undefined) return { ...incoming, url: at.url };
    at = redirected(at, incoming.status, gate.pass(location, at.url));
  }
  throw refused(`${outgoing.url.host} redirects more than ${MOST_REDIRECTS} times`);
}

function redirected(from: Outgoing, status: number, url: URL): Outgoing {
  if (from.url.protocol === 'https:' && url.protocol !== 'https:')
    throw refused(`${from.url.host} redirects from https to http`);
  if (from.method === 'POST' && status < 307)
    throw refused(`${from.url.host} redirects a POST with ${status}, which would make it a GET`);
  if (url.origin === from.url.origin) return { ...from, url };
  // Headers of the file may be credentials of its own, and the body is not the other host's business.
  if (from.body !== undefined) throw refused(`${from.url.host} redirects a request with a body to ${url.host}`);
  const kept = ['accept', 'accept-encoding', 'user-agent'];
  return {
    method: from.method,
    url,
    headers: Object.fromEntries(Object.entries(from.headers).filter(([name]) => kept.includes(name))),
  };
}

function refused(why: string): SourceError {
  return new SourceError('fail', 'PERMISSION_DENIED', `Not followed: ${why}.`);
}
