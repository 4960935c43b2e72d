/** The file of secrets, and how names with versions are read against it. */

import { SecretsError } from './errors.ts';

/** Secret id to its versions, oldest first; null is a destroyed one. */
export type Secrets = ReadonlyMap<string, readonly (string | null)[]>;

/** Says what is wrong without showing any value. */
export function parseSecrets(file: string, text: string): Secrets {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new SecretsError('INTERNAL', `${file} is not JSON`);
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new SecretsError('INTERNAL', `${file} must hold one object of secrets by name`);
  }
  return new Map(
    Object.entries(json).map(([id, value]) => {
      // What could not be asked for must not be listed: https://cloud.google.com/secret-manager/docs/creating-and-accessing-secrets
      if (!ID.test(id))
        throw new SecretsError(
          'INTERNAL',
          `${file}: ${JSON.stringify(id)} is no secret id: 1 to 255 of A-Z, a-z, 0-9, _ and -`,
        );
      const versions: unknown[] = Array.isArray(value) ? value : [value];
      if (versions.length === 0 || !versions.every((one) => typeof one === 'string' || one === null)) {
        throw new SecretsError('INTERNAL', `${file}: secret ${id} must be text or a list of texts`);
      }
      return [id, versions as (string | null)[]];
    }),
  );
}

const ID = /^[A-Za-z0-9_-]{1,255}$/;
const PARENT = /^projects\/[^/]+(?:\/locations\/[^/]+)?$/;
const SECRET = /^projects\/[^/]+\/(?:locations\/[^/]+\/)?secrets\/([A-Za-z0-9_-]{1,255})$/;
const VERSION = /^(projects\/[^/]+\/(?:locations\/[^/]+\/)?secrets\/[A-Za-z0-9_-]{1,255})\/versions\/(latest|\d+)$/;

/** The full names of all secrets below a project, or a location of it. */
export function idsOf(secrets: Secrets, parent: string): readonly string[] {
  if (!PARENT.test(parent)) throw invalidName(parent);
  return [...secrets.keys()].map((id) => `${parent}/secrets/${id}`);
}

export function versionsOf(secrets: Secrets, name: string): readonly (string | null)[] {
  const id = SECRET.exec(name)?.[1];
  if (id === undefined) throw invalidName(name);
  const versions = secrets.get(id);
  if (versions === undefined) throw new SecretsError('NOT_FOUND', `Secret [${name}] not found.`);
  return versions;
}

/** `latest` is the newest version, whether it is enabled or not, as in the real service. */
export function resolveVersion(
  secrets: Secrets,
  name: string,
): { readonly name: string; readonly value: string | null } {
  const parsed = VERSION.exec(name);
  if (parsed === null) {
    throw invalidName(name);
  }
  const [, secret, which] = parsed as unknown as [string, string, string];
  const versions = versionsOf(secrets, secret);
  const number = which === 'latest' ? versions.length : Number(which);
  const value = versions[number - 1];
  if (value === undefined) throw new SecretsError('NOT_FOUND', `Secret Version [${name}] not found.`);
  return { name: `${secret}/versions/${number}`, value };
}

function invalidName(name: string): SecretsError {
  return new SecretsError('INVALID_ARGUMENT', `Invalid resource field value in the request: ${name}`);
}
