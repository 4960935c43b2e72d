/** The texts of scalar values, which REST cells and text files share but for their timestamps. */

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
import { BIGNUMERIC, formatDecimal } from '../../googlesql/values/decimal.ts';
import { formatFloat } from '../../googlesql/values/float.ts';
import { formatInterval } from '../../googlesql/values/interval.ts';
import { formatDate, formatDatetime, formatTime } from '../../googlesql/values/time.ts';
import type { Column, ColumnType } from '../schema.ts';

export type TimestampText = (micros: bigint) => string;

/** The text of one value that is neither an array nor a STRUCT. */
export function valueText(column: Column, value: Exclude<DuckDBValue, null>, timestamp: TimestampText): string {
  if (column.type !== 'RANGE') return scalarText(column.type, value, timestamp);
  const { start = null, end = null } = (value as DuckDBStructValue).entries;
  const bound = (side: DuckDBValue): string =>
    side === null ? 'UNBOUNDED' : scalarText(column.rangeElementType ?? 'DATE', side, timestamp);
  return `[${bound(start)}, ${bound(end)})`;
}

function scalarText(type: ColumnType, value: Exclude<DuckDBValue, null>, timestamp: TimestampText): string {
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
      return timestamp((value as DuckDBTimestampTZValue).micros);
    case 'INTERVAL':
      return formatInterval(value as DuckDBIntervalValue);
    default:
      return String(value);
  }
}
