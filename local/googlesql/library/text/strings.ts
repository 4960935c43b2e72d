/** The functions of STRING alone: case, normal forms, code points, sound. */

import { type Native, native, variadicNative } from '../../emit/native.ts';
import { type Choice, isAscii, plainUnless } from '../../emit/plain.ts';
import { cast } from '../../types/cast.ts';
import { define, isKeyword, on, onBound, refuse } from '../define.ts';
import { CallRefused, type FunctionDefinition } from '../signature.ts';
import { caseFolded } from './casefold.ts';
import { character, decodeUtf8, pointCount, points } from './unicode.ts';

const upper = native('bq_upper', { takes: ['STRING'], returns: 'STRING' }, (value) => value.toUpperCase());
const lower = native('bq_lower', { takes: ['STRING'], returns: 'STRING' }, (value) => value.toLowerCase());
/** Only ASCII letters of BYTES change. */
const upperBytes = native('bq_upper_bytes', { takes: ['BYTES'], returns: 'BYTES' }, (value) =>
  value.map((byte) => (byte >= 97 && byte <= 122 ? byte - 32 : byte)),
);
const lowerBytes = native('bq_lower_bytes', { takes: ['BYTES'], returns: 'BYTES' }, (value) =>
  value.map((byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte)),
);

/** Beyond ASCII some letters change their number: the full mappings of Unicode are the native's. */
function asciiCase(plain: 'upper' | 'lower', careful: Native, x: string): Choice {
  return plainUnless(`NOT (${isAscii(x)})`, `${plain}(${x})`, careful.of(x), [x]);
}

const ascii = native('bq_ascii', { takes: ['STRING'], returns: 'INT64' }, (value) => {
  const point = value.codePointAt(0) ?? 0;
  if (point > 127) throw new Error('Argument to ASCII is not a structurally valid ASCII string');
  return BigInt(point);
});
const unicode = native('bq_unicode', { takes: ['STRING'], returns: 'INT64' }, (value) =>
  BigInt(value.codePointAt(0) ?? 0),
);
const chr = native('bq_chr', { takes: ['INT64'], returns: 'STRING' }, character);
const codePoints = native('bq_to_code_points', { takes: ['STRING'], returns: 'INT64[]' }, (value) =>
  points(value).map((one) => BigInt(one.codePointAt(0) ?? 0)),
);
const codePointsOfBytes = native('bq_to_code_points_bytes', { takes: ['BYTES'], returns: 'INT64[]' }, (value) =>
  Array.from(value, (byte) => BigInt(byte)),
);
const fromCodePoints = native('bq_code_points_to_string', { takes: ['INT64[]'], returns: 'STRING' }, (list) =>
  list.some((point) => point === null) ? null : list.map((point) => character(point ?? 0n)).join(''),
);
const bytesFromCodePoints = native('bq_code_points_to_bytes', { takes: ['INT64[]'], returns: 'BYTES' }, (list) => {
  if (list.some((point) => point === null)) return null;
  return Uint8Array.from(list, (point) => {
    if (point === null || point < 0n || point > 255n) throw new Error(`Invalid extended ASCII code ${point}`);
    return Number(point);
  });
});

const normalizeAndFold = native(
  'bq_normalize_fold',
  { takes: ['STRING', 'STRING'], returns: 'STRING' },
  (value, mode) => caseFolded(value.normalize(mode)),
);
const normalize = native('bq_normalize', { takes: ['STRING', 'STRING'], returns: 'STRING' }, (value, mode) =>
  value.normalize(mode),
);

const DEFAULT_DELIMITERS = ' \t\n\v\f\r[](){}/|\\<>!?@"^#$&~_,.:;*%+-';
const initcap = native('bq_initcap', { takes: ['STRING', 'STRING'], returns: 'STRING' }, (value, delimiters) => {
  const set = new Set(points(delimiters));
  let first = true;
  return points(value)
    .map((one) => {
      if (set.has(one)) {
        first = true;
        return one;
      }
      const changed = first ? one.toUpperCase() : one.toLowerCase();
      first = false;
      return changed;
    })
    .join('');
});

