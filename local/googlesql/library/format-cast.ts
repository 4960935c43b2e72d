/** CAST … FORMAT: dates, times and numbers to text by format elements, the first two back, BYTES by an encoding. */

import { type Native, native } from '../emit/native.ts';
import type { ScalarKind } from '../types/type.ts';
import { BIGNUMERIC, NUMERIC } from '../values/decimal.ts';
import { formatNumber } from './numbers/number-format.ts';
import { exactOfDecimal, exactOfDouble } from './numbers/number-text.ts';
import { encodingOf } from './text/encodings.ts';
import { civilTime, joinMicros, MAX_MICROS, MICROS_PER_SECOND, MIN_MICROS } from './time/civil.ts';
import { formatElements, writeMoment } from './time/format-model.ts';
import { type ReadMoment, readMoment } from './time/read-format.ts';
import type { TemporalKind } from './time/time-names.ts';
import { fromLocal, offsetAt, toLocal } from './time/zone.ts';

/** Both forms of a native of four arguments: the value, the format, the zone, and now in microseconds. */
interface Both {
  readonly strict: Native;
  readonly safe: Native;
}

function both<F extends ScalarKind, T extends ScalarKind>(
  from: F,
  to: T,
  compute: (value: never, format: string, zone: string, now: bigint) => unknown,
): Both {
  const name = `gsql_format_${from.toLowerCase()}_${to.toLowerCase()}`;
  const shape = { takes: [from as 'INT64', 'STRING', 'STRING', 'INT64'], returns: to as 'INT64' } as const;
  const run = compute as unknown as (value: bigint, format: string, zone: string, now: bigint) => bigint;
  return {
    strict: native(name, shape, run),
    safe: native(`${name}_safe`, shape, (value, format, zone, now) => {
      try {
        return run(value, format, zone, now);
      } catch {
        return null;
      }
    }),
  };
}

const write = (kind: TemporalKind, local: bigint, format: string, offset = 0) =>
  writeMoment(formatElements(format, kind), { local, offset });

function read(kind: TemporalKind, text: string, format: string, zone: string, now: bigint): ReadMoment {
  return readMoment(formatElements(format, kind), text, civilTime(toLocal(zone, now)));
}

const localOf = ({ days, time }: ReadMoment) => joinMicros(days, time);

const FROM_TEXT: Readonly<Partial<Record<ScalarKind, Both>>> = {
  DATE: both('STRING', 'DATE', (text, format, zone, now) => read('DATE', text, format, zone, now).days),
  TIME: both('STRING', 'TIME', (text, format, zone, now) => read('TIME', text, format, zone, now).time),
  DATETIME: both('STRING', 'DATETIME', (text, format, zone, now) => localOf(read('DATETIME', text, format, zone, now))),
  TIMESTAMP: both('STRING', 'TIMESTAMP', (text, format, zone, now) => {
    const moment = read('TIMESTAMP', text, format, zone, now);
    const local = localOf(moment);
    const at = moment.offset === undefined ? fromLocal(zone, local) : local - BigInt(moment.offset) * MICROS_PER_SECOND;
    if (at < MIN_MICROS || at > MAX_MICROS) throw new Error(`Failed to parse input string ${JSON.stringify(text)}`);
    return at;
  }),
  BYTES: both('STRING', 'BYTES', (text, format) => encodingOf(format).decode(text)),
};

const INTO_TEXT: Readonly<Partial<Record<ScalarKind, Both>>> = {
  DATE: both('DATE', 'STRING', (days, format) => write('DATE', joinMicros(days, 0n), format)),
  TIME: both('TIME', 'STRING', (micros, format) => write('TIME', micros, format)),
  DATETIME: both('DATETIME', 'STRING', (micros, format) => write('DATETIME', micros, format)),
  TIMESTAMP: both('TIMESTAMP', 'STRING', (micros, format, zone) =>
    write('TIMESTAMP', toLocal(zone, micros), format, offsetAt(zone, micros)),
  ),
  BYTES: both('BYTES', 'STRING', (bytes, format) => encodingOf(format).encode(bytes)),
  INT64: both('INT64', 'STRING', (value: bigint, format) => formatDecimal(value, 0, format)),
  NUMERIC: both('NUMERIC', 'STRING', (value: bigint, format) => formatDecimal(value, NUMERIC.scale, format)),
  BIGNUMERIC: both('BIGNUMERIC', 'STRING', (value: bigint, format) => formatDecimal(value, BIGNUMERIC.scale, format)),
  FLOAT64: both('FLOAT64', 'STRING', (value: number, format) =>
    formatNumber(format, {
      negative: value < 0,
      value: Number.isNaN(value) ? 'NAN' : Number.isFinite(value) ? exactOfDouble(value) : 'INF',
    }),
  ),
};

const formatDecimal = (value: bigint, scale: number, format: string) =>
  formatNumber(format, { negative: value < 0n, value: exactOfDecimal(value, scale) });

/** The natives of a cast with a format; undefined where there is no such cast. */
export function formatCast(from: ScalarKind, to: ScalarKind): Both | undefined {
  if (to === 'STRING') return INTO_TEXT[from];
  return from === 'STRING' ? FROM_TEXT[to] : undefined;
}

export const natives: readonly Native[] = [...Object.values(FROM_TEXT), ...Object.values(INTO_TEXT)].flatMap(
  ({ strict, safe }) => [strict, safe],
);
