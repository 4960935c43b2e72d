/** External tables: files read when the query runs, as a relation with their columns and `_FILE_NAME`. */

import { BigQueryError } from '../errors.ts';
import type { Json } from '../jobs/configuration.ts';
import { quote, type Schema } from '../schema.ts';
import { isObject } from '../tables/schema-resource.ts';
import type { Warehouse } from '../warehouse.ts';
import { hivePartitions } from './hive.ts';
import { objectInput } from './input.ts';
import { readOptionsFrom } from './options.ts';
import { readFiles } from './read.ts';
import { checkUris, expandUris } from './uris.ts';

export const FILE_NAME = '_FILE_NAME';

export interface ExternalScan {
  /** DuckDB text for FROM: the schema's columns and FILE_NAME. */
  readonly relation: string;
  readonly schema: Schema;
  /** The hive keys, in the order of the paths. */
  readonly keys: readonly string[];
  /** The hive keys of which a query must filter by one; none where that is not asked for. */
  readonly requiredFilters: readonly string[];
  close(): Promise<void>;
}

/** Reads an externalDataConfiguration's files whole; what was read is kept until closed. */
export async function scanExternal(warehouse: Warehouse, configuration: Json): Promise<ExternalScan> {
  for (const refused of [
    'bigtableOptions',
    'googleSheetsOptions',
    'connectionId',
    'objectMetadata',
    'metadataCacheMode',
  ]) {
    const value = configuration[refused];
    if (
      value !== undefined &&
      value !== null &&
      value !== '' &&
      !(isObject(value) && Object.keys(value).length === 0)
    ) {
      throw new BigQueryError('notImplemented', `The local BigQuery does not support ${refused} in an external table`, {
        status: 400,
      });
    }
  }
  if (
    configuration.compression !== undefined &&
    configuration.compression !== null &&
    !/^(?:NONE|GZIP|)$/i.test(String(configuration.compression))
  ) {
    throw new BigQueryError('invalid', `Invalid value for compression: ${String(configuration.compression)}`);
  }
  const nested = ['csvOptions', 'jsonOptions', 'avroOptions', 'parquetOptions']
    .map((key) => configuration[key])
    .filter(isObject);
  const settings = Object.assign({}, configuration, ...nested) as Json;
  if (configuration.sourceFormat === undefined)
    throw new BigQueryError('required', 'Required parameter is missing: sourceFormat');
  const options = readOptionsFrom(settings, warehouse.limits);
  const uris = checkUris(configuration.sourceUris, warehouse.limits);
  const objects = await expandUris(warehouse.objects, uris, warehouse.limits);
  const inputs = objects.map((object) => objectInput(warehouse.objects, object, warehouse.scratchDir));
  const made: { relation: string; uri?: string }[] = [];
  const close = async (): Promise<void> => {
    await warehouse.engine.read(async (connection) => {
      for (const { relation } of made.splice(0)) await connection.run(`DROP TABLE IF EXISTS ${relation}`);
    });
  };
  try {
    const { schema, keys } = await warehouse.engine.read((connection) =>
      readFiles(
        warehouse,
        connection,
        { inputs, options, target: undefined, perFile: true, checkCancelled: () => undefined },
        made,
      ),
    );
    const requiredFilters = options.hive?.requireFilter === true ? keys : [];
    return { schema, relation: union(made, schema), keys, requiredFilters, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The hive keys of an external configuration, told by the names of its files; none where there are no files yet. */
export async function hiveKeys(warehouse: Warehouse, configuration: Json): Promise<readonly string[]> {
  if (!isObject(configuration.hivePartitioningOptions)) return [];
  const { hive } = readOptionsFrom(configuration, warehouse.limits);
  if (hive === undefined) return [];
  const uris = checkUris(configuration.sourceUris, warehouse.limits);
  const objects = await expandUris(warehouse.objects, uris, warehouse.limits).catch((error: unknown) => {
    if (error instanceof BigQueryError && error.reason === 'notFound') return [];
    throw error;
  });
  const found = objects.map((object) => objectInput(warehouse.objects, object, warehouse.scratchDir).uri);
  return hivePartitions(found, hive).columns.map(({ name }) => name);
}

function union(relations: readonly { readonly relation: string; readonly uri?: string }[], schema: Schema): string {
  const columns = schema.map((column) => quote(column.name)).join(', ');
  const parts = relations.map(
    ({ relation, uri = '' }) =>
      `SELECT ${columns}, '${uri.replaceAll("'", "''")}' AS ${quote(FILE_NAME)} FROM ${relation}`,
  );
  return `(${parts.join(' UNION ALL ')})`;
}
