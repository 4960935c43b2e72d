/** Values of Avro's types as BigQuery takes them in JSON (cloud.google.com/pubsub/docs/bigquery, "Avro types"). */

import { formatDecimal } from '../../googlesql/values/decimal.ts';
import { formatDate, formatDatetime, formatTime } from '../../googlesql/values/time.ts';
import type { AvroNode } from './avro-schema.ts';

type Numeric = Extract<AvroNode, { readonly kind: 'int' | 'long' }> | Extract<AvroNode, { readonly logical: unknown }>;

/** `value` is what the binary encoding holds: a count of days, of milliseconds, of microseconds, or a plain number. */
export function wholeValue({ logical }: Numeric, value: bigint): string {
  switch (logical) {
    case 'date':
      return formatDate(Number(value));
    case 'time-millis':
      return formatTime(value * 1_000n);
    case 'time-micros':
      return formatTime(value);
    case 'timestamp-millis':
      return `${formatDatetime(value * 1_000n)}Z`;
    case 'timestamp-micros':
      return `${formatDatetime(value)}Z`;
    case 'local-timestamp-millis':
      return formatDatetime(value * 1_000n);
    case 'local-timestamp-micros':
      return formatDatetime(value);
    default:
      return String(value);
  }
}

export function bytesValue({ logical, scale }: Numeric, bytes: Buffer): string {
  if (logical !== 'decimal') return bytes.toString('base64');
  const unsigned = bytes.length === 0 ? 0n : BigInt(`0x${bytes.toString('hex')}`);
  return formatDecimal(BigInt.asIntN(Math.max(bytes.length, 1) * 8, unsigned), scale);
}

/** JSON has no word for NaN and the infinities; BigQuery takes these texts. */
export function floatValue(value: number): number | string {
  if (Number.isFinite(value)) return value;
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
}

const WHOLE = ['INTEGER', 'INT64', 'NUMERIC', 'BIGNUMERIC'];
const TEXT = ['STRING', 'JSON', 'TIMESTAMP', 'DATETIME', 'DATE', 'TIME', 'NUMERIC', 'BIGNUMERIC'];
const STRUCT = ['STRUCT', 'RECORD'];

/** The types of columns that hold a field of this type. */
export function columnTypes(node: AvroNode): readonly string[] {
  switch (node.kind) {
    case 'boolean':
      return ['BOOL', 'BOOLEAN'];
    case 'int':
    case 'long':
      return wholeColumns(node.logical);
    case 'float':
    case 'double':
      return ['FLOAT64', 'FLOAT'];
    case 'string':
    case 'enum':
      return TEXT;
    case 'bytes':
    case 'fixed':
      return node.logical === 'decimal' ? ['NUMERIC', 'BIGNUMERIC'] : ['BYTES'];
    case 'array':
      return columnTypes(node.items);
    case 'map':
    case 'record':
      return STRUCT;
    case 'union': {
      const [only, ...more] = node.branches.filter(({ kind }) => kind !== 'null');
      return only === undefined || more.length > 0 ? [] : columnTypes(only);
    }
    default:
      return [];
  }
}

function wholeColumns(logical: string | undefined): readonly string[] {
  if (logical === 'date') return ['DATE'];
  if (logical?.startsWith('time-') === true) return ['TIME'];
  if (logical?.startsWith('timestamp-') === true) return ['TIMESTAMP'];
  return logical?.startsWith('local-timestamp-') === true ? ['DATETIME'] : WHOLE;
}
