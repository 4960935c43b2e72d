/** The reading methods: each answers from the secrets as the file has them now. Both sides, gRPC and REST, call these. */

import { createHash } from 'node:crypto';
import { crc32c } from '../storage/content/crc32c.ts';
import { SecretsError } from './errors.ts';
import { idsOf, resolveVersion, type Secret, type Secrets, secretNamed } from './file.ts';

export interface SecretsRequest {
  readonly name?: string;
  readonly parent?: string;
  readonly pageSize?: number;
  readonly pageToken?: string;
  readonly filter?: string;
  /** CreateSecret's id and what it makes; UpdateSecret's change. */
  readonly secretId?: string;
  readonly secret?: Readonly<Record<string, unknown>>;
  readonly updateMask?: { readonly paths?: readonly string[] };
  /** AddSecretVersion's content: bytes, or base64 where it came as JSON. */
  readonly payload?: { readonly data?: Uint8Array | string };
  /** The resource of the IAM methods. */
  readonly resource?: string;
  readonly policy?: Readonly<Record<string, unknown>>;
  readonly permissions?: readonly string[];
}

type Answer = (request: SecretsRequest, secrets: Secrets) => object;

/** The service's own default and maximum (ListSecretsRequest.page_size). */
const MAX_PAGE = 25_000;

export const METHODS: Readonly<Record<string, Answer>> = {
  AccessSecretVersion: ({ name = '' }, secrets) => {
    const found = resolveVersion(secrets, name);
    if (found.value === null) {
      throw new SecretsError('FAILED_PRECONDITION', `Secret Version [${found.name}] is in DESTROYED state.`);
    }
    const data = Buffer.from(found.value, 'utf8');
    return { name: found.name, payload: { data, dataCrc32c: String(crc32c(data)) } };
  },
  GetSecretVersion: ({ name = '' }, secrets) => {
    const found = resolveVersion(secrets, name);
    return { name: found.name, state: stateOf(found.value) };
  },
  GetSecret: ({ name = '' }, secrets) => secretResource(name, secretNamed(secrets, name)),
  GetIamPolicy: ({ resource = '' }, secrets) => policyOf(secretNamed(secrets, resource)),
  TestIamPermissions: ({ resource = '', permissions = [] }, secrets) => {
    secretNamed(secrets, resource);
    return { permissions };
  },
  ListSecrets: (request, secrets) => {
    const all = idsOf(secrets, request.parent ?? '').map((name) => secretResource(name, secretNamed(secrets, name)));
    const { page, nextPageToken } = pageOf(all, request);
    return { secrets: page, nextPageToken, totalSize: all.length };
  },
  ListSecretVersions: (request, secrets) => {
    const { parent = '' } = request;
    const all = secretNamed(secrets, parent)
      .versions.map((value, at) => ({ name: `${parent}/versions/${at + 1}`, state: stateOf(value) }))
      .reverse();
    const { page, nextPageToken } = pageOf(all, request);
    return { versions: page, nextPageToken, totalSize: all.length };
  },
};

export function secretResource(name: string, { labels, replication = { automatic: {} } }: Secret): object {
  return { name, replication, ...(labels === undefined ? {} : { labels }) };
}

/** The same policy has the same etag. */
export function policyOf({ policy = {} }: Secret): object {
  const etag = createHash('sha256').update(JSON.stringify(policy)).digest().subarray(0, 8);
  return { version: 1, bindings: [], ...policy, etag };
}

export function stateOf(value: string | null): string {
  return value === null ? 'DESTROYED' : 'ENABLED';
}

function pageOf<T>(
  all: readonly T[],
  { pageSize = 0, pageToken = '', filter = '' }: SecretsRequest,
): { readonly page: readonly T[]; readonly nextPageToken: string } {
  if (filter !== '') throw new SecretsError('UNIMPLEMENTED', 'The local Secret Manager does not filter lists.');
  if (!Number.isInteger(pageSize) || pageSize < 0)
    throw new SecretsError('INVALID_ARGUMENT', 'page_size must be a whole number from 0.');
  if (!/^\d{0,9}$/.test(pageToken)) throw new SecretsError('INVALID_ARGUMENT', 'page_token is not one of this list.');
  const from = Number(pageToken);
  const end = from + (pageSize === 0 ? MAX_PAGE : Math.min(pageSize, MAX_PAGE));
  return { page: all.slice(from, end), nextPageToken: end < all.length ? String(end) : '' };
}
