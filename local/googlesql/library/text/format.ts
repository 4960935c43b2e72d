/** FORMAT: printf for SQL values. */

import { anyArgument } from '../../emit/any-argument.ts';
import { type AnyValue, plainValue, variadicNative } from '../../emit/native.ts';
import { typeArgument, typeOfArgument } from '../../emit/type-argument.ts';
import type { SqlType } from '../../types/type.ts';
import { typeName } from '../../types/type-text.ts';
import { writeJson } from '../../values/json-value.ts';
import { define, onBound } from '../define.ts';
import { toJson } from '../json/json-render.ts';
import { abs } from '../numbers/decimal.ts';
import {
  type Exact,
  exactOfDecimal,
  exactOfDouble,
  fixedText,
  generalText,
  grouped,
  scientificText,
} from '../numbers/number-text.ts';
import { valueText } from './sql-literal.ts';
import { pointCount, points } from './unicode.ts';

const SPECIFIER = /%([-+ #0']*)([1-9]\d*|\*)?(?:\.(\d+|\*)?)?([a-zA-Z%])/y;
/** No width or precision is worth more. */
const MAX_WIDTH = 100_000;

interface Specifier {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly conversion: string;
}

/** Undefined as soon as a NULL meets a specifier other than %t and %T: the whole result is NULL. */
class Formatter {
  readonly #format: string;
  readonly #types: readonly SqlType[];
  readonly #values: readonly (AnyValue | null)[];
  #next = 0;
  #sawNull = false;

  constructor(format: string, types: readonly SqlType[], values: readonly (AnyValue | null)[]) {
    this.#format = format;
    this.#types = types;
    this.#values = values;
  }

  text(): string | undefined {
    let output = '';
    let at = 0;
    while (at < this.#format.length) {
      const mark = this.#format.indexOf('%', at);
      if (mark < 0) break;
      output += this.#format.slice(at, mark);
      SPECIFIER.lastIndex = mark;
      const match = SPECIFIER.exec(this.#format);
      if (match === null) throw new Error(`Invalid format specifier in ${JSON.stringify(this.#format)}`);
      at = mark + match[0].length;
      output += this.#convert(match);
    }
    if (this.#next < this.#types.length)
      throw new Error(`Too many arguments to FORMAT for pattern ${JSON.stringify(this.#format)}`);
    return this.#sawNull ? undefined : output + this.#format.slice(at);
  }

  #argument(): { readonly type: SqlType; readonly value: AnyValue | null; readonly place: number } {
    const type = this.#types[this.#next];
    if (type === undefined) throw new Error(`Too few arguments to FORMAT for pattern ${JSON.stringify(this.#format)}`);
    const value = this.#values[this.#next] ?? null;
    this.#next++;
    return { type, value, place: this.#next + 1 };
  }

  #expected(what: string, { type, place }: { readonly type: SqlType; readonly place: number }): Error {
    return new Error(`Invalid type for argument ${place} to FORMAT; Expected ${what}; Got ${typeName(type)}`);
  }

  /** `*` takes the number from the arguments. */
  #count(text: string | undefined): number | undefined {
    if (text === undefined) return undefined;
    if (text !== '*') return limited(Number(text));
    const argument = this.#argument();
    if (argument.type.kind !== 'INT64') throw this.#expected('integer', argument);
    if (argument.value === null) {
      this.#sawNull = true;
      return 0;
    }
    return limited(Number(argument.value.value));
  }

  #convert(match: RegExpExecArray): string {
    const [all, flags = '', widthText, precisionText, conversion = ''] = match;
    if (conversion === '%') return '%';
    const width = this.#count(widthText) ?? 0;
    const precision = /\.(?:\D|$)/.test(all) && precisionText === undefined ? 0 : this.#count(precisionText);
    const specifier: Specifier = {
      flags: width < 0 ? `${flags}-` : flags,
      width: Math.abs(width),
      // A negative precision is as if there were none.
      precision: precision !== undefined && precision < 0 ? undefined : precision,
      conversion,
    };
    const argument = this.#argument();
    if (conversion === 't' || conversion === 'T') {
      const style = conversion === 't' ? 'plain' : 'literal';
      const { value, type } = argument;
      const text = value === null ? 'NULL' : valueText(value.value, value.type, type, style);
      return padded(cut(text, specifier.precision), specifier);
    }
    this.#check(conversion, argument);
    if (argument.value === null) {
      this.#sawNull = true;
      return '';
    }
    return render(specifier, argument.type, argument.value);
  }

  #check(conversion: string, argument: { readonly type: SqlType; readonly place: number }): void {
    const expected = EXPECTED[conversion];
    if (expected === undefined)
      throw new Error(
        `Invalid format specifier character "${conversion}" in FORMAT string: ${JSON.stringify(this.#format)}`,
      );
    if (!expected.kinds.includes(argument.type.kind)) throw this.#expected(expected.what, argument);
  }
}

function limited(count: number): number {
  if (Math.abs(count) > MAX_WIDTH) throw new Error(`FORMAT: a width or precision of ${count} is too large`);
  return count;
}

