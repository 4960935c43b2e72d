/** A table's name in FROM: a WITH query, a table, a view, an external table, several tables by prefix. */

import { isStored, physicalName, type Table, type TableRef } from '../../catalog.ts';
import { invalid, notFound, unsupported } from '../../error.ts';
import { columnExpression, type Expression } from '../../library/signature.ts';
import type { FromNode } from '../../syntax/ast.ts';
import { parseScript } from '../../syntax/script.ts';
import { quote } from '../../types/schema.ts';
import { DATE, INT64, STRING, TIMESTAMP, typeOfColumn } from '../../types/type-text.ts';
import { type Context, NO_CTES } from '../context.ts';
import { fieldOf } from '../expressions/name.ts';
import type { Cte } from '../queries/cte.ts';
import { ROUND } from '../queries/recursive-cte.ts';
import type { OutputColumn, ResolvedQuery } from '../queries/resolved.ts';
import { analyzeQuery } from '../recursion.ts';
import { type FromItem, relationOf, scopeOf } from './from-item.ts';
import { informationSchema, legacyTables } from './information-schema.ts';
import { flattenPath, tableName, tableOf, temporaryName } from './path.ts';
import { EMPTY_SCOPE, type ScopeColumn } from './scope.ts';
import { momentOf } from './system-time.ts';
import { unnested } from './unnest.ts';
import { wildcardTable } from './wildcard.ts';

type TableNode = Extract<FromNode, { kind: 'table' }>;

export function analyzeTable(node: TableNode, outer: Context, left: FromItem): FromItem {
  const item = analyzeNamed(node, outer, left);
  const path = node.alias === undefined ? quotedPath(node.path) : undefined;
  return path === undefined ? item : { ...item, relations: item.relations.map((one) => ({ ...one, path })) };
}

/** The text of a path that was written in one pair of backquotes. */
export function quotedPath([first, ...rest]: TableNode['path']): string | undefined {
  return rest.length === 0 && first?.text.includes('.') === true ? first.text : undefined;
}

function analyzeNamed(node: TableNode, outer: Context, left: FromItem): FromItem {
  const parts = flattenPath(node.path);
  const alias = node.alias?.text ?? parts.at(-1) ?? '';
  const array = arrayPath(node, outer, left);
  if (array !== undefined) return array;
  if (node.offset !== undefined) throw invalid('WITH OFFSET can only be used with array expressions', node.at);
  const [first] = parts;
  const single = parts.length === 1 && first !== undefined ? first : undefined;
  const cte = single === undefined ? undefined : outer.ctes.found.get(single.toLowerCase());
  if (cte !== undefined) return cteTable(cte, alias, outer);
  if (single !== undefined && outer.sealed !== true) {
    const external = outer.analysis.session.request.externalTables?.get(single);
    if (external !== undefined) return externalTable(external, alias, outer);
  }
  const temporary = temporaryTable(node.path, outer);
  if (temporary !== undefined) {
    if (node.systemTime !== undefined) throw unsupported('FOR SYSTEM_TIME AS OF of a temporary table', node.at);
    return baseTable(temporary, alias, outer, sampleText(node));
  }
  const schemaAt = parts.findIndex((part) => part.toUpperCase() === 'INFORMATION_SCHEMA');
  if (schemaAt >= 0) return informationSchema(parts, schemaAt, alias, node.at, outer);
  if (parts.at(-1)?.toUpperCase() === '__TABLES__') return legacyTables(parts, alias, node.at, outer);
  const ref = tableOf(node.path, outer.defaults);
  if (ref.tableId.endsWith('*')) return wildcardTable(ref, alias, node, outer);
  if (ref.tableId.includes('$')) throw unsupported('partition decorators in a query', node.at);
  const table = findTable(ref, outer);
  const moment = node.systemTime === undefined ? undefined : momentOf(node.systemTime, outer);
  if (moment !== undefined) return pastTable(table, moment, alias, node, outer);
  if (node.sample === undefined) return namedTable(table, alias, outer);
  if (!isStored(table)) throw unsupported('TABLESAMPLE of anything but a table', node.sample.at);
  outer.analysis.refer(table.ref);
  return baseTable(table, alias, outer, sampleText(node));
}

