/** Values as JSON texts in every spelling that a source may use: white space, escapes, numbers, repeated keys, and damage. */

/** A small generator (mulberry32): the same seed spells the same text. */
export function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface Spelling {
  readonly random: () => number;
  /** The share of places, in per cent, that are spelt otherwise than `JSON.stringify` spells them. */
  readonly odd: number;
}

const SPACES = ['', ' ', '\n', '\t  ', '\r\n'];
const SHORT: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '"': '\\"',
  '\\': '\\\\',
  '/': '\\/',
};

export function spell(value: unknown, how: Spelling): string {
  if (typeof value === 'string') return spellText(value, how);
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? spellNumber(value, how) : '1e999';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'null' : `"${value.toISOString()}"`;
  if (value instanceof Uint8Array) return `"${Buffer.from(value).toString('base64')}"`;
  if (Array.isArray(value))
    return `[${value.map((item) => `${space(how)}${spell(item, how)}${space(how)}`).join(',')}]`;
  if (typeof value === 'object' && value !== null) return spellObject(Object.entries(value), how);
  return typeof value === 'boolean' ? String(value) : 'null';
}

function spellObject(entries: readonly (readonly [string, unknown])[], how: Spelling): string {
  const repeated = entries.flatMap((entry) => (isOdd(how, 20) ? [entry, entry] : [entry]));
  const all = isOdd(how, 4) ? repeated.toReversed() : repeated;
  const parts = all.map(
    ([key, item]) =>
      `${space(how)}${isOdd(how, 4) ? spellText(key, how) : JSON.stringify(key)}${space(how)}:${space(how)}${spell(item, how)}`,
  );
  return `{${parts.join(',')}${space(how)}}`;
}

function spellText(text: string, how: Spelling): string {
  let out = '';
  for (const unit of text.split('')) {
    const code = unit.charCodeAt(0);
    const plain = code >= 32 && unit !== '"' && unit !== '\\' && (code < 0xd800 || code > 0xdfff);
    if (plain && !isOdd(how, 1)) out += unit;
    else if (SHORT[unit] !== undefined && !isOdd(how, 3)) out += SHORT[unit];
    else out += `\\u${pick(how, [lower(code), lower(code).toUpperCase()])}`;
  }
  return `"${out}"`;
}

function lower(code: number): string {
  return code.toString(16).padStart(4, '0');
}

function spellNumber(value: number, how: Spelling): string {
  const text = Object.is(value, -0) ? '-0' : String(value);
  if (!isOdd(how, 1)) return text;
  return pick(how, [
    value.toExponential(),
    `${text}${/[.e]/.test(text) ? '0' : '.0'}`,
    `${text}00`,
    text.replace('e', 'E'),
    `${text}e2`,
    value.toPrecision(21),
    value.toFixed(9),
    `0${text}`,
    `+${text}`,
    `${text}.`,
  ]);
}

function space(how: Spelling): string {
  return isOdd(how, 1) ? pick(how, SPACES) : '';
}

/** `times` makes a place odder, or seldom, than others are. */
function isOdd({ random, odd }: Spelling, seldom: number): boolean {
  return random() * 100 * seldom < odd;
}

function pick<T>({ random }: Spelling, all: readonly T[]): T {
  return all[Math.floor(random() * all.length)] as T;
}

/** The text with a byte left out, doubled or changed at a random place. */
export function damaged(text: Buffer, random: () => number): Buffer {
  const at = Math.floor(random() * text.length);
  const byte = Buffer.from([Math.floor(random() * 256)]);
  const kind = Math.floor(random() * 4);
  if (kind === 0) return Buffer.concat([text.subarray(0, at), text.subarray(at + 1)]);
  if (kind === 1) return Buffer.concat([text.subarray(0, at), byte, text.subarray(at)]);
  if (kind === 2) return Buffer.concat([text.subarray(0, at), byte, text.subarray(at + 1)]);
  return text.subarray(0, at);
}
