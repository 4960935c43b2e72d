/** The REST side, as the HTTP rules of the service's proto have it. Loaded when the first HTTP/1.1 connection arrives. */

import type { IncomingMessage } from 'node:http';
import { StatusError } from '../core/codes.ts';
import { createLocalServer } from '../core/http/from-here.ts';
import { readJsonObject } from '../core/http/json-body.ts';
import { methodMeant } from '../core/http/method.ts';
import { sendStatusError, targetOf } from '../core/http/rest-request.ts';
import { sendJson } from '../core/http/server.ts';
import type { Invoke, Side } from './grpc.ts';
import type { SecretsRequest } from './request.ts';

const SECRETS = 'projects/[^/:]+(?:/locations/[^/:]+)?/secrets';

type Field = 'name' | 'parent' | 'resource' | 'secret.name';

/** Verb, method, the field that the path fills, and the path. */
const ROUTES: readonly (readonly [string, string, Field, RegExp])[] = [
  ['GET', 'AccessSecretVersion', 'name', new RegExp(`^/v1/(${SECRETS}/[^/:]+/versions/[^/:]+):access$`)],
  ['GET', 'GetSecretVersion', 'name', new RegExp(`^/v1/(${SECRETS}/[^/:]+/versions/[^/:]+)$`)],
  ['GET', 'ListSecretVersions', 'parent', new RegExp(`^/v1/(${SECRETS}/[^/:]+)/versions$`)],
  ['GET', 'GetSecret', 'name', new RegExp(`^/v1/(${SECRETS}/[^/:]+)$`)],
  ['GET', 'ListSecrets', 'parent', /^\/v1\/(projects\/[^/:]+(?:\/locations\/[^/:]+)?)\/secrets$/],
  ['POST', 'CreateSecret', 'parent', /^\/v1\/(projects\/[^/:]+(?:\/locations\/[^/:]+)?)\/secrets$/],
  ['PATCH', 'UpdateSecret', 'secret.name', new RegExp(`^/v1/(${SECRETS}/[^/:]+)$`)],
  ['DELETE', 'DeleteSecret', 'name', new RegExp(`^/v1/(${SECRETS}/[^/:]+)$`)],
  ['POST', 'AddSecretVersion', 'parent', new RegExp(`^/v1/(${SECRETS}/[^/:]+):addVersion$`)],
  ['POST', 'DisableSecretVersion', 'name', new RegExp(`^/v1/(${SECRETS}/[^/:]+/versions/[^/:]+):disable$`)],
  ['POST', 'EnableSecretVersion', 'name', new RegExp(`^/v1/(${SECRETS}/[^/:]+/versions/[^/:]+):enable$`)],
  ['POST', 'DestroySecretVersion', 'name', new RegExp(`^/v1/(${SECRETS}/[^/:]+/versions/[^/:]+):destroy$`)],
  ['GET', 'ListLocations', 'name', /^\/v1\/(projects\/[^/:]+)\/locations$/],
  ['GET', 'GetLocation', 'name', /^\/v1\/(projects\/[^/:]+\/locations\/[^/:]+)$/],
  ['GET', 'GetIamPolicy', 'resource', new RegExp(`^/v1/(${SECRETS}/[^/:]+):getIamPolicy$`)],
  ['POST', 'SetIamPolicy', 'resource', new RegExp(`^/v1/(${SECRETS}/[^/:]+):setIamPolicy$`)],
  ['POST', 'TestIamPermissions', 'resource', new RegExp(`^/v1/(${SECRETS}/[^/:]+):testIamPermissions$`)],
];

/** A payload of 64 KiB in base64, and the request around it. */
const MAX_BODY_BYTES = 256 * 1024;

export function startRest(invoke: Invoke, boundTo: string): Side {
  const server = createLocalServer({}, boundTo, (request, response) => {
    answer(invoke, request)
      .then((json) => sendJson(response, 200, json))
      .catch((error: unknown) => sendStatusError(response, error));
  });
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
    else socket.destroy();
  });
  return {
    accept: (socket) => void server.emit('connection', socket),
    close: () => server.closeAllConnections(),
  };
}

async function answer(invoke: Invoke, request: IncomingMessage): Promise<object> {
  const { path, query } = targetOf(request);
  const verb = methodMeant(request.method ?? 'GET', request.headers);
  const body = await readJsonObject(request, MAX_BODY_BYTES);
  const known = ROUTES.flatMap(([its, method, field, pattern]) => {
    const resource = pattern.exec(path)?.[1];
    return resource === undefined ? [] : [{ its, method, field, resource }];
  });
  const route = known.find(({ its }) => its === verb);
  if (route !== undefined) {
    const { method, field, resource } = route;
    // CreateSecret and UpdateSecret have the secret itself as their body.
    if (method === 'CreateSecret' || method === 'UpdateSecret')
      return invoke(method, {
        ...listing(query),
        ...changing(query),
        parent: resource,
        secret: { ...body, name: resource },
      });
    return invoke(method, { ...body, ...listing(query), [field]: resource });
  }
  if (known.length > 0 || /:[a-z]+$/i.test(path))
    throw new StatusError('UNIMPLEMENTED', `The local Secret Manager does not do ${verb} ${path}.`);
  throw nothingAt(path);
}

function changing(query: URLSearchParams): SecretsRequest {
  const secretId = query.get('secretId');
  const updateMask = query.get('updateMask');
  return {
    ...(secretId === null ? {} : { secretId }),
    ...(updateMask === null ? {} : { updateMask: { paths: updateMask.split(',') } }),
  };
}

function nothingAt(path: string): StatusError {
  return new StatusError('NOT_FOUND', `There is nothing at ${path}.`);
}

function listing(query: URLSearchParams): SecretsRequest {
  const pageSize = query.get('pageSize');
  const pageToken = query.get('pageToken');
  const filter = query.get('filter');
  const etag = query.get('etag');
  return {
    ...(pageSize === null ? {} : { pageSize: Number(pageSize) }),
    ...(pageToken === null ? {} : { pageToken }),
    ...(filter === null ? {} : { filter }),
    ...(etag === null ? {} : { etag }),
  };
}
