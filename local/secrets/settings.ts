/** The settings of a secret: those that are kept and have their effect here, and those that are refused by name. */

import { StatusError } from '../core/codes.ts';
import type { Secret } from './file.ts';

type Given = Readonly<Record<string, unknown>>;

export type Settings = Pick<Secret, 'labels' | 'annotations' | 'replication' | 'versionAliases' | 'expireTime'>;

/** Fields that only the service sets; clients send them back as they were read. */
const OUTPUT_ONLY = new Set(['name', 'etag', 'createTime']);
const KEPT = ['labels', 'annotations', 'replication', 'versionAliases', 'expireTime', 'ttl'] as const;

/** The settings that a new secret is made with. */
export function settingsOf(secret: Given, now: number): Settings {
  return Object.fromEntries(
    Object.keys(secret).flatMap((field) => (OUTPUT_ONLY.has(field) ? [] : Object.entries(setting(secret, field, now)))),
  );
}

/** The secret with the fields of the mask as they are given: a field of the mask that is left out is removed. */
export function changedSecret(before: Secret, secret: Given, paths: readonly string[], now: number): Secret {
  let changed: Secret = before;
  for (const path of paths) {
    const field = camelCase(path);
    if (field === 'replication')
      throw new StatusError('INVALID_ARGUMENT', 'The replication of a secret cannot be changed once it is made.');
    const target = field === 'ttl' ? 'expireTime' : field;
    const { [target as keyof Settings]: _old, ...rest } = changed;
    changed = { ...(rest as Secret), ...setting(secret, field, now) };
  }
  return changed;
}

function setting(secret: Given, field: string, now: number): Settings {
  const value = secret[field];
  if (isUnset(value)) {
    checkKnown(field);
    return {};
  }
  if (field === 'ttl') return { expireTime: afterTtl(value, now) };
  if (field === 'expireTime') return { expireTime: timeOf(value, now) };
  if (field === 'versionAliases') return { versionAliases: aliasesOf(value as Given) };
  checkKnown(field);
  return { [field]: value };
}

function checkKnown(field: string): void {
  if ((KEPT as readonly string[]).includes(field) || OUTPUT_ONLY.has(field)) return;
  throw new StatusError('UNIMPLEMENTED', `The local Secret Manager does not do ${field} of a secret: leave it out.`);
}

function isUnset(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** An alias names a version, and must not look like a number or like `latest`. */
function aliasesOf(given: Given): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(given).map(([alias, number]) => {
      if (!/^[A-Za-z][A-Za-z0-9_-]{0,62}$/.test(alias) || alias === 'latest' || !/^\d{1,9}$/.test(String(number)))
        throw new StatusError(
          'INVALID_ARGUMENT',
          `The version alias ${JSON.stringify(alias)} must begin with a letter, and stand for the number of a version.`,
        );
      return [alias, String(number)];
    }),
  );
}

function timeOf(value: unknown, now: number): string {
  const ms = Date.parse(String(value));
  if (Number.isNaN(ms) || ms <= now)
    throw new StatusError('INVALID_ARGUMENT', `expireTime ${JSON.stringify(value)} is not a time in the future.`);
  return new Date(ms).toISOString();
}

function afterTtl(value: unknown, now: number): string {
  const seconds = Number(/^(\d{1,11}(?:\.\d{1,9})?)s$/.exec(String(value))?.[1] ?? Number.NaN);
  if (!(seconds > 0))
    throw new StatusError('INVALID_ARGUMENT', `ttl ${JSON.stringify(value)} is not a positive duration like "86400s".`);
  return new Date(now + seconds * 1_000).toISOString();
}

function camelCase(path: string): string {
  return path.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());
}
