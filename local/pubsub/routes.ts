/** From an HTTP request line to a method of the service, by the templates in `methods.ts`. */

import { invalid, PubsubError } from './errors.ts';
import { METHODS, type Method, REFUSED_METHODS, refusedMethod } from './methods.ts';

export interface Route {
  readonly method: Method;
  /** The field that the path fills, and with what. */
  readonly field: string;
  readonly name: string;
}

interface Template {
  readonly verb: string;
  readonly field: string;
  /** `topics`, or undefined where the path names a project only. */
  readonly kind: string | undefined;
  readonly tail: string;
  readonly method: Method;
}

const TEMPLATE = /^(?<verb>[A-Z]+) \{(?<field>[a-z.]+)(?::(?<kind>[a-z]+))?\}(?<tail>.*)$/;

const TEMPLATES: readonly Template[] = METHODS.map((method) => {
  const { verb = '', field = '', kind, tail = '' } = TEMPLATE.exec(method.rest)?.groups ?? {};
  return { verb, field, kind, tail, method };
});

/** `/v1/projects/P`, optionally `/kind/id`, optionally `/collection`, optionally `:action`. */
const PATH =
  /^\/v1\/(?<project>projects\/[^/]+)(?:\/(?<kind>[a-z]+)(?:\/(?<id>[^/]+?))??)??(?<tail>(?:\/[a-z]+)?(?::[A-Za-z]+)?)$/;

export function routeOf(verb: string, path: string): Route {
  const { project, kind, id, tail = '' } = PATH.exec(path)?.groups ?? {};
  if (project === undefined) throw noSuchUrl(verb, path);
  const candidates = TEMPLATES.filter((one) => matches(one, kind, id, tail));
  const found = candidates.find((one) => one.verb === verb);
  if (found !== undefined) {
    const name = found.kind === undefined ? project : `${project}/${kind}/${id}`;
    return { method: found.method, field: found.field, name: decoded(name) };
  }
  const action = tail.slice(tail.indexOf(':') + 1);
  if (tail.startsWith(':')) refuseKnown(action);
  if (kind === 'schemas') throw refusedMethod('google.pubsub.v1.SchemaService', `${verb} ${path}`);
  throw noSuchUrl(verb, path);
}

function matches(template: Template, kind: string | undefined, id: string | undefined, tail: string): boolean {
  if (template.kind !== undefined) return template.kind === kind && id !== undefined && template.tail === tail;
  // A list: what reads as the kind of a resource without an id is the collection.
  return id === undefined && template.tail === `/${kind ?? ''}${tail}`;
}

function refuseKnown(action: string): void {
  const name = `${action.slice(0, 1).toUpperCase()}${action.slice(1)}`;
  for (const [service, names] of Object.entries(REFUSED_METHODS)) {
    if (names.includes(name)) throw refusedMethod(service, name);
  }
}

function decoded(name: string): string {
  try {
    return name.includes('%') ? decodeURIComponent(name) : name;
  } catch {
    throw invalid(`Invalid resource name given (name=${name.slice(0, 300)}): the URL is not encoded correctly.`);
  }
}

function noSuchUrl(verb: string, path: string): PubsubError {
  return new PubsubError('NOT_FOUND', `The requested URL was not found on this server: ${verb} ${path.slice(0, 300)}`);
}