const SOUNDEX_CODES: Readonly<Record<string, string>> = Object.fromEntries(
  ['BFPV', 'CGJKQSXZ', 'DT', 'L', 'MN', 'R'].flatMap((letters, index) =>
    [...letters].map((letter) => [letter, String(index + 1)]),
  ),
);
/** American Soundex: H and W do not part equal codes, vowels do. Characters other than Latin letters are skipped. */
const soundex = native('bq_soundex', { takes: ['STRING'], returns: 'STRING' }, (value) => {
  const letters = [...value].filter((one) => /[A-Za-z]/.test(one)).map((one) => one.toUpperCase());
  const [first, ...rest] = letters;
  if (first === undefined) return '';
  let last = SOUNDEX_CODES[first] ?? '';
  let result = first;
  for (const letter of rest) {
    if (result.length === 4) break;
    if (letter === 'H' || letter === 'W') continue;
    const code = SOUNDEX_CODES[letter] ?? '';
    if (code !== '' && code !== last) result += code;
    last = code;
  }
  return result.padEnd(4, '0');
});

/** Its time grows with the product of the lengths. */
const MAX_COMPARISONS = 100_000_000;

function distance(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  if (a.length * b.length > MAX_COMPARISONS)
    throw new Error('EDIT_DISTANCE of values so long is not supported by the local BigQuery');
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, x] of a.entries()) {
    const next = [i + 1];
    for (const [j, y] of b.entries()) {
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (x === y ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
function bounded(found: number, max: bigint): bigint {
  if (max < 0n) throw new Error('max_distance must not be negative');
  return BigInt(found) < max ? BigInt(found) : max;
}
const editDistance = native(
  'bq_edit_distance',
  { takes: ['STRING', 'STRING', 'INT64'], returns: 'INT64' },
  (a, b, max) => bounded(distance(points(a), points(b)), max),
);
const editDistanceBytes = native(
  'bq_edit_distance_bytes',
  { takes: ['BYTES', 'BYTES', 'INT64'], returns: 'INT64' },
  (a, b, max) => bounded(distance([...a], [...b]), max),
);

const concatBytes = variadicNative('bq_concat_bytes', { takes: [], rest: 'BYTES', returns: 'BYTES' }, (_, values) => {
  const present = values.filter((value) => value !== null);
  return present.length < values.length ? null : Buffer.concat(present);
});
const safeConvert = native('bq_safe_convert_bytes', { takes: ['BYTES'], returns: 'STRING' }, (bytes) =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes),
);
export const bytesToString = native('bq_bytes_to_string', { takes: ['BYTES'], returns: 'STRING' }, (bytes) => {
  const value = decodeUtf8(bytes);
  if (value === undefined) throw new Error('Invalid UTF-8 string in BYTES value');
  return value;
});
/**
 * BigQuery compares NFKC case foldings. Of ASCII those are the lower case; what other text folds to is not at hand, so
 * it is refused.
 */
const containsSubstr = native(
  'bq_contains_substr',
  { takes: ['STRING', 'STRING'], returns: 'BOOL' },
  (value, sought) => {
    for (const text of [value, sought]) {
      if (pointCount(text) !== Buffer.byteLength(text)) {
        throw new Error('CONTAINS_SUBSTR of other characters than ASCII is not supported by the local BigQuery');
      }
    }
    return value.toLowerCase().includes(sought.toLowerCase());
  },
);
const charLength = native('bq_char_length', { takes: ['STRING'], returns: 'INT64' }, (value) =>
  BigInt(pointCount(value)),
);

export const natives = [
  ...[upper, lower, upperBytes, lowerBytes, ascii, unicode, chr, codePoints, codePointsOfBytes, fromCodePoints],
  ...[bytesFromCodePoints, normalize, initcap, soundex, editDistance, editDistanceBytes, concatBytes, safeConvert],
  ...[bytesToString, charLength, containsSubstr, normalizeAndFold],
];

const FORMS = ['NFC', 'NFKC', 'NFD', 'NFKD'];

/** NORMALIZE and its like: the mode is a word. */
function normalization(name: string, of: Native): FunctionDefinition {
  return define(
    name,
    [
      on('STRING -> STRING', (value) => of.of(value, "'NFC'")),
      onBound('STRING, PART -> STRING', ({ call, sql }) => {
        const mode = call.args[1];
        const form = mode !== undefined && isKeyword(mode) ? mode.keyword.toUpperCase() : '';
        if (!FORMS.includes(form)) throw new CallRefused('invalid', `${form} is not a valid normalization mode`);
        return of.of(sql[0] ?? '', `'${form}'`);
      }),
    ],
    { keywordArgs: [1] },
  );
}

const NO_LIMIT = '9223372036854775807';
const maxDistance = (named: ReadonlyMap<string, { readonly sql: string }>) =>
  named.get('max_distance')?.sql ?? NO_LIMIT;

export const functions = [
  define('UPPER', [on('STRING -> STRING', (x) => asciiCase('upper', upper, x)), on('BYTES -> BYTES', upperBytes.of)]),
  define('LOWER', [on('STRING -> STRING', (x) => asciiCase('lower', lower, x)), on('BYTES -> BYTES', lowerBytes.of)]),
  define('ASCII', [on('STRING -> INT64', ascii.of)]),
  define('UNICODE', [on('STRING -> INT64', unicode.of)]),
  define('CHR', [on('INT64 -> STRING', chr.of)]),
  define('TO_CODE_POINTS', [on('STRING -> INT64[]', codePoints.of), on('BYTES -> INT64[]', codePointsOfBytes.of)]),
  define('CODE_POINTS_TO_STRING', [on('INT64[] -> STRING', fromCodePoints.of)]),
  define('CODE_POINTS_TO_BYTES', [on('INT64[] -> BYTES', bytesFromCodePoints.of)]),
  define(['CHAR_LENGTH', 'CHARACTER_LENGTH'], [on('STRING -> INT64', charLength.of)]),
  define(
    ['BYTE_LENGTH', 'OCTET_LENGTH'],
    [
      on('STRING -> INT64', (value) => `octet_length(encode(${value}))`),
      on('BYTES -> INT64', (value) => `octet_length(${value})`),
    ],
  ),
  normalization('NORMALIZE', normalize),
  normalization('NORMALIZE_AND_CASEFOLD', normalizeAndFold),
  define('INITCAP', [
    on('STRING -> STRING', (value) => initcap.of(value, `'${DEFAULT_DELIMITERS}'`)),
    on('STRING, STRING -> STRING', initcap.of),
  ]),
  define('SOUNDEX', [on('STRING -> STRING', soundex.of)]),
  define(
    'EDIT_DISTANCE',
    [
      onBound('STRING, STRING -> INT64', ({ call, sql }) => editDistance.of(...sql, maxDistance(call.named))),
      onBound('BYTES, BYTES -> INT64', ({ call, sql }) => editDistanceBytes.of(...sql, maxDistance(call.named))),
    ],
    { named: ['max_distance'] },
  ),
  define('CONCAT', [
    on('STRING, STRING* -> STRING', (...values) => `(${values.join(' || ')})`),
    on('BYTES, BYTES* -> BYTES', concatBytes.of),
    // Values of other types go in as their text.
    onBound('ANY, ANY* -> STRING', ({ args }) => {
      if (args.some((arg) => arg?.type.kind === 'BYTES')) {
        throw new CallRefused('invalid', 'CONCAT takes BYTES only, or none');
      }
      const texts = args.flatMap((arg) => (arg === undefined ? [] : [cast(arg, { kind: 'STRING' }, false).sql]));
      return `(${texts.join(' || ')})`;
    }),
  ]),
  define('SAFE_CONVERT_BYTES_TO_STRING', [on('BYTES -> STRING', safeConvert.of)]),
  define('CONTAINS_SUBSTR', [on('STRING, STRING -> BOOL', containsSubstr.of)]),
  ...refuse(['COLLATE']),
];
