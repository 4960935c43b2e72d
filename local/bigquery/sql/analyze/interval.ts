/** `INTERVAL 3 DAY` and `INTERVAL '1-2 3 4:5:6' YEAR TO SECOND`. */

import { parseInterval } from '../../values/interval.ts';
import { coerce } from '../coercion.ts';
import { invalid, unsupported } from '../error.ts';
import type { Expression } from '../functions/signature.ts';
import type { ExpressionNode } from '../syntax/ast.ts';
import { INT64, INTERVAL } from '../type-text.ts';
import type { Context } from './context.ts';
import { analyze } from './expression.ts';

type IntervalNode = Extract<ExpressionNode, { kind: 'interval' }>;

/** Each part in DuckDB's three: months, days and microseconds, which are BigQuery's three too. */
const PARTS: Readonly<Record<string, (count: string) => string>> = {
  YEAR: (count) => `to_months(CAST(${count} * 12 AS INTEGER))`,
  QUARTER: (count) => `to_months(CAST(${count} * 3 AS INTEGER))`,
  MONTH: (count) => `to_months(CAST(${count} AS INTEGER))`,
  WEEK: (count) => `to_days(CAST(${count} * 7 AS INTEGER))`,
  DAY: (count) => `to_days(CAST(${count} AS INTEGER))`,
  HOUR: (count) => `to_hours(${count})`,
  MINUTE: (count) => `to_minutes(${count})`,
  SECOND: (count) => `to_microseconds(${count} * 1000000)`,
  MILLISECOND: (count) => `to_microseconds(${count} * 1000)`,
  MICROSECOND: (count) => `to_microseconds(${count})`,
};

export function analyzeInterval(node: IntervalNode, context: Context): Expression {
  const value = analyze(node.value, context);
  if (node.to !== undefined) return rangeInterval(node, value);
  const part = PARTS[node.part.text.toUpperCase()];
  if (part === undefined) throw invalid(`Invalid date part: ${node.part.text}`, node.part.at);
  if (value.type.kind === 'STRING') throw unsupported('INTERVAL of a STRING with a single date part', node.at);
  const count = coerce(value, INT64);
  if (count === undefined) throw invalid('Interval value must be coercible to INT64 type', node.value.at);
  return { type: INTERVAL, sql: part(count.sql) };
}

/** Only the whole form, from YEAR to SECOND, is read here. */
function rangeInterval(node: IntervalNode, value: Expression): Expression {
  const range = `${node.part.text} TO ${node.to?.text ?? ''}`.toUpperCase();
  if (range !== 'YEAR TO SECOND' || typeof value.literal !== 'string')
    throw unsupported(`INTERVAL … ${range}`, node.at);
  const parts = parseInterval(value.literal);
  if (parts === undefined) throw invalid(`Invalid INTERVAL value '${value.literal}'`, node.value.at);
  return {
    type: INTERVAL,
    sql: `(to_months(${parts.months}) + to_days(${parts.days}) + to_microseconds(${parts.micros}))`,
  };
}
