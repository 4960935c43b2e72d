/** JSON and the values of SQL: PARSE_JSON, TO_JSON, TO_JSON_STRING, and JSON as BOOL, INT64, FLOAT64 and STRING. */

import { anyArgument } from '../../emit/any-argument.ts';
import { type Native, native, nativeTakingNull, type Plain } from '../../emit/native.ts';
import { typeArgument, typeOfArgument } from '../../emit/type-argument.ts';
import { float64ToText } from '../../types/cast-natives.ts';
import { parseFloat64 } from '../../values/float.ts';
import {
  isArray,
  type Json,
  JsonNumber,
  normalText,
  parseJson,
  wholeNumber,
  writeJson,
} from '../../values/json-value.ts';
import { normalJsonText } from '../../values/normal-json.ts';
import { define, type Overload, on, onBound } from '../define.ts';
import { BIGNUMERIC_KIND, parseDecimal, roundDecimal } from '../numbers/decimal.ts';
import { halfAway } from '../numbers/float.ts';
import { type Call, CallRefused, type FunctionDefinition } from '../signature.ts';
import { temporal } from '../time/temporal-natives.ts';
import { type Encoding, toJson } from './json-render.ts';
import { scalarText } from './json-text.ts';

function modeOf(call: Call, missing: 'exact' | 'round'): 'exact' | 'round' {
  const mode = call.named.get('wide_number_mode');
  if (mode === undefined) return missing;
  if (mode.literal === 'exact' || mode.literal === 'round') return mode.literal;
  throw new CallRefused('invalid', `Invalid wide_number_mode ${String(mode.literal)}: it must be 'exact' or 'round'`);
}

/** PARSE_JSON. The second argument is 'exact' or 'round'. */
export const parse = native('bq_parse_json', { takes: ['STRING', 'STRING'], returns: 'JSON' }, (text, mode) => {
  try {
    return normalJsonText(text, mode === 'exact' ? 'exact' : 'round');
  } catch (error) {
    throw new Error(`Invalid input: ${error instanceof Error ? error.message : String(error)}`);
  }
});

const toText = nativeTakingNull(
  'bq_to_json_string',
  { takes: ['ANY', 'STRING', 'BOOL'], returns: 'STRING' },
  (value, type, pretty) => {
    if (pretty === null) return null;
    const json = value === null ? null : toJson(value.value, value.type, typeOfArgument(type ?? ''), 'text');
    return writeJson(json, { pretty });
  },
);

const toJsonNative = nativeTakingNull(
  'bq_to_json',
  { takes: ['ANY', 'STRING', 'STRING'], returns: 'JSON' },
  (value, type, encoding) =>
    normalText(
      value === null
        ? null
        : toJson(value.value, value.type, typeOfArgument(type ?? ''), (encoding ?? 'json') as Encoding),
    ),
);

/** The value of a JSON of the kind that is asked for; any other is an error, JSON null included. */
function boolOf(value: Json): boolean {
  if (typeof value !== 'boolean') throw new Error('The provided JSON input is not a boolean');
  return value;
}

function stringOf(value: Json): string {
  if (typeof value !== 'string') throw new Error('The provided JSON input is not a string');
  return value;
}

function int64Of(value: Json): bigint {
  if (!(value instanceof JsonNumber)) throw new Error('The provided JSON input is not an integer');
  const number = Number(value.raw);
  const whole = wholeNumber(value.raw) ?? (Number.isInteger(number) ? BigInt(number) : undefined);
  if (whole === undefined || whole !== BigInt.asIntN(64, whole)) {
    throw new Error(`The provided JSON number: ${value.raw} cannot be converted to an integer`);
  }
  return whole;
}

function float64Of(value: Json, mode: string): number {
  if (!(value instanceof JsonNumber)) throw new Error('The provided JSON input is not a number');
  const number = Number(value.raw);
  if (mode === 'exact' && wholeNumber(value.raw) !== undefined && BigInt(number) !== BigInt(value.raw)) {
    throw new Error(`JSON number: ${value.raw} cannot be converted to FLOAT64 without loss of precision`);
  }
  return number;
}

