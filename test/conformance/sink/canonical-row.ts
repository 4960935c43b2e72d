/**
 * One spelling for each value that the row codec has encoded, read back from the codec's bytes: what reaches the table in
 * STORAGE_WRITE, as JSON. Columns stand in the table's order; NULL, absent and an empty list are all left out.
 */

import type { Field } from '../../../shared/bigquery/schema/table-schema.ts';
import type { Decoded } from '../../support/decode-rows.ts';

type Canonical = Readonly<Record<string, unknown>>;

export function canonicalRow(decoded: Decoded, fields: readonly Field[]): Canonical {
  const row: Record<string, unknown> = {};
  for (const field of fields) {
    const value = decoded[field.name];
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    row[field.name] = Array.isArray(value)
      ? value.map((item) => canonicalValue(item, field))
      : canonicalValue(value, field);
  }
  return row;
}

function canonicalValue(value: unknown, field: Field): unknown {
  switch (field.type) {
    case 'INT64':
      return String(value);
    case 'FLOAT64':
      return Number.isFinite(value) ? value : String(value);
    case 'BYTES':
      return Buffer.from(value as Uint8Array).toString('base64');
    case 'DATE':
      return new Date((value as number) * 86_400_000).toISOString().slice(0, 10);
    case 'TIME':
      return timeOf(value as bigint);
    case 'DATETIME':
      return datetimeOf(value as bigint);
    case 'TIMESTAMP':
      return typeof value === 'string' ? value : timestampOf(value as bigint);
    case 'STRUCT':
      return canonicalRow(value as Decoded, field.fields ?? []);
    case 'RANGE':
      return canonicalRow(
        value as Decoded,
        ['start', 'end'].map((name) => ({ name, type: field.rangeElementType ?? 'DATE', mode: 'NULLABLE' })),
      );
    default:
      return value;
  }
}

const bits = (value: bigint, from: bigint, count: bigint): number => Number((value >> from) & ((1n << count) - 1n));
const padded = (value: number, digits: number): string => String(value).padStart(digits, '0');
const fraction = (micros: number): string => (micros === 0 ? '' : `.${padded(micros, 6)}`);

/** Civil fields packed into an int64: write-api.md, Types. */
function timeOf(value: bigint): string {
  const [hour, minute, second] = [bits(value, 32n, 5n), bits(value, 26n, 6n), bits(value, 20n, 6n)];
  return `${padded(hour, 2)}:${padded(minute, 2)}:${padded(second, 2)}${fraction(bits(value, 0n, 20n))}`;
}

function datetimeOf(value: bigint): string {
  const [year, month, day] = [bits(value, 46n, 14n), bits(value, 42n, 4n), bits(value, 37n, 5n)];
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}T${timeOf(value & ((1n << 37n) - 1n))}`;
}

function timestampOf(micros: bigint): string {
  const rest = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const date = new Date(Number((micros - rest) / 1_000n));
  return `${date.toISOString().slice(0, 19)}${fraction(Number(rest))}Z`;
}
