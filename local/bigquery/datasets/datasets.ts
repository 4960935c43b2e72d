/** Datasets: made, changed, listed and dropped, and their REST form. */

import { DEFAULT_ACCESS } from '../../googlesql/values/dataset-access.ts';
import { type Dataset, type DatasetRef, physicalSchema } from '../catalog.ts';
import { BigQueryError } from '../errors.ts';
import { checkLabels } from '../labels.ts';
import { checkDatasetId, datasetName } from '../names.ts';
import { changing, findTable, patched, requireDataset } from '../tables/changes.ts';
import { etagOf } from '../tables/resource.ts';
import { refuseCollation } from '../tables/schema-resource.ts';
import type { Warehouse } from '../warehouse.ts';

type Json = Readonly<Record<string, unknown>>;

const OWN_FIELDS = new Set([
  'kind',
  'etag',
  'id',
  'selfLink',
  'datasetReference',
  'creationTime',
  'lastModifiedTime',
  'location',
  'type',
]);

/** The discovery document's bounds: an hour at least for tables, two to seven days of time travel. */
const HOUR_MS = 3_600_000;

function settingsOf(body: Json): Json {
  checkLabels(body.labels);
  refuseCollation(body.defaultCollation);
  if (body.isCaseInsensitive === true || body.isCaseInsensitive === 'true')
    throw new BigQueryError('notImplemented', 'The local BigQuery does not support case-insensitive datasets');
  checkNumber(body, 'defaultTableExpirationMs', (ms) => ms === 0 || ms >= HOUR_MS);
  checkNumber(body, 'defaultPartitionExpirationMs', (ms) => ms >= 0);
  checkNumber(body, 'maxTimeTravelHours', (hours) => hours >= 48 && hours <= 168);
  const own = Object.entries(body).filter(([key]) => !OWN_FIELDS.has(key));
  return Object.fromEntries(own.map(([key, value]) => [key, asShown(key, value)]));
}

const INT64_FIELDS = new Set(['defaultTableExpirationMs', 'defaultPartitionExpirationMs', 'maxTimeTravelHours']);

/** JSON has int64 as text and booleans as such, whichever of the two the caller sent. */
function asShown(key: string, value: unknown): unknown {
  if (INT64_FIELDS.has(key) && typeof value === 'number') return String(value);
  if (key === 'isCaseInsensitive' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}

function checkNumber(body: Json, field: string, fits: (value: number) => boolean): void {
  const value = body[field];
  if (value === undefined || value === null || value === '') return;
  const number = Number(value);
  if (!Number.isSafeInteger(number) || !fits(number))
    throw new BigQueryError('invalid', `Invalid value for ${field}: ${String(value)}`, { location: field });
}

export async function createDataset(warehouse: Warehouse, ref: DatasetRef, body: Json): Promise<Dataset> {
  checkDatasetId(ref.datasetId);
  if (body.externalDatasetReference !== undefined || body.linkedDatasetSource !== undefined) {
    throw new BigQueryError('notImplemented', 'The local BigQuery does not support linked or external datasets');
  }
  const now = warehouse.now();
  const dataset: Dataset = {
    ref,
    location: typeof body.location === 'string' && body.location !== '' ? body.location : warehouse.location,
    createdMs: now,
    modifiedMs: now,
    resource: patched({}, settingsOf(body)),
  };
  await changing(warehouse, async (connection, change) => {
    const twin = warehouse.catalog
      .datasets(ref.projectId)
      .find((other) => other.ref.datasetId.toLowerCase() === ref.datasetId.toLowerCase());
    if (twin?.ref.datasetId === ref.datasetId)
      throw new BigQueryError('duplicate', `Already Exists: Dataset ${datasetName(ref)}`);
    if (twin !== undefined) {
      throw new BigQueryError(
        'notImplemented',
        `The local BigQuery does not support two datasets whose names differ only in case: ${datasetName(twin.ref)}`,
      );
    }
    await connection.run(`CREATE SCHEMA ${physicalSchema(ref)}`);
    await change.putDataset(dataset);
  });
  warehouse.report({ service: 'bigquery', what: 'created', resource: datasetName(ref) });
  return dataset;
}

/** `check` sees the dataset as the change will meet it, because it may change while the caller waits for the writer. */
export async function changeDataset(
  warehouse: Warehouse,
  ref: DatasetRef,
  body: Json,
  { whole, check }: { readonly whole: boolean; readonly check: (current: Dataset) => void },
): Promise<Dataset> {
  const settings = settingsOf(body);
  return changing(warehouse, async (_connection, change) => {
    const dataset = requireDataset(warehouse, ref);
    check(dataset);
    if (typeof body.location === 'string' && body.location.toUpperCase() !== dataset.location.toUpperCase()) {
      throw new BigQueryError('invalid', `Cannot change the location of dataset ${datasetName(ref)}.`);
    }
    const changed: Dataset = {
      ...dataset,
      modifiedMs: Math.max(warehouse.now(), dataset.modifiedMs + 1),
      resource: patched(whole ? accessOf(dataset) : dataset.resource, settings),
    };
    await change.putDataset(changed);
    return changed;
  });
}

/** Access stays unchanged unless an update names it: a client that changes a label must not remove access. */
function accessOf({ resource }: Dataset): Json {
  return resource.access === undefined ? {} : { access: resource.access };
}

export async function dropDataset(warehouse: Warehouse, ref: DatasetRef, deleteContents: boolean): Promise<void> {
  await changing(warehouse, async (connection, change) => {
    requireDataset(warehouse, ref);
    const tables = warehouse.catalog.tables(ref);
    const routines = warehouse.catalog.routines(ref);
    const live = tables.filter((table) => findTable(warehouse, table.ref) !== undefined);
    if (!deleteContents && live.length + routines.length > 0) {
      throw new BigQueryError('resourceInUse', `Dataset ${datasetName(ref)} is still in use`);
    }
    for (const table of tables) {
      warehouse.history.forget(table.ref);
      await change.dropTable(table.ref);
    }
    for (const routine of routines) await change.dropRoutine(ref, routine.ref.routineId);
    await connection.run(`DROP SCHEMA IF EXISTS ${physicalSchema(ref)} CASCADE`);
    await change.dropDataset(ref);
  });
  warehouse.report({ service: 'bigquery', what: 'dropped', resource: datasetName(ref) });
}

export function datasetToResource(dataset: Dataset): Json {
  const { ref } = dataset;
  return {
    access: DEFAULT_ACCESS,
    ...dataset.resource,
    kind: 'bigquery#dataset',
    etag: etagOf(dataset),
    id: datasetName(ref),
    selfLink: `https://bigquery.googleapis.com/bigquery/v2/projects/${ref.projectId}/datasets/${ref.datasetId}`,
    datasetReference: ref,
    creationTime: String(dataset.createdMs),
    lastModifiedTime: String(dataset.modifiedMs),
    location: dataset.location,
    type: 'DEFAULT',
  };
}

export function datasetToListEntry(dataset: Dataset): Json {
  const { ref, resource } = dataset;
  return {
    kind: 'bigquery#dataset',
    id: datasetName(ref),
    datasetReference: ref,
    ...(resource.labels !== undefined && { labels: resource.labels }),
    ...(resource.friendlyName !== undefined && { friendlyName: resource.friendlyName }),
    location: dataset.location,
  };
}
