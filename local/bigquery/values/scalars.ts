/**
 * One JSON value to one DuckDB value, by column type: the conversions of insertAll and of JSON and CSV loads.
 * `undefined` means that the value cannot be converted; nothing is guessed or cut.
 *
 * https://cloud.google.com/bigquery/docs/loading-data-cloud-storage-json#details_of_loading_json_data
 */

import type { DuckDBValue } from '@duckdb/node-api';
import {
  blobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  intervalValue,
  structValue,
} from '@duckdb/node-api';
import { BIGNUMERIC, NUMERIC, parseDecimal } from '../../googlesql/values/decimal.ts';
import { parseFloat64 } from '../../googlesql/values/float.ts';
import { parseInterval } from '../../googlesql/values/interval.ts';
import { normalJsonText } from '../../googlesql/values/normal-json.ts';
import { parseDate, parseDatetime, parseTime, parseTimestamp } from '../../googlesql/values/time.ts';
import type { Column, ColumnType } from '../schema.ts';
import { isGeographyText } from './geography.ts';
import { ExactNumber, JsonDocument } from './json.ts';

export type Convert = (value: unknown) => DuckDBValue | undefined;

/** The meaning of a string for a JSON column: insertAll parses it as JSON text, a load keeps it as a JSON string. */
export type JsonStrings = 'parsed' | 'verbatim';

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

/** The text of a number or string; undefined for everything else. */
function textOf(value: unknown): string | undefined {
  // Half of a surrogate pair has no UTF-8, and JSON no infinity: one that was parsed is a number too large for a double.
  if (typeof value === 'string') return value.isWellFormed() ? value : undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
  return value instanceof ExactNumber ? value.source : undefined;
}

function toInt64(value: unknown): bigint | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : undefined;
  const text = textOf(value)?.trim();
  if (text === undefined || !/^[+-]?\d{1,40}(?:\.0*)?$/.test(text)) return undefined;
  const integer = BigInt(text.replace(/^\+/, '').replace(/\.0*$/, ''));
  return integer < INT64_MIN || integer > INT64_MAX ? undefined : integer;
}

function toFloat64(value: unknown): number | undefined {
  // JSON has no infinities: one that was parsed is a number too large for a double.
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  const text = textOf(value);
  return text === undefined ? undefined : parseFloat64(text);
}

const TRUE = new Set(['true', 't', 'yes', 'y', '1']);
const FALSE = new Set(['false', 'f', 'no', 'n', '0']);

function toBool(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const word = textOf(value)?.trim().toLowerCase();
  if (word === undefined) return undefined;
  return TRUE.has(word) ? true : FALSE.has(word) ? false : undefined;
}

