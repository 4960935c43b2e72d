/** Values as text files carry them: what a load of the same column reads back. */

import type {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBIntervalValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimeValue,
  DuckDBValue,
} from '@duckdb/node-api';
import type { Column, ColumnType } from '../schema.ts';
import {
  BIGNUMERIC,
  formatDate,
  formatDatetime,
  formatDecimal,
  formatFloat,
  formatInterval,
  formatTime,
} from '../values.ts';

/** The text of one value that is no array and no STRUCT. */
export function valueText(column: Column, value: Exclude<DuckDBValue, null>): string {
  if (column.type !== 'RANGE') return scalarText(column.type, value);
  const { start = null, end = null } = (value as DuckDBStructValue).entries;
  const bound = (side: DuckDBValue): string =>
    side === null ? 'UNBOUNDED' : scalarText(column.rangeElementType ?? 'DATE', side);
  return `[${bound(start)}, ${bound(end)})`;
}

function scalarText(type: ColumnType, value: Exclude<DuckDBValue, null>): string {
  switch (type) {
    case 'FLOAT64':
      return formatFloat(Number(value));
    case 'NUMERIC': {
      const { value: scaled, scale } = value as DuckDBDecimalValue;
      return formatDecimal(scaled, scale);
    }
    case 'BIGNUMERIC':
      return formatDecimal(value as bigint, BIGNUMERIC.scale);
    case 'BYTES':
      return Buffer.from((value as DuckDBBlobValue).bytes).toString('base64');
    case 'DATE':
      return formatDate((value as DuckDBDateValue).days);
    case 'TIME':
      return formatTime((value as DuckDBTimeValue).micros);
    case 'DATETIME':
      return formatDatetime((value as { readonly micros: bigint }).micros);
    case 'TIMESTAMP':
      return `${formatDatetime((value as DuckDBTimestampTZValue).micros).replace('T', ' ')} UTC`;
    case 'INTERVAL':
      return formatInterval(value as DuckDBIntervalValue);
    default:
      return String(value);
  }
}
