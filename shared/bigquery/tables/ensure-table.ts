/**
 * Brings a table to what its schema file says: makes it where there is none, applies what can be applied where that is
 * asked for, and refuses the rest by column. Nothing is ever taken away from a table.
 */

import type { BigQuery, TableMetadata } from '@google-cloud/bigquery';
import { PenstockError } from '../../runtime/errors.ts';
import { type RetryOptions, retry } from '../../runtime/retry.ts';
import { fromRestError } from '../rest/rest-errors.ts';
import { changedRest, type RestSchema, schemaToRest } from '../schema/from-rest.ts';
import type { TableName } from '../table-name.ts';
import { type ActualTable, describeTable } from './describe-table.ts';
import { stalenessSeconds } from './max-staleness.ts';
import { diffSchemas, type SchemaDiff, type SchemaRefusal } from './schema-diff.ts';
import type { TableSpec } from './table-spec.ts';

export interface EnsureOptions {
  /** Whether a table that exists may be changed. Without it a difference is an error. */
  readonly apply: boolean;
  readonly retry?: RetryOptions;
}

export interface Ensured {
  readonly outcome: 'created' | 'changed' | 'unchanged';
  readonly table: ActualTable;
  readonly changes: readonly string[];
}

/** A table just made is read back by its own metadata; one that others made or changed meanwhile is looked at again. */
export function ensureTable(
  bigquery: BigQuery,
  name: TableName,
  spec: TableSpec,
  { apply, retry: options = {} }: EnsureOptions,
): Promise<Ensured> {
  const attempt = async (): Promise<Ensured> => {
    const actual = await describeTable(bigquery, name);
    if (actual === undefined) return createTable(bigquery, name, spec);
    const plan = compare(name, spec, actual);
    if (plan.changes.length === 0) return { outcome: 'unchanged', table: actual, changes: [] };
    if (!apply)
      throw mismatch(
        name,
        plan.changes.map((change) => `${change} is missing`),
      );
    const table = bigquery.dataset(name.datasetId, { projectId: name.projectId }).table(name.tableId);
    // With the etag this change fails if the table was changed meanwhile; then the table is read again.
    await table.setMetadata({ ...plan.patch, etag: actual.etag });
    return { outcome: 'changed', table: { ...actual, ...plan.result }, changes: plan.changes };
  };
  // Another process made or changed the table between our look and our write: each attempt looks again.
  const classify = (error: unknown): PenstockError => {
    const known = fromRestError(error);
    if (known.code !== 'ALREADY_EXISTS' && known.code !== 'CONFLICT') return known;
    return new PenstockError('CONFLICT', known.message, { stage: 'sending', cause: error });
  };
  return retry(attempt, { ...options, classify });
}

async function createTable(bigquery: BigQuery, name: TableName, spec: TableSpec): Promise<Ensured> {
  const dataset = bigquery.dataset(name.datasetId, { projectId: name.projectId });
  await dataset.createTable(name.tableId, metadataOf(spec));
  const { schema, primaryKey = [], maxStaleness, clustering = [], timePartitioning, rangePartitioning } = spec;
  const table: ActualTable = {
    schema,
    restSchema: schemaToRest(schema),
    primaryKey,
    maxStaleness,
    clustering,
    timePartitioning,
    rangePartitioning,
    etag: '',
  };
  return { outcome: 'created', table, changes: [] };
}

/** The body of `tables.insert`. */
export function metadataOf(spec: TableSpec): TableMetadata {
  const { timePartitioning: time, rangePartitioning: range } = spec;
  return {
    schema: { fields: [...schemaToRest(spec.schema).fields] } as NonNullable<TableMetadata['schema']>,
    ...(spec.description === undefined ? {} : { description: spec.description }),
    ...(spec.labels === undefined ? {} : { labels: { ...spec.labels } }),
    ...(time === undefined ? {} : { timePartitioning: timeOf(time) }),
    ...(range === undefined ? {} : { rangePartitioning: rangeOf(range) }),
    ...(spec.clustering === undefined ? {} : { clustering: { fields: [...spec.clustering] } }),
    ...(spec.primaryKey === undefined ? {} : { tableConstraints: { primaryKey: { columns: [...spec.primaryKey] } } }),
    ...(spec.maxStaleness === undefined ? {} : { maxStaleness: spec.maxStaleness }),
    ...(spec.requirePartitionFilter === undefined ? {} : { requirePartitionFilter: spec.requirePartitionFilter }),
  };
}