function toText(value: unknown): string | undefined {
  return typeof value === 'boolean' ? String(value) : textOf(value);
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

function toBytes(value: unknown): DuckDBValue | undefined {
  // Many encoders break lines after 76 characters, or end with a line end.
  const text = typeof value === 'string' ? value.replace(/[\r\n]/g, '') : undefined;
  if (text === undefined || !BASE64.test(text)) return undefined;
  return blobValue(Buffer.from(text, 'base64'));
}

function toJson(strings: JsonStrings): Convert {
  return (value) => {
    try {
      if (value instanceof JsonDocument) return value.text;
      if (typeof value === 'string') return normalJsonText(strings === 'verbatim' ? JSON.stringify(value) : value);
      if (typeof value === 'boolean') return String(value);
      const number = textOf(value);
      return number === undefined ? undefined : normalJsonText(number);
    } catch {
      return undefined;
    }
  };
}

function ofString<T>(
  parse: (text: string) => T | undefined,
  wrap: (parsed: T) => DuckDBValue,
): (value: unknown) => DuckDBValue | undefined {
  return (value) => {
    const parsed = typeof value === 'string' ? parse(value) : undefined;
    return parsed === undefined ? undefined : wrap(parsed);
  };
}

const SIMPLE: Readonly<Partial<Record<ColumnType, Convert>>> = {
  INT64: toInt64,
  FLOAT64: toFloat64,
  BOOL: toBool,
  STRING: toText,
  GEOGRAPHY: (value) => (typeof value === 'string' && isGeographyText(value) ? value : undefined),
  BYTES: toBytes,
  DATE: ofString(parseDate, (days) => new DuckDBDateValue(days)),
  TIME: ofString(parseTime, (micros) => new DuckDBTimeValue(micros)),
  DATETIME: ofString(parseDatetime, (micros) => new DuckDBTimestampValue(micros)),
  TIMESTAMP: (value) => {
    const text = textOf(value);
    const micros = text === undefined ? undefined : parseTimestamp(text);
    return micros === undefined ? undefined : new DuckDBTimestampTZValue(micros);
  },
  INTERVAL: ofString(parseInterval, ({ months, days, micros }) => intervalValue(months, days, micros)),
};

/** The converter of one element of the column; STRUCT is the row decoder's business. */
export function converterOf(column: Column, strings: JsonStrings): Convert {
  switch (column.type) {
    case 'NUMERIC':
    case 'BIGNUMERIC':
      return decimalConverter(column);
    case 'JSON':
      return toJson(strings);
    case 'RANGE':
      return rangeConverter(column);
    case 'STRING':
    case 'BYTES':
      return bounded(column, SIMPLE[column.type] as Convert);
    default: {
      const convert = SIMPLE[column.type];
      if (convert === undefined) throw new TypeError(`no conversion for ${column.type}`);
      return convert;
    }
  }
}

/** STRING(n) counts characters, BYTES(n) bytes. */
function bounded(column: Column, convert: Convert): Convert {
  const { maxLength } = column;
  if (maxLength === undefined) return convert;
  return (value) => {
    const converted = convert(value);
    if (converted === undefined) return undefined;
    const length =
      typeof converted === 'string' ? [...converted].length : (converted as { bytes: Uint8Array }).bytes.length;
    return length > maxLength ? undefined : converted;
  };
}

function decimalConverter(column: Column): Convert {
  const kind = column.type === 'NUMERIC' ? NUMERIC : BIGNUMERIC;
  const { precision } = column;
  const scale = column.scale ?? (precision === undefined ? kind.scale : 0);
  const unit = 10n ** BigInt(kind.scale - scale);
  const limit = precision === undefined ? undefined : 10n ** BigInt(precision + kind.scale - scale);
  return (value) => {
    const text = textOf(value);
    const exact = text === undefined ? undefined : parseDecimal(text, kind);
    if (exact === undefined) return undefined;
    const rounded = unit === 1n ? exact : roundTo(exact, unit, column.roundingMode === 'ROUND_HALF_EVEN');
    if (limit !== undefined && (rounded >= limit || rounded <= -limit)) return undefined;
    return kind === NUMERIC ? new DuckDBDecimalValue(rounded, 38, 9) : rounded;
  };
}

function roundTo(value: bigint, unit: bigint, halfEven: boolean): bigint {
  const magnitude = value < 0n ? -value : value;
  const rest = magnitude % unit;
  const down = magnitude - rest;
  const isOdd = (down / unit) % 2n === 1n;
  const up = rest * 2n > unit || (rest * 2n === unit && (!halfEven || isOdd));
  const rounded = up ? down + unit : down;
  return value < 0n ? -rounded : rounded;
}

/** `[start, end)` as text, or an object with `start` and `end`; UNBOUNDED, null or absence is an open side. */
function rangeConverter(column: Column): Convert {
  const element = SIMPLE[column.rangeElementType ?? 'DATE'] as Convert;
  const bound = (value: unknown): DuckDBValue | undefined =>
    value === null || value === undefined || (typeof value === 'string' && /^(?:unbounded|null)$/i.test(value.trim()))
      ? null
      : element(value);
  return (value) => {
    const bounds = boundsOf(value);
    if (bounds === undefined) return undefined;
    const start = bound(bounds[0]);
    const end = bound(bounds[1]);
    if (start === undefined || end === undefined) return undefined;
    if (start !== null && end !== null && pointOf(start) >= pointOf(end)) return undefined;
    return structValue({ start, end });
  };
}

function boundsOf(value: unknown): readonly [unknown, unknown] | undefined {
  if (typeof value === 'string') {
    const text = value.trim();
    const [start, end, ...more] = text.startsWith('[') && text.endsWith(')') ? text.slice(1, -1).split(',') : [];
    const parts = more.length > 0 ? [] : [start?.trim() ?? '', end?.trim() ?? ''];
    return parts[0] === '' || parts[1] === '' || parts.length === 0 ? undefined : [parts[0], parts[1]];
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { start, end, ...others } = value as { start?: unknown; end?: unknown };
  return Object.keys(others).length > 0 ? undefined : [start, end];
}

function pointOf(value: DuckDBValue): bigint {
  if (value instanceof DuckDBDateValue) return BigInt(value.days);
  return (value as { micros: bigint }).micros;
}
