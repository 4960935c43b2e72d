/**
 * `RANGE BETWEEN 2 PRECEDING AND 1 FOLLOWING`: frames by distances from the ORDER BY key.
 *
 * DuckDB counts distances of its own numbers up to 128 bits. For a key or a distance beyond that (BIGNUMERIC, and NUMERIC
 * by a very large distance), DuckDB's frame is over a coarser key and reaches a little too far, and each row's frame is
 * narrowed by the exact key.
 */

import { bigNumericText, numericText, raiseText } from '../../emit/text.ts';
import { invalid, type Position, unsupported } from '../../error.ts';
import { BIGNUMERIC_KIND, type DecimalKind, NUMERIC_KIND, parseDecimal } from '../../library/numbers/decimal.ts';
import { coarseBigNumeric, MAX_COARSE, numericToBigNumeric } from '../../library/numbers/numeric.ts';
import type { Expression, NearFrame } from '../../library/signature.ts';
import type { FrameBound, FrameNode, OrderItem } from '../../syntax/ast.ts';
import { coerce } from '../../types/coercion.ts';
import { typeName } from '../../types/type-text.ts';
import type { Context } from '../context.ts';
import { orderText } from '../queries/order.ts';
import { analyze } from '../recursion.ts';

interface RangeFrame {
  /** The key to order by, and the ends of the frame, as DuckDB text. */
  readonly order: string;
  readonly from: string;
  readonly to: string;
  readonly near?: NearFrame;
}

/** A literal or parameter, of the key's type. */
interface Distance {
  readonly sql: string;
  /** The value, or of a decimal type the value times 10^scale. */
  readonly value: bigint | number;
}

type Bounds = readonly [from: FrameBound, to: FrameBound];

export function rangeFrame(frame: FrameNode, orderBy: readonly OrderItem[], context: Context): RangeFrame {
  const bounds: Bounds = [frame.from, frame.to ?? { side: 'CURRENT' }];
  const [item] = orderBy;
  if (item === undefined || orderBy.length !== 1) {
    throw invalid(
      'A RANGE-based window with OFFSET PRECEDING or OFFSET FOLLOWING boundaries must have exactly one ORDER BY key',
      frame.at,
    );
  }
  const key = analyze(item.expression, context);
  if (!NUMBERS.includes(key.type.kind)) {
    throw invalid(
      `ORDER BY key must be numeric in a RANGE-based window with OFFSET PRECEDING or OFFSET FOLLOWING boundaries, but has type ${typeName(key.type)}`,
      item.at,
    );
  }
  const distances = bounds.map(({ by }) =>
    by === undefined ? undefined : distanceOf(analyze(by, context), key, by.at),
  );
  switch (key.type.kind) {
    case 'INT64': {
      // In 128 bits no INT64 is too far.
      const wide = { ...key, sql: `CAST(${key.sql} AS HUGEINT)` };
      return plainFrame(orderText(item, wide), bounds, distances.map(wideDistance));
    }
    case 'NUMERIC':
      return distances.every((distance) => distance === undefined || distance.value <= MAX_WIDE)
        ? plainFrame(orderText(item, { ...key, sql: wideNumeric(key.sql) }), bounds, distances.map(wideDistance))
        : nearFrame(item, numericToBigNumeric.of(key.sql), bounds, distances.map(asBigNumeric));
    case 'BIGNUMERIC':
      return nearFrame(
        item,
        key.sql,
        bounds,
        distances.map((distance) => distance?.value as bigint | undefined),
      );
    default: {
      const far = distances.findIndex((distance) => distance !== undefined && distance.value > MAX_FLOAT_DISTANCE);
      if (far >= 0) {
        throw unsupported(
          `RANGE frames over FLOAT64 with an offset beyond ${MAX_FLOAT_DISTANCE}`,
          bounds[far]?.by?.at ?? frame.at,
        );
      }
      const texts = distances.map((distance) => distance?.sql);
      return plainFrame(floatOrder(item, key, bounds.some(isOpen)), bounds, texts);
    }
  }
}

const NUMBERS = ['INT64', 'NUMERIC', 'BIGNUMERIC', 'FLOAT64'];

/** The sum with a large key would be infinite, and reach infinite keys. So little is lost in rounding beside the largest double. */
const MAX_FLOAT_DISTANCE = 1e291;

function distanceOf(given: Expression, key: Expression, at: Position): Distance {
  const { kind } = key.type;
  const coerced = coerce(given, key.type);
  if (given.isLiteral !== true) throw invalid('Window framing expression must be a literal or parameter', at);
  if (given.literal === null) throw invalid('Window framing expression cannot be NULL', at);
  if (coerced === undefined) {
    const [type, wanted] = [typeName(given.type), typeName(key.type)];
    throw invalid(
      `Window framing expression has type ${type} that cannot coerce to the type of the ORDER BY expression, which is ${wanted}`,
      at,
    );
  }
  const value =
    kind === 'NUMERIC'
      ? scaledTo(NUMERIC_KIND, given)
      : kind === 'BIGNUMERIC'
        ? scaledTo(BIGNUMERIC_KIND, given)
        : numberOf(given);
  if (value === undefined) throw unsupported('a window frame by a distance that is not finite', at);
  if (value < 0) throw invalid('Window framing expression cannot evaluate to a negative value', at);
  return { sql: coerced.sql, value };
}

