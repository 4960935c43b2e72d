/** The settings of a table in its REST resource, parsed and checked field by field. */

import type { RangePartitioning, TimePartitioning } from '../catalog.ts';
import { BigQueryError } from '../errors.ts';
import { checkLabels } from '../labels.ts';
import type { Limits } from '../limits.ts';
import type { Schema } from '../schema.ts';
import { isObject, refuseCollation, schemaFromResource } from './schema-resource.ts';

type Json = Readonly<Record<string, unknown>>;

/** Fields that the catalog keeps itself, or that the service computes: never copied into `resource`. */
const OWN_FIELDS = new Set([
  'kind',
  'etag',
  'id',
  'selfLink',
  'tableReference',
  'schema',
  'numBytes',
  'numPhysicalBytes',
  'numLongTermBytes',
  'numRows',
  'creationTime',
  'expirationTime',
  'lastModifiedTime',
  'type',
  'view',
  'externalDataConfiguration',
  'timePartitioning',
  'rangePartitioning',
  'clustering',
  'maxStaleness',
  'location',
  'streamingBuffer',
  'materializedView',
  'snapshotDefinition',
  'cloneDefinition',
]);

const REFUSED: Readonly<Record<string, string>> = {
  biglakeConfiguration: 'BigLake tables',
  tableReplicationInfo: 'table replicas',
};

/** Fields that must be objects: any other value in their place would be lost in silence. */
const OBJECTS = [
  'schema',
  'timePartitioning',
  'rangePartitioning',
  'clustering',
  'tableConstraints',
  'view',
  'materializedView',
  'externalDataConfiguration',
];

/** The parts of a table that a client may set, parsed. A field that is absent was not mentioned; null clears it. */
export interface TableSettings {
  readonly schema?: Schema;
  readonly timePartitioning?: TimePartitioning | null;
  readonly rangePartitioning?: RangePartitioning | null;
  readonly clustering?: readonly string[] | null;
  readonly primaryKey?: readonly string[] | null;
  readonly maxStaleness?: string | null;
  readonly expirationMs?: number | null;
  readonly viewQuery?: string;
  readonly materialized?: Json;
  readonly external?: Json;
  readonly resource: Json;
}

export function settingsFromResource(body: Json, limits: Limits): TableSettings {
  for (const [field, what] of Object.entries(REFUSED)) {
    if (body[field] !== undefined && body[field] !== null) {
      throw new BigQueryError('notImplemented', `The local BigQuery does not support ${what}`);
    }
  }
  for (const field of OBJECTS) {
    const value = body[field];
    if (value !== undefined && value !== null && !isObject(value))
      throw new BigQueryError('invalid', `Invalid value for ${field}: an object is expected`, { location: field });
  }
  refuseCollation(body.defaultCollation);
  checkLabels(body.labels);
  return {
    resource: resourceOf(body),
    ...schemaOf(body, limits),
    ...given(body, 'timePartitioning', timePartitioningFrom),
    ...given(body, 'rangePartitioning', rangePartitioningFrom),
    ...given(body, 'clustering', clusteringFrom),
    ...primaryKeyOf(body),
    ...given(body, 'maxStaleness', (value) => (value === '' ? null : String(value))),
    ...expiration(body),
    ...(isObject(body.view) && { viewQuery: viewQueryFrom(body.view) }),
    ...(isObject(body.materializedView) && materializedFrom(body.materializedView)),
    ...(isObject(body.externalDataConfiguration) && { external: externalOf(body.externalDataConfiguration, body) }),
  };
}

/** The partition filter may be asked for at the table or, as before, in its partitioning. */
function resourceOf(body: Json): Json {
  const resource = Object.fromEntries(Object.entries(body).filter(([key]) => !OWN_FIELDS.has(key)));
  const inPartitioning = isObject(body.timePartitioning) ? body.timePartitioning.requirePartitionFilter : undefined;
  return inPartitioning === true ? { requirePartitionFilter: true, ...resource } : resource;
}

/** The schema of an external table may stand at the table or in the configuration of its files. */
function schemaOf(body: Json, limits: Limits): { readonly schema?: Schema } {
  const { externalDataConfiguration: external } = body;
  const given = isObject(body.schema) ? body.schema : isObject(external) ? external.schema : undefined;
  return isObject(given) ? { schema: schemaFromResource(given, limits) } : {};
}

function externalOf(external: Json, { schema }: Json): Json {
  return external.schema === undefined && isObject(schema) ? { ...external, schema } : external;
}

function given<K extends string, T>(body: Json, key: K, parse: (value: unknown) => T | null): { [P in K]?: T | null } {
  const value = body[key];
  if (value === undefined) return {};
  return { [key]: value === null ? null : parse(value) } as { [P in K]: T | null };
}

