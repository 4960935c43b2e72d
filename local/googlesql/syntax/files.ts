/** EXPORT DATA and LOAD DATA. */

import { type Position, unsupported } from '../error.ts';
import type { ExpressionNode, Name, Options } from './ast.ts';
import { parseTableElements } from './columns.ts';
import type { Cursor } from './cursor.ts';
import { parseClusterBy, parsePartitionBy } from './ddl.ts';
import { parsePath } from './from.ts';
import { parseExpression, parseQuery } from './grammar.ts';
import { parseOptions } from './options.ts';
import type { ColumnNode, Path, StatementBody } from './statement.ts';

export interface LoadDataNode {
  readonly kind: 'loadData';
  readonly overwrite: boolean;
  readonly temporary: boolean;
  readonly path: Path;
  /** `[OVERWRITE] PARTITIONS (column = value)`. */
  readonly partition?: {
    readonly at: Position;
    readonly overwrite: boolean;
    readonly column: Name;
    readonly value: ExpressionNode;
  };
  readonly columns?: readonly ColumnNode[];
  readonly partitionBy?: ExpressionNode;
  readonly clusterBy?: readonly Name[];
  readonly options?: Options;
  /** FROM FILES (…). */
  readonly files: Options;
  /** `WITH PARTITION COLUMNS`: undefined absent, empty when detected. */
  readonly partitionColumns?: readonly ColumnNode[];
}

export function parseExportData(cursor: Cursor): StatementBody {
  cursor.next();
  cursor.next();
  if (cursor.isWords('WITH', 'CONNECTION')) throw unsupported('EXPORT DATA WITH CONNECTION', cursor.token.at);
  const options = parseOptions(cursor);
  if (options === undefined) throw cursor.expected('keyword OPTIONS');
  cursor.expectWord('AS');
  return { kind: 'exportData', options, query: parseQuery(cursor) };
}

export function parseLoadData(cursor: Cursor): StatementBody {
  cursor.next();
  cursor.next();
  const overwrite = cursor.acceptWords('OVERWRITE');
  if (!overwrite) cursor.expectWord('INTO');
  const temporary = cursor.acceptWords('TEMP') || cursor.acceptWords('TEMPORARY');
  if (temporary) cursor.expectWord('TABLE');
  else cursor.acceptWords('TABLE');
  const path = parsePath(cursor);
  const columns = cursor.isSymbol('(') ? parseTableElements(cursor).columns : undefined;
  const partition = parsePartition(cursor, temporary);
  const partitionBy = parsePartitionBy(cursor);
  const clusterBy = parseClusterBy(cursor);
  const options = parseOptions(cursor);
  cursor.expectWord('FROM');
  if (!cursor.isWords('FILES')) throw cursor.expected('keyword FILES');
  const files = parseOptions(cursor, 'FILES') ?? [];
  const partitioned = cursor.acceptWords('WITH', 'PARTITION', 'COLUMNS');
  const partitionColumns = partitioned ? (cursor.isSymbol('(') ? parseTableElements(cursor).columns : []) : undefined;
  if (cursor.isWords('WITH', 'CONNECTION')) throw unsupported('LOAD DATA WITH CONNECTION', cursor.token.at);
  return {
    kind: 'loadData',
    ...{ overwrite, temporary, path, files },
    ...(partition === undefined ? {} : { partition }),
    ...(columns === undefined ? {} : { columns }),
    ...(partitionBy === undefined ? {} : { partitionBy }),
    ...(clusterBy === undefined ? {} : { clusterBy }),
    ...(options === undefined ? {} : { options }),
    ...(partitionColumns === undefined ? {} : { partitionColumns }),
  };
}

/** `[OVERWRITE] PARTITIONS (column = value)`: the one partition that the rows go to. */
function parsePartition(cursor: Cursor, temporary: boolean): LoadDataNode['partition'] {
  const { at } = cursor.token;
  const overwrite = cursor.acceptWords('OVERWRITE', 'PARTITIONS');
  if (!overwrite && !cursor.acceptWords('PARTITIONS')) return undefined;
  if (temporary) throw unsupported('PARTITIONS of a temporary table', at);
  return cursor.parenthesized(() => {
    const column = cursor.name('column name');
    cursor.expectSymbol('=');
    return { at, overwrite, column, value: parseExpression(cursor) };
  });
}
