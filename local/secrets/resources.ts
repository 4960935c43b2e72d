/** Secrets and versions as answers show them. */

import { createHash } from 'node:crypto';
import { StatusError } from '../core/codes.ts';
import type { Content, Secret } from './file.ts';

export type Resource = Readonly<Record<string, unknown>>;

export type VersionState = 'ENABLED' | 'DISABLED' | 'DESTROYED';

export function secretResource(name: string, secret: Secret): Resource {
  const { replication = { automatic: {} } } = secret;
  const shown = { labels: secret.labels, annotations: secret.annotations, versionAliases: secret.versionAliases };
  const times = { createTime: secret.createTime, expireTime: secret.expireTime };
  const settings = { replication, ...given({ ...shown, ...times }) };
  return { name, ...settings, etag: etagOf(settings) };
}

export function versionResource(name: string, secret: Secret, number: number): Resource {
  const state = stateOf(secret, number);
  const { created, destroyed } = secret.times?.[number] ?? {};
  return {
    name,
    state,
    ...given({ createTime: created, destroyTime: destroyed }),
    replicationStatus: statusOf(secret),
    etag: etagOf([name, state]),
  };
}

function statusOf({ replication }: Secret): Resource {
  const managed = replication?.userManaged as { readonly replicas?: readonly { location?: unknown }[] } | undefined;
  if (managed === undefined) return { automatic: {} };
  return { userManaged: { replicas: (managed.replicas ?? []).map(({ location }) => ({ location })) } };
}

export function stateOf({ versions, disabled = [] }: Secret, number: number): VersionState {
  if (versions[number - 1] === null) return 'DESTROYED';
  return disabled.includes(number) ? 'DISABLED' : 'ENABLED';
}

export function bytesOf(content: Exclude<Content, null>): Buffer {
  return typeof content === 'string' ? Buffer.from(content, 'utf8') : Buffer.from(content.base64, 'base64');
}

/** The same policy has the same etag. */
export function policyOf({ policy = {} }: Secret): Resource {
  const etag = createHash('sha256').update(JSON.stringify(policy)).digest().subarray(0, 8);
  return { version: 1, bindings: [], ...policy, etag };
}

/** An etag that was read and is another one now is told; without one every change is taken. */
export function checkEtag(asked: unknown, { etag }: Resource): void {
  if (asked === undefined || asked === '' || asked === etag) return;
  throw new StatusError(
    'FAILED_PRECONDITION',
    `The etag ${JSON.stringify(asked)} is not the current one: read it again, or leave the etag out.`,
  );
}

/** With its quotes, as the service shows it. */
function etagOf(of: unknown): string {
  return `"${createHash('sha256').update(JSON.stringify(of)).digest('hex').slice(0, 16)}"`;
}

function given(fields: Resource): Resource {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
