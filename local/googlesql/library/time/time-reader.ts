/** Reads text by the elements of a format: what PARSE_DATE and its like take apart. */

import { isWhiteSpace } from '../text/unicode.ts';
import { DAY_NAMES, elementFits, elementsOf, MONTH_NAMES, type TemporalKind } from './time-names.ts';

/** The fields read so far. Fields that the text does not give are those of 1970-01-01 00:00:00. */
export interface Fields {
  year: number;
  century: number | undefined;
  yearOfCentury: number | undefined;
  month: number;
  day: number;
  dayOfYear: number | undefined;
  hour: number;
  /** Set by %I and %l: the hour counts to twelve. */
  twelve: boolean;
  afternoon: boolean;
  minute: number;
  second: number;
  micro: number;
  /** Seconds since the epoch, by %s. */
  epoch: bigint | undefined;
  /** Seconds east of UTC, by %z. */
  offset: number | undefined;
  zone: string | undefined;
}

/** Elements of weeks cannot be read alone: BigQuery's rules for their combinations are not documented. */
const UNREADABLE = [...'UuVWwGgJQ'];

const COMPOSITE: Readonly<Record<string, string>> = {
  F: '%Y-%m-%d',
  D: '%m/%d/%y',
  x: '%m/%d/%y',
  T: '%H:%M:%S',
  X: '%H:%M:%S',
  R: '%H:%M',
  c: '%a %b %e %H:%M:%S %Y',
};

export class Reader {
  readonly #text: string;
  readonly #kind: TemporalKind;
  #at = 0;
  readonly fields: Fields = {
    ...{ year: 1970, century: undefined, yearOfCentury: undefined, month: 1, day: 1, dayOfYear: undefined },
    ...{ hour: 0, twelve: false, afternoon: false, minute: 0, second: 0, micro: 0 },
    ...{ epoch: undefined, offset: undefined, zone: undefined },
  };

  constructor(kind: TemporalKind, text: string) {
    this.#kind = kind;
    this.#text = text;
  }

  fail(): Error {
    return new Error(`Failed to parse input string ${JSON.stringify(this.#text)}`);
  }

  skipSpace(): void {
    while (isWhiteSpace(this.#text.charAt(this.#at))) this.#at++;
  }

  end(): void {
    this.skipSpace();
    if (this.#at < this.#text.length) throw this.fail();
  }

  read(format: string): void {
    for (const element of elementsOf(format)) {
      if (element.startsWith('%')) this.#element(element);
      else for (const one of element) this.#literal(one);
    }
  }

  /** White space in the format stands for any amount of it, none included. */
  #literal(one: string): void {
    if (isWhiteSpace(one)) this.skipSpace();
    else if (this.#text.startsWith(one, this.#at)) this.#at += one.length;
    else throw this.fail();
  }

  #take(pattern: RegExp): string {
    const sticky = new RegExp(pattern.source, 'iy');
    sticky.lastIndex = this.#at;
    const match = sticky.exec(this.#text);
    if (match === null) throw this.fail();
    this.#at += match[0].length;
    return match[0];
  }

  #number(width: number, least: number, most: number): number {
    const value = Number(this.#take(new RegExp(`\\d{1,${width}}`)));
    if (value < least || value > most) throw this.fail();
    return value;
  }

  #name(names: readonly string[]): number {
    const found = this.#take(/[A-Za-z]+/).toLowerCase();
    const index = names.findIndex((name) => name.toLowerCase() === found || name.slice(0, 3).toLowerCase() === found);
    if (index < 0) throw this.fail();
    return index;
  }

  #element(element: string): void {
    const name = element.slice(1);
    if (!elementFits(this.#kind, name) || UNREADABLE.includes(name)) {
      throw new Error(`Parse element '${element}' for ${this.#kind} is not supported by the local BigQuery`);
    }
    const composite = COMPOSITE[name];
    if (composite !== undefined) {
      this.read(composite);
      return;
    }
    const fields = this.fields;
    switch (name) {
      case 'A':
      case 'a':
        this.#name(DAY_NAMES);
        break;
      case 'B':
      case 'b':
      case 'h':
        fields.month = this.#name(MONTH_NAMES) + 1;
        break;
      case 'C':
        // All the digits that stand there, so that '100' is no century.
        fields.century = this.#number(10, 0, 99);
        break;
      case 'd':
      case 'e':
        this.skipSpace();
        fields.day = this.#number(2, 1, 31);
        break;
      case 'H':
      case 'k':
        this.skipSpace();
        fields.hour = this.#number(2, 0, 23);
        fields.twelve = false;
        break;
      case 'I':
      case 'l':
        this.skipSpace();
        fields.hour = this.#number(2, 1, 12);
        fields.twelve = true;
        break;
      case 'j':
        fields.dayOfYear = this.#number(3, 1, 366);
        break;
      case 'M':
        fields.minute = this.#number(2, 0, 59);
        break;
      case 'm':
        fields.month = this.#number(2, 1, 12);
        break;
      case 'n':
      case 't':
        this.skipSpace();
        break;
      case 'P':
      case 'p':
        fields.afternoon = this.#take(/[ap]m/).toLowerCase() === 'pm';
        break;
      case 'S':
        fields.second = this.#number(2, 0, 60);
        break;
      case 's':
        fields.epoch = BigInt(this.#take(/[+-]?\d{1,15}/));
        break;
      case 'Y':
        this.#year(this.#number(4, 1, 9999));
        break;
      case 'E4Y':
        this.#year(Number(this.#take(/\d{4}/)));
        break;
      case 'y':
        fields.yearOfCentury = this.#number(2, 0, 99);
        break;
      case 'Z':
        fields.zone = this.#take(/[A-Za-z][\w+/:-]*/);
        break;
      case 'z':
      case 'Ez':
        fields.offset = offsetSeconds(this.#take(/Z|[+-]\d{2}(?::?\d{2})?/));
        break;
      case '%':
        this.#literal('%');
        break;
      default:
        this.#fraction(name.charAt(1));
    }
  }

  /** A whole year takes the place of a century and a year of the century that were read before. */
  #year(year: number): void {
    this.fields.year = year;
    this.fields.century = undefined;
    this.fields.yearOfCentury = undefined;
  }

  #fraction(width: string): void {
    this.fields.second = this.#number(2, 0, 60);
    if (width === '0' || this.#text.charAt(this.#at) !== '.') return;
    this.#at++;
    const digits = this.#take(/\d+/);
    if (width !== '*' && digits.length > Number(width)) throw this.fail();
    this.fields.micro = Number(digits.slice(0, 6).padEnd(6, '0'));
  }
}

function offsetSeconds(text: string): number {
  if (/z/i.test(text)) return 0;
  const seconds = Number(text.slice(1, 3)) * 3600 + Number(text.slice(3).replace(':', '') || 0) * 60;
  return text.startsWith('-') ? -seconds : seconds;
}