function expiration(body: Json): { expirationMs?: number | null } {
  const value = body.expirationTime;
  if (value === undefined) return {};
  return { expirationMs: value === null || value === '0' || value === 0 ? null : positive(value, 'expirationTime') };
}

function timePartitioningFrom(value: unknown): TimePartitioning | null {
  if (!isObject(value) || Object.keys(value).length === 0) return null;
  if (value.field !== undefined && value.field !== null && typeof value.field !== 'string')
    throw new BigQueryError('invalid', 'Invalid value for timePartitioning.field: a string is expected');
  const type = String(value.type ?? 'DAY').toUpperCase();
  if (type !== 'HOUR' && type !== 'DAY' && type !== 'MONTH' && type !== 'YEAR') {
    throw new BigQueryError('invalid', `Invalid value for timePartitioning.type: ${type}`);
  }
  const expires = value.expirationMs;
  return {
    type,
    ...(typeof value.field === 'string' && value.field !== '' && { field: value.field }),
    ...(expires !== undefined &&
      expires !== null &&
      Number(expires) > 0 && { expirationMs: positive(expires, 'timePartitioning.expirationMs') }),
  };
}

function rangePartitioningFrom(value: unknown): RangePartitioning | null {
  if (!isObject(value)) return null;
  const { field, range } = value;
  if (typeof field !== 'string' || !isObject(range)) {
    throw new BigQueryError('invalid', 'Invalid value for rangePartitioning: field and range are required');
  }
  const bound = (key: string): bigint => {
    const text = String(range[key] ?? '');
    if (!/^-?\d{1,19}$/.test(text))
      throw new BigQueryError('invalid', `Invalid value for rangePartitioning.range.${key}: ${text}`);
    return BigInt(text);
  };
  const partitioning = { field, start: bound('start'), end: bound('end'), interval: bound('interval') };
  if (partitioning.interval <= 0n || partitioning.start >= partitioning.end) {
    throw new BigQueryError(
      'invalid',
      'Invalid rangePartitioning: start must be less than end, and the interval positive',
    );
  }
  return partitioning;
}

function clusteringFrom(value: unknown): readonly string[] | null {
  if (!isObject(value) || value.fields === undefined || value.fields === null) return null;
  const fields = namesFrom(value.fields, 'clustering.fields');
  if (fields.length > 4) throw new BigQueryError('invalid', 'Clustering takes at most 4 fields');
  return fields.length === 0 ? null : fields;
}

function primaryKeyOf(body: Json): { primaryKey?: readonly string[] | null } {
  const constraints = body.tableConstraints;
  if (constraints === undefined) return {};
  const key = isObject(constraints) ? constraints.primaryKey : undefined;
  if (!isObject(key) || key.columns === undefined || key.columns === null) return { primaryKey: null };
  const columns = namesFrom(key.columns, 'tableConstraints.primaryKey.columns');
  if (columns.length > 16) throw new BigQueryError('invalid', 'A primary key has at most 16 columns');
  return { primaryKey: columns.length === 0 ? null : columns };
}

/** Names of columns, each once. */
function namesFrom(value: unknown, what: string): readonly string[] {
  if (!Array.isArray(value) || value.some((name) => typeof name !== 'string'))
    throw new BigQueryError('invalid', `Invalid value for ${what}: a list of names is expected`);
  const names = value as readonly string[];
  const twice = names.find((name, at) => names.findIndex((other) => other.toLowerCase() === name.toLowerCase()) !== at);
  if (twice !== undefined) throw new BigQueryError('invalid', `Duplicate column in ${what}: ${twice}`);
  return names;
}

function viewQueryFrom(view: Json): string {
  // Absent means true in the API.
  if (view.useLegacySql !== false && view.useLegacySql !== 'false') {
    throw new BigQueryError(
      'notImplemented',
      'The local BigQuery does not support legacy SQL views; set useLegacySql to false',
    );
  }
  if (typeof view.query !== 'string' || view.query === '')
    throw new BigQueryError('required', 'Required parameter is missing: view.query');
  return view.query;
}

function materializedFrom(view: Json): Pick<TableSettings, 'viewQuery' | 'materialized'> {
  if (typeof view.query !== 'string' || view.query === '')
    throw new BigQueryError('required', 'Required parameter is missing: materializedView.query');
  const { query, lastRefreshTime: _computed, ...given } = view;
  return {
    viewQuery: query,
    materialized: { enableRefresh: true, refreshIntervalMs: '1800000', ...given },
  };
}

function positive(value: unknown, what: string): number {
  const number = Number(value);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new BigQueryError('invalid', `Invalid value for ${what}: ${String(value)}`);
}
