/** PARTITION BY of CREATE TABLE. */

import type { RangePartitioning, TimePartitioning } from '../catalog.ts';
import { invalid, unsupported } from '../error.ts';
import { keywordOf } from '../resolve/expressions/call.ts';
import type { ExpressionNode } from '../syntax/ast.ts';
import { findColumn, type Schema } from '../types/schema.ts';

export interface Partitioning {
  readonly timePartitioning?: TimePartitioning;
  readonly rangePartitioning?: RangePartitioning;
}

const UNITS = ['HOUR', 'DAY', 'MONTH', 'YEAR'] as const;

/** `schema` is undefined where the columns are not known yet: the table is checked when it is made. */
export function partitioningOf(node: ExpressionNode, schema: Schema | undefined): Partitioning {
  if (node.kind === 'name') return byColumn(node.name, 'DAY', schema, node);
  if (node.kind !== 'call') throw wrong(node);
  const name = node.name.map((part) => part.text.toUpperCase()).join('.');
  const [first, second] = node.args.map((argument) => argument.expression);
  if (name === 'DATE' && first?.kind === 'name' && second === undefined)
    return byColumn(first.name, 'DAY', schema, node);
  if (
    ['TIMESTAMP_TRUNC', 'DATETIME_TRUNC', 'DATE_TRUNC'].includes(name) &&
    first?.kind === 'name' &&
    second !== undefined
  ) {
    const unit = UNITS.find((candidate) => candidate === keywordOf(second));
    if (unit === undefined) throw invalid(`Partitioning unit must be one of ${UNITS.join(', ')}`, second.at);
    return byColumn(first.name, unit, schema, node);
  }
  if (name === 'RANGE_BUCKET' && first?.kind === 'name' && second?.kind === 'call') return byRange(first.name, second);
  throw wrong(node);
}

function wrong(node: ExpressionNode): Error {
  return invalid(
    'PARTITION BY expression must be DATE(<timestamp_column>), a DATE column, a truncation of a date or time column, or RANGE_BUCKET(<int64_column>, GENERATE_ARRAY(<start>, <end>, <interval>))',
    node.at,
  );
}

function byColumn(
  name: string,
  type: TimePartitioning['type'],
  schema: Schema | undefined,
  node: ExpressionNode,
): Partitioning {
  const upper = name.toUpperCase();
  if (upper === '_PARTITIONDATE' || upper === '_PARTITIONTIME') return { timePartitioning: { type } };
  if (schema === undefined) return { timePartitioning: { type, field: name } };
  const column = findColumn(schema, name);
  if (column === undefined) throw invalid(`Unrecognized name: ${name}`, node.at);
  if (node.kind === 'name' && column.type !== 'DATE') {
    throw invalid(`PARTITION BY of the ${column.type} column ${column.name} needs DATE() or a truncation`, node.at);
  }
  return { timePartitioning: { type, field: column.name } };
}

function byRange(field: string, array: Extract<ExpressionNode, { kind: 'call' }>): Partitioning {
  const bounds = array.args.map(({ expression }) =>
    expression.kind === 'literal' && expression.literal.type === 'INT64' ? expression.literal.value : undefined,
  );
  const [start, end, interval = 1n] = bounds;
  if (array.name.at(-1)?.text.toUpperCase() !== 'GENERATE_ARRAY' || start === undefined || end === undefined) {
    throw unsupported('RANGE_BUCKET partitioning without literal bounds', array.at);
  }
  return { rangePartitioning: { field, start, end, interval } };
}
