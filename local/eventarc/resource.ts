/** Triggers as the REST API writes them (google.cloud.eventarc.v1.Trigger): checked, and as the dispatcher wants them. */

import { createHash } from 'node:crypto';
import { StatusError } from '../core/codes.ts';
import { isObject, type JsonObject } from '../core/http/json-body.ts';
import { checkFields } from '../core/http/rest-api.ts';
import { PROVIDERS, type Provider, PUBSUB_TYPE, providerOf } from './event-types.ts';
import type { Filter, Trigger } from './trigger.ts';

export interface TriggerResource {
  readonly name: string;
  readonly uid: string;
  readonly createTime: string;
  readonly updateTime: string;
  readonly eventFilters: readonly Filter[];
  readonly destination: Destination;
  readonly serviceAccount?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly eventDataContentType: string;
  readonly retryPolicy?: { readonly maxAttempts: number };
}

export type Destination =
  | { readonly cloudRun: { readonly service: string; readonly region: string; readonly path?: string } }
  | { readonly httpEndpoint: { readonly uri: string } };

/** The service of a name as a URL; undefined where none runs here. */
export type Services = {
  readonly names: () => readonly string[];
  readonly urlOf: (service: string) => string | undefined;
};

export const OUTPUT_ONLY = ['uid', 'createTime', 'updateTime', 'etag', 'conditions', 'satisfiesPzs'];
export const SETTINGS = [
  'eventFilters',
  'destination',
  'serviceAccount',
  'labels',
  'eventDataContentType',
  'retryPolicy',
];
const NOT_DONE = ['channel', 'transport'];

export interface Identity {
  readonly name: string;
  readonly uid: string;
  readonly createTime: string;
  readonly updateTime: string;
}

/** Reads a trigger; throws a refusal that names the field. */
export function readTrigger(given: JsonObject, identity: Identity, services: Services): TriggerResource {
  checkFields(given, ['name', ...SETTINGS, ...NOT_DONE, ...OUTPUT_ONLY], 'trigger');
  if (isSet(given.channel)) throw notDone('channels of other providers');
  const transport = isObject(given.transport) ? given.transport.pubsub : undefined;
  if (isObject(transport) && isSet(transport.topic)) throw notDone('a transport topic of yours');
  const eventFilters = filtersOf(given.eventFilters);
  const provider = providerFor(eventFilters);
  const contentType = given.eventDataContentType;
  if (isSet(contentType) && contentType !== provider.contentType)
    throw notDone(`eventDataContentType ${JSON.stringify(contentType)} for this type of event`);
  const location = identity.name.split('/')[3] ?? '';
  return {
    ...identity,
    eventFilters,
    destination: destinationOf(given.destination, location, services),
    ...(isSet(given.serviceAccount) ? { serviceAccount: String(given.serviceAccount) } : {}),
    ...(isSet(given.labels) ? { labels: given.labels as Readonly<Record<string, string>> } : {}),
    eventDataContentType: provider.contentType,
    ...(isSet(given.retryPolicy) ? { retryPolicy: retryPolicyOf(given.retryPolicy) } : {}),
  };
}

/** The same trigger has the same etag. */
export function etagOf(resource: TriggerResource): string {
  return createHash('sha256').update(JSON.stringify(resource)).digest('base64').slice(0, 16);
}

export function triggerOf(name: string, resource: TriggerResource, services: Services): Trigger {
  const { eventFilters: filters, destination, retryPolicy } = resource;
  const retry = retryPolicy?.maxAttempts !== 1;
  if ('httpEndpoint' in destination) return { name, filters, retry, destination: destination.httpEndpoint.uri };
  const { service, path = '/' } = destination.cloudRun;
  const base = services.urlOf(service);
  return { name, filters, retry, destination: base === undefined ? undefined : new URL(path, base).href };
}

