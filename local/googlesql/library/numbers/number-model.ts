/** The format elements of CAST(number AS STRING FORMAT …), read once into what the output is made of. */

export interface NumberModel {
  readonly kind: 'decimal' | 'hexadecimal';
  /** The elements that are written, from left to right: digits `0`, `9`, `X` and `x`, `.`, `V`, `,`, and `E` or `e` for an exponent. */
  readonly elements: readonly string[];
  /** The place in the elements at which the whole part ends. */
  readonly point: number;
  /** The place of the first `0`: from there on zeros are written. */
  readonly firstZero: number | undefined;
  readonly wholeDigits: number;
  readonly scale: number;
  readonly exponent: boolean;
  readonly sign: 'S' | 'MI' | 'PR' | undefined;
  readonly signFirst: boolean;
  readonly currency: string;
  /** `B`: blank where the whole part is 0. */
  readonly blank: boolean;
  /** `FM`: without spaces and zeros at the end. */
  readonly compact: boolean;
}

const ELEMENT = /^(?:MI|PR|RN|EEEE|FM|TM9|TME|TM|[$09X.D,GSBVCL])/i;
const MAX_FORMAT = 1_000_000;
const MAX_HEX_DIGITS = 16;

const wrong = (message: string) => new Error(`Error in format string: ${message}`);
const MINIMAL = "'TM', 'TM9' or 'TME' cannot be combined with other format elements";

/** The elements of a format, each as it is written. Throws for what is none. */
function elementsOf(format: string): readonly string[] {
  if (format.length > MAX_FORMAT) throw wrong(`Format string too long; limit ${MAX_FORMAT}`);
  const found: string[] = [];
  for (let at = 0; at < format.length; ) {
    const element = ELEMENT.exec(format.slice(at, at + 4))?.[0];
    if (element === undefined)
      throw wrong(`Invalid format element '${String.fromCodePoint(format.codePointAt(at) ?? 0)}'`);
    found.push(element);
    at += element.length;
  }
  return found;
}

type State = 'start' | 'whole' | 'fraction' | 'exponent' | 'signed' | 'hexadecimal' | 'minimal' | 'roman';

/** Reads a format from left to right. */
class Reader {
  state: State = 'start';
  elements: string[] = [];
  point: number | undefined;
  firstZero: number | undefined;
  digits = 0;
  scale = 0;
  exponent = false;
  sign: NumberModel['sign'];
  signFirst = false;
  currency: string | undefined;
  blank = false;
  compact = false;
  #nine = false;
  #groups = false;
  #decimal = '';

  read(written: string): void {
    const upper = written.toUpperCase();
    if (upper === 'FM') {
      if (this.compact) throw wrong("'FM' cannot be repeated");
      this.compact = true;
    } else if (upper === '$' || upper === 'C' || upper === 'L') {
      if (this.currency !== undefined) throw wrong("There can be at most one of '$', 'C' or 'L'");
      this.currency = written;
    } else if (upper === 'B') {
      if (this.blank) throw wrong("There can be at most one 'B'");
      this.blank = true;
    } else this.#element(written, upper);
  }

