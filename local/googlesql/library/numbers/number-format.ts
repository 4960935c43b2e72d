/** Numbers written by the elements of a format: CAST(number AS STRING FORMAT …). */

import { type NumberModel, numberModel } from './number-model.ts';
import { type Exact, fixedText, scientificText } from './number-text.ts';

export interface FormattedNumber {
  readonly negative: boolean;
  /** The absolute value; infinite and not a number by name. */
  readonly value: Exact | 'INF' | 'NAN';
}

interface Digits {
  readonly negative: boolean;
  /** Empty for 0. */
  readonly whole: string;
  readonly fraction: string;
  /** `+02`. */
  readonly exponent: string;
}

/** `text` is padded on the left by so many spaces. */
interface Part {
  readonly text: string;
  readonly padding: number;
}

export function formatNumber(format: string, { negative, value }: FormattedNumber): string {
  const model = numberModel(format);
  if (model.kind === 'hexadecimal') return hexadecimal(model, negative, typeof value === 'string' ? undefined : value);
  if (typeof value === 'string') return named(model, negative, value);
  const written = model.exponent ? scientificText(value, model.scale) : fixedText(value, model.scale);
  const [, whole = '', fraction = '', exponent = ''] = /^(\d+)(?:\.(\d+))?(?:e(.*))?$/.exec(written) ?? [];
  return decimal(model, {
    negative,
    whole: whole === '0' ? '' : whole,
    fraction: model.compact ? fraction.replace(/0+$/, '') : fraction,
    exponent,
  });
}

function decimal(model: NumberModel, digits: Digits): string {
  const blank = model.blank && digits.whole === '';
  const zeros = model.firstZero !== undefined && model.firstZero < model.point;
  const hasWhole = model.wholeDigits > 0 && (digits.whole !== '' || model.exponent || zeros || digits.fraction === '');
  const whole = hasWhole ? wholePart(model, digits, blank) : { text: '', padding: model.point };
  const { prefix, suffix } = signs(model, digits.negative, blank);
  const currency = blank ? ' '.repeat(model.currency.length) : model.currency;
  return finished(
    model,
    whole.padding,
    `${prefix}${currency}${whole.text}${fractionPart(model, digits, blank)}${suffix}`,
  );
}

function finished(model: NumberModel, padding: number, text: string): string {
  return model.compact ? text.trim() : ' '.repeat(padding) + text;
}

const overflows = (model: NumberModel, digits: Digits) => digits.whole.length > model.wholeDigits;

/** From the right, as long as there are digits or zeros are asked for. */
function wholePart(model: NumberModel, digits: Digits, blank: boolean): Part {
  const overflow = overflows(model, digits);
  const source = digits.whole === '' ? '0' : digits.whole;
  let left = source.length;
  let at = model.point - 1;
  let text = '';
  for (; at >= 0; at -= 1) {
    if (left <= 0 && (model.firstZero === undefined || at < model.firstZero)) break;
    if (model.elements[at] === ',') {
      text = (blank ? ' ' : ',') + text;
      continue;
    }
    left -= 1;
    text = (overflow ? '#' : blank ? ' ' : (source[left] ?? '0')) + text;
  }
  return { text, padding: at + 1 };
}

function fractionPart(model: NumberModel, digits: Digits, blank: boolean): string {
  const overflow = overflows(model, digits);
  let next = 0;
  return model.elements
    .slice(model.point)
    .map((element) => {
      if (element === '.') return blank ? ' ' : '.';
      if (element === '0' || element === '9') {
        const digit = digits.fraction[next];
        next += 1;
        if (overflow) return '#';
        return digit === undefined ? '' : blank ? ' ' : digit;
      }
      if (element.toUpperCase() !== 'E') return '';
      return overflow ? '####' : blank ? '    ' : element + digits.exponent;
    })
    .join('');
}

function signs(model: NumberModel, negative: boolean, blank: boolean) {
  const pick = (minus: string, plus: string) => (blank ? ' ' : negative ? minus : plus);
  if (model.sign === undefined) return { prefix: pick('-', ' '), suffix: '' };
  if (model.sign === 'PR') return { prefix: pick('<', ' '), suffix: pick('>', ' ') };
  if (model.sign === 'MI') return { prefix: '', suffix: pick('-', ' ') };
  const sign = pick('-', '+');
  return model.signFirst ? { prefix: sign, suffix: '' } : { prefix: '', suffix: sign };
}

/** INF and NAN stand where the last three digits of the whole part would. */
function named(model: NumberModel, negative: boolean, name: 'INF' | 'NAN'): string {
  const { text, padding } = model.exponent ? { text: name, padding: model.elements.length } : namedPart(model, name);
  const { prefix, suffix } = signs(model, negative, false);
  const unsigned = name === 'NAN';
  const front = unsigned ? ' '.repeat(prefix.length) : prefix;
  const back = unsigned ? ' '.repeat(suffix.length) : suffix;
  return finished(model, padding, `${front}${model.currency}${text}${back}`);
}

function namedPart(model: NumberModel, name: string): Part {
  const overflow = model.point < name.length;
  const count = Math.min(name.length, model.point);
  const places = model.elements.slice(model.point - count, model.point);
  const whole = overflow ? places.map((element) => (element === ',' ? ',' : '#')).join('') : name;
  const fraction = model.elements
    .slice(model.point)
    .map((element) =>
      element === '.' ? (overflow ? '.' : ' ') : element === 'V' || element === 'v' ? '' : overflow ? '#' : ' ',
    )
    .join('');
  return { text: whole + (model.compact ? fraction.trim() : fraction), padding: model.point - count };
}

const MAX_UINT64 = 2n ** 64n - 1n;

function hexadecimal(model: NumberModel, negative: boolean, value: Exact | undefined): string {
  const whole = value === undefined ? MAX_UINT64 + 1n : BigInt(fixedText({ ...value, halfEven: false }, 0));
  const source = whole > MAX_UINT64 ? '0'.repeat(17) : whole.toString(16);
  const overflow = source.length > model.elements.length;
  // A `0` has the case of the next X behind it.
  const isLower = (at: number) => model.elements.slice(at).find((element) => element !== '0') === 'x';
  let text = '';
  let left = source.length;
  let at = model.elements.length - 1;
  for (; at >= 0; at -= 1) {
    if (left <= 0 && (model.firstZero === undefined || at < model.firstZero)) break;
    left -= 1;
    const digit = source[left] ?? '0';
    text = (overflow ? '#' : isLower(at) ? digit : digit.toUpperCase()) + text;
  }
  const { prefix, suffix } = signs(model, negative, false);
  return finished(model, at + 1, `${prefix}${text}${suffix}`);
}
