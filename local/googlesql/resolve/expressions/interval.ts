/** `INTERVAL 3 DAY` and `INTERVAL '1-2 3 4:5:6' YEAR TO SECOND`. */

import { int64Text } from '../../emit/text.ts';
import { invalid, unsupported } from '../../error.ts';
import type { Expression } from '../../library/signature.ts';
import type { ExpressionNode, Name } from '../../syntax/ast.ts';
import { coerce } from '../../types/coercion.ts';
import { INT64, INTERVAL } from '../../types/type-text.ts';
import { type IntervalField, type IntervalParts, parseIntervalRange } from '../../values/interval.ts';
import type { Context } from '../context.ts';
import { analyze } from '../recursion.ts';

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
  if (value.type.kind === 'STRING') return textInterval(node, value);
  const count = coerce(value, INT64);
  if (count === undefined) throw invalid('Interval value must be coercible to INT64 type', node.value.at);
  return { type: INTERVAL, sql: part(count.sql) };
}

/** `INTERVAL '1:30' HOUR TO MINUTE`: the parts from one to another. */
function rangeInterval(node: IntervalNode, value: Expression): Expression {
  const [from, to] = [fieldOf(node.part), node.to === undefined ? undefined : fieldOf(node.to)];
  if (from === undefined || to === undefined)
    throw invalid(`Invalid INTERVAL range: ${node.part.text} TO ${node.to?.text ?? ''}`, node.part.at);
  if (typeof value.literal !== 'string') throw unsupported('INTERVAL … TO … of anything but a literal', node.value.at);
  return literalInterval(parseIntervalRange(value.literal, from, to), value.literal, node);
}

/** `INTERVAL '1' DAY`, and `INTERVAL '1.5' SECOND`. */
function textInterval(node: IntervalNode, value: Expression): Expression {
  const name = node.part.text.toUpperCase();
  if (typeof value.literal !== 'string') throw unsupported('INTERVAL of a STRING that is no literal', node.value.at);
  const field = fieldOf(node.part);
  if (field !== undefined) return literalInterval(parseIntervalRange(value.literal, field, field), value.literal, node);
  const part = PARTS[name];
  if (part === undefined || !/^[+-]?\d{1,18}$/.test(value.literal))
    throw invalid(`Invalid INTERVAL value '${value.literal}'`, node.value.at);
  return { type: INTERVAL, sql: part(int64Text(BigInt(value.literal.replace('+', '')))) };
}

function literalInterval(parts: IntervalParts | undefined, text: string, node: IntervalNode): Expression {
  if (parts === undefined) throw invalid(`Invalid INTERVAL value '${text}'`, node.value.at);
  return {
    type: INTERVAL,
    sql: `(to_months(${parts.months}) + to_days(${parts.days}) + to_microseconds(${parts.micros}))`,
  };
}

const FIELDS = ['YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND'] as const;

function fieldOf(name: Name): IntervalField | undefined {
  return FIELDS.find((field) => field === name.text.toUpperCase());
}
