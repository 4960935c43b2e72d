/**
 * A second model of the values that each column takes, as simple as possible: with patterns, BigInt and Date, without regard
 * to speed. The codec is held against it. The answer is the value on the wire, or `REJECTED`.
 */

import type { Field } from '../../shared/bigquery/schema/table-schema.ts';
import { dateOf, datetimeOf, picosecondsOf, REJECTED, timeOf, timestampOf } from './temporal-model.ts';

export { REJECTED } from './temporal-model.ts';

type Wire = unknown;

export function modelOf(field: Field, value: unknown): Wire {
  if (field.mode !== 'REPEATED') return elementOf(field, value);
  if (!Array.isArray(value)) return REJECTED;
  const elements = Array.from(value, (item) =>
    item === null || item === undefined ? REJECTED : elementOf(field, item),
  );
  return elements.includes(REJECTED) ? REJECTED : elements;
}

function elementOf(field: Field, value: unknown): Wire {
  switch (field.type) {
    case 'STRING':
      if (typeof value !== 'string' || !value.isWellFormed()) return REJECTED;
      return [...value].length > (field.maxLength ?? Number.POSITIVE_INFINITY) ? REJECTED : value;
    case 'BYTES':
      return bytesOf(field, value);
    case 'INT64':
      return int64Of(value);
    case 'FLOAT64':
      return float64Of(value);
    case 'BOOL':
      return (
        new Map<unknown, boolean>([
          [true, true],
          ['true', true],
          [false, false],
          ['false', false],
        ]).get(value) ?? REJECTED
      );
    case 'NUMERIC':
    case 'BIGNUMERIC':
      return decimalOf(field, value);
    case 'DATE':
      return dateOf(value);
    case 'TIME':
      return timeOf(value);
    case 'DATETIME':
      return datetimeOf(value);
    case 'TIMESTAMP':
      return field.timestampPrecision === 12 ? picosecondsOf(value) : timestampOf(value);
    case 'INTERVAL':
      return intervalOf(value);
    case 'RANGE':
      return rangeOf(field, value);
    case 'JSON':
      return jsonOf(value);
    case 'STRUCT':
      return structOf(field.fields ?? [], value);
    default:
      throw new Error(`no model of ${field.type}`);
  }
}

function bytesOf(field: Field, value: unknown): Wire {
  let bytes: Uint8Array;
  if (value instanceof Uint8Array) bytes = new Uint8Array(value);
  else if (typeof value !== 'string') return REJECTED;
  else {
    const decoded = Buffer.from(value, 'base64');
    if (decoded.toString('base64') !== value) return REJECTED;
    bytes = new Uint8Array(decoded);
  }
  return bytes.length > (field.maxLength ?? Number.POSITIVE_INFINITY) ? REJECTED : bytes;
}

function int64Of(value: unknown): Wire {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return REJECTED;
  if (typeof value === 'string' && !/^[+-]?[0-9]+$/.test(value)) return REJECTED;
  if (typeof value !== 'number' && typeof value !== 'bigint' && typeof value !== 'string') return REJECTED;
  const number = BigInt(typeof value === 'string' ? value.replace(/^\+/, '').replace(/^-(?=.)/, '') : value);
  const signed = typeof value === 'string' && value.startsWith('-') ? -number : number;
  return signed >= -(2n ** 63n) && signed < 2n ** 63n ? signed : REJECTED;
}

function float64Of(value: unknown): Wire {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') {
    const float = Number(value);
    return Number.isFinite(float) && BigInt(float) === value ? float : REJECTED;
  }
  if (typeof value !== 'string') return REJECTED;
  if (['NaN', 'Infinity', '-Infinity'].includes(value)) return Number(value);
  if (!/^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$/.test(value)) return REJECTED;
  return Number.isFinite(Number(value)) ? Number(value) : REJECTED;
}

