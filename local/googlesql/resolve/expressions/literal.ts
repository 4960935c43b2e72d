/** Literals, checked when the statement is analyzed: a bad date is the statement's error, not a row's. */

import { isBound, type RangeType, rangeText } from '../../emit/range-text.ts';
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
} from '../../emit/text.ts';
import { invalid, type Position } from '../../error.ts';
import { BIGNUMERIC_KIND, NUMERIC_KIND, parseDecimal } from '../../library/numbers/decimal.ts';
import type { Expression } from '../../library/signature.ts';
import type { Literal, TypeNode } from '../../syntax/ast.ts';
import { datetimeText, timestampOf } from '../../types/cast-natives.ts';
import { BIGNUMERIC, BOOL, BYTES, FLOAT64, INT64, JSON_TYPE, NUMERIC, STRING } from '../../types/type-text.ts';
import { normalJsonText } from '../../values/normal-json.ts';
import { formatDate, formatTime, parseDate, parseDatetime, parseTime } from '../../values/time.ts';
import { typeOf } from './type-node.ts';

export function analyzeLiteral(literal: Literal, at: Position): Expression {
  switch (literal.type) {
    case 'NULL':
      return { type: INT64, sql: nullText(INT64), literal: null, untyped: 'NULL', isLiteral: true };
    case 'BOOL':
      return { type: BOOL, sql: boolText(literal.value), literal: literal.value, isLiteral: true };
    case 'INT64':
      return int64Literal(literal.value, at);
    case 'FLOAT64':
      if (!Number.isFinite(literal.value)) throw invalid('Invalid floating point literal', at);
      return {
        type: FLOAT64,
        sql: float64Text(literal.value),
        literal: literal.value,
        decimal: literal.text,
        isLiteral: true,
      };
    case 'STRING':
      return stringLiteral(literal.value);
    case 'BYTES':
      return { type: BYTES, sql: bytesText(literal.value), bytes: literal.value, isLiteral: true };
    case 'NUMERIC':
    case 'BIGNUMERIC':
      return decimalLiteral(literal.type, literal.text, at);
    case 'JSON':
      return jsonLiteral(literal.text, at);
    case 'RANGE':
      return rangeLiteral(literal.element, literal.text, at);
    default:
      return temporalLiteral(literal.type, literal.text, at);
  }
}

export function stringLiteral(value: string): Expression {
  return { type: STRING, sql: stringText(value), literal: value, isLiteral: true };
}

function int64Literal(value: bigint, at: Position): Expression {
  if (value !== BigInt.asIntN(64, value)) throw invalid(`Invalid integer literal: ${value}`, at);
  return { type: INT64, sql: int64Text(value), literal: value, isLiteral: true };
}

function decimalLiteral(kind: 'NUMERIC' | 'BIGNUMERIC', text: string, at: Position): Expression {
  const failed = () => invalid(`Invalid ${kind} literal: ${JSON.stringify(text)}`, at);
  let value: bigint | undefined;
  try {
    value = parseDecimal(kind === 'NUMERIC' ? NUMERIC_KIND : BIGNUMERIC_KIND, text);
  } catch {
    throw failed();
  }
  if (value === undefined) throw failed();
  return kind === 'NUMERIC'
    ? { type: NUMERIC, sql: numericText(value), scaled: value, isLiteral: true }
    : { type: BIGNUMERIC, sql: bigNumericText(value), scaled: value, isLiteral: true };
}

function jsonLiteral(text: string, at: Position): Expression {
  try {
    return { type: JSON_TYPE, sql: jsonValueText(normalJsonText(text, 'exact')), isLiteral: true };
  } catch {
    throw invalid(`Invalid JSON literal: ${JSON.stringify(text)}`, at);
  }
}

/** `[2020-01-01, UNBOUNDED)`. */
function rangeLiteral(node: TypeNode, text: string, at: Position): Expression {
  const element = typeOf(node, { parameters: 'refused' });
  const type = { kind: 'RANGE', element } as const;
  const sql = rangeOfText(type, text, at);
  if (sql === undefined) throw invalid(`Invalid RANGE literal: ${JSON.stringify(text)}`, at);
  return { type, sql, isLiteral: true };
}

/** DuckDB text of a range that is written as text; undefined where it is none of the type. */
export function rangeOfText(type: RangeType, text: string, at: Position): string | undefined {
  const { element } = type;
  const { kind } = element;
  const match = /^\s*\[\s*([^,]*?)\s*,\s*([^,]*?)\s*\)\s*$/.exec(text);
  if (match === null || !isBound(kind)) return undefined;
  const [start, end] = match
    .slice(1)
    .map((bound) => (/^(?:UNBOUNDED|NULL)$/i.test(bound) ? null : canonicalTemporal(kind, bound)));
  if (start === undefined || end === undefined) return undefined;
  // Canonical texts of years of four digits are ordered as the times are.
  if (start !== null && end !== null && start >= end)
    throw invalid(`Range start element must be smaller than range end element: [${start}, ${end})`, at);
  const bound = (value: string | null) => (value ? temporalText(kind, value) : nullText(element));
  return rangeText(type, bound(start), bound(end));
}

type Temporal = 'DATE' | 'TIME' | 'DATETIME' | 'TIMESTAMP';

function temporalLiteral(kind: Temporal, text: string, at: Position): Expression {
  const canonical = canonicalTemporal(kind, text);
  if (canonical === undefined) throw invalid(`Invalid ${kind} literal`, at);
  return { type: { kind }, sql: temporalText(kind, canonical), isLiteral: true };
}

/** The text as DuckDB reads it, or undefined where it is none of the kind. */
export function canonicalTemporal(kind: Temporal, text: string): string | undefined {
  switch (kind) {
    case 'DATE': {
      const days = parseDate(text.trim());
      return days === undefined ? undefined : formatDate(days);
    }
    case 'TIME': {
      const micros = parseTime(text.trim());
      return micros === undefined ? undefined : formatTime(micros);
    }
    case 'DATETIME': {
      const micros = parseDatetime(text.trim());
      return micros === undefined ? undefined : datetimeText(micros);
    }
    default: {
      const micros = timestampOf(text);
      return micros === undefined ? undefined : `${datetimeText(micros)}+00`;
    }
  }
}
