/** PARTITIONS of LOAD DATA: the partition's id, as it stands behind `$` in a decorator. */

import type { DuckDBConnection } from '@duckdb/node-api';
import type { Table } from '../catalog.ts';
import { invalid } from '../error.ts';
import type { Context } from '../resolve/context.ts';
import type { CallNode, ExpressionNode } from '../syntax/ast.ts';
import type { LoadDataNode } from '../syntax/files.ts';
import { findColumn } from '../types/schema.ts';
import { INT64, STRING } from '../types/type-text.ts';
import { constantOf } from './constant.ts';

const FORMATS = { HOUR: '%Y%m%d%H', DAY: '%Y%m%d', MONTH: '%Y%m', YEAR: '%Y' } as const;

export async function partitionId(
  { partition }: LoadDataNode,
  table: Table,
  context: Context,
  connection: DuckDBConnection,
): Promise<string | undefined> {
  if (partition === undefined) return undefined;
  const { value, column } = partition;
  const { timePartitioning: time, rangePartitioning: range } = table;
  const field = time?.field ?? range?.field;
  const isArrival = time !== undefined && field === undefined && /^_PARTITION(?:TIME|DATE)$/i.test(column.text);
  if (!isArrival && field?.toLowerCase() !== column.text.toLowerCase())
    throw invalid(`PARTITIONS takes the column that the table is partitioned by, and not ${column.text}`, column.at);
  if (range !== undefined) {
    const number = await constantOf(value, INT64, 'PARTITIONS value', context, connection);
    if (typeof number !== 'bigint') throw invalid('The value of PARTITIONS cannot be NULL', value.at);
    return String(number - ((number - range.start) % range.interval));
  }
  const type = field === undefined ? 'TIMESTAMP' : findColumn(table.schema, field)?.type;
  const text =
    time === undefined
      ? null
      : await constantOf(formatted(value, FORMATS[time.type], type), STRING, 'PARTITIONS value', context, connection);
  if (typeof text !== 'string') throw invalid('The value of PARTITIONS cannot be NULL', value.at);
  return text;
}

/** `FORMAT_TIMESTAMP(format, CAST(CAST(value AS type) AS TIMESTAMP))`: a text becomes what the column is. */
function formatted(value: ExpressionNode, format: string, type = 'TIMESTAMP'): CallNode {
  const { at } = value;
  const cast = (operand: ExpressionNode, to: string): ExpressionNode => ({
    kind: 'cast',
    ...{ at, operand, safe: false },
    type: { at, name: to },
  });
  const args: readonly ExpressionNode[] = [
    { kind: 'literal', at, literal: { type: 'STRING', value: format } },
    cast(cast(value, type), 'TIMESTAMP'),
  ];
  return {
    kind: 'call',
    ...{ at, name: [{ text: 'FORMAT_TIMESTAMP', at }], distinct: false, orderBy: [] },
    args: args.map((expression) => ({ at, expression })),
  };
}