function decimalOf(field: Field, value: unknown): Wire {
  if (!['string', 'number', 'bigint'].includes(typeof value)) return REJECTED;
  const match = /^([+-]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]+))?$/.exec(String(value));
  if (match === null || `${match[2]}${match[3] ?? ''}` === '') return REJECTED;
  const exponent = Number(match[4] ?? 0);
  const digits = BigInt(`${match[2]}${match[3] ?? ''}`);
  if (digits === 0n) return '0';
  if (Math.abs(exponent) > 1000) return REJECTED;
  // The value times 10^400, exactly.
  const huge = digits * 10n ** BigInt(1400 + exponent - (match[3] ?? '').length);
  const bigScale = field.type === 'BIGNUMERIC' ? 38 : 9;
  const scale = field.precision === undefined ? bigScale : (field.scale ?? 0);
  const unit = 10n ** BigInt(1400 - scale);
  if (huge % unit !== 0n) return REJECTED;
  const magnitude = huge / unit;
  const signed = match[1] === '-' ? -magnitude : magnitude;
  if (field.precision !== undefined ? magnitude >= 10n ** BigInt(field.precision) : outside(field, signed))
    return REJECTED;
  const text = magnitude.toString().padStart(scale + 1, '0');
  const whole = text.slice(0, text.length - scale);
  const fraction = text.slice(text.length - scale).replace(/0+$/, '');
  return `${match[1] === '-' ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

function outside(field: Field, scaled: bigint): boolean {
  if (field.type === 'NUMERIC') return scaled >= 10n ** 38n || scaled <= -(10n ** 38n);
  return scaled >= 2n ** 255n || scaled < -(2n ** 255n);
}

function intervalOf(value: unknown): Wire {
  if (typeof value !== 'string') return REJECTED;
  const match = /^-?(\d{1,5})-(\d{1,2}) -?(\d{1,7}) -?(\d{1,8}):(\d{1,2}):(\d{1,2})(\.\d{1,6})?$/.exec(value);
  if (match === null) return REJECTED;
  const [years, months, days, hours, minutes, seconds, fraction] = match
    .slice(1)
    .map((part) => Number(part ?? 0)) as number[] as [number, number, number, number, number, number, number];
  if (months > 11 || minutes > 59 || seconds > 59 || years + months / 12 > 10_000 || days > 3_660_000) return REJECTED;
  return hours + minutes / 60 + seconds / 3600 + fraction / 3600 > 87_840_000 ? REJECTED : value;
}

function rangeOf(field: Field, value: unknown): Wire {
  let bounds: Readonly<Record<string, unknown>>;
  if (typeof value === 'string') {
    const match = /^\[([^,]*), ([^,]*)\)$/.exec(value);
    if (match === null) return REJECTED;
    const bound = (text: string | undefined) => (/^(unbounded|null)$/i.test(text ?? '') ? null : text);
    bounds = { start: bound(match[1]), end: bound(match[2]) };
  } else if (typeof value === 'object' && value !== null && isPlain(value)) {
    bounds = value as Readonly<Record<string, unknown>>;
  } else return REJECTED;
  const wire: Record<string, unknown> = {};
  for (const [key, bound] of Object.entries(bounds)) {
    if (key !== 'start' && key !== 'end') return REJECTED;
    if (bound === null || bound === undefined) continue;
    wire[key] = elementOf({ name: key, type: field.rangeElementType as 'DATE', mode: 'NULLABLE' }, bound);
    if (wire[key] === REJECTED) return REJECTED;
  }
  if (wire.start !== undefined && wire.end !== undefined && (wire.start as bigint) >= (wire.end as bigint))
    return REJECTED;
  return wire;
}

/** The value that the text on the wire parses to. */
function jsonOf(value: unknown): Wire {
  if (typeof value !== 'string') return jsonValue(value, 0);
  try {
    const parsed: unknown = JSON.parse(value);
    return value.isWellFormed() && JSON.stringify(parsed) !== undefined && wellFormed(parsed) ? parsed : REJECTED;
  } catch {
    return REJECTED;
  }
}

function wellFormed(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, item]) => key.isWellFormed() && wellFormed(item));
}

function jsonValue(value: unknown, depth: number): Wire {
  if (depth > 500) return REJECTED;
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') return value.isWellFormed() ? value : REJECTED;
  if (typeof value === 'number') return Number.isFinite(value) ? value : REJECTED;
  if (typeof value === 'bigint') return value >= -(2n ** 63n) && value < 2n ** 64n ? Number(value) : REJECTED;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? REJECTED : value.toISOString();
  if (typeof value !== 'object') return REJECTED;
  if (depth === 500) return REJECTED;
  if (Array.isArray(value)) {
    const items = Array.from(value, (item) => jsonValue(item, depth + 1));
    return items.includes(REJECTED) ? REJECTED : items;
  }
  if (!isPlain(value)) return REJECTED;
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([key, item]) => [key, key.isWellFormed() ? jsonValue(item, depth + 1) : REJECTED] as const);
  if (entries.some(([, item]) => item === REJECTED)) return REJECTED;
  return JSON.parse(`{${entries.map(([key]) => `${JSON.stringify(key)}:0`).join(',')}}`, (key, item) =>
    typeof item === 'number' ? entries.find(([name]) => name === key)?.[1] : item,
  );
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** A row, or a STRUCT in it. */
export function structOf(columns: readonly Field[], value: unknown): Wire {
  if (typeof value !== 'object' || value === null || !isPlain(value)) return REJECTED;
  const wire: Record<string, unknown> = {};
  const seen = new Set<Field>();
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    const column = columns.find(({ name }) => name.toLowerCase() === key.toLowerCase());
    if (column === undefined || seen.has(column)) return REJECTED;
    seen.add(column);
    if (item === null && column.mode === 'REQUIRED') return REJECTED;
    const of = item === null ? undefined : modelOf(column, item);
    if (of === REJECTED) return REJECTED;
    // An empty list is not there.
    if (of !== undefined && !(Array.isArray(of) && column.mode === 'REPEATED' && of.length === 0))
      wire[column.name] = of;
  }
  return columns.some((column) => column.mode === 'REQUIRED' && !seen.has(column)) ? REJECTED : wire;
}

/** As the model has it: JSON parsed, lists and bytes as themselves, nothing for an empty list. */
export function wireOf(field: Field, value: unknown): unknown {
  if (field.mode === 'REPEATED')
    return ((value ?? []) as readonly unknown[]).map((item) => wireOf({ ...field, mode: 'NULLABLE' }, item));
  if (field.type === 'STRUCT') {
    const columns = field.fields ?? [];
    const named = (name: string): Field => columns.find((column) => column.name === name) as Field;
    // protobufjs has an empty list for every list that is not there.
    const there = Object.entries(value as object).filter(([, item]) => !(Array.isArray(item) && item.length === 0));
    return Object.fromEntries(there.map(([name, item]) => [name, wireOf(named(name), item)]));
  }
  if (field.type === 'JSON') return JSON.parse(value as string);
  if (value instanceof Uint8Array) return new Uint8Array(value);
  return typeof value === 'object' ? { ...value } : value;
}
