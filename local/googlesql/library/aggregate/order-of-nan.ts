/** FLOAT64 in BigQuery's order: NaN before all numbers, and NULL before NaN. DuckDB has NaN behind them. */

import type { Apply } from './aggregate-call.ts';

/** The value, with the least number in place of NaN. */
export function leastForNaN(value: string): string {
  return `CASE WHEN isnan(${value}) THEN CAST('-Infinity' AS DOUBLE) ELSE ${value} END`;
}

/** The sorted list of all values, NULL among them, each as `{n, v}`. */
export function sortedWithNulls(apply: Apply, value: string, isFloat: boolean): string {
  const nan = isFloat ? `WHEN isnan(${value}) THEN 1 ` : '';
  const rank = `CASE WHEN ${value} IS NULL THEN 0 ${nan}ELSE 2 END`;
  return `list_sort(${apply('list', [`{'n': ${rank}, 'v': ${value}}`])})`;
}
