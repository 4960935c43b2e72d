/** `@name` and `?`: typed values, written as literals. */

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
import type { Parameter, ParameterValue } from '../../host.ts';
import { BIGNUMERIC_KIND, NUMERIC_KIND, parseDecimal } from '../../library/numbers/decimal.ts';
import type { Expression } from '../../library/signature.ts';
import type { ExpressionNode } from '../../syntax/ast.ts';
import { parseInt64 } from '../../types/cast-natives.ts';
import { quote } from '../../types/schema.ts';
import type { SqlType } from '../../types/type.ts';
import { duckTypeOf, physicalFieldNames, typeName } from '../../types/type-text.ts';
import { parseInterval } from '../../values/interval.ts';
import { normalJsonText } from '../../values/normal-json.ts';
import type { Context } from '../context.ts';
import { canonicalTemporal, rangeOfText } from './literal.ts';

type ParameterNode = Extract<ExpressionNode, { kind: 'parameter' }>;

export function analyzeParameter(node: ParameterNode, context: Context): Expression {
  if (context.sealed === true)
    throw invalid('Query parameters cannot be used in views or SQL function bodies', node.at);
  const { using } = context.analysis.session;
  if (using !== undefined) {
    const given = node.name === undefined ? using.positional[node.index ?? 0] : using.named.get(node.name);
    if (given !== undefined) return given;
    const wanted = node.name === undefined ? `number ${(node.index ?? 0) + 1}` : `'${node.name}'`;
    throw invalid(`Query parameter ${wanted} is not given by USING`, node.at);
  }
  const { parameters } = context.analysis.session.request;
  if (node.name !== undefined) {
    if (parameters !== undefined && parameters.positional.length > 0) {
      throw invalid('Named parameters are not supported with positional parameters', node.at);
    }
    const parameter = parameters?.named.get(node.name);
    if (parameter === undefined) throw invalid(`Query parameter '${node.name}' not found`, node.at);
    return parameterValue(parameter, node.at);
  }
  const index = node.index ?? 0;
  const parameter = parameters?.positional[index];
  if (parameter === undefined) {
    throw invalid(
      `Query parameter number ${index + 1} is not defined (${parameters?.positional.length ?? 0} provided)`,
      node.at,
    );
  }
  return parameterValue(parameter, node.at);
}

function parameterValue({ type, value }: Parameter, at: Position): Expression {
  const text = valueText(type, value, at);
  if (text === undefined) throw invalid(`Invalid value for query parameter of type ${typeName(type)}`, at);
  const literal = value === null ? null : literalOf(type, value);
  const scaled = typeof value === 'string' ? scaledOf(type, value) : undefined;
  return {
    ...{ type, sql: text, isLiteral: true },
    ...(literal === undefined ? {} : { literal }),
    ...(scaled === undefined ? {} : { scaled }),
    ...(type.kind === 'BYTES' && typeof value === 'string' ? { bytes: Buffer.from(value, 'base64') } : {}),
  };
}

function literalOf(type: SqlType, value: ParameterValue): bigint | number | string | boolean | undefined {
  if (typeof value !== 'string') return undefined;
  if (type.kind === 'INT64') return parseInt64(value);
  if (type.kind === 'FLOAT64') return Number.isFinite(Number(value)) ? Number(value) : undefined;
  if (type.kind === 'BOOL') return value.toLowerCase() === 'true';
  return type.kind === 'STRING' ? value : undefined;
}

/** DuckDB text of REST's text for a value; undefined where it is no value of the type. */
function valueText(type: SqlType, value: ParameterValue, at: Position): string | undefined {
  if (value === null) return nullText(type);
  if (type.kind === 'ARRAY') {
    const items = typeof value === 'string' ? [undefined] : value.map((item) => valueText(type.element, item, at));
    return items.includes(undefined) ? undefined : `CAST([${items.join(', ')}] AS ${duckTypeOf(type)})`;
  }
  if (type.kind === 'STRUCT') {
    if (typeof value === 'string' || value.length !== type.fields.length) return undefined;
    const names = physicalFieldNames(type.fields);
    const fields = type.fields.map(
      (field, index) => [names[index] ?? '', valueText(field.type, value[index] ?? null, at)] as const,
    );
    if (fields.some(([, text]) => text === undefined)) return undefined;
    return `struct_pack(${fields.map(([name, text]) => `${quote(name)} := ${text}`).join(', ')})`;
  }
  if (typeof value !== 'string') return undefined;
  return type.kind === 'RANGE' ? rangeOfText(type, value, at) : scalarText(type, value);
}

function scalarText(type: SqlType, value: string): string | undefined {
  switch (type.kind) {
    case 'STRING':
    case 'GEOGRAPHY':
      return stringText(value);
    case 'INT64': {
      const number = parseInt64(value);
      return number === undefined ? undefined : int64Text(number);
    }
    case 'FLOAT64':
      return floatText(value);
    case 'BOOL':
      return /^(true|false)$/i.test(value) ? boolText(value.toLowerCase() === 'true') : undefined;
    case 'BYTES':
      return bytesText(Buffer.from(value, 'base64'));
    case 'NUMERIC':
    case 'BIGNUMERIC':
      return decimalText(type, value);
    case 'DATE':
    case 'TIME':
    case 'DATETIME':
    case 'TIMESTAMP': {
      const text = canonicalTemporal(type.kind, value);
      return text === undefined ? undefined : temporalText(type.kind, text);
    }
    case 'INTERVAL': {
      const parts = parseInterval(value);
      if (parts === undefined) return undefined;
      return `(to_months(${parts.months}) + to_days(${parts.days}) + to_microseconds(${parts.micros}))`;
    }
    case 'JSON':
      return jsonText(value);
    default:
      return undefined;
  }
}

function floatText(value: string): string | undefined {
  const special = /^([+-]?)(nan|inf|infinity)$/i.exec(value);
  if (special !== null) {
    const infinite = special[1] === '-' ? -Infinity : Infinity;
    return float64Text((special[2] ?? '').toLowerCase() === 'nan' ? Number.NaN : infinite);
  }
  const number = value.trim() === '' ? Number.NaN : Number(value);
  return Number.isFinite(number) ? float64Text(number) : undefined;
}

function decimalText(type: SqlType, value: string): string | undefined {
  const scaled = scaledOf(type, value);
  if (scaled === undefined) return undefined;
  return type.kind === 'NUMERIC' ? numericText(scaled) : bigNumericText(scaled);
}

function scaledOf({ kind }: SqlType, value: string): bigint | undefined {
  if (kind !== 'NUMERIC' && kind !== 'BIGNUMERIC') return undefined;
  try {
    return parseDecimal(kind === 'NUMERIC' ? NUMERIC_KIND : BIGNUMERIC_KIND, value);
  } catch {
    return undefined;
  }
}

function jsonText(text: string): string | undefined {
  try {
    return jsonValueText(normalJsonText(text));
  } catch {
    return undefined;
  }
}
