/** Projects, routines, and what is refused by name. */

import type { Routine } from '../catalog.ts';
import { BigQueryError } from '../errors.ts';
import { datasetName } from '../names.ts';
import { changing, requireDataset } from '../tables/changes.ts';
import { type Call, paged } from './call.ts';
import { datasetRef } from './datasets.ts';
import type { Method, Surface } from './surface.ts';

export async function listProjects({ warehouse }: Surface, call: Call): Promise<unknown> {
  const ids = warehouse.catalog.projects();
  const { page, next } = paged(call, ids);
  return {
    kind: 'bigquery#projectList',
    ...next,
    projects: page.map((id) => ({
      kind: 'bigquery#project',
      id,
      numericId: '0',
      projectReference: { projectId: id },
      friendlyName: id,
    })),
    totalItems: ids.length,
  };
}

export async function serviceAccount(_surface: Surface, call: Call): Promise<unknown> {
  return {
    kind: 'bigquery#getServiceAccountResponse',
    email: `bq-local@${call.params.projectId ?? ''}.iam.gserviceaccount.com`,
  };
}

function routineToResource({ ref, definition, createdMs }: Routine): unknown {
  return {
    etag: String(createdMs),
    routineReference: ref,
    routineType: routineType(definition),
    creationTime: String(createdMs),
    lastModifiedTime: String(createdMs),
    language: 'SQL',
    definitionBody: definition,
  };
}

function routineType(definition: string): string {
  const kind = /^CREATE\s+(?:OR\s+REPLACE\s+)?(TABLE\s+FUNCTION|PROCEDURE)\b/i.exec(definition)?.[1]?.toUpperCase();
  if (kind === undefined) return 'SCALAR_FUNCTION';
  return kind === 'PROCEDURE' ? 'PROCEDURE' : 'TABLE_VALUED_FUNCTION';
}

export async function listRoutines({ warehouse }: Surface, call: Call): Promise<unknown> {
  const ref = datasetRef(call);
  requireDataset(warehouse, ref);
  const { page, next } = paged(call, warehouse.catalog.routines(ref));
  return { ...next, ...(page.length > 0 && { routines: page.map(routineToResource) }) };
}

function requireRoutine({ warehouse }: Surface, call: Call): Routine {
  const ref = datasetRef(call);
  requireDataset(warehouse, ref);
  const routineId = call.params.routineId ?? '';
  const routine = warehouse.catalog.routine(ref, routineId);
  if (routine === undefined) throw new BigQueryError('notFound', `Not found: Routine ${datasetName(ref)}.${routineId}`);
  return routine;
}

export async function getRoutine(surface: Surface, call: Call): Promise<unknown> {
  return routineToResource(requireRoutine(surface, call));
}

export async function deleteRoutine(surface: Surface, call: Call): Promise<undefined> {
  await changing(surface.warehouse, async (_connection, change) => {
    const { ref } = requireRoutine(surface, call);
    await change.dropRoutine(ref, ref.routineId);
  });
}

export function refuse(what: string): Method {
  return async () => {
    throw new BigQueryError('notImplemented', `The local BigQuery does not support ${what}`);
  };
}
