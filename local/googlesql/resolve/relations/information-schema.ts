/** INFORMATION_SCHEMA: the catalog as tables, computed when a query asks. */

import type { DatasetRef } from '../../catalog.ts';
import { stringText } from '../../emit/text.ts';
import { invalid, notFound, type Position, unsupported } from '../../error.ts';
import { columnExpression } from '../../library/signature.ts';
import { duckTypeOf } from '../../types/type-text.ts';
import type { Context } from '../context.ts';
import type { FromItem } from './from-item.ts';
import { LEGACY_TABLES } from './information-schema-storage.ts';
import type { StorageView, View, ViewSource } from './information-schema-view.ts';
import { VIEWS } from './information-schema-views.ts';
import type { ScopeColumn } from './scope.ts';

/** `parts` is the whole path, `schemaAt` where INFORMATION_SCHEMA stands in it. */
export function informationSchema(
  parts: readonly string[],
  schemaAt: number,
  alias: string,
  at: Position,
  outer: Context,
): FromItem {
  const name = parts
    .slice(schemaAt + 1)
    .join('.')
    .toUpperCase();
  const view = VIEWS[name];
  if (view === undefined) throw unsupported(`INFORMATION_SCHEMA.${name}`, at);
  const source = sourceOf(parts.slice(0, schemaAt), view.of, outer, at);
  const columns = columnsOf(view, outer);
  return {
    sql: relationText(view, source, columns, outer),
    relations: [{ alias, columns }],
    merged: [],
    lateral: false,
  };
}

/** `dataset.__TABLES__`, from before INFORMATION_SCHEMA. */
export function legacyTables(parts: readonly string[], alias: string, at: Position, outer: Context): FromItem {
  const source = sourceOf(parts.slice(0, -1), 'dataset', outer, at);
  const columns = columnsOf(LEGACY_TABLES, outer);
  const sql = relationText(LEGACY_TABLES, source, columns, outer);
  return { sql, relations: [{ alias, columns }], merged: [], lateral: false };
}

function columnsOf(view: Pick<View, 'columns'>, outer: Context): readonly ScopeColumn[] {
  return view.columns.map(([column, type]) => ({ ...columnExpression(outer.analysis.id('c'), type), name: column }));
}

function relationText(
  view: View | StorageView,
  source: ViewSource,
  columns: readonly ScopeColumn[],
  outer: Context,
): string {
  const list = columns.map((column) => column.sql).join(', ');
  const nothing = view.columns.map(([, type]) => `CAST(NULL AS ${duckTypeOf(type)})`).join(', ');
  const named = `${outer.analysis.id('t')}(${list})`;
  if ('selects' in view) {
    const selects = [...view.selects(source), `SELECT ${nothing} WHERE FALSE`].join(' UNION ALL ');
    return `(SELECT ${list} FROM (${selects}) AS ${named}) AS ${outer.analysis.id('t')}`;
  }
  const rows = view.rows(source).map((row) => {
    const values = view.columns.map(([, type], index) => {
      const value = row[index] ?? null;
      if (value === null) return `CAST(NULL AS ${duckTypeOf(type)})`;
      const isNested = type.kind === 'STRUCT' || type.kind === 'ARRAY';
      return `CAST(${isNested ? `CAST(${literal(value)} AS JSON)` : literal(value)} AS ${duckTypeOf(type)})`;
    });
    return `(${values.join(', ')})`;
  });
  const values = `(VALUES ${rows.length === 0 ? `(${nothing})` : rows.join(', ')}) AS ${named}`;
  return `(SELECT ${list} FROM ${values}${rows.length === 0 ? ' WHERE FALSE' : ''}) AS ${outer.analysis.id('t')}`;
}

/** Text and numbers as they are; times as milliseconds since 1970. */
function literal(value: string | number | bigint | boolean | Date): string {
  if (typeof value === 'string') return stringText(value);
  if (value instanceof Date) return stringText(value.toISOString().replace('T', ' ').replace('Z', '+00'));
  return String(value);
}

/** A project's views stand after the project, a region or nothing; a dataset's after the dataset. */
function sourceOf(path: readonly string[], of: 'project' | 'dataset', outer: Context, at: Position): ViewSource {
  const { host } = outer.analysis.session;
  const region = path.at(-1)?.toLowerCase().startsWith('region-') === true;
  const rest = region ? path.slice(0, -1) : path;
  const projectOnly = region || of === 'project';
  if (projectOnly) {
    if (rest.length > 1) throw invalid('A project-level INFORMATION_SCHEMA view takes no dataset', at);
    const projectId = rest[0] ?? outer.defaults.projectId;
    return { host, projectId, datasets: host.catalog.datasets(projectId) };
  }
  const ref: DatasetRef | undefined =
    rest.length === 0
      ? outer.defaults.defaultDataset
      : { projectId: rest.length > 1 ? (rest[0] ?? '') : outer.defaults.projectId, datasetId: rest.at(-1) ?? '' };
  if (ref === undefined) throw invalid('INFORMATION_SCHEMA must be qualified with a dataset or a region', at);
  const dataset = host.catalog.dataset(ref);
  if (dataset === undefined)
    throw notFound('Dataset', `${ref.projectId}:${ref.datasetId} was not found in location ${host.location}`);
  return { host, projectId: ref.projectId, datasets: [dataset] };
}
