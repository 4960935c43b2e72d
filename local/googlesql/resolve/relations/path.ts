/** Paths of tables, datasets and routines: with and without backticks, complete or against the defaults. */

import type { DatasetRef, RoutineRef, TableRef } from '../../catalog.ts';
import { invalid, type Position } from '../../error.ts';
import type { SqlRequest } from '../../host.ts';
import type { Name } from '../../syntax/ast.ts';

/** The parts of a path, however its backticks are set: `a.b`.c, `a`.`b`.`c`, a.b.c. A domain's project keeps its colon. */
export function flattenPath(path: readonly Name[]): readonly string[] {
  return path.flatMap(({ text }) => {
    const domain = /^[^.:]+(?:\.[^.:]+)+:[^.]+/.exec(text)?.[0];
    if (domain === undefined) return text.split('.');
    const rest = text.slice(domain.length + 1);
    return rest === '' ? [domain] : [domain, ...rest.split('.')];
  });
}

/** The name by which a script may mean a temporary table: `t` or `_SESSION.t`, in lower case. */
export function temporaryName(path: readonly Name[]): string | undefined {
  const [first = '', second, ...more] = flattenPath(path).map((part) => part.toLowerCase());
  if (second === undefined) return first;
  return first === '_session' && more.length === 0 ? second : undefined;
}

type Defaults = Pick<SqlRequest, 'projectId' | 'defaultDataset'>;

/** `d` or `p.d`. */
export function datasetOf(parts: readonly string[], request: Defaults): DatasetRef {
  const [first = '', second] = parts;
  return second === undefined
    ? { projectId: request.projectId, datasetId: first }
    : { projectId: first, datasetId: second };
}

/** Throws where the dataset is neither given nor the default. */
export function tableOf(path: readonly Name[], request: Defaults): TableRef {
  const parts = flattenPath(path);
  const at: Position | undefined = path[0]?.at;
  const tableId = parts.at(-1) ?? '';
  if (parts.length > 3 || parts.some((part) => part === '')) {
    throw invalid(`Invalid table-valued name \`${parts.join('.')}\``, at);
  }
  if (parts.length > 1) return { ...datasetOf(parts.slice(0, -1), request), tableId };
  if (request.defaultDataset === undefined) {
    throw invalid(`Table "${tableId}" must be qualified with a dataset (e.g. dataset.table)`, at);
  }
  return { ...request.defaultDataset, tableId };
}

/** As BigQuery's messages write it: `p:d.t`. */
export function tableName(ref: TableRef): string {
  return `${ref.projectId}:${ref.datasetId}.${ref.tableId}`;
}

/** The routine that a path names, against the defaults; undefined where no dataset is named and none is the default. */
export function routineOf(parts: readonly string[], defaults: Defaults): RoutineRef | undefined {
  const dataset = parts.length > 1 ? datasetOf(parts.slice(0, -1), defaults) : defaults.defaultDataset;
  return dataset === undefined ? undefined : { ...dataset, routineId: parts.at(-1) ?? '' };
}