function temporaryTable(path: TableNode['path'], outer: Context): Table | undefined {
  const name = outer.sealed === true ? undefined : temporaryName(path);
  return name === undefined ? undefined : outer.analysis.session.temporaryTables.get(name);
}

/** BigQuery and DuckDB sample by blocks, so that a small table comes whole or not at all. */
function sampleText({ sample }: TableNode): string {
  if (sample === undefined) return '';
  const { literal } = sample.kind === 'literal' ? sample : { literal: undefined };
  const percent = literal?.type === 'INT64' || literal?.type === 'FLOAT64' ? Number(literal.value) : Number.NaN;
  if (!(percent >= 0 && percent <= 100))
    throw invalid('TABLESAMPLE SYSTEM takes a literal percentage between 0 and 100', sample.at);
  return ` TABLESAMPLE SYSTEM(${percent}%)`;
}

function pastTable(table: Table, ms: number, alias: string, node: TableNode, outer: Context): FromItem {
  const { analysis } = outer;
  if (!isStored(table)) throw unsupported(`FOR SYSTEM_TIME AS OF of a ${table.kind}`, node.at);
  const { history } = analysis.session.host;
  if (history === undefined) throw unsupported('FOR SYSTEM_TIME AS OF any time but CURRENT_TIMESTAMP()', node.at);
  const past = history.at(table.ref, ms);
  analysis.refer(table.ref);
  analysis.readsPast = true;
  return baseTable(past.table, alias, outer, sampleText(node), past.relation);
}

export function findTable(ref: TableRef, context: Context): Table {
  const { host } = context.analysis.session;
  const table = host.catalog.table(ref);
  const expired = table?.expirationMs !== undefined && table.expirationMs <= host.now();
  if (table !== undefined && !expired) return table;
  const location = host.catalog.dataset(ref)?.location;
  if (location === undefined) {
    throw notFound('Dataset', `${ref.projectId}:${ref.datasetId} was not found in location ${host.location}`);
  }
  throw notFound('Table', `${tableName(ref)} was not found in location ${location}`);
}

export function namedTable(table: Table, alias: string, outer: Context): FromItem {
  outer.analysis.refer(table.ref);
  if (table.kind === 'VIEW') return view(table, alias, outer);
  if (table.kind === 'EXTERNAL') return externalTable(table.external ?? {}, alias, outer);
  return baseTable(table, alias, outer);
}

/** `FROM t, t.items`: a path that begins with something left of it is an array of that row. */
function arrayPath(node: TableNode, outer: Context, left: FromItem): FromItem | undefined {
  const [first, ...rest] = node.path;
  if (first === undefined || rest.length === 0) return undefined;
  const scope = scopeOf(left, outer);
  const found = scope.find(first.text, first.at);
  if (found === undefined) return undefined;
  if (outer.ctes.found.has(first.text.toLowerCase()) && found.relation === undefined) return undefined;
  const context = { ...outer, scope, clause: 'FROM clause' };
  const [column, ...fields] = rest;
  if (column === undefined) return undefined;
  const start =
    found.column ??
    found.relation?.columns.find((candidate) => candidate.name?.toLowerCase() === column.text.toLowerCase());
  if (start === undefined) throw invalid(`Name ${column.text} not found inside ${first.text}`, column.at);
  const array = (found.column === undefined ? fields : rest).reduce<Expression>(
    (object, field) => fieldOf(object, field),
    start,
  );
  return unnested(array, { alias: node.alias?.text ?? rest.at(-1)?.text, offset: node.offset, at: node.at }, context);
}

