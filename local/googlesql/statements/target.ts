/** The table that a statement changes, seen as a relation with the place of each row. */

import {
  isPartitionedByArrival,
  PARTITION_TIME,
  physicalName,
  type Table,
  takesChanges,
  typeOfTable,
} from '../catalog.ts';
import { invalid, unsupported } from '../error.ts';
import { columnExpression } from '../library/signature.ts';
import type { Analysis } from '../resolve/context.ts';
import { flattenPath, tableName, tableOf, temporaryName } from '../resolve/relations/path.ts';
import type { Relation, ScopeColumn } from '../resolve/relations/scope.ts';
import { findTable, quotedPath } from '../resolve/relations/table.ts';
import type { Path } from '../syntax/statement.ts';
import { quote, type Schema } from '../types/schema.ts';
import { typeOfColumn } from '../types/type-text.ts';
import { statementContext } from './query.ts';

export interface Target {
  readonly table: Table;
  /** As the statement calls it: columns may be named by it. */
  readonly alias: string;
  /** The whole path, where it was written in one pair of backquotes. */
  readonly path?: string | undefined;
  /** In DuckDB, quoted. */
  readonly name: string;
  /** The schema and, of a table partitioned by arrival, its hidden column. */
  readonly columns: Schema;
}

const WORDS: Readonly<Record<string, string>> = {
  VIEW: 'a view',
  MATERIALIZED_VIEW: 'a materialized view',
  SNAPSHOT: 'a snapshot',
  EXTERNAL: 'an external table',
};

/** Resolves the target of DML. `mutates` is false for INSERT, which tables under CDC accept too. */
export function dmlTarget(path: Path, analysis: Analysis, mutates: boolean): Target {
  const { session } = analysis;
  const at = path[0]?.at;
  const temporary = session.temporaryTables.get(temporaryName(path) ?? '');
  const table = temporary ?? findTable(decorated(path, analysis), statementContext(analysis, 'DML'));
  if (table.kind !== 'TABLE') {
    throw invalid(`Cannot modify ${tableName(table.ref)}: it is ${WORDS[typeOfTable(table)]}`, at);
  }
  if (mutates && takesChanges(table)) {
    throw invalid(
      `UPDATE, DELETE and MERGE are not supported over table ${tableName(table.ref)}: it takes change data capture (CDC) by the Storage Write API`,
      at,
    );
  }
  if (temporary === undefined) analysis.refer(table.ref);
  const arrival = isPartitionedByArrival(table);
  return {
    table,
    alias: temporary === undefined ? table.ref.tableId : (flattenPath(path).at(-1) ?? ''),
    path: quotedPath(path),
    name: physicalName(table.ref),
    columns: arrival ? [...table.schema, { name: PARTITION_TIME, type: 'TIMESTAMP', mode: 'NULLABLE' }] : table.schema,
  };
}

function decorated(path: Path, analysis: Analysis) {
  const ref = tableOf(path, analysis.session.request);
  if (ref.tableId.includes('$')) throw unsupported('partition decorators in DML', path[0]?.at);
  return ref;
}

export interface TargetRelation {
  /** FROM text. */
  readonly sql: string;
  readonly relation: Relation;
  /** The column with each row's place, NULL where an outer join found none. */
  readonly rowId: string;
  /** The columns in the target's order, hidden ones included. */
  readonly columns: readonly ScopeColumn[];
}

export function targetRelation(target: Target, alias: string | undefined, analysis: Analysis): TargetRelation {
  const rowId = analysis.id('c');
  const columns = target.columns.map((column): ScopeColumn => {
    const hidden = column.name === PARTITION_TIME ? { hidden: true as const } : {};
    return { ...columnExpression(analysis.id('c'), typeOfColumn(column)), name: column.name, ...hidden };
  });
  analysis.filters.read(target.table, columns);
  const list = columns.map((column) => `${quote(column.name ?? '')} AS ${column.sql}`);
  return {
    sql: `(SELECT ${[`rowid AS ${rowId}`, ...list].join(', ')} FROM ${target.name}) AS ${analysis.id('t')}`,
    relation: { alias: alias ?? target.alias, path: alias === undefined ? target.path : undefined, columns },
    rowId,
    columns,
  };
}
