/** String, bytes and quoted identifier literals: quotes, prefixes and escapes (GoogleSQL lexical structure). */

import { type Position, syntaxError } from '../error.ts';

const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '?': '?',
  '"': '"',
  "'": "'",
  '`': '`',
};

export interface Quoted {
  readonly value: string;
  readonly bytes: Uint8Array;
  /** Past the closing quote. */
  readonly end: number;
}

export interface QuotedForm {
  readonly quote: string;
  readonly raw: boolean;
  readonly what: 'string' | 'bytes' | 'identifier';
}

/** Reads from `start` (just past the opening quote). `at` is where the literal begins. */
export function readQuoted(text: string, start: number, form: QuotedForm, at: Position): Quoted {
  const triple = form.quote.length === 3;
  const chunks: (string | number)[] = [];
  let offset = start;
  for (;;) {
    const character = text[offset];
    if (character === undefined || (!triple && (character === '\n' || character === '\r'))) {
      throw syntaxError(`Unclosed ${triple ? 'triple-quoted ' : ''}${form.what} literal`, at);
    }
    if (text.startsWith(form.quote, offset)) break;
    if (character !== '\\') {
      const point = String.fromCodePoint(text.codePointAt(offset) ?? 0);
      chunks.push(point);
      offset += point.length;
    } else if (form.raw) {
      const next = text[offset + 1];
      if (next === undefined) throw syntaxError(`Unclosed ${form.what} literal`, at);
      chunks.push(`\\${next}`);
      offset += 2;
    } else {
      const escaped = readEscape(text, offset, form, at);
      chunks.push(escaped.chunk);
      offset = escaped.end;
    }
  }
  const end = offset + form.quote.length;
  return form.what === 'bytes'
    ? { value: '', bytes: Buffer.concat(chunks.map(chunkBytes)), end }
    : {
        value: chunks.map((chunk) => (typeof chunk === 'number' ? String.fromCodePoint(chunk) : chunk)).join(''),
        bytes: new Uint8Array(),
        end,
      };
}

/** In bytes, an escape by number is one byte and a character is its UTF-8. */
function chunkBytes(chunk: string | number): Uint8Array {
  return typeof chunk === 'number' ? Uint8Array.of(chunk) : Buffer.from(chunk, 'utf8');
}

function readEscape(
  text: string,
  offset: number,
  form: QuotedForm,
  at: Position,
): { readonly chunk: string | number; readonly end: number } {
  const letter = text[offset + 1] ?? '';
  const simple = SIMPLE[letter];
  if (simple !== undefined) return { chunk: simple, end: offset + 2 };
  const numeric = (pattern: RegExp, skip: number, radix: number) => {
    const digits = pattern.exec(text.slice(offset + skip, offset + skip + 8))?.[0];
    return digits === undefined
      ? undefined
      : { value: Number.parseInt(digits, radix), end: offset + skip + digits.length };
  };
  const octal = /[0-3]/.test(letter) ? numeric(/^[0-7]{3}/, 1, 8) : undefined;
  const hex = letter === 'x' || letter === 'X' ? numeric(/^[0-9a-fA-F]{2}/, 2, 16) : undefined;
  const byte = octal ?? hex;
  if (byte !== undefined) return { chunk: byte.value, end: byte.end };
  if (form.what !== 'bytes' && (letter === 'u' || letter === 'U')) {
    const point = numeric(letter === 'u' ? /^[0-9a-fA-F]{4}/ : /^[0-9a-fA-F]{8}/, 2, 16);
    const surrogate = point !== undefined && point.value >= 0xd800 && point.value <= 0xdfff;
    if (point !== undefined && point.value <= 0x10ffff && !surrogate) return { chunk: point.value, end: point.end };
  }
  throw syntaxError(`Illegal escape sequence: \\${letter}`, at);
}
