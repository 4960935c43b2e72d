/** Values as text files carry them: what a load of the same column reads back. */

import type { DuckDBValue } from '@duckdb/node-api';
import type { Column } from '../schema.ts';
import { valueText } from '../values/value-text.ts';
import { formatDatetime } from '../values.ts';

/** The text of one value that is neither an array nor a STRUCT. */
export function fileText(column: Column, value: Exclude<DuckDBValue, null>): string {
  return valueText(column, value, timestamp);
}

function timestamp(micros: bigint): string {
  return `${formatDatetime(micros).replace('T', ' ')} UTC`;
}
