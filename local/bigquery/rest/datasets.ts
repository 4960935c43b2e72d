/** datasets.* */

import type { Dataset, DatasetRef } from '../catalog.ts';
import {
  changeDataset,
  createDataset,
  datasetToListEntry,
  datasetToResource,
  dropDataset,
} from '../datasets/datasets.ts';
import { BigQueryError } from '../errors.ts';
import { requireDataset } from '../tables/changes.ts';
import { etagOf } from '../tables/resource.ts';
import { isObject } from '../tables/schema-resource.ts';
import { type Call, checkEtag, isTrue, paged } from './call.ts';
import type { Surface } from './surface.ts';

export function datasetRef(call: Call): DatasetRef {
  return { projectId: call.params.projectId ?? '', datasetId: call.params.datasetId ?? '' };
}

export async function insertDataset({ warehouse }: Surface, call: Call): Promise<unknown> {
  const reference = call.body.datasetReference;
  if (!isObject(reference) || reference.datasetId === undefined)
    throw new BigQueryError('required', 'Required parameter is missing: datasetReference.datasetId');
  const ref = { projectId: call.params.projectId ?? '', datasetId: String(reference.datasetId) };
  return datasetToResource(await createDataset(warehouse, ref, call.body));
}

export async function getDataset({ warehouse }: Surface, call: Call): Promise<unknown> {
  return datasetToResource(requireDataset(warehouse, datasetRef(call)));
}

export async function listDatasets({ warehouse }: Surface, call: Call): Promise<unknown> {
  const labels = filters(call.query.get('filter'));
  const all = [...warehouse.catalog.datasets(call.params.projectId ?? '')]
    .filter(({ ref }) => !ref.datasetId.startsWith('_') || isTrue(call.query.get('all')))
    .filter(({ resource }) => labels.every(([key, value]) => hasLabel(resource.labels, key, value)))
    .sort((a, b) => (a.ref.datasetId < b.ref.datasetId ? -1 : 1));
  const { page, next } = paged(call, all);
  return {
    kind: 'bigquery#datasetList',
    etag: Buffer.from(String(all.length)).toString('base64url'),
    ...next,
    ...(page.length > 0 && { datasets: page.map(datasetToListEntry) }),
  };
}

/** `labels.name[:value]`, joined by spaces. */
function filters(text: string | null): [string, string | undefined][] {
  if (text === null || text.trim() === '') return [];
  return text
    .trim()
    .split(/\s+/)
    .filter((word) => word.toUpperCase() !== 'AND')
    .map((word) => {
      const match = /^labels\.([\p{L}\d_-]+)(?::([\p{L}\d_-]*))?$/u.exec(word);
      if (match === null)
        throw new BigQueryError('invalid', `Invalid value for filter: ${text}`, { location: 'filter' });
      return [match[1] ?? '', match[2]];
    });
}

function hasLabel(labels: unknown, key: string, value: string | undefined): boolean {
  return isObject(labels) && labels[key] !== undefined && (value === undefined || labels[key] === value);
}

export function changeDatasetCall(whole: boolean) {
  return async ({ warehouse }: Surface, call: Call): Promise<unknown> => {
    const check = (current: Dataset): void => checkEtag(call, etagOf(current));
    return datasetToResource(await changeDataset(warehouse, datasetRef(call), call.body, { whole, check }));
  };
}

export async function deleteDataset({ warehouse }: Surface, call: Call): Promise<undefined> {
  await dropDataset(warehouse, datasetRef(call), isTrue(call.query.get('deleteContents')));
}