/** The REST API writes 64-bit numbers as text. */
function timeOf({ type, field, expirationMs }: NonNullable<TableSpec['timePartitioning']>): object {
  return {
    type,
    ...(field === undefined ? {} : { field }),
    ...(expirationMs === undefined ? {} : { expirationMs: String(expirationMs) }),
  };
}

function rangeOf({ field, start, end, interval }: NonNullable<TableSpec['rangePartitioning']>): object {
  return { field, range: { start: String(start), end: String(end), interval: String(interval) } };
}

interface Plan {
  readonly changes: readonly string[];
  readonly patch: TableMetadata;
  readonly result: Partial<ActualTable>;
}

/** Throws SCHEMA_MISMATCH where something wanted cannot be had. */
function compare(name: TableName, spec: TableSpec, actual: ActualTable): Plan {
  const diff = diffSchemas(spec.schema, actual.schema);
  const refusals = [...diff.refusals, ...optionRefusals(spec, actual)];
  if (refusals.length > 0) {
    throw mismatch(
      name,
      refusals.map(({ path, why }) => `${path} ${why}`),
    );
  }
  const staler = stalenessChange(spec, actual);
  const restSchema = changedRest(actual.restSchema, diff.changed);
  return {
    changes: [
      ...diff.changes.map(({ path, what }) => `${path}: ${what}`),
      ...(staler ? [`maxStaleness: ${staler}`] : []),
    ],
    patch: { ...schemaPatch(diff, restSchema), ...(staler ? { maxStaleness: staler } : {}) },
    result: { schema: diff.changed, restSchema, ...(staler ? { maxStaleness: staler } : {}) },
  };
}

function schemaPatch({ changes }: SchemaDiff, restSchema: RestSchema): TableMetadata {
  return changes.length === 0 ? {} : { schema: restSchema as NonNullable<TableMetadata['schema']> };
}

/** Only options that the schema file names are compared. */
function optionRefusals(spec: TableSpec, actual: ActualTable): readonly SchemaRefusal[] {
  const refusals: SchemaRefusal[] = [];
  for (const key of ['timePartitioning', 'rangePartitioning', 'clustering', 'primaryKey'] as const) {
    const [wanted, has] = [spec[key], actual[key]];
    if (wanted === undefined || sameOption(wanted, has)) continue;
    refusals.push({
      path: key,
      why: `is ${told(has)} in the table and ${told(wanted)} is wanted: make the table anew`,
    });
  }
  return refusals;
}

function stalenessChange({ maxStaleness }: TableSpec, actual: ActualTable): string | undefined {
  if (maxStaleness === undefined) return undefined;
  return stalenessSeconds(maxStaleness) === stalenessSeconds(actual.maxStaleness ?? '0 SECOND')
    ? undefined
    : maxStaleness;
}

/** Column names are the same in any case; an expiration may change without the table. */
function sameOption(wanted: unknown, has: unknown): boolean {
  const form = (value: unknown): string =>
    JSON.stringify(value, (key, part) =>
      key === 'expirationMs' ? undefined : typeof part === 'string' ? part.toLowerCase() : part,
    );
  return form(wanted) === form(has);
}

function told(option: unknown): string {
  return option === undefined || (Array.isArray(option) && option.length === 0) ? 'absent' : JSON.stringify(option);
}

function mismatch({ datasetId, tableId }: TableName, reasons: readonly string[]): PenstockError {
  const message = `table ${datasetId}.${tableId} is not what its schema file wants: ${reasons.join('; ')}`;
  return new PenstockError('SCHEMA_MISMATCH', message);
}
