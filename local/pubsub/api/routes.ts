/** From an HTTP request line to a method of the service, by the templates in `methods.ts`. */

import { invalid, PubsubError } from '../errors.ts';
import { METHODS, type Method } from './methods.ts';

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

const TEMPLATES: readonly Template[] = METHODS.flatMap((method) =>
  method.rest.map((rest) => {
    const { verb = '', field = '', kind, tail = '' } = TEMPLATE.exec(rest)?.groups ?? {};
    return { verb, field, kind, tail, method };
  }),
);

export function routeOf(verb: string, path: string): Route {
  const found = partsOf(path);
  if (found === undefined) throw noSuchUrl(verb, path);
  const { project, kind, id, tail } = found;
  const template = TEMPLATES.find(
    (one) => one.verb === verb && one.tail === tail && one.kind === (id === undefined ? undefined : kind),
  );
  if (template !== undefined) {
    const name = id === undefined ? project : `${project}/${kind}/${id}`;
    return { method: template.method, field: template.field, name: decoded(name) };
  }
  throw noSuchUrl(verb, path);
}

interface Parts {
  readonly project: string;
  readonly kind: string | undefined;
  readonly id: string | undefined;
  readonly tail: string;
}

/** `/v1/projects/P` with `/kind/id`, `/kind/id/collection` or `/collection` behind it, and perhaps an `:action`. */
function partsOf(path: string): Parts | undefined {
  const [empty, version, projects, project, kind, last, collection, ...more] = path.split('/');
  if (empty !== '' || version !== 'v1' || projects !== 'projects' || !project || !kind || more.length > 0) {
    return undefined;
  }
  if (last === undefined) return { project: `projects/${project}`, kind, id: undefined, tail: `/${kind}` };
  const [, id = '', action = ''] = /^(.+?)(:[A-Za-z]+)?$/.exec(last) ?? [];
  const tail = collection === undefined ? action : `/${collection}`;
  return { project: `projects/${project}`, kind, id: collection === undefined ? id : last, tail };
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