const INTEGER = { what: 'integer', kinds: ['INT64'] };
const NUMBER = { what: 'number', kinds: ['FLOAT64', 'NUMERIC', 'BIGNUMERIC'] };
const EXPECTED: Readonly<Record<string, { readonly what: string; readonly kinds: readonly string[] }>> = {
  ...Object.fromEntries([...'dioxX'].map((one) => [one, INTEGER])),
  ...Object.fromEntries([...'fFeEgG'].map((one) => [one, NUMBER])),
  s: { what: 'string', kinds: ['STRING'] },
  p: { what: 'JSON', kinds: ['JSON'] },
  P: { what: 'JSON', kinds: ['JSON'] },
};

function render(specifier: Specifier, type: SqlType, { value, type: duck }: AnyValue): string {
  const { conversion, precision } = specifier;
  const plain = plainValue(value);
  switch (conversion) {
    case 's': {
      const text = plain as string;
      return padded(cut(text, precision), specifier);
    }
    case 'p':
    case 'P':
      return padded(
        writeJson(toJson(value, duck, type, 'json'), { normal: true, pretty: conversion === 'P' }),
        specifier,
      );
    case 'd':
    case 'i':
    case 'o':
    case 'x':
    case 'X':
      return integer(specifier, plain as bigint);
    default:
      return real(specifier, type, plain as number | bigint);
  }
}

/** A precision limits how many characters of a text are shown. */
function cut(text: string, precision: number | undefined): string {
  return precision === undefined ? text : points(text).slice(0, precision).join('');
}

function integer(specifier: Specifier, value: bigint): string {
  const { conversion, flags, precision } = specifier;
  const base = conversion === 'o' ? 8 : /x/i.test(conversion) ? 16 : 10;
  let digits = abs(value)
    .toString(base)
    .padStart(precision ?? 0, '0');
  if (conversion === 'X') digits = digits.toUpperCase();
  if (flags.includes("'")) digits = groupedDigits(digits, base);
  const prefix = flags.includes('#') && value !== 0n ? ({ o: '0', x: '0x', X: '0X' }[conversion] ?? '') : '';
  // With a precision, zeros fill up to it and not to the width.
  return signed(
    precision === undefined ? specifier : { ...specifier, flags: flags.replaceAll('0', '') },
    value < 0n,
    prefix,
    digits,
  );
}

function real(specifier: Specifier, type: SqlType, value: number | bigint): string {
  const { conversion, flags } = specifier;
  const upper = conversion === conversion.toUpperCase();
  // A zero has no sign.
  const negative = value < 0;
  if (typeof value === 'number' && !Number.isFinite(value)) {
    const name = Number.isNaN(value) ? 'nan' : 'inf';
    return signed({ ...specifier, flags: flags.replaceAll('0', '') }, negative, '', upper ? name.toUpperCase() : name);
  }
  const exact =
    typeof value === 'bigint' ? exactOfDecimal(value, type.kind === 'NUMERIC' ? 9 : 38) : exactOfDouble(value);
  const text = realText(conversion.toLowerCase(), exact, specifier);
  const shown = flags.includes("'") ? grouped(text) : text;
  return signed(specifier, negative, '', upper ? shown.toUpperCase() : shown);
}

function realText(conversion: string, exact: Exact, { precision = 6, flags }: Specifier): string {
  if (conversion === 'f') return fixedText(exact, precision);
  return conversion === 'e' ? scientificText(exact, precision) : generalText(exact, precision, flags.includes('#'));
}

/** Decimals by threes with commas, octals by fours with commas, hexadecimals by fours with colons. */
function groupedDigits(digits: string, base: number): string {
  if (base === 10) return grouped(digits);
  const groups: string[] = [];
  for (let to = digits.length; to > 0; to -= 4) groups.unshift(digits.slice(Math.max(0, to - 4), to));
  return groups.join(base === 16 ? ':' : ',');
}

function signed(specifier: Specifier, negative: boolean, prefix: string, digits: string): string {
  const { flags, width } = specifier;
  const sign = negative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  const head = sign + prefix;
  if (flags.includes('0') && !flags.includes('-')) return head + digits.padStart(width - head.length, '0');
  return padded(head + digits, specifier);
}

function padded(text: string, { flags, width }: Specifier): string {
  const padding = ' '.repeat(Math.max(0, width - pointCount(text)));
  return flags.includes('-') ? text + padding : padding + text;
}

const format = variadicNative(
  'bq_format',
  { takes: ['STRING', 'STRING'], rest: 'ANY', returns: 'STRING' },
  ([pattern, types], values) => {
    if (pattern === null) return null;
    const struct = typeOfArgument(types ?? '');
    const list = struct.kind === 'STRUCT' ? struct.fields.map((field) => field.type) : [];
    return new Formatter(pattern, list, values).text() ?? null;
  },
);

export const natives = [format];

export const functions = [
  define('FORMAT', [
    onBound('STRING, ANY* -> STRING', ({ sql, args }) => {
      const values = args.slice(1).flatMap((argument) => (argument === undefined ? [] : [argument]));
      const types: SqlType = { kind: 'STRUCT', fields: values.map(({ type }) => ({ type })) };
      return format.of(sql[0] ?? '', typeArgument(types), ...values.map(anyArgument));
    }),
  ]),
];