const asFloat64 = native('bq_json_float64', { takes: ['STRING', 'STRING'], returns: 'FLOAT64' }, (text, mode) =>
  float64Of(parseJson(text), mode),
);

function laxBoolOf(value: Json): boolean | null {
  if (typeof value === 'boolean') return value;
  if (value instanceof JsonNumber) return Number(value.raw) !== 0;
  if (typeof value !== 'string') return null;
  return { true: true, false: false }[value.toLowerCase()] ?? null;
}

function laxInt64Of(value: Json): bigint | null {
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (value instanceof JsonNumber) {
    const whole = wholeNumber(value.raw) ?? BigInt(halfAway(Number(value.raw)));
    return whole === BigInt.asIntN(64, whole) ? whole : null;
  }
  return typeof value === 'string' ? laxWhole(value) : null;
}

/** Read as a BIGNUMERIC, and rounded. */
function laxWhole(text: string): bigint | null {
  try {
    const decimal = parseDecimal(BIGNUMERIC_KIND, text);
    if (decimal === undefined) return null;
    const whole = roundDecimal(BIGNUMERIC_KIND, decimal, 0n, 'ROUND_HALF_AWAY_FROM_ZERO') / BIGNUMERIC_KIND.one;
    return whole === BigInt.asIntN(64, whole) ? whole : null;
  } catch {
    return null;
  }
}

function laxFloat64Of(value: Json): number | null {
  if (value instanceof JsonNumber) return Number(value.raw);
  if (typeof value !== 'string') return null;
  return parseFloat64(value) ?? null;
}

/** A number that is not whole as written is a FLOAT64, and has its text: `1.0` is 1. */
function laxStringOf(value: Json): string | null {
  if (value instanceof JsonNumber && /[.eE]/.test(value.raw)) return float64ToText(Number(value.raw));
  return scalarText(value, 'JSON') ?? null;
}

/** A conversion of one JSON value as a function, and of every element of a JSON array as another. */
function pair<K extends 'BOOL' | 'INT64' | 'FLOAT64' | 'STRING'>(
  name: string,
  returns: K,
  convert: (value: Json) => Plain[K] | null,
  /** The error for JSON that is no array. Without one the result is NULL. */
  otherwise: string | undefined,
): { readonly one: Native; readonly all: Native } {
  const shape = { takes: ['STRING'] as const, returns: returns as 'BOOL' };
  const list = { takes: ['STRING'] as const, returns: `${returns as 'BOOL'}[]` as const };
  return {
    one: native(`bq_${name}`, shape, (text) => convert(parseJson(text)) as boolean | null),
    all: native(`bq_${name}_array`, list, (text) => {
      const value = parseJson(text);
      if (isArray(value)) return value.map(convert) as (boolean | null)[];
      if (otherwise === undefined) return null;
      throw new Error(otherwise);
    }),
  };
}

const NO_ARRAY = 'The provided JSON input is not an array';
const lax = {
  bool: pair('lax_bool', 'BOOL', laxBoolOf, undefined),
  int64: pair('lax_int64', 'INT64', laxInt64Of, undefined),
  float64: pair('lax_float64', 'FLOAT64', laxFloat64Of, undefined),
  string: pair('lax_string', 'STRING', laxStringOf, undefined),
};
const strict = {
  bool: pair('json_bool', 'BOOL', boolOf, NO_ARRAY),
  int64: pair('json_int64', 'INT64', int64Of, NO_ARRAY),
  float64: pair('json_float64_exactly', 'FLOAT64', (value) => float64Of(value, 'round'), NO_ARRAY),
  string: pair('json_to_string', 'STRING', stringOf, NO_ARRAY),
};

