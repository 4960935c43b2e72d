/** Maps a request's method and path to its operation. */

import { Refusal } from './problem.ts';

export type Route = 'create' | 'page' | 'openapi' | 'preflight';

const PLACES: Readonly<Record<string, Readonly<Record<string, Route>>>> = {
  '/': { GET: 'page', HEAD: 'page', POST: 'create', OPTIONS: 'preflight' },
  '/issues': { POST: 'create', OPTIONS: 'preflight' },
  '/openapi.json': { GET: 'openapi', HEAD: 'openapi', OPTIONS: 'preflight' },
};

/** GET and HEAD of these are answered by `openDoor` before a request comes here. */
const HEALTH_CHECKS: readonly string[] = ['/healthz', '/readyz'];

export function routeOf(method: string, url: string, form: boolean): Route {
  const path = url.split('?', 1)[0] as string;
  if (HEALTH_CHECKS.includes(path)) throw notAllowed('GET, HEAD');
  const place = Object.hasOwn(PLACES, path) ? PLACES[path] : undefined;
  if (place === undefined)
    throw new Refusal('not-found', 'Issues are posted to / or /issues; /openapi.json describes the rest.');
  const route = Object.hasOwn(place, method) ? place[method] : undefined;
  if (route !== undefined && (route !== 'page' || form)) return route;
  const allow = Object.keys(place)
    .filter((one) => form || place[one] !== 'page')
    .join(', ');
  throw notAllowed(allow);
}

function notAllowed(allow: string): Refusal {
  return new Refusal('method-not-allowed', `Here are ${allow}.`, {}, { allow });
}
