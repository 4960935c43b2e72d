/** DATE_BUCKET and its like: the beginning of the bucket, of a width from an origin on, that a point lies in. */

import { native } from '../../emit/native.ts';
import { addMonths, civilFromDays, floorDiv, floorDivBig, joinMicros, MICROS_PER_DAY, splitMicros } from './civil.ts';

/** Units that a width may have, by the type. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  DATE: ['months', 'days'],
  DATETIME: ['months', 'days', 'micros'],
  TIMESTAMP: ['days', 'micros'],
};

export const bucket = native(
  'bq_bucket',
  { takes: ['DATETIME', 'INTERVAL', 'DATETIME', 'STRING'], returns: 'DATETIME' },
  (at, width, origin, type) => {
    const used = [
      ...(width.months === 0 ? [] : ['months']),
      ...(width.days === 0 ? [] : ['days']),
      ...(width.micros === 0n ? [] : ['micros']),
    ];
    const [unit, mixed] = used;
    if (unit === undefined || ALLOWED[type]?.includes(unit) !== true || (mixed !== undefined && unit === 'months'))
      throw new Error(`${type}_BUCKET does not support this interval as a bucket width`);
    if (unit === 'months') return byMonths(at, width.months, origin, type);
    const size = BigInt(width.days) * MICROS_PER_DAY + width.micros;
    if (size <= 0n) throw new Error(`${type}_BUCKET needs a bucket width that is positive`);
    return origin + floorDivBig(at - origin, size) * size;
  },
);

function byMonths(at: bigint, months: number, origin: bigint, type: string): bigint {
  if (months <= 0) throw new Error(`${type}_BUCKET needs a bucket width that is positive`);
  const [point, first] = [splitMicros(at), splitMicros(origin)];
  const index = ({ days }: { readonly days: number }) => civilFromDays(days).year * 12 + civilFromDays(days).month;
  const start = (count: number) => joinMicros(addMonths(first.days, count * months), first.time);
  // The month of the point may still begin after it.
  const count = floorDiv(index(point) - index(first), months);
  return start(count) <= at ? start(count) : start(count - 1);
}
