/** Values of NUMERIC and BIGNUMERIC columns, exact: text, integers, doubles, and the little-endian two's complement bytes. */

import { DuckDBDecimalValue, type DuckDBValue } from '@duckdb/node-api';
import { BIGNUMERIC, type DecimalKind, formatDecimal, NUMERIC, parseDecimal } from '../../googlesql/values/decimal.ts';
import type { Column } from '../schema.ts';
import { FieldProblem, shown } from './field-problem.ts';

export interface DecimalConversions {
  readonly ofText: (text: string) => DuckDBValue;
  readonly ofInteger: (value: bigint) => DuckDBValue;
  readonly ofDouble: (value: number) => DuckDBValue;
  readonly ofBytes: (bytes: Uint8Array) => DuckDBValue;
}

export function decimalConversions(column: Column): DecimalConversions {
  const kind = column.type === 'NUMERIC' ? NUMERIC : BIGNUMERIC;
  const fit = fitting(column, kind);
  const wrap = (scaled: bigint): DuckDBValue =>
    kind === NUMERIC ? new DuckDBDecimalValue(fit(scaled), 38, 9) : fit(scaled);
  const ofText = (text: string): DuckDBValue => {
    const scaled = parseDecimal(text, kind);
    if (scaled === undefined) throw new FieldProblem(`Invalid ${kind.name} value: ${shown(text)}`);
    return wrap(scaled);
  };
  return {
    ofText,
    ofInteger: (value) => wrap(value * 10n ** BigInt(kind.scale)),
    ofDouble: (value) => ofText(String(value)),
    ofBytes: (bytes) => {
      const widest = kind === NUMERIC ? 16 : 32;
      if (bytes.length === 0 || bytes.length > widest) {
        throw new FieldProblem(`Invalid ${kind.name} value: ${bytes.length} bytes, expected 1 to ${widest}`);
      }
      const scaled = littleEndian(bytes);
      if (scaled < kind.min || scaled > kind.max) throw outOfRange(kind, scaled);
      return wrap(scaled);
    },
  };
}

function littleEndian(bytes: Uint8Array): bigint {
  const hex = Buffer.from(bytes).reverse().toString('hex');
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex}`));
}

/** NUMERIC(P, S): rounds to S digits, then checks that P - S digits before the point are enough. */
function fitting({ name, precision, scale = 0, roundingMode }: Column, kind: DecimalKind): (scaled: bigint) => bigint {
  if (precision === undefined) return (scaled) => scaled;
  const unit = 10n ** BigInt(kind.scale - scale);
  const limit = 10n ** BigInt(precision - scale + kind.scale);
  const halfEven = roundingMode === 'ROUND_HALF_EVEN';
  return (scaled) => {
    const rounded = round(scaled, unit, halfEven);
    if (rounded >= limit || rounded <= -limit) {
      throw new FieldProblem(
        `Field ${name}: ${kind.name}(${precision}, ${scale}) has precision ${precision} and scale ${scale} ` +
          `but got the value ${formatDecimal(scaled, kind.scale)}`,
      );
    }
    return rounded;
  };
}

function round(value: bigint, unit: bigint, halfEven: boolean): bigint {
  const magnitude = value < 0n ? -value : value;
  const rest = magnitude % unit;
  const down = magnitude - rest;
  const isOdd = (down / unit) % 2n === 1n;
  const isUp = rest * 2n > unit || (rest * 2n === unit && rest !== 0n && (!halfEven || isOdd));
  const rounded = isUp ? down + unit : down;
  return value < 0n ? -rounded : rounded;
}

function outOfRange(kind: DecimalKind, scaled: bigint): FieldProblem {
  return new FieldProblem(`${kind.name} field value is out of range: ${formatDecimal(scaled, kind.scale)}`);
}
