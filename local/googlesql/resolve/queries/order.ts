/** The text of one ORDER BY item: BigQuery's order of NULL and NaN. */

import { rangeKey } from '../../emit/range-text.ts';
import { invalid } from '../../error.ts';
import type { Expression } from '../../library/signature.ts';
import type { OrderItem } from '../../syntax/ast.ts';
import { INT64, typeName } from '../../types/type-text.ts';
import { isOrderable } from '../expressions/compare.ts';

/**
 * Ascending, BigQuery has NULL first, then NaN, then the numbers; descending, the reverse. DuckDB holds NaN greatest,
 * so a FLOAT64 is sorted by whether it is a number first.
 */
export function orderText(item: OrderItem, key: Expression): string {
  if (key.type.kind === 'RANGE') return orderText(item, { type: INT64, sql: rangeKey(key.sql, key.type) });
  if (!isOrderable(key.type)) {
    throw invalid(`ORDER BY does not support expressions of type ${typeName(key.type)}`, item.at);
  }
  const direction = item.descending ? 'DESC' : 'ASC';
  const nulls = item.nulls ?? (item.descending ? 'LAST' : 'FIRST');
  const plain = `${key.sql} ${direction} NULLS ${nulls}`;
  return key.type.kind === 'FLOAT64' ? `(NOT isnan(${key.sql})) ${direction} NULLS ${nulls}, ${plain}` : plain;
}