function numberOf({ literal, scaled, type }: Expression): bigint | number | undefined {
  if (scaled !== undefined)
    return Number(scaled) / 10 ** (type.kind === 'NUMERIC' ? NUMERIC_KIND : BIGNUMERIC_KIND).scale;
  return typeof literal === 'bigint' || typeof literal === 'number' ? literal : undefined;
}

function scaledTo(kind: DecimalKind, { literal, scaled, decimal, type }: Expression): bigint | undefined {
  if (typeof literal === 'bigint') return literal * kind.one;
  if (decimal !== undefined) return parseDecimal(kind, decimal);
  return scaled === undefined || type.kind === kind.name ? scaled : scaled * WIDER;
}

/** The units of a BIGNUMERIC in one of a NUMERIC. */
const WIDER = BIGNUMERIC_KIND.one / NUMERIC_KIND.one;

const isOpen = ({ side, by }: FrameBound) => side !== 'CURRENT' && by === undefined;

function plainFrame(order: string, bounds: Bounds, distances: readonly (string | undefined)[]): RangeFrame {
  const [from, to] = bounds.map((bound, index) => boundText(bound, distances[index], index === 0));
  return { order, from: from ?? '', to: to ?? '' };
}

/** The end of a frame by rows or by distances, as DuckDB text. */
export function boundText({ side }: FrameBound, distance: string | undefined, isStart: boolean): string {
  if (side === 'CURRENT') return 'CURRENT ROW';
  return distance === undefined ? `UNBOUNDED ${isStart ? 'PRECEDING' : 'FOLLOWING'}` : `${distance} ${side}`;
}

const wideDistance = (distance: Distance | undefined) =>
  distance === undefined ? undefined : `CAST('${distance.value}' AS HUGEINT)`;

/** A NUMERIC times 10^9 in 128 bits: up to this distance no sum is too large. */
const MAX_WIDE = 7n * 10n ** 37n;

function wideNumeric(sql: string): string {
  const whole = `trunc(${sql})`;
  return `(CAST(${whole} AS HUGEINT) * 1000000000 + CAST((${sql} - ${whole}) * 1000000000 AS HUGEINT))`;
}

/**
 * A FLOAT64 stays one key, although DuckDB holds NaN greatest: no distance reaches it from a number. An open end would,
 * so a NaN there is refused.
 */
function floatOrder(item: OrderItem, key: Expression, open: boolean): string {
  const refused = raiseText(
    key.type,
    "'RANGE frames with an UNBOUNDED end over NaN are not supported by the local BigQuery'",
  );
  const sql = open ? `(CASE WHEN isnan(${key.sql}) THEN ${refused} ELSE ${key.sql} END)` : key.sql;
  return `${sql} ${item.descending ? 'DESC' : 'ASC'} NULLS ${nullsOf(item)}`;
}

const nullsOf = ({ nulls, descending }: OrderItem) => nulls ?? (descending ? 'LAST' : 'FIRST');

const asBigNumeric = (distance: Distance | undefined) =>
  distance === undefined ? undefined : (distance.value as bigint) * WIDER;

/** Two coarse keys are apart by the distance and a unit at most, and by no more than all of them are. */
function coarseDistance(distance: bigint): string {
  const units = distance / WIDER + 2n;
  return numericText(units > 2n * MAX_COARSE ? 2n * MAX_COARSE : units);
}

/** `key` is a BIGNUMERIC, and so are the distances. */
function nearFrame(
  item: OrderItem,
  key: string,
  bounds: Bounds,
  distances: readonly (bigint | undefined)[],
): RangeFrame {
  const { descending } = item;
  const nulls = nullsOf(item);
  const coarse = bounds.map((bound, index) => {
    const distance = distances[index];
    // A start behind the row, or an end before it, is left to the exact key.
    const inward = distance !== undefined && bound.side === (index === 0 ? 'FOLLOWING' : 'PRECEDING');
    return inward
      ? 'CURRENT ROW'
      : boundText(bound, distance === undefined ? undefined : coarseDistance(distance), index === 0);
  });
  const conditions = bounds.flatMap((bound, index) => {
    if (isOpen(bound)) return [];
    const distance = distances[index] ?? 0n;
    const forward = (bound.side === 'FOLLOWING') !== descending;
    // DuckDB's own sums of BIGNUM have no limits.
    const limit = `(${key} ${forward ? '+' : '-'} ${bigNumericText(distance)})`;
    const operator = (index === 0) === descending ? '<=' : '>=';
    return [(other: string) => `${other} ${operator} ${limit}`];
  });
  // A row without a key has those without one beside it, as the coarse key has.
  const holds = (other: string) =>
    `(${[`${key} IS NULL`, `${other} IS NULL`, `(${conditions.map((condition) => condition(other)).join(' AND ')})`].join(' OR ')})`;
  return {
    order: `${coarseBigNumeric.of(key)} ${descending ? 'DESC' : 'ASC'} NULLS ${nulls}`,
    from: coarse[0] ?? '',
    to: coarse[1] ?? '',
    near: { key, descending, nulls, holds },
  };
}
