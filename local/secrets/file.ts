/** The file of secrets: the short forms in which people write them, and the long one in which methods keep more. */

import { StatusError } from '../core/codes.ts';

/** Text, bytes that are no text, or null for a destroyed version. */
export type Content = string | { readonly base64: string } | null;

export interface Secret {
  /** Oldest first. */
  readonly versions: readonly Content[];
  /** The numbers of disabled versions. */
  readonly disabled?: readonly number[];
  /** The times at which versions were made and destroyed, by number; kept of secrets that a method made. */
  readonly times?: Readonly<Record<string, VersionTimes>>;
  readonly createTime?: string;
  readonly expireTime?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** The number of the version that each alias stands for. */
  readonly versionAliases?: Readonly<Record<string, string>>;
  readonly replication?: Readonly<Record<string, unknown>>;
  /** The IAM policy that was set; kept and given back, and not enforced. */
  readonly policy?: Readonly<Record<string, unknown>>;
}

export interface VersionTimes {
  readonly created?: string;
  readonly destroyed?: string;
}

/** The secrets, keyed by id. */
export type Secrets = ReadonlyMap<string, Secret>;

export const ID = /^[A-Za-z0-9_-]{1,255}$/;

/** Says what is wrong without showing any value. */
export function parseSecrets(file: string, text: string): Secrets {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new StatusError('INTERNAL', `${file} is not JSON`);
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new StatusError('INTERNAL', `${file} must hold one object of secrets by name`);
  }
  return new Map(
    Object.entries(json).map(([id, value]) => {
      // A secret that no request can name must not be listed: https://cloud.google.com/secret-manager/docs/creating-and-accessing-secrets
      if (!ID.test(id))
        throw new StatusError(
          'INTERNAL',
          `${file}: ${JSON.stringify(id)} is no secret id: 1 to 255 of A-Z, a-z, 0-9, _ and -`,
        );
      return [id, readSecret(file, id, value)];
    }),
  );
}

/** A text, a list of contents, or an object that says more than the versions. */
function readSecret(file: string, id: string, value: unknown): Secret {
  const more = typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Partial<Secret>) : {};
  const versions: unknown = Object.hasOwn(more, 'versions') ? more.versions : Array.isArray(value) ? value : [value];
  if (!Array.isArray(versions) || !versions.every(isContent)) {
    throw new StatusError(
      'INTERNAL',
      `${file}: secret ${id} must be text, a list of texts, or an object with versions`,
    );
  }
  return { ...more, versions };
}

function isContent(value: unknown): value is Content {
  if (value === null || typeof value === 'string') return true;
  return typeof value === 'object' && typeof (value as { readonly base64?: unknown }).base64 === 'string';
}

/** The file's text: the short form wherever it says everything. */
export function writeSecrets(secrets: Secrets): string {
  const entries = [...secrets].map(([id, secret]) => {
    const { versions, ...more } = secret;
    return [id, Object.keys(more).length === 0 ? versions : secret];
  });
  return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
}