  #element(written: string, upper: string): void {
    if (/^[09X]$/.test(upper)) this.digits += 1;
    switch (this.state) {
      case 'minimal':
        throw wrong(MINIMAL);
      case 'roman':
        throw wrong(`'RN' cannot appear together with '${upper}'`);
      case 'signed':
        if (!/^(?:[09X]|EEEE)$/.test(upper)) throw wrong(`Unexpected format element '${upper}'`);
        throw wrong(
          this.sign === 'S'
            ? "'S' can only appear before or after all digits and 'EEEE'"
            : `'${this.sign}' can only appear after all digits and 'EEEE'`,
        );
      default:
        if (upper === 'S' || upper === 'MI' || upper === 'PR') this.#signed(upper);
        else if (upper === 'RN' || upper.startsWith('TM')) this.#alone(upper);
        else this.#written(written, upper);
    }
  }

  #signed(upper: 'S' | 'MI' | 'PR'): void {
    if (this.state === 'start') {
      if (upper !== 'S') throw wrong(`'${upper}' can only appear after all digits and 'EEEE'`);
      this.signFirst = true;
      this.state = 'whole';
    } else {
      if (this.sign !== undefined) throw wrong("There can be at most one of 'S', 'MI', or 'PR'");
      this.state = 'signed';
    }
    this.sign = upper;
  }

  #alone(upper: string): void {
    if (this.state === 'start') this.state = upper === 'RN' ? 'roman' : 'minimal';
    else if (this.state === 'exponent') throw wrong(`'${upper}' cannot appear after 'EEEE'`);
    else if (this.state === 'hexadecimal') throw wrong(`'X' cannot appear together with '${upper}'`);
    else throw wrong(upper === 'RN' || this.state === 'fraction' ? `Unexpected '${upper}'` : MINIMAL);
  }

  #written(written: string, upper: string): void {
    const { state } = this;
    const isPoint = upper === '.' || upper === 'D' || upper === 'V';
    const isGroup = upper === ',' || upper === 'G';
    if (state === 'exponent')
      throw wrong(isGroup ? "',' or 'G' cannot appear together with 'EEEE'" : `'${upper}' cannot appear after 'EEEE'`);
    if (state === 'hexadecimal' && !/^[0X]$/.test(upper)) throw wrong(`'X' cannot appear together with '${upper}'`);
    if (state === 'start' && (isGroup || upper === 'EEEE')) throw wrong(`Unexpected '${upper}'`);
    if (upper === 'X') this.#hexadecimal();
    else if (isPoint) {
      if (state === 'fraction') throw wrong("There can be at most one of '.', 'D', or 'V'");
      this.#decimal = upper;
      this.point = this.elements.length;
      this.state = 'fraction';
    } else if (isGroup) {
      if (state === 'fraction') throw wrong("',' or 'G' cannot appear after '.', 'D' or 'V'");
      this.#groups = true;
    } else if (upper === 'EEEE') {
      if (this.#groups) throw wrong("',' or 'G' cannot appear together with 'EEEE'");
      this.exponent = true;
      this.point ??= this.elements.length;
      this.state = 'exponent';
    } else {
      if (upper === '0') this.firstZero ??= this.elements.length;
      this.#nine ||= upper === '9';
      if (state === 'fraction') this.scale += 1;
      if (state === 'start') this.state = 'whole';
    }
    this.elements.push(isGroup ? ',' : upper === 'D' ? '.' : upper === 'EEEE' ? written.charAt(0) : written);
  }

  #hexadecimal(): void {
    if (this.state === 'fraction') throw wrong(`'X' cannot appear together with '${this.#decimal}'`);
    if (this.#nine) throw wrong("'X' cannot appear together with '9'");
    if (this.#groups) throw wrong("'X' cannot appear together with ',' or 'G'");
    this.state = 'hexadecimal';
  }

  get isHexadecimal(): boolean {
    return this.elements.some((element) => element.toUpperCase() === 'X');
  }

  /** The checks that need the whole format. */
  check(): void {
    const hexadecimal = this.isHexadecimal;
    const others = [
      ...(this.currency === undefined ? [] : [this.currency.toUpperCase()]),
      ...(this.blank ? ['B'] : []),
    ];
    for (const other of others) {
      if (this.state === 'minimal') throw wrong(MINIMAL);
      if (hexadecimal) throw wrong(`'X' cannot appear together with '${other}'`);
      if (this.state === 'roman') throw wrong(`'RN' cannot appear together with '${other}'`);
    }
    if (this.compact && this.state === 'minimal') throw wrong(MINIMAL);
    if (this.state === 'minimal') throw new Error('Text minimal output is not supported yet');
    if (this.state === 'roman') throw new Error('Roman numeral is not supported yet');
    if (this.digits === 0) throw wrong("Format string must contain at least one of 'X', '0' or '9'");
    if (hexadecimal && this.digits > MAX_HEX_DIGITS) throw wrong("Max number of 'X' is 16");
  }
}

const CURRENCIES: Readonly<Record<string, string>> = { $: '$', L: '$', l: '$', C: 'USD', c: 'usd' };

/** Throws an error that says where the format is wrong. */
export function numberModel(format: string): NumberModel {
  const reader = new Reader();
  for (const element of elementsOf(format)) reader.read(element);
  reader.check();
  const { elements, point = elements.length, exponent, sign, signFirst, scale, digits, firstZero } = reader;
  // Before an exponent there is one digit.
  const cut = exponent && point >= 2 ? point - 1 : 0;
  return {
    kind: reader.isHexadecimal ? 'hexadecimal' : 'decimal',
    elements: elements.slice(cut),
    point: point - cut,
    ...{ firstZero, scale, exponent, sign, signFirst },
    wholeDigits: digits - scale,
    currency: CURRENCIES[reader.currency ?? ''] ?? '',
    blank: reader.blank,
    compact: reader.compact,
  };
}
