/** Projects, and what is refused by name. */

import { BigQueryError } from '../errors.ts';
import { type Call, paged } from './call.ts';
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

export function refuse(what: string): Method {
  return async () => {
    throw new BigQueryError('notImplemented', `The local BigQuery does not support ${what}`);
  };
}
