/** The file of secrets, and how names with versions are read against it. */

import { SecretsError } from './errors.ts';

export interface Secret {
  /** Oldest first; null is a destroyed one. */
  readonly versions: readonly (string | null)[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly replication?: Readonly<Record<string, unknown>>;
  /** The IAM policy that was set; kept and given back, and not enforced. */
  readonly policy?: Readonly<Record<string, unknown>>;
}

/** The secrets, keyed by id. */
export type Secrets = ReadonlyMap<string, Secret>;

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
      // A secret that no request can name must not be listed: https://cloud.google.com/secret-manager/docs/creating-and-accessing-secrets
      if (!ID.test(id))
        throw new SecretsError(
          'INTERNAL',
          `${file}: ${JSON.stringify(id)} is no secret id: 1 to 255 of A-Z, a-z, 0-9, _ and -`,
        );
      return [id, readSecret(file, id, value)];
    }),
  );
}

/** A text, a list of texts, or an object that says more than the versions. */
function readSecret(file: string, id: string, value: unknown): Secret {
  const more = typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Partial<Secret>) : {};
  const versions: unknown = Object.hasOwn(more, 'versions') ? more.versions : Array.isArray(value) ? value : [value];
  if (!Array.isArray(versions) || !versions.every((one) => typeof one === 'string' || one === null)) {
    throw new SecretsError(
      'INTERNAL',
      `${file}: secret ${id} must be text, a list of texts, or an object with versions`,
    );
  }
  return { ...more, versions: versions as (string | null)[] };
}

/** The file's text: the short form wherever it says everything. */
export function writeSecrets(secrets: Secrets): string {
  const entries = [...secrets].map(([id, secret]) => {
    const { versions, ...more } = secret;
    return [id, Object.keys(more).length === 0 ? versions : secret];
  });
  return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
}

export const ID = /^[A-Za-z0-9_-]{1,255}$/;
const PARENT = /^projects\/[^/]+(?:\/locations\/[^/]+)?$/;
const SECRET = /^projects\/[^/]+\/(?:locations\/[^/]+\/)?secrets\/([A-Za-z0-9_-]{1,255})$/;
const VERSION = /^(projects\/[^/]+\/(?:locations\/[^/]+\/)?secrets\/[A-Za-z0-9_-]{1,255})\/versions\/(latest|\d+)$/;

/** The full names of all secrets below a project, or a location of it. */
export function idsOf(secrets: Secrets, parent: string): readonly string[] {
  if (!PARENT.test(parent)) throw invalidName(parent);
  return [...secrets.keys()].map((id) => `${parent}/secrets/${id}`);
}

export function secretNamed(secrets: Secrets, name: string): Secret & { readonly id: string } {
  const id = SECRET.exec(name)?.[1];
  if (id === undefined) throw invalidName(name);
  const secret = secrets.get(id);
  if (secret === undefined) throw new SecretsError('NOT_FOUND', `Secret [${name}] not found.`);
  return { ...secret, id };
}

/** `latest` is the newest version, whether it is enabled or not, as in the real service. */
export function resolveVersion(
  secrets: Secrets,
  name: string,
): { readonly name: string; readonly secret: string; readonly number: number; readonly value: string | null } {
  const parsed = VERSION.exec(name);
  if (parsed === null) {
    throw invalidName(name);
  }
  const [, secret, which] = parsed as unknown as [string, string, string];
  const { versions } = secretNamed(secrets, secret);
  const number = which === 'latest' ? versions.length : Number(which);
  const value = versions[number - 1];
  if (value === undefined) throw new SecretsError('NOT_FOUND', `Secret Version [${name}] not found.`);
  return { name: `${secret}/versions/${number}`, secret, number, value };
}

export function checkParent(parent: string): void {
  if (!PARENT.test(parent)) throw invalidName(parent);
}

function invalidName(name: string): SecretsError {
  return new SecretsError('INVALID_ARGUMENT', `Invalid resource field value in the request: ${name}`);
}
