/** The API's methods and their paths, by the names of its discovery document (faults are scripted by these names). */

import { changeDatasetCall, deleteDataset, getDataset, insertDataset, listDatasets } from './datasets.ts';
import { cancelJob, deleteJob, getJob, insertJob, listJobs } from './jobs.ts';
import {
  DATASET as DATASET_FIELDS,
  type Fields,
  INSERT_ALL,
  JOB as JOB_FIELDS,
  QUERY_REQUEST,
  TABLE as TABLE_FIELDS,
} from './known-fields.ts';
import { listProjects, refuse, serviceAccount } from './misc.ts';
import { getTablePolicy, setTablePolicy, testTablePermissions } from './policies.ts';
import { getQueryResults, query } from './queries.ts';
import { deleteRoutine, getRoutine, listRoutines } from './routines.ts';
import type { Method } from './surface.ts';
import { insertAllCall, listRows } from './tabledata.ts';
import { changeTable, deleteTable, getTable, insertTable, listTables } from './tables.ts';

export interface Route {
  readonly name: string;
  readonly verb: string;
  /** `{name}` stands for one segment. */
  readonly path: string;
  readonly method: Method;
  /** The fields of the body; undefined where any are passed over. */
  readonly fields: Fields | undefined;
}

const DATASET = 'projects/{projectId}/datasets/{datasetId}';
const TABLE = `${DATASET}/tables/{tableId}`;
const JOB = 'projects/{projectId}/jobs/{jobId}';

export const ROUTES: readonly Route[] = [
  route('projects.list', 'GET', 'projects', listProjects),
  route('projects.getServiceAccount', 'GET', 'projects/{projectId}/serviceAccount', serviceAccount),
  route('datasets.list', 'GET', 'projects/{projectId}/datasets', listDatasets),
  route('datasets.insert', 'POST', 'projects/{projectId}/datasets', insertDataset, DATASET_FIELDS),
  route('datasets.get', 'GET', DATASET, getDataset),
  route('datasets.patch', 'PATCH', DATASET, changeDatasetCall(false), DATASET_FIELDS),
  route('datasets.update', 'PUT', DATASET, changeDatasetCall(true), DATASET_FIELDS),
  route('datasets.delete', 'DELETE', DATASET, deleteDataset),
  route('datasets.undelete', 'POST', `${DATASET}:undelete`, refuse('undeleting datasets')),
  route('tables.list', 'GET', `${DATASET}/tables`, listTables),
  route('tables.insert', 'POST', `${DATASET}/tables`, insertTable, TABLE_FIELDS),
  route('tables.get', 'GET', TABLE, getTable),
  route('tables.patch', 'PATCH', TABLE, changeTable(false), TABLE_FIELDS),
  route('tables.update', 'PUT', TABLE, changeTable(true), TABLE_FIELDS),
  route('tables.getIamPolicy', 'POST', `${TABLE}:getIamPolicy`, getTablePolicy),
  route('tables.setIamPolicy', 'POST', `${TABLE}:setIamPolicy`, setTablePolicy),
  route('tables.testIamPermissions', 'POST', `${TABLE}:testIamPermissions`, testTablePermissions),
  route('tables.delete', 'DELETE', TABLE, deleteTable),
  route('tabledata.insertAll', 'POST', `${TABLE}/insertAll`, insertAllCall, INSERT_ALL),
  route('tabledata.list', 'GET', `${TABLE}/data`, listRows),
  route('rowAccessPolicies.list', 'GET', `${TABLE}/rowAccessPolicies`, refuse('row access policies')),
  route('routines.list', 'GET', `${DATASET}/routines`, listRoutines),
  route('routines.get', 'GET', `${DATASET}/routines/{routineId}`, getRoutine),
  route('routines.delete', 'DELETE', `${DATASET}/routines/{routineId}`, deleteRoutine),
  route('routines.insert', 'POST', `${DATASET}/routines`, refuse('routines.insert; use CREATE FUNCTION')),
  route('routines.update', 'PUT', `${DATASET}/routines/{routineId}`, refuse('routines.update; use CREATE FUNCTION')),
  route('models.list', 'GET', `${DATASET}/models`, refuse('models')),
  route('models.get', 'GET', `${DATASET}/models/{modelId}`, refuse('models')),
  route('jobs.list', 'GET', 'projects/{projectId}/jobs', listJobs),
  route('jobs.insert', 'POST', 'projects/{projectId}/jobs', insertJob, JOB_FIELDS),
  route('jobs.get', 'GET', JOB, getJob),
  route('jobs.cancel', 'POST', `${JOB}/cancel`, cancelJob),
  route('jobs.delete', 'DELETE', `${JOB}/delete`, deleteJob),
  route('jobs.query', 'POST', 'projects/{projectId}/queries', query, QUERY_REQUEST),
  route('jobs.getQueryResults', 'GET', 'projects/{projectId}/queries/{jobId}', getQueryResults),
];

function route(name: string, verb: string, path: string, method: Method, fields?: Fields): Route {
  return { name, verb, path, method, fields };
}

export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** The method a path and verb name; `allowed` are the verbs the path has, where the verb is none of them. */
export function matchRoute(verb: string, path: string): Match | { readonly allowed: readonly string[] } {
  const allowed: string[] = [];
  for (const candidate of ROUTES) {
    const params = matchPath(candidate.path, path);
    if (params === undefined) continue;
    if (candidate.verb === verb) return { route: candidate, params };
    allowed.push(candidate.verb);
  }
  return { allowed };
}

function matchPath(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const value = given[index] ?? '';
    const variable = /^\{(\w+)\}(:\w+)?$/.exec(segment);
    if (variable === null) {
      if (segment !== value) return undefined;
      continue;
    }
    const [, name = '', verb = ''] = variable;
    if (!value.endsWith(verb) || value === verb) return undefined;
    params[name] = verb === '' ? value : value.slice(0, -verb.length);
  }
  return params;
}
