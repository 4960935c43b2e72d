/** Values of any type as text for people (`%t`) and as GoogleSQL (`%T`). */

import type { DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { type Interval, plainValue } from '../../emit/native.ts';
import { float64ToText } from '../../types/cast-natives.ts';
import type { SqlType } from '../../types/type.ts';
import { formatInterval } from '../../values/interval.ts';
import { parseJson, writeJson } from '../../values/json-value.ts';
import { elementType, fieldsOf, itemsOf } from '../json/json-render.ts';
import { BIGNUMERIC_KIND, decimalText, NUMERIC_KIND } from '../numbers/decimal.ts';
import { dateText, datetimeText, timeText } from '../time/civil.ts';

export type TextStyle = 'plain' | 'literal';

export function valueText(value: DuckDBValue, duck: DuckDBType, type: SqlType, style: TextStyle): string {
  if (value === null) return 'NULL';
  switch (type.kind) {
    case 'ARRAY':
      return `[${itemsOf(value)
        .map((item) => valueText(item, elementType(duck), type.element, style))
        .join(', ')}]`;
    case 'STRUCT': {
      const fields = fieldsOf(value, duck).map(([inner, innerType], index) =>
        valueText(inner, innerType, type.fields[index]?.type ?? { kind: 'INT64' }, style),
      );
      return `${style === 'literal' && fields.length < 2 ? 'STRUCT' : ''}(${fields.join(', ')})`;
    }
    case 'RANGE': {
      const [start, end] = fieldsOf(value, duck).map(([inner, innerType]) =>
        inner === null ? 'UNBOUNDED' : valueText(inner, innerType, type.element, 'plain'),
      );
      const text = `[${start}, ${end})`;
      return style === 'literal' ? `RANGE<${type.element.kind}> ${quoted(text)}` : text;
    }
    default:
      return scalarText(type.kind, plainValue(value), style);
  }
}

function scalarText(kind: SqlType['kind'], value: unknown, style: TextStyle): string {
  const typed = (text: string) => (style === 'literal' ? `${kind} ${quoted(text)}` : text);
  switch (kind) {
    case 'FLOAT64':
      return floatText(value as number, style);
    case 'NUMERIC':
      return typed(decimalText(NUMERIC_KIND, value as bigint));
    case 'BIGNUMERIC':
      return typed(decimalText(BIGNUMERIC_KIND, value as bigint));
    case 'BYTES': {
      const bytes = value as Uint8Array;
      if (style === 'plain') return escapedBytes(bytes, '"\'');
      const mark = bytes.includes(0x22) && !bytes.includes(0x27) ? "'" : '"';
      return `b${mark}${escapedBytes(bytes, mark)}${mark}`;
    }
    case 'DATE':
      return typed(dateText(value as number));
    case 'TIME':
      return typed(timeText(value as bigint));
    case 'DATETIME':
      return typed(datetimeText(value as bigint));
    case 'TIMESTAMP':
      return typed(`${datetimeText(value as bigint)}+00`);
    case 'INTERVAL': {
      const text = formatInterval(value as Interval);
      return style === 'literal' ? `INTERVAL ${quoted(text)} YEAR TO SECOND` : text;
    }
    case 'JSON': {
      const text = writeJson(parseJson(value as string), { normal: true });
      return style === 'literal' ? `JSON ${quoted(text)}` : text;
    }
    case 'STRING':
      return style === 'literal' ? quoted(value as string) : (value as string);
    default:
      return String(value);
  }
}

function floatText(value: number, style: TextStyle): string {
  const text = float64ToText(value);
  if (!Number.isFinite(value)) {
    return style === 'literal' ? `CAST("${text}" AS FLOAT64)` : text;
  }
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };

/** In double quotes, unless those stand in it and single ones do not. */
function quoted(text: string): string {
  const mark = text.includes('"') && !text.includes("'") ? "'" : '"';
  const escaped = [...text].map((one) => {
    if (one === mark) return `\\${mark}`;
    const point = one.codePointAt(0) ?? 0;
    return ESCAPES[one] ?? (point < 32 || point === 127 ? `\\x${point.toString(16).padStart(2, '0')}` : one);
  });
  return `${mark}${escaped.join('')}${mark}`;
}

/** `marks` are the quotation marks that are escaped. */
function escapedBytes(bytes: Uint8Array, marks: string): string {
  return Array.from(bytes, (byte) => {
    const one = String.fromCharCode(byte);
    if (marks.includes(one)) return `\\${one}`;
    return ESCAPES[one] ?? (byte < 32 || byte > 126 ? `\\x${byte.toString(16).padStart(2, '0')}` : one);
  }).join('');
}
