/**
 * Whether bytes are one JSON value (RFC 8259), read without building it. They are UTF-8 that was written from a string.
 *
 * Each reader takes the place where its part begins and returns the one behind it, or a failure below zero: no object
 * holds the place between them. Measured: `docs/performance.md`.
 */

import { Fault } from '../fault.ts';

/** BigQuery's own bound for nesting in JSON. */
export const DEEPEST_JSON = 500;

const QUOTE = 34;
const BACKSLASH = 92;
const COMMA = 44;
const COLON = 58;
const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');
const NULL = Buffer.from('null');
/** The characters that may follow a backslash, except `u`. */
const ESCAPES = new Uint8Array(256);
for (const code of Buffer.from('"\\/bfnrt')) ESCAPES[code] = 1;

const TOO_DEEP = -1;
const HALF_PAIR = -2;
/** No JSON at this place. */
const malformedAt = (place: number): number => -3 - place;

export function checkJsonText(bytes: Uint8Array, start: number, end: number): Fault | undefined {
  const behind = value(bytes, start, end, 0);
  const at = behind < 0 ? behind : skipSpace(bytes, behind, end);
  return at === end ? undefined : faultOf(at < 0 ? at : malformedAt(at), start);
}

/** The place behind the JSON value at `from`, or a number below zero where there is none. */
export function behindJson(bytes: Uint8Array, from: number): number {
  return value(bytes, from, bytes.length, 0);
}

function faultOf(failure: number, start: number): Fault {
  if (failure === TOO_DEEP) return new Fault('TOO_DEEP', `nested deeper than ${DEEPEST_JSON} levels`);
  if (failure === HALF_PAIR) return new Fault('BAD_UNICODE', 'a \\u escape holds half of a surrogate pair');
  const place = malformedAt(failure) - start;
  return new Fault('MALFORMED', `not JSON at byte ${place}; a plain string needs its quotes`);
}

function skipSpace(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  for (; at < end; at += 1) {
    const code = bytes[at] as number;
    if (code > 32 || (code !== 32 && code !== 10 && code !== 13 && code !== 9)) break;
  }
  return at;
}

function value(bytes: Uint8Array, from: number, end: number, depth: number): number {
  const at = skipSpace(bytes, from, end);
  if (at === end) return malformedAt(at);
  switch (bytes[at]) {
    case QUOTE:
      return string(bytes, at, end);
    case 123:
      return container(bytes, at, end, 125, depth);
    case 91:
      return container(bytes, at, end, 93, depth);
    case 116:
      return word(bytes, at, end, TRUE);
    case 102:
      return word(bytes, at, end, FALSE);
    case 110:
      return word(bytes, at, end, NULL);
    default:
      return number(bytes, at, end);
  }
}

function container(bytes: Uint8Array, from: number, end: number, close: number, depth: number): number {
  if (depth === DEEPEST_JSON) return TOO_DEEP;
  let at = skipSpace(bytes, from + 1, end);
  if (at < end && bytes[at] === close) return at + 1;
  for (;;) {
    if (close === 125) at = key(bytes, at, end);
    if (at >= 0) at = value(bytes, at, end, depth + 1);
    if (at < 0) return at;
    at = skipSpace(bytes, at, end);
    if (at === end) return malformedAt(at);
    const code = bytes[at];
    if (code === close) return at + 1;
    if (code !== COMMA) return malformedAt(at);
    at += 1;
  }
}

/** The key and its colon. */
function key(bytes: Uint8Array, from: number, end: number): number {
  const at = skipSpace(bytes, from, end);
  if (at === end || bytes[at] !== QUOTE) return malformedAt(at);
  const behind = string(bytes, at, end);
  if (behind < 0) return behind;
  const colon = skipSpace(bytes, behind, end);
  return colon < end && bytes[colon] === COLON ? colon + 1 : malformedAt(colon);
}

function string(bytes: Uint8Array, from: number, end: number): number {
  let at = from + 1;
  while (at < end) {
    const code = bytes[at] as number;
    if (code === QUOTE) return at + 1;
    if (code === BACKSLASH) {
      at = escaped(bytes, at, end);
      if (at < 0) return at;
    } else {
      // RFC 8259 section 7: control characters stand escaped.
      if (code < 32) return malformedAt(at);
      at += 1;
    }
  }
  return malformedAt(end);
}

/** One escape, or the two of a surrogate pair: half of one has no UTF-8 form. */
function escaped(bytes: Uint8Array, at: number, end: number): number {
  if (at + 1 < end && ESCAPES[bytes[at + 1] as number] === 1) return at + 2;
  const unit = codeUnit(bytes, at, end);
  if (unit < 0) return malformedAt(at);
  if (unit < 0xd800 || unit > 0xdfff) return at + 6;
  const low = unit < 0xdc00 ? codeUnit(bytes, at + 6, end) : -1;
  return low >= 0xdc00 && low <= 0xdfff ? at + 12 : HALF_PAIR;
}

/** `\uXXXX`, or -1. */
export function codeUnit(bytes: Uint8Array, at: number, end: number): number {
  if (at + 6 > end || bytes[at] !== BACKSLASH || bytes[at + 1] !== 117) return -1;
  let unit = 0;
  for (let place = at + 2; place < at + 6; place += 1) {
    const digit = hexDigit(bytes[place] as number);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

function word(bytes: Uint8Array, at: number, end: number, expected: Uint8Array): number {
  const behind = at + expected.length;
  if (behind > end) return malformedAt(at);
  for (let index = 1; index < expected.length; index += 1) {
    if (bytes[at + index] !== expected[index]) return malformedAt(at);
  }
  return behind;
}

/** -?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)? */
function number(bytes: Uint8Array, from: number, end: number): number {
  let at = bytes[from] === 45 ? from + 1 : from;
  if (at < end && bytes[at] === 48) at += 1;
  else at = digits(bytes, at, end);
  if (at >= 0 && at < end && bytes[at] === 46) at = digits(bytes, at + 1, end);
  // With the bit of lower case set, "E" is "e".
  if (at < 0 || at === end || ((bytes[at] as number) | 32) !== 101) return at;
  at += 1;
  if (at < end && (bytes[at] === 43 || bytes[at] === 45)) at += 1;
  return digits(bytes, at, end);
}

/** One digit or more. */
function digits(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  for (; at < end; at += 1) {
    const code = bytes[at] as number;
    if (code < 48 || code > 57) break;
  }
  return at > from ? at : malformedAt(at);
}

function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}
