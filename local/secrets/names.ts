/** Names of secrets and versions, read against what there is. */

import { StatusError } from '../core/codes.ts';
import type { Content, Secret, Secrets } from './file.ts';

const PARENT = /^projects\/[^/]+(?:\/locations\/[^/]+)?$/;
const SECRET = /^projects\/[^/]+\/(?:locations\/[^/]+\/)?secrets\/([A-Za-z0-9_-]{1,255})$/;
const VERSION =
  /^(projects\/[^/]+\/(?:locations\/[^/]+\/)?secrets\/[A-Za-z0-9_-]{1,255})\/versions\/([A-Za-z0-9_-]{1,63})$/;

/** The full names of all secrets below a project, or a location of it. */
export function idsOf(secrets: Secrets, parent: string): readonly string[] {
  checkParent(parent);
  return [...secrets.keys()].map((id) => `${parent}/secrets/${id}`);
}

export function secretNamed(secrets: Secrets, name: string): Secret & { readonly id: string } {
  const id = SECRET.exec(name)?.[1];
  if (id === undefined) throw invalidName(name);
  const secret = secrets.get(id);
  if (secret === undefined) throw new StatusError('NOT_FOUND', `Secret [${name}] not found.`);
  return { ...secret, id };
}

export interface VersionFound {
  /** The full name with the version's number, also where an alias or `latest` was asked for. */
  readonly name: string;
  /** The name of its secret. */
  readonly secret: string;
  readonly number: number;
  readonly content: Content;
}

/** `latest` is the newest version, whether it is enabled or not, as in the real service. */
export function resolveVersion(secrets: Secrets, name: string): VersionFound {
  const parsed = VERSION.exec(name);
  if (parsed === null) throw invalidName(name);
  const [, secret, which] = parsed as unknown as [string, string, string];
  const { versions, versionAliases = {} } = secretNamed(secrets, secret);
  const alias = Object.hasOwn(versionAliases, which) ? versionAliases[which] : which;
  const number = which === 'latest' ? versions.length : Number(alias);
  const content = Number.isInteger(number) ? versions[number - 1] : undefined;
  if (content === undefined) throw new StatusError('NOT_FOUND', `Secret Version [${name}] not found.`);
  return { name: `${secret}/versions/${number}`, secret, number, content };
}

export function checkParent(parent: string): void {
  if (!PARENT.test(parent)) throw invalidName(parent);
}

function invalidName(name: string): StatusError {
  return new StatusError('INVALID_ARGUMENT', `Invalid resource field value in the request: ${name}`);
}
