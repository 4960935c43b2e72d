/** The columns that BigQuery makes of a Parquet file. */

import {
  type DuckDBDecimalType,
  type DuckDBListType,
  type DuckDBStructType,
  type DuckDBType,
  DuckDBTypeId,
} from '@duckdb/node-api';
import { BigQueryError } from '../errors.ts';
import type { Column, ColumnType } from '../schema.ts';
import { listForm, type ParquetNode } from './parquet-nodes.ts';

export interface ParquetRules {
  readonly targets: readonly ColumnType[];
  readonly listInference: boolean;
  readonly uri: string;
}

const SIMPLE: Partial<Record<DuckDBTypeId, ColumnType>> = {
  [DuckDBTypeId.BOOLEAN]: 'BOOL',
  [DuckDBTypeId.TINYINT]: 'INT64',
  [DuckDBTypeId.SMALLINT]: 'INT64',
  [DuckDBTypeId.INTEGER]: 'INT64',
  [DuckDBTypeId.BIGINT]: 'INT64',
  [DuckDBTypeId.UTINYINT]: 'INT64',
  [DuckDBTypeId.USMALLINT]: 'INT64',
  [DuckDBTypeId.UINTEGER]: 'INT64',
  [DuckDBTypeId.UBIGINT]: 'INT64',
  [DuckDBTypeId.FLOAT]: 'FLOAT64',
  [DuckDBTypeId.DOUBLE]: 'FLOAT64',
  [DuckDBTypeId.VARCHAR]: 'STRING',
  [DuckDBTypeId.ENUM]: 'STRING',
  [DuckDBTypeId.UUID]: 'STRING',
  [DuckDBTypeId.BLOB]: 'BYTES',
  [DuckDBTypeId.DATE]: 'DATE',
  [DuckDBTypeId.TIME]: 'TIME',
  // isAdjustedToUTC = false
  [DuckDBTypeId.TIMESTAMP]: 'DATETIME',
  [DuckDBTypeId.TIMESTAMP_S]: 'DATETIME',
  [DuckDBTypeId.TIMESTAMP_MS]: 'DATETIME',
  [DuckDBTypeId.TIMESTAMP_NS]: 'DATETIME',
  [DuckDBTypeId.TIMESTAMP_TZ]: 'TIMESTAMP',
};

export function columnOf(name: string, type: DuckDBType, node: ParquetNode | undefined, rules: ParquetRules): Column {
  const mode = node?.repetition === 'REQUIRED' ? 'REQUIRED' : 'NULLABLE';
  if (type.typeId === DuckDBTypeId.LIST) {
    const { group, element } = listForm(node, rules.listInference);
    const item = columnOf(element?.name ?? name, (type as DuckDBListType).valueType, element, rules);
    const isArray = group === undefined || group === element;
    if (isArray && item.mode === 'REPEATED') throw unsupported(name, type, rules.uri);
    if (group === undefined) return { ...item, name, mode: 'REPEATED' };
    const repeated: Column = isArray
      ? { ...item, mode: 'REPEATED' }
      : { name: group.name, type: 'STRUCT', mode: 'REPEATED', fields: [item] };
    return { name, type: 'STRUCT', mode, fields: [repeated] };
  }
  if (type.typeId === DuckDBTypeId.STRUCT) {
    const { entryNames, entryTypes } = type as DuckDBStructType;
    const fields = entryNames.map((entry, place) =>
      columnOf(entry, entryTypes[place] as DuckDBType, node?.children[place], rules),
    );
    return { name, type: 'STRUCT', mode, fields };
  }
  if (type.typeId === DuckDBTypeId.DECIMAL)
    return { name, type: decimalTarget(name, type as DuckDBDecimalType, rules.targets, rules.uri), mode };
  // The timestamps of older writers (Spark, Hive, Impala), which are points in time.
  if (node?.physical === 'INT96') return { name, type: 'TIMESTAMP', mode };
  const simple = type.alias === 'JSON' ? 'JSON' : SIMPLE[type.typeId];
  if (simple === undefined) throw unsupported(name, type, rules.uri);
  return { name, type: simple, mode };
}

function decimalTarget(name: string, type: DuckDBDecimalType, targets: readonly ColumnType[], uri: string): ColumnType {
  const whole = type.width - type.scale;
  const found = targets.find(
    (target) =>
      target === 'STRING' || (target === 'NUMERIC' ? type.scale <= 9 && whole <= 29 : type.scale <= 38 && whole <= 38),
  );
  // No target holds all values: the widest is taken, and a value that does not fit fails the load.
  const widest = targets.at(-1);
  if (found === undefined && widest === undefined) throw unsupported(name, type, uri);
  return found ?? (widest as ColumnType);
}

function unsupported(name: string, type: DuckDBType, uri: string): BigQueryError {
  return new BigQueryError(
    'notImplemented',
    `The local BigQuery does not support the Parquet type ${type.toString()} of column ${name}. File: ${uri}`,
    { location: uri, status: 400 },
  );
}
