/** INTERVAL in its canonical text, `[-]Y-M [-]D [-]H:M:S[.ffffff]`, which is also what goes on the wire. */

import type { Column } from '../column.ts';
import { Fault } from '../fault.ts';
import type { RowBuffer } from '../row-buffer.ts';
import { writeShortLatin } from '../wire.ts';

const INTERVAL = /^-?(\d{1,5})-(\d{1,2}) -?(\d{1,7}) -?(\d{1,8}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,6}))?$/;
/** GoogleSQL's bounds of each part: 10,000 years, 366 days of each, and as many hours. */
const MOST_MONTHS = 120_000;
const MOST_DAYS = 3_660_000;
const MOST_SECONDS = 87_840_000 * 3600;

export function encodeInterval(_column: Column, value: unknown, out: RowBuffer): Fault | undefined {
  if (typeof value !== 'string') return new Fault('TYPE_MISMATCH', 'INTERVAL takes text');
  const parts = INTERVAL.exec(value);
  if (parts === null) return new Fault('MALFORMED', 'not of the form [-]Y-M [-]D [-]H:M:S[.ffffff]');
  const [years, months, days, hours, minutes, seconds, fraction] = parts
    .slice(1)
    .map((part) => Number(part ?? 0)) as unknown as [number, number, number, number, number, number, number];
  if (months > 11 || minutes > 59 || seconds > 59) {
    return new Fault('OUT_OF_RANGE', 'months go to 11, minutes and seconds to 59');
  }
  const ofDay = hours * 3600 + minutes * 60 + seconds;
  if (
    years * 12 + months > MOST_MONTHS ||
    days > MOST_DAYS ||
    ofDay > MOST_SECONDS ||
    (ofDay === MOST_SECONDS && fraction > 0)
  ) {
    return new Fault('OUT_OF_RANGE', 'beyond 10000-0 3660000 87840000:0:0');
  }
  writeShortLatin(out, value);
  return undefined;
}
