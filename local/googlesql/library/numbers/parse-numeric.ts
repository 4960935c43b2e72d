/** PARSE_NUMERIC and PARSE_BIGNUMERIC. */

import { type Native, native } from '../../emit/native.ts';
import { define, on } from '../define.ts';
import { BIGNUMERIC_KIND, type DecimalKind, NUMERIC_KIND, parseDecimal } from './decimal.ts';
import type { DecimalName } from './numeric.ts';

const MAX_TEXT = 10_000;

/** PARSE_NUMERIC allows what CAST does not: spaces between sign and digits, a sign behind, commas before the point. */
function lenient(name: DecimalName, kind: DecimalKind): Native {
  return native(`bq_parse_${name.toLowerCase()}`, { takes: ['STRING'], returns: name }, (text) => {
    const fail = () => new Error(`Invalid input to PARSE_${name}: ${JSON.stringify(text)}`);
    // No number that fits is written longer, and the time to match grows with the square of the spaces.
    if (text.length > MAX_TEXT) throw fail();
    const match = /^([+-]?)\s*([\d,]*(?:\.\d*)?(?:[eE][+-]?\d+)?)\s*([+-]?)$/.exec(text.trim());
    if (match === null) throw fail();
    const [, before = '', digits = '', after = ''] = match;
    if (before !== '' && after !== '') throw fail();
    const parsed = parseDecimal(kind, `${before}${after}${digits.replaceAll(',', '')}`);
    if (parsed === undefined) throw fail();
    return parsed;
  });
}

const parseNumeric = lenient('NUMERIC', NUMERIC_KIND);
const parseBigNumeric = lenient('BIGNUMERIC', BIGNUMERIC_KIND);

export const natives: readonly Native[] = [parseNumeric, parseBigNumeric];

export const functions = [
  define('PARSE_NUMERIC', [on('STRING -> NUMERIC', parseNumeric.of)]),
  define(['PARSE_BIGNUMERIC'], [on('STRING -> BIGNUMERIC', parseBigNumeric.of)]),
];
