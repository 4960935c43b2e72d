/** `dateFormat`, `timestampFormat` and their kind, and `timeZone`: how text files write dates and times. */

import {
  DuckDBDateValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  type DuckDBValue,
} from '@duckdb/node-api';
import { joinMicros, MAX_MICROS, MICROS_PER_SECOND, MIN_MICROS } from '../../googlesql/library/time/civil.ts';
import { type Element, formatElements } from '../../googlesql/library/time/format-model.ts';
import { type ReadMoment, readMoment } from '../../googlesql/library/time/read-format.ts';
import type { TemporalKind } from '../../googlesql/library/time/time-names.ts';
import { fromLocal, zoneOf } from '../../googlesql/library/time/zone.ts';
import { BigQueryError } from '../errors.ts';
import type { Json } from '../jobs/configuration.ts';
import type { Column } from '../schema.ts';
import { type Convert, converterOf, type JsonStrings } from '../values/scalars.ts';
import { parseTimestamp } from '../values.ts';

export interface TimeFormats {
  readonly formats: Readonly<Partial<Record<TemporalKind, readonly Element[]>>>;
  /** The zone of timestamps that name none. */
  readonly zone: string | undefined;
}

const OPTIONS: readonly (readonly [option: string, kind: TemporalKind])[] = [
  ['dateFormat', 'DATE'],
  ['datetimeFormat', 'DATETIME'],
  ['timeFormat', 'TIME'],
  ['timestampFormat', 'TIMESTAMP'],
];

/** undefined where the load names neither a format nor a zone. */
export function timeFormatsFrom(settings: Json): TimeFormats | undefined {
  const formats: Partial<Record<TemporalKind, readonly Element[]>> = {};
  for (const [option, kind] of OPTIONS) {
    const text = settings[option];
    // AUTO is what is done without a format.
    if (text === undefined || text === null || text === '' || text === 'AUTO') continue;
    formats[kind] = checked(option, text, (format) => formatElements(format, kind));
  }
  const { timeZone } = settings;
  const zone =
    timeZone === undefined || timeZone === null || timeZone === ''
      ? undefined
      : checked('timeZone', timeZone, (name) => {
          zoneOf(name);
          return name;
        });
  return Object.keys(formats).length === 0 && zone === undefined ? undefined : { formats, zone };
}

function checked<T>(option: string, value: unknown, parse: (text: string) => T): T {
  try {
    return parse(String(value));
  } catch (error) {
    throw new BigQueryError(
      'invalid',
      `Invalid value for ${option}: ${String(value)}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** The converter of a column's element, by the load's formats. */
export function formattedConverter(
  column: Column,
  strings: JsonStrings,
  times: TimeFormats | undefined,
  nowMs: number,
): Convert {
  const plain = converterOf(column, strings);
  if (times === undefined) return plain;
  const { type } = column;
  const elements = type === 'DATE' || type === 'DATETIME' || type === 'TIME' || type === 'TIMESTAMP' ? type : undefined;
  const format = elements === undefined ? undefined : times.formats[elements];
  if (elements !== undefined && format !== undefined) {
    const now = new Date(nowMs);
    const today = { year: now.getUTCFullYear(), month: now.getUTCMonth() + 1 };
    return (value) => {
      if (typeof value !== 'string') return plain(value);
      try {
        return duckValueOf(elements, readMoment(format, value, today), times.zone ?? 'UTC');
      } catch {
        return undefined;
      }
    };
  }
  const { zone } = times;
  return type === 'TIMESTAMP' && zone !== undefined ? zoned(plain, zone) : plain;
}

/** undefined beyond the calendar: a zone can carry a time over its edge. */
function instant(micros: bigint): DuckDBValue | undefined {
  return micros < MIN_MICROS || micros > MAX_MICROS ? undefined : new DuckDBTimestampTZValue(micros);
}

function duckValueOf(kind: TemporalKind, moment: ReadMoment, zone: string): DuckDBValue | undefined {
  if (kind === 'DATE') return new DuckDBDateValue(moment.days);
  if (kind === 'TIME') return new DuckDBTimeValue(moment.time);
  const local = joinMicros(moment.days, moment.time);
  if (kind === 'DATETIME') return new DuckDBTimestampValue(local);
  const { offset } = moment;
  return instant(offset === undefined ? fromLocal(zone, local) : local - BigInt(offset) * MICROS_PER_SECOND);
}

function zoned(plain: Convert, zone: string): Convert {
  return (value) => {
    // A text that takes a zone has none of its own.
    const local = typeof value === 'string' ? parseTimestamp(`${value.trim()}+00:00`) : undefined;
    return local === undefined ? plain(value) : instant(fromLocal(zone, local));
  };
}