function filtersOf(given: unknown): readonly Filter[] {
  if (!Array.isArray(given) || given.length === 0)
    throw invalid('eventFilters must have a filter with the attribute type.');
  const filters = given.map((filter: unknown): Filter => {
    if (!isObject(filter)) throw invalid('eventFilters must be a list of filters.');
    checkFields(filter, ['attribute', 'value', 'operator'], 'trigger.event_filters');
    const { attribute = '', value = '', operator } = filter;
    if (typeof attribute !== 'string' || typeof value !== 'string' || attribute === '' || value === '')
      throw invalid('A filter must have an attribute and a value.');
    if (!isSet(operator)) return { attribute, value };
    if (operator !== 'match-path-pattern') throw invalid(`The operator ${JSON.stringify(operator)} is not known.`);
    return { attribute, value, operator };
  });
  const twice = filters.find(({ attribute }, at) => filters.findIndex((one) => one.attribute === attribute) !== at);
  if (twice !== undefined) throw invalid(`eventFilters has the attribute ${twice.attribute} twice.`);
  return filters;
}

function providerFor(filters: readonly Filter[]): Provider {
  const type = filters.find(({ attribute, operator }) => attribute === 'type' && operator === undefined)?.value;
  if (type === undefined) throw invalid('eventFilters must have a filter with the attribute type.');
  if (type === PUBSUB_TYPE) throw notDone('triggers of Pub/Sub messages: make a push subscription of the topic');
  const provider = providerOf(type);
  if (provider === undefined) {
    const known = PROVIDERS.flatMap(({ types }) => types).join(', ');
    throw notDone(`events of the type ${JSON.stringify(type)}; it emits ${known}`);
  }
  for (const { attribute, operator } of filters) {
    if (attribute === 'type') continue;
    const found = provider.attributes.find((one) => one.attribute === attribute);
    if (found === undefined) throw invalid(`Events of the type ${type} have no attribute ${attribute}.`);
    if (operator !== undefined && found.pathPatternSupported !== true)
      throw invalid(`The attribute ${attribute} is not matched by a path pattern.`);
  }
  const missing = provider.attributes.find(
    ({ attribute, required }) => required === true && !filters.some((filter) => filter.attribute === attribute),
  );
  if (missing !== undefined)
    throw invalid(`Events of the type ${type} need a filter of the attribute ${missing.attribute}.`);
  return provider;
}

function destinationOf(given: unknown, location: string, services: Services): Destination {
  if (!isObject(given)) throw invalid('A trigger must have a destination.');
  const kinds = Object.keys(given).filter((kind) => isSet(given[kind]) && kind !== 'networkConfig');
  const [kind = ''] = kinds;
  if (kinds.length !== 1) throw invalid('A trigger must have one destination.');
  const target = given[kind];
  if (kind === 'httpEndpoint' && isObject(target)) {
    const { uri } = target;
    if (typeof uri !== 'string' || !/^https?:\/\//.test(uri) || !URL.canParse(uri))
      throw invalid('destination.httpEndpoint.uri must be an HTTP or HTTPS URL.');
    return { httpEndpoint: { uri } };
  }
  if (kind !== 'cloudRun' || !isObject(target)) throw notDone(`the destination ${kind}: use cloudRun or httpEndpoint`);
  checkFields(target, ['service', 'region', 'path'], 'trigger.destination.cloud_run');
  const { service, region, path } = target;
  if (typeof service !== 'string' || services.urlOf(service) === undefined)
    throw new StatusError(
      'FAILED_PRECONDITION',
      `The local cloud runs no service ${JSON.stringify(service)}: name one of ${services.names().join(', ') || 'none'}, or use httpEndpoint.`,
    );
  return {
    cloudRun: {
      service,
      region: isSet(region) ? String(region) : location,
      ...(isSet(path) ? { path: String(path) } : {}),
    },
  };
}

function retryPolicyOf(given: unknown): { readonly maxAttempts: number } {
  const maxAttempts = isObject(given) ? given.maxAttempts : undefined;
  if (maxAttempts === 1) return { maxAttempts };
  throw invalid('retryPolicy.maxAttempts must be 1; without a policy events are tried again.');
}

function isSet(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

function invalid(message: string): StatusError {
  return new StatusError('INVALID_ARGUMENT', message);
}

function notDone(what: string): StatusError {
  return new StatusError('UNIMPLEMENTED', `The local Eventarc does not do ${what}.`);
}