function cteTable(cte: Cte, alias: string, outer: Context): FromItem {
  // Each use has names of its own: a WITH query may be joined with itself.
  const columns = cte.query.columns.map((column): OutputColumn => ({ ...column, id: outer.analysis.id('c') }));
  const list = columns.map((column, index) => {
    const source = cte.query.columns[index]?.id ?? 'NULL';
    outer.analysis.filters.pass(column.id, source);
    return `${source} AS ${column.id}`;
  });
  const round = cte.round === undefined ? undefined : outer.analysis.id('c');
  if (round !== undefined) list.push(`${cte.round} AS ${round}`);
  const query: ResolvedQuery = {
    columns,
    isValueTable: cte.query.isValueTable,
    sql: `SELECT ${list.join(', ')} FROM ${cte.id}`,
  };
  const item = relationOf(query, alias, outer);
  const [relation] = item.relations;
  if (round === undefined || relation === undefined) return item;
  const hidden: ScopeColumn = { ...columnExpression(round, INT64), name: ROUND, hidden: true };
  return { ...item, relations: [{ ...relation, columns: [...relation.columns, hidden] }] };
}

function view(table: Table, alias: string, outer: Context): FromItem {
  const name = tableName(table.ref);
  const [statement] = parseScript(table.viewQuery ?? '');
  if (statement?.kind !== 'query') throw invalid(`View ${name} is not a query`);
  const { defaultDataset: _none, ...defaults } = outer.defaults;
  const query = outer.analysis.expand(name, () =>
    analyzeQuery(statement.query, {
      analysis: outer.analysis,
      scope: EMPTY_SCOPE,
      clause: 'view',
      ctes: NO_CTES,
      defaults: { ...defaults, projectId: table.ref.projectId },
      sealed: true,
    }),
  );
  // The view's columns keep the names it was made with.
  const columns = query.columns.map((column, index): OutputColumn => {
    const declared = table.schema[index]?.name ?? column.name;
    return { id: column.id, type: column.type, ...(declared === undefined ? {} : { name: declared }) };
  });
  return relationOf({ ...query, columns }, alias, outer);
}

function baseTable(
  table: Table,
  alias: string,
  outer: Context,
  sample = '',
  relation = physicalName(table.ref),
): FromItem {
  const { analysis } = outer;
  const list: string[] = [];
  const column = (text: string, rest: Pick<ScopeColumn, 'name' | 'type' | 'hidden'>): ScopeColumn => {
    const id = analysis.id('c');
    list.push(`${text} AS ${id}`);
    return { ...rest, ...columnExpression(id, rest.type) };
  };
  const columns = table.schema.map((entry) =>
    column(quote(entry.name), { name: entry.name, type: typeOfColumn(entry) }),
  );
  if (table.timePartitioning !== undefined && table.timePartitioning.field === undefined) {
    const time = quote('_PARTITIONTIME');
    columns.push(column(time, { name: '_PARTITIONTIME', type: TIMESTAMP, hidden: true }));
    if (table.timePartitioning.type === 'DAY') {
      columns.push(
        column(`CAST((${time} AT TIME ZONE 'UTC') AS DATE)`, { name: '_PARTITIONDATE', type: DATE, hidden: true }),
      );
    }
  }
  analysis.filters.read(table, columns);
  const selected = list.length === 0 ? 'NULL' : list.join(', ');
  return {
    sql: `(SELECT ${selected} FROM ${relation}${sample}) AS ${analysis.id('t')}`,
    relations: [{ alias, columns }],
    merged: [],
    lateral: false,
  };
}

function externalTable(configuration: Readonly<Record<string, unknown>>, alias: string, outer: Context): FromItem {
  const { relation, schema, fileNameColumn, requiredFilters = [] } = outer.analysis.external(configuration);
  const columns: ScopeColumn[] = schema.map((entry) => ({
    ...columnExpression(outer.analysis.id('c'), typeOfColumn(entry)),
    name: entry.name,
  }));
  outer.analysis.filters.require(requiredFilters, columns, `table '${alias}'`);
  const list = columns.map((column) => `${quote(column.name ?? '')} AS ${column.sql}`);
  if (fileNameColumn !== undefined) {
    const id = outer.analysis.id('c');
    list.push(`${quote(fileNameColumn)} AS ${id}`);
    columns.push({ ...columnExpression(id, STRING), name: '_FILE_NAME', hidden: true });
  }
  return {
    sql: `(SELECT ${list.join(', ')} FROM ${relation}) AS ${outer.analysis.id('t')}`,
    relations: [{ alias, columns }],
    merged: [],
    lateral: false,
  };
}
