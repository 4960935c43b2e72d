/** Well-known text (OGC 06-103r4 section 7) as far as BigQuery takes it: two dimensions, seven kinds of geometry. */

import { Fault } from '../fault.ts';
import { checkDegrees } from './geo-json.ts';

/**
 * A number ends before a space or a sign of punctuation, not before another number. Its digits match in one way only, so
 * that a long number that ends otherwise is refused in linear time.
 */
const TOKEN = /\s*([A-Za-z]+|[(),]|[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?=[\s(),]|$))/y;
const MOST_NESTED = 32;
/** The depth to which lists of points are nested, for each kind. */
const LEVELS: Readonly<Record<string, number>> = {
  POINT: 0,
  LINESTRING: 1,
  MULTIPOINT: 1,
  POLYGON: 2,
  MULTILINESTRING: 2,
  MULTIPOLYGON: 3,
};

export function checkWkt(text: string): Fault | undefined {
  return new Wkt(text).check();
}

class Wkt {
  readonly #text: string;
  #at = 0;
  #token = '';

  constructor(text: string) {
    this.#text = text;
    this.#next();
  }

  check(): Fault | undefined {
    const fault = this.#geometry(0);
    if (fault !== undefined) return fault;
    return this.#token === '' && this.#text.slice(this.#at).trim() === '' ? undefined : malformed();
  }

  /** The next token, or nothing at the end or before a character that has no place here. */
  #next(): void {
    TOKEN.lastIndex = this.#at;
    const match = TOKEN.exec(this.#text);
    this.#token = match?.[1] ?? '';
    if (match !== null) this.#at = TOKEN.lastIndex;
  }

  #take(token: string): boolean {
    if (this.#token !== token) return false;
    this.#next();
    return true;
  }

  #geometry(depth: number): Fault | undefined {
    if (depth > MOST_NESTED) return new Fault('TOO_DEEP', `geometries nested deeper than ${MOST_NESTED} levels`);
    const kind = this.#token.toUpperCase();
    this.#next();
    if (this.#token.toUpperCase() === 'EMPTY') {
      this.#next();
      return kind === 'GEOMETRYCOLLECTION' || Object.hasOwn(LEVELS, kind) ? undefined : malformed();
    }
    if (kind === 'GEOMETRYCOLLECTION') return this.#list(() => this.#geometry(depth + 1));
    const level = Object.hasOwn(LEVELS, kind) ? (LEVELS[kind] as number) : -1;
    if (level < 0) return malformed();
    // MULTIPOINT has its points bare or each in parentheses of its own.
    if (kind === 'MULTIPOINT') return this.#list(() => (this.#token === '(' ? this.#parenthesised() : this.#point()));
    return level === 0 ? this.#parenthesised() : this.#points(level);
  }

  #points(level: number): Fault | undefined {
    return this.#list(() => (level === 1 ? this.#point() : this.#points(level - 1)));
  }

  #parenthesised(): Fault | undefined {
    if (!this.#take('(')) return malformed();
    return this.#point() ?? (this.#take(')') ? undefined : malformed());
  }

  #list(item: () => Fault | undefined): Fault | undefined {
    if (!this.#take('(')) return malformed();
    do {
      const fault = item();
      if (fault !== undefined) return fault;
    } while (this.#take(','));
    return this.#take(')') ? undefined : malformed();
  }

  #point(): Fault | undefined {
    const longitude = this.#number();
    const latitude = this.#number();
    if (longitude === undefined || latitude === undefined) return malformed();
    return checkDegrees(longitude, latitude);
  }

  #number(): number | undefined {
    const number = this.#token === '' ? Number.NaN : Number(this.#token);
    if (Number.isNaN(number)) return undefined;
    this.#next();
    return number;
  }
}

function malformed(): Fault {
  return new Fault('MALFORMED', 'neither WKT nor GeoJSON of two dimensions');
}
