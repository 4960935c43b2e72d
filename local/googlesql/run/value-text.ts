/** A value that DuckDB returned, as DuckDB text again: how a script's variables reach its later statements. */

import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBIntervalValue,
  DuckDBListValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  type DuckDBValue,
} from '@duckdb/node-api';
import {
  bigNumericText,
  boolText,
  bytesText,
  float64Text,
  int64Text,
  jsonValueText,
  nullText,
  numericText,
  stringText,
  temporalText,
} from '../emit/text.ts';
import { datetimeText } from '../types/cast-natives.ts';
import { quote } from '../types/schema.ts';
import type { SqlType } from '../types/type.ts';
import { duckTypeOf, physicalFieldNames } from '../types/type-text.ts';
import { formatDate, formatTime } from '../values/time.ts';

export function valueText(type: SqlType, value: DuckDBValue): string {
  if (value === null) return nullText(type);
  if (typeof value === 'boolean') return boolText(value);
  if (typeof value === 'bigint') return type.kind === 'BIGNUMERIC' ? bigNumericText(value) : int64Text(value);
  if (typeof value === 'number') return float64Text(value);
  if (typeof value === 'string') return type.kind === 'JSON' ? jsonValueText(value) : stringText(value);
  if (value instanceof DuckDBDecimalValue) return numericText(value.value);
  if (value instanceof DuckDBBlobValue) return bytesText(value.bytes);
  if (value instanceof DuckDBDateValue) return temporalText('DATE', formatDate(value.days));
  if (value instanceof DuckDBTimeValue) return temporalText('TIME', formatTime(value.micros));
  if (value instanceof DuckDBTimestampValue) return temporalText('DATETIME', datetimeText(value.micros));
  if (value instanceof DuckDBTimestampTZValue) return temporalText('TIMESTAMP', `${datetimeText(value.micros)}+00`);
  if (value instanceof DuckDBIntervalValue) {
    return `(to_months(${value.months}) + to_days(${value.days}) + to_microseconds(${value.micros}))`;
  }
  if (value instanceof DuckDBListValue && type.kind === 'ARRAY') {
    const items = value.items.map((item) => valueText(type.element, item));
    return `CAST([${items.join(', ')}] AS ${duckTypeOf(type)})`;
  }
  if (value instanceof DuckDBStructValue && type.kind === 'STRUCT') {
    const values = Object.values(value.entries);
    const names = physicalFieldNames(type.fields);
    const fields = type.fields.map(
      (field, index) => `${quote(names[index] ?? '')} := ${valueText(field.type, values[index] ?? null)}`,
    );
    return `struct_pack(${fields.join(', ')})`;
  }
  throw new Error(`A value of type ${type.kind} cannot be written as text`);
}
