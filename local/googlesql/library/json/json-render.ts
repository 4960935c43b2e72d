/** SQL values of any type as JSON: the encodings of TO_JSON_STRING and TO_JSON. */

import type { DuckDBType, DuckDBValue } from '@duckdb/node-api';
import {
  DuckDBArrayValue,
  DuckDBListType,
  DuckDBListValue,
  DuckDBStructType,
  DuckDBStructValue,
} from '@duckdb/node-api';
import { type Interval, plainValue } from '../../emit/native.ts';
import { float64ToText } from '../../types/cast-natives.ts';
import type { SqlType } from '../../types/type.ts';
import { formatInterval } from '../../values/interval.ts';
import { doubleText, type Json, JsonMembers, JsonNumber, parseJson } from '../../values/json-value.ts';
import { isExactNumber } from '../../values/normal-json.ts';
import { BIGNUMERIC_KIND, type DecimalKind, decimalText, NUMERIC_KIND } from '../numbers/decimal.ts';
import { CallRefused } from '../signature.ts';
import { dateText, datetimeText, timeText } from '../time/civil.ts';

/**
 * `text` is TO_JSON_STRING: numbers that JavaScript would not hold are strings. `json` is TO_JSON, whose numbers stay
 * numbers; `wide` is TO_JSON with stringify_wide_numbers.
 */
export type Encoding = 'text' | 'json' | 'wide';

const EXACT = 2n ** 53n;

export function toJson(value: DuckDBValue, duck: DuckDBType, type: SqlType, encoding: Encoding): Json {
  if (value === null) return null;
  switch (type.kind) {
    case 'ARRAY':
      return itemsOf(value).map((item) => toJson(item, elementType(duck), type.element, encoding));
    case 'STRUCT': {
      const fields = fieldsOf(value, duck);
      return new JsonMembers(
        type.fields.map((field, index) => {
          const [inner, innerType] = fields[index] ?? [null, duck];
          return [field.name ?? '', toJson(inner, innerType, field.type, encoding)] as const;
        }),
      );
    }
    case 'RANGE': {
      const [start = [null, duck], end = [null, duck]] = fieldsOf(value, duck);
      return new Map([
        ['start', toJson(start[0], start[1], type.element, encoding)],
        ['end', toJson(end[0], end[1], type.element, encoding)],
      ]);
    }
    default:
      return scalar(type.kind, plainValue(value), encoding);
  }
}

export function itemsOf(value: DuckDBValue): readonly DuckDBValue[] {
  return value instanceof DuckDBListValue || value instanceof DuckDBArrayValue ? value.items : [];
}

export function elementType(duck: DuckDBType): DuckDBType {
  return duck instanceof DuckDBListType ? duck.valueType : duck;
}

/** By place: DuckDB's type has the order, the value only names. */
export function fieldsOf(value: DuckDBValue, duck: DuckDBType): readonly (readonly [DuckDBValue, DuckDBType])[] {
  if (!(value instanceof DuckDBStructValue) || !(duck instanceof DuckDBStructType)) return [];
  return duck.entryNames.map((name, index) => [value.entries[name] ?? null, duck.entryTypes[index] ?? duck] as const);
}

function scalar(kind: SqlType['kind'], value: unknown, encoding: Encoding): Json {
  switch (kind) {
    case 'BOOL':
      return value as boolean;
    case 'INT64':
      return wide(String(value), encoding !== 'json' && !fits(value as bigint));
    case 'NUMERIC':
      return decimal(NUMERIC_KIND, value as bigint, encoding);
    case 'BIGNUMERIC':
      return decimal(BIGNUMERIC_KIND, value as bigint, encoding);
    case 'FLOAT64': {
      const number = value as number;
      if (Number.isNaN(number)) return 'NaN';
      if (!Number.isFinite(number)) return number > 0 ? 'Infinity' : '-Infinity';
      return new JsonNumber(encoding === 'text' ? float64ToText(number) : doubleText(number));
    }
    case 'BYTES':
      return Buffer.from(value as Uint8Array).toString('base64');
    case 'DATE':
      return dateText(value as number);
    case 'TIME':
      return timeText(value as bigint);
    case 'DATETIME':
      return datetimeText(value as bigint, 'T');
    case 'TIMESTAMP':
      return `${datetimeText(value as bigint, 'T')}Z`;
    case 'INTERVAL':
      return formatInterval(value as Interval);
    case 'JSON':
      return parseJson(value as string);
    case 'GEOGRAPHY':
      throw new CallRefused('unsupported', 'GEOGRAPHY as JSON is not supported by the local BigQuery');
    default:
      return String(value);
  }
}

const fits = (value: bigint) => value <= EXACT && value >= -EXACT;

function wide(text: string, asString: boolean): Json {
  return asString ? text : new JsonNumber(text);
}

function decimal(kind: DecimalKind, value: bigint, encoding: Encoding): Json {
  const text = decimalText(kind, value);
  if (encoding === 'text') return wide(text, value % kind.one !== 0n || !fits(value / kind.one));
  if (isExactNumber(text)) return new JsonNumber(text);
  if (encoding === 'wide') return text;
  throw new Error(`Failed to convert type ${kind.name} to JSON: ${text} is no double`);
}
