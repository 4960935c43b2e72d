/** The API's discovery document, as much of it as clients that build themselves from it need (Google's `bq` does). */

import { ROUTES } from './routes.ts';

/** Query parameters by method; the rest of what clients send is in the body. */
const QUERY: Readonly<Record<string, readonly string[]>> = {
  'projects.list': ['maxResults', 'pageToken'],
  'datasets.list': ['all', 'filter', 'maxResults', 'pageToken'],
  'datasets.get': ['datasetView', 'accessPolicyVersion'],
  'datasets.insert': ['accessPolicyVersion'],
  'datasets.patch': ['accessPolicyVersion', 'updateMode'],
  'datasets.update': ['accessPolicyVersion', 'updateMode'],
  'datasets.delete': ['deleteContents'],
  'tables.list': ['maxResults', 'pageToken'],
  'tables.get': ['selectedFields', 'view'],
  'tables.patch': ['autodetect_schema'],
  'tables.update': ['autodetect_schema'],
  'tabledata.list': [
    'maxResults',
    'pageToken',
    'selectedFields',
    'startIndex',
    'formatOptions.useInt64Timestamp',
    'formatOptions.timestampOutputFormat',
  ],
  'routines.list': ['filter', 'maxResults', 'pageToken', 'readMask'],
  'routines.get': ['readMask'],
  'models.list': ['maxResults', 'pageToken'],
  'rowAccessPolicies.list': ['pageSize', 'pageToken'],
  'jobs.list': [
    'allUsers',
    'maxCreationTime',
    'maxResults',
    'minCreationTime',
    'pageToken',
    'parentJobId',
    'projection',
    'stateFilter',
  ],
  'jobs.get': ['location'],
  'jobs.cancel': ['location'],
  'jobs.delete': ['location'],
  'jobs.getQueryResults': [
    'location',
    'maxResults',
    'pageToken',
    'startIndex',
    'timeoutMs',
    'formatOptions.useInt64Timestamp',
    'formatOptions.timestampOutputFormat',
  ],
};

const REPEATED = new Set(['stateFilter']);

const COMMON = ['alt', 'fields', 'key', 'oauth_token', 'prettyPrint', 'quotaUser', 'userIp', 'uploadType', 'upload_id'];

export function discovery(origin: string): unknown {
  const resources: Record<string, { methods: Record<string, unknown> }> = {};
  for (const { name, verb, path } of ROUTES) {
    const [resource = '', method = ''] = name.split('.');
    resources[resource] ??= { methods: {} };
    resources[resource].methods[method] = describe(name, verb, path);
  }
  return {
    kind: 'discovery#restDescription',
    discoveryVersion: 'v1',
    id: 'bigquery:v2',
    name: 'bigquery',
    version: 'v2',
    title: 'BigQuery API',
    description: 'The local BigQuery of Penstock.',
    protocol: 'rest',
    baseUrl: `${origin}/bigquery/v2/`,
    basePath: '/bigquery/v2/',
    rootUrl: `${origin}/`,
    servicePath: 'bigquery/v2/',
    batchPath: 'batch/bigquery/v2',
    parameters: Object.fromEntries(COMMON.map((parameter) => [parameter, { type: 'string', location: 'query' }])),
    auth: { oauth2: { scopes: { 'https://www.googleapis.com/auth/bigquery': { description: 'BigQuery' } } } },
    schemas: { Any: { id: 'Any', type: 'object', additionalProperties: { type: 'any' } } },
    resources,
  };
}

function describe(name: string, verb: string, path: string): unknown {
  const variables = [...path.matchAll(/\{(\w+)\}/g)].map(([, variable = '']) => variable);
  const parameters: Record<string, unknown> = {};
  for (const variable of variables) parameters[variable] = { type: 'string', required: true, location: 'path' };
  for (const parameter of QUERY[name] ?? []) {
    parameters[parameter] = { type: 'string', location: 'query', ...(REPEATED.has(parameter) && { repeated: true }) };
  }
  const takesBody = verb === 'POST' || verb === 'PUT' || verb === 'PATCH';
  return {
    id: `bigquery.${name}`,
    path: path.replace(/\{(\w+)\}/g, '{+$1}'),
    flatPath: path,
    httpMethod: verb,
    parameters,
    parameterOrder: variables,
    ...(takesBody && { request: { $ref: 'Any' } }),
    ...(verb !== 'DELETE' && { response: { $ref: 'Any' } }),
    ...(name === 'jobs.insert' && {
      supportsMediaUpload: true,
      mediaUpload: {
        accept: ['*/*'],
        protocols: {
          simple: { multipart: true, path: `/upload/bigquery/v2/${path}` },
          resumable: { multipart: true, path: `/resumable/upload/bigquery/v2/${path}` },
        },
      },
    }),
  };
}
