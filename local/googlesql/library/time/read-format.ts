/** Reads text by the elements of CAST … FORMAT. */

import { daysFromCivil, daysInMonth, MICROS_PER_DAY } from './civil.ts';
import type { Element } from './format-model.ts';
import { MONTH_NAMES } from './time-names.ts';

/** The fields that a text has told. */
interface Fields {
  year?: number;
  month?: number;
  day?: number;
  hour?: number;
  hour12?: number;
  afternoon?: boolean;
  minute?: number;
  second?: number;
  secondOfDay?: number;
  micro?: number;
  zoneHours?: number;
  zoneMinutes?: number;
  west?: boolean;
}

export interface ReadMoment {
  readonly days: number;
  readonly time: bigint;
  /** Seconds east of UTC, where the text tells. */
  readonly offset: number | undefined;
}

/** `year` and `month` are those of now: the text's own where it tells them. */
export function readMoment(
  elements: readonly Element[],
  text: string,
  now: { readonly year: number; readonly month: number },
): ReadMoment {
  const fields: Fields = {};
  let at = 0;
  const fail = () => new Error(`Failed to parse input string ${JSON.stringify(text)}`);
  const take = (pattern: RegExp): string => {
    const match = pattern.exec(text.slice(at, at + 64));
    if (match === null) throw fail();
    at += match[0].length;
    return match[0];
  };
  const skipSpace = () => {
    while (/\s/.test(text.charAt(at))) at += 1;
  };
  skipSpace();
  for (const element of elements) {
    if (element.name === '') {
      // Any run of spaces in the format is any run in the text.
      if (element.text === ' ') skipSpace();
      else if (text.startsWith(element.text, at)) at += element.text.length;
      else throw fail();
    } else {
      readElement(element.name, fields, take, now);
    }
  }
  skipSpace();
  if (at < text.length) throw fail();
  return momentOf(fields, now, fail);
}

const digits = (most: number) => new RegExp(`^\\d{1,${most}}`);

function readElement(
  name: string,
  fields: Fields,
  take: (pattern: RegExp) => string,
  now: { readonly year: number },
): void {
  const number = (most: number) => Number(take(digits(most)));
  switch (name) {
    case 'YYYY':
    case 'RRRR':
      fields.year = number(4);
      return;
    case 'YYY':
    case 'YY':
    case 'Y': {
      const span = 10 ** name.length;
      fields.year = Math.floor(now.year / span) * span + number(name.length);
      return;
    }
    case 'RR':
      fields.year = nearest(number(2), now.year);
      return;
    case 'MM':
      fields.month = number(2);
      return;
    case 'MON':
    case 'MONTH': {
      const word = take(/^[A-Za-z]+/).toLowerCase();
      const length = name === 'MON' ? 3 : undefined;
      fields.month = MONTH_NAMES.findIndex((month) => month.slice(0, length).toLowerCase() === word) + 1;
      return;
    }
    case 'DD':
      fields.day = number(2);
      return;
    case 'HH24':
      fields.hour = number(2);
      return;
    case 'HH':
    case 'HH12':
      fields.hour12 = number(2);
      return;
    case 'MI':
      fields.minute = number(2);
      return;
    case 'SS':
      fields.second = number(2);
      return;
    case 'SSSSS':
      fields.secondOfDay = number(5);
      return;
    case 'AM':
    case 'PM':
      fields.afternoon = take(/^[AP]M/i).toUpperCase() === 'PM';
      return;
    case 'A.M.':
    case 'P.M.':
      fields.afternoon = take(/^[AP]\.M\./i).toUpperCase() === 'P.M.';
      return;
    case 'TZH': {
      const hours = take(/^[-+ ]?\d{1,2}/);
      fields.west = hours.startsWith('-');
      fields.zoneHours = Number(hours.replace(/^[-+ ]/, ''));
      return;
    }
    case 'TZM':
      fields.zoneMinutes = number(2);
      return;
    default:
      if (!/^FF[1-6]$/.test(name))
        throw new Error(`The format element ${name} is not supported when parsing by the local BigQuery`);
      fields.micro = Number(take(digits(Number(name.slice(2)))).padEnd(6, '0'));
  }
}

/** Two digits in the century that is nearest: from 50 on the other half's. */
function nearest(twoDigits: number, year: number): number {
  const century = Math.floor(year / 100) * 100;
  const [late, named] = [year % 100 >= 50, twoDigits >= 50];
  return century + twoDigits + (late === named ? 0 : late ? 100 : -100);
}

function momentOf(
  fields: Fields,
  now: { readonly year: number; readonly month: number },
  fail: () => Error,
): ReadMoment {
  const { year = now.year, month = now.month, day = 1, minute = 0, second = 0, micro = 0 } = fields;
  const hour = hourOf(fields, fail);
  const dated = year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  if (!dated || minute > 59 || second > 59) throw fail();
  const seconds = fields.secondOfDay ?? hour * 3600 + minute * 60 + second;
  const time = BigInt(seconds) * 1_000_000n + BigInt(micro);
  if (time >= MICROS_PER_DAY) throw fail();
  const { zoneHours = 0, zoneMinutes = 0, west = false } = fields;
  if (zoneHours > 14 || zoneMinutes > 59) throw fail();
  const told = fields.zoneHours !== undefined || fields.zoneMinutes !== undefined;
  const offset = (zoneHours * 3600 + zoneMinutes * 60) * (west ? -1 : 1);
  return { days: daysFromCivil(year, month, day), time, offset: told ? offset : undefined };
}

function hourOf({ hour, hour12, afternoon }: Fields, fail: () => Error): number {
  if (hour12 === undefined) {
    if ((hour ?? 0) > 23) throw fail();
    return hour ?? 0;
  }
  // An hour of twelve needs its half of the day.
  if (hour12 < 1 || hour12 > 12 || afternoon === undefined) throw fail();
  return (hour12 % 12) + (afternoon ? 12 : 0);
}
