/** The REST API of Eventarc, v1: triggers, operations and providers, as gcloud and Terraform call them. */

import { randomUUID } from 'node:crypto';
import { StatusError } from '../core/codes.ts';
import type { JsonObject } from '../core/http/json-body.ts';
import { checkQuery, listed, locationRoutes, type RestCall, type RestRoute } from '../core/http/rest-api.ts';
import type { KeptResources } from '../core/kept-resources.ts';
import { maskOf, withMask } from '../core/update-mask.ts';
import { PROVIDERS, type Provider } from './event-types.ts';
import type { Operations } from './operations.ts';
import { etagOf, OUTPUT_ONLY, readTrigger, SETTINGS, type Services, type TriggerResource } from './resource.ts';

const LOCATION = 'projects/[^/:]+/locations/[^/:]+';
/** Triggers and providers: 100 at most a page, and 10 without a size would hide the rest of a small list. */
const MAX_PAGE = 100;

export interface RestParts {
  readonly triggers: KeptResources<TriggerResource>;
  readonly operations: Operations;
  readonly services: Services;
  readonly now: () => number;
}

export function routesOf({ triggers, operations, services, now }: RestParts): readonly RestRoute[] {
  const time = (): string => new Date(now()).toISOString();

  const make = async (name: string, body: JsonObject, validateOnly: boolean): Promise<object> => {
    const identity = { name, uid: randomUUID(), createTime: time(), updateTime: time() };
    const resource = readTrigger(body, identity, services);
    if (triggers.has(name)) throw new StatusError('ALREADY_EXISTS', `Resource '${name}' already exists`);
    return operations.begin('create', name, shown(validateOnly ? resource : await triggers.create(resource)));
  };

  const create = async ({ resource: parent, query, body }: RestCall): Promise<object> => {
    checkQuery(query, ['triggerId', 'validateOnly']);
    const id = query.get('triggerId') ?? '';
    if (!/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/.test(id))
      throw new StatusError(
        'INVALID_ARGUMENT',
        `triggerId ${JSON.stringify(id.slice(0, 100))} must be 1 to 63 of a-z, 0-9 and -, begin with a letter and not end with -.`,
      );
    return make(`${parent}/triggers/${id}`, body, isTrue(query, 'validateOnly'));
  };

  const update = async ({ resource: name, query, body }: RestCall): Promise<object> => {
    checkQuery(query, ['updateMask', 'allowMissing', 'validateOnly']);
    const validateOnly = isTrue(query, 'validateOnly');
    if (!triggers.has(name) && isTrue(query, 'allowMissing')) return make(name, body, validateOnly);
    const change = (before: TriggerResource): TriggerResource => {
      checkEtag(body.etag, before);
      const given = withMask({ ...before }, body, pathsOf(query, body));
      const { uid, createTime } = before;
      return readTrigger(given, { name, uid, createTime, updateTime: time() }, services);
    };
    const changed = validateOnly ? change(triggers.get(name)) : await triggers.change(name, change);
    return operations.begin('update', name, shown(changed));
  };

  const remove = async ({ resource: name, query }: RestCall): Promise<object> => {
    checkQuery(query, ['etag', 'allowMissing', 'validateOnly']);
    if (!triggers.has(name) && isTrue(query, 'allowMissing')) return operations.begin('delete', name, { name });
    const check = (before: TriggerResource): TriggerResource => checkEtag(query.get('etag'), before);
    const deleted = isTrue(query, 'validateOnly') ? check(triggers.get(name)) : await triggers.delete(name, check);
    return operations.begin('delete', name, shown(deleted));
  };

  return [
    ...locationRoutes(),
    {
      verb: 'GET',
      name: 'ListTriggers',
      path: listPath('triggers'),
      run: ({ resource: parent, query }) => {
        checkQuery(query, ['pageSize', 'pageToken']);
        return listed('triggers', triggers.list(`${parent}/triggers/`), query, MAX_PAGE, shown);
      },
    },
    { verb: 'POST', name: 'CreateTrigger', path: listPath('triggers'), run: create },
    {
      verb: 'GET',
      name: 'GetTrigger',
      path: onePath('triggers'),
      run: ({ resource }) => shown(triggers.get(resource)),
    },
    { verb: 'PATCH', name: 'UpdateTrigger', path: onePath('triggers'), run: update },
    { verb: 'DELETE', name: 'DeleteTrigger', path: onePath('triggers'), run: remove },
    {
      verb: 'GET',
      name: 'ListOperations',
      path: listPath('operations'),
      run: ({ resource: parent, query }) =>
        listed('operations', operations.list(parent), query, MAX_PAGE, (operation) => operation),
    },
    { verb: 'GET', name: 'GetOperation', path: onePath('operations'), run: ({ resource }) => operations.get(resource) },
    {
      verb: 'DELETE',
      name: 'DeleteOperation',
      path: onePath('operations'),
      run: ({ resource }) => {
        operations.delete(resource);
        return {};
      },
    },
    {
      verb: 'POST',
      name: 'CancelOperation',
      path: onePath('operations', ':cancel'),
      // It is done before it could be cancelled.
      run: ({ resource }) => {
        operations.get(resource);
        return {};
      },
    },
    {
      verb: 'GET',
      name: 'ListProviders',
      path: listPath('providers'),
      run: ({ resource: parent, query }) => {
        checkQuery(query, ['pageSize', 'pageToken', 'orderBy']);
        return listed('providers', PROVIDERS, query, MAX_PAGE, (one) => providerResource(parent, one));
      },
    },
    {
      verb: 'GET',
      name: 'GetProvider',
      path: onePath('providers'),
      run: ({ resource: name }) => {
        const found = PROVIDERS.find(({ id }) => name.endsWith(`/${id}`));
        if (found === undefined) throw new StatusError('NOT_FOUND', `Resource '${name}' was not found`);
        return providerResource(name.slice(0, name.indexOf('/providers/')), found);
      },
    },
  ];
}

/** Without a mask the fields of the body are changed; `*` is every field. */
function pathsOf(query: URLSearchParams, body: JsonObject): readonly string[] {
  const mask = maskOf(query);
  if (mask?.includes('*') === true) return SETTINGS;
  return mask ?? Object.keys(body).filter((field) => field !== 'name' && !OUTPUT_ONLY.includes(field));
}

function checkEtag(asked: unknown, before: TriggerResource): TriggerResource {
  if (asked === undefined || asked === null || asked === '' || asked === etagOf(before)) return before;
  throw new StatusError('ABORTED', `The etag ${JSON.stringify(asked)} is not the current one: read the trigger again.`);
}

function shown(resource: TriggerResource): JsonObject {
  return { ...resource, etag: etagOf(resource) };
}

function providerResource(parent: string, { id, displayName, types, attributes }: Provider): JsonObject {
  return {
    name: `${parent}/providers/${id}`,
    displayName,
    eventTypes: types.map((type) => ({
      type,
      filteringAttributes: [{ attribute: 'type', required: true }, ...attributes],
    })),
  };
}

function isTrue(query: URLSearchParams, name: string): boolean {
  return query.get(name) === 'true';
}

function listPath(collection: string): RegExp {
  return new RegExp(`^/v1/(${LOCATION})/${collection}$`);
}

function onePath(collection: string, verb = ''): RegExp {
  return new RegExp(`^/v1/(${LOCATION}/${collection}/[^/:]+)${verb}$`);
}
