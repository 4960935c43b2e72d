/** CAST and SAFE_CAST, also by a format. */

import { invalid, unsupported } from '../../error.ts';
import { formatCast } from '../../library/format-cast.ts';
import type { Expression } from '../../library/signature.ts';
import { INSTANT } from '../../library/time/instant.ts';
import type { ExpressionNode } from '../../syntax/ast.ts';
import { cast, coerce } from '../../types/coercion.ts';
import { STRING, typeName } from '../../types/type-text.ts';
import type { Context } from '../context.ts';
import { analyze } from '../recursion.ts';
import { typeOf } from './type-node.ts';

type Node = Extract<ExpressionNode, { kind: 'cast' }>;

export function analyzeCast(node: Node, context: Context): Expression {
  const operand = analyze(node.operand, context);
  const type = typeOf(node.type, { parameters: 'refused' });
  const { format } = node;
  if (format === undefined) return cast(operand, type, node.safe);
  const text = coerce(analyze(format.text, context), STRING);
  const zone = format.zone === undefined ? { sql: "'UTC'" } : coerce(analyze(format.zone, context), STRING);
  if (text === undefined || zone === undefined)
    throw invalid('The format and the time zone of a CAST must be STRING', format.text.at);
  const [from, to] = [operand.type.kind, type.kind];
  if (from === 'ARRAY' || from === 'STRUCT' || from === 'RANGE' || to === 'ARRAY' || to === 'STRUCT' || to === 'RANGE')
    throw invalid(`Invalid cast from ${typeName(operand.type)} to ${typeName(type)}`, node.at);
  if (format.zone !== undefined && from !== 'TIMESTAMP' && to !== 'TIMESTAMP')
    throw invalid('AT TIME ZONE in a CAST is only for TIMESTAMP', format.zone.at);
  // A NULL without a type is read as what the format makes text of.
  const natives = formatCast(operand.untyped === 'NULL' ? (to === 'STRING' ? 'DATE' : 'STRING') : from, to);
  if (natives === undefined) throw unsupported(`CAST with FORMAT from ${from} to ${to}`, node.at);
  const value =
    operand.untyped === 'NULL' ? cast(operand, to === 'STRING' ? { kind: 'DATE' } : STRING, false) : operand;
  return {
    type,
    sql: (node.safe ? natives.safe : natives.strict).of(value.sql, text.sql, zone.sql, `epoch_us(${INSTANT})`),
  };
}
