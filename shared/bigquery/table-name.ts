/**
 * The name of a table: project, dataset, table and, where a partition is meant, its decorator. This is the only place
 * that reads or writes such names.
 */

import { PenstockError } from '../runtime/errors.ts';

export interface TableName {
  readonly projectId: string;
  readonly datasetId: string;
  /** Without the decorator. */
  readonly tableId: string;
  /** The partition, without the `$`: `20260101`, `2026010203`, `__NULL__`. */
  readonly decorator?: string;
}

/** As the REST API spells a table; the decorator is part of `tableId` there. */
export interface TableReference {
  readonly projectId: string;
  readonly datasetId: string;
  readonly tableId: string;
}

/** A domain-scoped project has its domain in front: `example.com:my-project`. */
const PROJECT = /^(?:[a-z0-9.-]{1,200}:)?[A-Za-z0-9][A-Za-z0-9-]{0,99}$/;
const DATASET = /^\w{1,1024}$/;
/** Letters, marks and numbers of any script, connectors, dashes and spaces. */
const TABLE = /^[\p{L}\p{M}\p{N}\p{Pc}\p{Pd}\p{Zs}]{1,1024}$/u;
/** A partition of time (year to hour) or of integers, or one of the two special partitions. */
const DECORATOR = /^(?:-?\d{1,19}|__NULL__|__UNPARTITIONED__)$/;
const RESOURCE = /^projects\/([^/]+)\/datasets\/([^/]+)\/tables\/([^/]+)$/;
/** Longer text is no name. It bounds what the patterns are given. */
const LONGEST_NAME = 4_096;
const SHOWN = 200;

/**
 * Reads `project.dataset.table`, `dataset.table` (the project is then `defaultProject`), `project:dataset.table` and
 * `projects/p/datasets/d/tables/t`, each with an optional `$decorator`. Throws CONFIG_INVALID that says what is wrong.
 *
 * @example
 * parseTableName('issues_ds.issues_stream$20260101', 'demo-penstock');
 * // { projectId: 'demo-penstock', datasetId: 'issues_ds', tableId: 'issues_stream', decorator: '20260101' }
 */
export function parseTableName(text: string, defaultProject?: string): TableName {
  if (text.length > LONGEST_NAME) throw wrong(text, `it has ${text.length} characters`);
  const [, project, dataset, table] = RESOURCE.exec(text) ?? [];
  if (project !== undefined && dataset !== undefined && table !== undefined) {
    return tableName(text, project, dataset, table);
  }
  const lastDot = text.lastIndexOf('.');
  if (lastDot < 0) throw wrong(text, 'it has no dot between dataset and table');
  const before = text.slice(0, lastDot);
  // The dataset holds neither dots nor colons, so the last of them ends the project.
  const ends = Math.max(before.lastIndexOf('.'), before.lastIndexOf(':'));
  const given = ends < 0 ? defaultProject : before.slice(0, ends);
  if (given === undefined || given === '') throw wrong(text, 'it names no project, and there is no default project');
  return tableName(text, given, before.slice(ends + 1), text.slice(lastDot + 1));
}

function tableName(text: string, projectId: string, datasetId: string, table: string): TableName {
  const at = table.indexOf('$');
  const name = { projectId, datasetId, tableId: at < 0 ? table : table.slice(0, at) };
  return checkTableName(at < 0 ? name : { ...name, decorator: table.slice(at + 1) }, text);
}

/**
 * Returns the name unchanged, or throws CONFIG_INVALID that says which part is not legal. `text` is shown in the error.
 *
 * @example
 * checkTableName({ projectId: 'demo-penstock', datasetId: 'd', tableId: 't' });
 */
export function checkTableName(name: TableName, text = formatTableName(name)): TableName {
  const { projectId, datasetId, tableId, decorator } = name;
  if (!PROJECT.test(projectId)) throw wrong(text, `${shown(projectId)} is not a project id`);
  if (!DATASET.test(datasetId)) {
    throw wrong(text, `${shown(datasetId)} is not a dataset id: letters, digits and underscores are allowed`);
  }
  if (!TABLE.test(tableId)) {
    throw wrong(
      text,
      `${shown(tableId)} is not a table id: letters, digits, underscores, dashes and spaces are allowed`,
    );
  }
  if (decorator !== undefined && !DECORATOR.test(decorator)) {
    throw wrong(text, `${shown(decorator)} is not a partition: digits, __NULL__ or __UNPARTITIONED__ are allowed`);
  }
  return name;
}

/**
 * `project.dataset.table$decorator`, as logs, metrics and error records show it.
 *
 * @example
 * formatTableName({ projectId: 'demo-penstock', datasetId: 'd', tableId: 't' }); // 'demo-penstock.d.t'
 */
export function formatTableName({ projectId, datasetId, tableId, decorator }: TableName): string {
  const table = `${projectId}.${datasetId}.${tableId}`;
  return decorator === undefined ? table : `${table}$${decorator}`;
}

/**
 * The table quoted for GoogleSQL. SQL knows no decorators, so a name with one is refused.
 *
 * @example
 * sqlTableName({ projectId: 'demo-penstock', datasetId: 'd', tableId: 't' }); // '`demo-penstock`.`d`.`t`'
 */
export function sqlTableName(name: TableName): string {
  const { projectId, datasetId, tableId, decorator } = checkTableName(name);
  if (decorator !== undefined) throw wrong(formatTableName(name), 'SQL takes no partition decorator');
  return `\`${projectId}\`.\`${datasetId}\`.\`${tableId}\``;
}

/**
 * The table as jobs and other REST resources name it.
 *
 * @example
 * tableReference({ projectId: 'p', datasetId: 'd', tableId: 't', decorator: '20260101' });
 * // { projectId: 'p', datasetId: 'd', tableId: 't$20260101' }
 */
export function tableReference({ projectId, datasetId, tableId, decorator }: TableName): TableReference {
  return { projectId, datasetId, tableId: decorator === undefined ? tableId : `${tableId}$${decorator}` };
}

/**
 * The table as the Storage Write API names it.
 *
 * @example
 * tablePath({ projectId: 'p', datasetId: 'd', tableId: 't' }); // 'projects/p/datasets/d/tables/t'
 */
export function tablePath(name: TableName): string {
  const { projectId, datasetId, tableId } = tableReference(checkTableName(name));
  return `projects/${projectId}/datasets/${datasetId}/tables/${tableId}`;
}

/**
 * Whether two names are the same table, partitions apart.
 *
 * @example
 * sameTable(parseTableName('p.d.t'), parseTableName('p.d.t$20260101')); // true
 */
export function sameTable(one: TableName, other: TableName): boolean {
  return one.projectId === other.projectId && one.datasetId === other.datasetId && one.tableId === other.tableId;
}

function wrong(text: string, reason: string): PenstockError {
  return new PenstockError('CONFIG_INVALID', `${shown(text)} is not a table name: ${reason}`);
}

function shown(text: string): string {
  return JSON.stringify(text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);
}
