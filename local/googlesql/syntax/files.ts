/** EXPORT DATA and LOAD DATA. */

import { unsupported } from '../error.ts';
import { parseTableElements } from './columns.ts';
import type { Cursor } from './cursor.ts';
import { parseClusterBy, parsePartitionBy } from './ddl.ts';
import { parsePath } from './from.ts';
import { parseQuery } from './grammar.ts';
import { parseOptions } from './options.ts';
import type { StatementBody } from './statement.ts';

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
  if (cursor.isOneOf('TEMP', 'TEMPORARY')) throw unsupported('LOAD DATA into a temporary table', cursor.token.at);
  cursor.acceptWords('TABLE');
  const path = parsePath(cursor);
  if (cursor.isOneOf('PARTITIONS')) throw unsupported('LOAD DATA … PARTITIONS', cursor.token.at);
  const columns = cursor.isSymbol('(') ? parseTableElements(cursor).columns : undefined;
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
    overwrite,
    path,
    files,
    ...(columns === undefined ? {} : { columns }),
    ...(partitionBy === undefined ? {} : { partitionBy }),
    ...(clusterBy === undefined ? {} : { clusterBy }),
    ...(options === undefined ? {} : { options }),
    ...(partitionColumns === undefined ? {} : { partitionColumns }),
  };
}
