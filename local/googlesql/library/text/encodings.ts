/** The formats between BYTES and STRING of CAST … FORMAT. */

import { decodeBase32, decodeBase64, decodeHex, encodeBase32 } from './bytes.ts';

export interface Encoding {
  readonly encode: (bytes: Uint8Array) => string;
  readonly decode: (text: string) => Uint8Array;
}

const invalidText = (format: string) => new Error(`Failed to cast a value by the format ${format}`);

const utf8: Encoding = {
  encode: (bytes) => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
  decode: (text) => Buffer.from(text),
};

const ascii: Encoding = {
  encode: (bytes) => {
    if (bytes.some((byte) => byte > 127)) throw invalidText('ASCII');
    return Buffer.from(bytes).toString('latin1');
  },
  decode: (text) => {
    const bytes = Buffer.from(text);
    if (bytes.some((byte) => byte > 127)) throw invalidText('ASCII');
    return bytes;
  },
};

const hex = (name: string): Encoding => ({
  encode: (bytes) => Buffer.from(bytes).toString('hex'),
  decode: (text) => {
    const bytes = decodeHex(text);
    if (bytes === undefined) throw invalidText(name);
    return bytes;
  },
});

/** The bytes that so many digits of three bits make, beside whole groups of eight digits. */
const BYTES_OF_OCTAL = [0, 1, 1, 1, 2, 2, 2, 3];

const octal: Encoding = {
  encode: (bytes) => {
    const digits = Math.ceil((bytes.length * 8) / 3);
    return bytes.length === 0
      ? ''
      : BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
          .toString(8)
          .padStart(digits, '0');
  },
  decode: (text) => {
    if (!/^[0-7]*$/.test(text)) throw invalidText('BASE8');
    const length = Math.floor(text.length / 8) * 3 + (BYTES_OF_OCTAL[text.length % 8] ?? 0);
    const digits =
      text === ''
        ? ''
        : BigInt(`0o${text}`)
            .toString(16)
            .padStart(length * 2, '0');
    if (digits.length > length * 2) throw invalidText('BASE8');
    return Buffer.from(digits, 'hex');
  },
};

const binary: Encoding = {
  encode: (bytes) => Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join(''),
  decode: (text) => {
    if (!/^[01]*$/.test(text)) throw invalidText('BASE2');
    const bits = text.padStart(Math.ceil(text.length / 8) * 8, '0');
    return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  },
};

const base64 = (name: string, lines: boolean): Encoding => ({
  encode: (bytes) => {
    const text = Buffer.from(bytes).toString('base64');
    return lines ? (text.match(/.{1,76}/g) ?? []).join('\n') : text;
  },
  decode: (text) => {
    const bytes = decodeBase64(lines ? text.replace(/[\r\n]/g, '') : text);
    if (bytes === undefined) throw invalidText(name);
    return bytes;
  },
});

const ENCODINGS: Readonly<Record<string, Encoding>> = {
  'UTF-8': utf8,
  UTF8: utf8,
  ASCII: ascii,
  HEX: hex('HEX'),
  BASE2: binary,
  BASE8: octal,
  BASE16: hex('BASE16'),
  BASE32: { encode: encodeBase32, decode: decodeBase32 },
  BASE64: base64('BASE64', false),
  BASE64M: base64('BASE64M', true),
};

export function encodingOf(format: string): Encoding {
  const encoding = ENCODINGS[format.toUpperCase()];
  if (encoding === undefined)
    throw new Error(
      `The format ${JSON.stringify(format)} is not supported by the local BigQuery: use ${Object.keys(ENCODINGS).join(', ')}`,
    );
  return encoding;
}
