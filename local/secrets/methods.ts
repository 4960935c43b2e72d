/** The reading methods: each answers from the secrets as the file has them now. Both sides, gRPC and REST, call these. */

import { StatusError } from '../core/codes.ts';
import { crc32c } from '../storage/content/crc32c.ts';
import type { Secrets } from './file.ts';
import { filterOf } from './filter.ts';
import { checkParent, idsOf, resolveVersion, secretNamed } from './names.ts';
import type { SecretsRequest } from './request.ts';
import { bytesOf, policyOf, type Resource, secretResource, stateOf, versionResource } from './resources.ts';

type Answer = (request: SecretsRequest, secrets: Secrets) => Resource;

/** The service's own default and maximum (ListSecretsRequest.page_size). */
const MAX_PAGE = 25_000;

export const METHODS: Readonly<Record<string, Answer>> = {
  AccessSecretVersion: ({ name = '' }, secrets) => {
    const found = resolveVersion(secrets, name);
    const state = stateOf(secretNamed(secrets, found.secret), found.number);
    if (found.content === null || state !== 'ENABLED')
      throw new StatusError('FAILED_PRECONDITION', `Secret Version [${found.name}] is in ${state} state.`);
    const data = bytesOf(found.content);
    return { name: found.name, payload: { data, dataCrc32c: String(crc32c(data)) } };
  },
  GetSecretVersion: ({ name = '' }, secrets) => {
    const found = resolveVersion(secrets, name);
    return versionResource(found.name, secretNamed(secrets, found.secret), found.number);
  },
  GetSecret: ({ name = '' }, secrets) => secretResource(name, secretNamed(secrets, name)),
  GetIamPolicy: ({ resource = '' }, secrets) => policyOf(secretNamed(secrets, resource)),
  TestIamPermissions: ({ resource = '', permissions = [] }, secrets) => {
    secretNamed(secrets, resource);
    return { permissions };
  },
  ListSecrets: (request, secrets) => {
    const all = idsOf(secrets, request.parent ?? '').map((name) => secretResource(name, secretNamed(secrets, name)));
    return listed('secrets', all, request);
  },
  ListSecretVersions: (request, secrets) => {
    const { parent = '' } = request;
    const secret = secretNamed(secrets, parent);
    const all = secret.versions.map((_content, at) => versionResource(`${parent}/versions/${at + 1}`, secret, at + 1));
    return listed('versions', all.reverse(), request);
  },
  ListLocations: ({ name = '' }) => {
    checkParent(name);
    return { locations: [location(name, 'us-central1')] };
  },
  GetLocation: ({ name = '' }) => {
    checkParent(name);
    return location(name.replace(/\/locations\/.*$/, ''), name.slice(name.lastIndexOf('/') + 1));
  },
};

function location(project: string, id: string): Resource {
  return { name: `${project}/locations/${id}`, locationId: id };
}

function listed(field: string, all: readonly Resource[], request: SecretsRequest): Resource {
  const { pageSize = 0, pageToken = '', filter = '' } = request;
  const found = all.filter(filterOf(filter));
  if (!Number.isInteger(pageSize) || pageSize < 0)
    throw new StatusError('INVALID_ARGUMENT', 'page_size must be a whole number from 0.');
  if (!/^\d{0,9}$/.test(pageToken)) throw new StatusError('INVALID_ARGUMENT', 'page_token is not one of this list.');
  const from = Number(pageToken);
  const end = from + (pageSize === 0 ? MAX_PAGE : Math.min(pageSize, MAX_PAGE));
  const nextPageToken = end < found.length ? String(end) : '';
  return { [field]: found.slice(from, end), nextPageToken, totalSize: found.length };
}
