/** NUMERIC and BIGNUMERIC as exact integers: a value times 10^scale. */

export interface DecimalKind {
  readonly name: 'NUMERIC' | 'BIGNUMERIC';
  readonly scale: number;
  readonly min: bigint;
  readonly max: bigint;
}

const NUMERIC_MAX = 10n ** 38n - 1n;
/** 10^38 is the scale, and BIGNUMERIC is a 256-bit signed integer of it. */
const BIGNUMERIC_MAX = 2n ** 255n - 1n;

export const NUMERIC: DecimalKind = { name: 'NUMERIC', scale: 9, min: -NUMERIC_MAX, max: NUMERIC_MAX };
export const BIGNUMERIC: DecimalKind = {
  name: 'BIGNUMERIC',
  scale: 38,
  min: -(2n ** 255n),
  max: BIGNUMERIC_MAX,
};

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;

/**
 * The value times 10^scale, rounded half away from zero where the text has more digits than the type (as BigQuery's
 * casts and loads do); undefined for what is not a number or does not fit.
 */
export function parseDecimal(text: string, kind: DecimalKind): bigint | undefined {
  const match = DECIMAL.exec(text.trim());
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') return undefined;
  const digits = (whole + fraction).replace(/^0+(?=\d)/, '');
  const shift = Number(exponent) - fraction.length + kind.scale;
  // 10^77 is beyond both types: no need to build larger integers to refuse them.
  if (digits !== '0' && digits.length + shift > 80) return undefined;
  const magnitude = digits === '0' ? 0n : shifted(digits, shift);
  const value = sign === '-' ? -magnitude : magnitude;
  return value < kind.min || value > kind.max ? undefined : value;
}

function shifted(digits: string, shift: number): bigint {
  if (shift >= 0) return BigInt(digits) * 10n ** BigInt(shift);
  if (-shift > digits.length) return 0n;
  const kept = digits.slice(0, shift);
  const next = digits.charCodeAt(digits.length + shift) - 48;
  return BigInt(kept === '' ? '0' : kept) + (next >= 5 ? 1n : 0n);
}

/** A loop, because the time of `/0+$/` grows with the square of the zeros that stand before another digit. */
export function withoutEndingZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === 48) end -= 1;
  return digits.slice(0, end);
}

/** Plain digits without trailing zeros, as BigQuery prints them: `1.5`, `-0.000000001`, `12`. */
export function formatDecimal(value: bigint, scale: number): string {
  const negative = value < 0n;
  const digits = (negative ? -value : value).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = scale === 0 ? '' : digits.slice(-scale).replace(/0+$/, '');
  return `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}