export const natives = [
  ...[parse, toText, toJsonNative, asFloat64],
  ...[...Object.values(lax), ...Object.values(strict)].flatMap(({ one, all }) => [one, all]),
];

function encodingOf(call: Call): Encoding {
  const wide = call.named.get('stringify_wide_numbers');
  if (wide === undefined || wide.literal === false) return 'json';
  if (wide.literal === true) return 'wide';
  throw new CallRefused('unsupported', 'stringify_wide_numbers must be a literal in the local BigQuery');
}

/** Any SQL value as JSON, as TO_JSON has it. */
export const toJsonSql = (sql: string, type: Parameters<typeof typeArgument>[0], encoding: Encoding = 'json') =>
  toJsonNative.of(anyArgument({ sql, type }), typeArgument(type), `'${encoding}'`);

const toText1: Overload = onBound('ANY, BOOL? -> STRING', ({ args: [value], sql }) =>
  value === undefined ? '' : toText.of(anyArgument(value), typeArgument(value.type), sql[1] ?? 'FALSE'),
);

export const functions: readonly FunctionDefinition[] = [
  define(
    'PARSE_JSON',
    [onBound('STRING -> JSON', ({ call, sql }) => parse.of(sql[0] ?? '', `'${modeOf(call, 'exact')}'`))],
    {
      named: ['wide_number_mode'],
    },
  ),
  define('TO_JSON_STRING', [toText1]),
  define(
    'TO_JSON',
    [
      onBound('ANY -> JSON', ({ call, args: [value] }) =>
        value === undefined ? '' : toJsonSql(value.sql, value.type, encodingOf(call)),
      ),
    ],
    { named: ['stringify_wide_numbers'] },
  ),
  define('BOOL', [on('JSON -> BOOL', strict.bool.one.of)]),
  define('INT64', [on('JSON -> INT64', strict.int64.one.of)]),
  define(
    ['FLOAT64', 'DOUBLE'],
    [onBound('JSON -> FLOAT64', ({ call, sql }) => asFloat64.of(sql[0] ?? '', `'${modeOf(call, 'round')}'`))],
    { named: ['wide_number_mode'] },
  ),
  define('STRING', [
    on('JSON -> STRING', strict.string.one.of),
    on('TIMESTAMP -> STRING', (at) => temporal.timestampText.of(at, "'UTC'")),
    on('TIMESTAMP, STRING -> STRING', temporal.timestampText.of),
    on('DATE -> STRING', temporal.dateText.of),
    on('DATETIME -> STRING', temporal.datetimeText.of),
    on('TIME -> STRING', temporal.timeText.of),
  ]),
  define('LAX_BOOL', [on('JSON -> BOOL', lax.bool.one.of)]),
  define('LAX_INT64', [on('JSON -> INT64', lax.int64.one.of)]),
  define(['LAX_FLOAT64', 'LAX_DOUBLE'], [on('JSON -> FLOAT64', lax.float64.one.of)]),
  define('LAX_STRING', [on('JSON -> STRING', lax.string.one.of)]),
  define('LAX_BOOL_ARRAY', [on('JSON -> BOOL[]', lax.bool.all.of)]),
  define('LAX_INT64_ARRAY', [on('JSON -> INT64[]', lax.int64.all.of)]),
  define(['LAX_FLOAT64_ARRAY', 'LAX_DOUBLE_ARRAY'], [on('JSON -> FLOAT64[]', lax.float64.all.of)]),
  define('LAX_STRING_ARRAY', [on('JSON -> STRING[]', lax.string.all.of)]),
  define('BOOL_ARRAY', [on('JSON -> BOOL[]', strict.bool.all.of)]),
  define('INT64_ARRAY', [on('JSON -> INT64[]', strict.int64.all.of)]),
  define(['FLOAT64_ARRAY', 'DOUBLE_ARRAY'], [on('JSON -> FLOAT64[]', strict.float64.all.of)]),
  define('STRING_ARRAY', [on('JSON -> STRING[]', strict.string.all.of)]),
];
