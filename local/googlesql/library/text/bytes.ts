/** BYTES as text and back, and hashes. */

import { hash } from 'node:crypto';
import { type Native, native } from '../../emit/native.ts';
import { define, on, refuse } from '../define.ts';
import { farmFingerprint } from './farm-fingerprint.ts';

const toHex = native('bq_to_hex', { takes: ['BYTES'], returns: 'STRING' }, (bytes) =>
  Buffer.from(bytes).toString('hex'),
);
const fromHex = native('bq_from_hex', { takes: ['STRING'], returns: 'BYTES' }, (text) => {
  const bytes = decodeHex(text);
  if (bytes === undefined) throw new Error(`Failed to decode invalid hexadecimal string: ${text}`);
  return bytes;
});

/** An odd number of digits is read as if a 0 stood before them. */
export function decodeHex(text: string): Uint8Array | undefined {
  if (!/^[0-9a-fA-F]*$/.test(text)) return undefined;
  return Buffer.from(text.length % 2 === 0 ? text : `0${text}`, 'hex');
}

const toBase64 = native('bq_to_base64', { takes: ['BYTES'], returns: 'STRING' }, (bytes) =>
  Buffer.from(bytes).toString('base64'),
);
const fromBase64 = native('bq_from_base64', { takes: ['STRING'], returns: 'BYTES' }, (text) => {
  const bytes = decodeBase64(text);
  if (bytes === undefined) throw new Error('Failed to decode invalid base64 string');
  return bytes;
});

/** Padding may be left out, and lines may be broken; nothing else is forgiven. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const dense = text.replace(/[ \t\r\n\f\v]/g, '');
  const match = /^([A-Za-z0-9+/]*)(={0,2})$/.exec(dense);
  const digits = match?.[1] ?? '';
  if (match === null || digits.length % 4 === 1) return undefined;
  if (match[2] !== '' && dense.length % 4 !== 0) return undefined;
  return Buffer.from(digits, 'base64');
}

const ALPHABET_32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
export function encodeBase32(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 5) {
    const block = bytes.subarray(at, at + 5);
    const digits = Math.ceil((block.length * 8) / 5);
    let value = 0n;
    for (let index = 0; index < 5; index++) value = (value << 8n) | BigInt(block[index] ?? 0);
    for (let index = 0; index < 8; index++) {
      text += index < digits ? ALPHABET_32.charAt(Number((value >> BigInt(35 - 5 * index)) & 31n)) : '=';
    }
  }
  return text;
}

export function decodeBase32(text: string): Uint8Array {
  const digits = text.replace(/=+$/, '');
  const tail = digits.length % 8;
  if (
    text.length % 8 !== 0 ||
    !/^[A-Z2-7]*$/.test(digits) ||
    [1, 3, 6].includes(tail) ||
    text.length - digits.length > 6
  ) {
    throw new Error('Failed to decode invalid base32 string');
  }
  let value = 0;
  let bits = 0;
  const bytes: number[] = [];
  for (const digit of digits) {
    value = ((value << 5) | ALPHABET_32.indexOf(digit)) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((value >> bits) & 0xff);
    }
  }
  return Uint8Array.from(bytes);
}

const toBase32 = native('bq_to_base32', { takes: ['BYTES'], returns: 'STRING' }, encodeBase32);
const fromBase32 = native('bq_from_base32', { takes: ['STRING'], returns: 'BYTES' }, decodeBase32);

function hashing(name: string, algorithm: string): { readonly strings: Native; readonly bytes: Native } {
  return {
    strings: native(`bq_${name}`, { takes: ['STRING'], returns: 'BYTES' }, (text) => hash(algorithm, text, 'buffer')),
    bytes: native(`bq_${name}_bytes`, { takes: ['BYTES'], returns: 'BYTES' }, (value) =>
      hash(algorithm, value, 'buffer'),
    ),
  };
}
const HASHES = ['md5', 'sha1', 'sha256', 'sha512'].map((name) => ({ name, ...hashing(name, name) }));

const farm = native('bq_farm_fingerprint', { takes: ['STRING'], returns: 'INT64' }, (text) =>
  farmFingerprint(Buffer.from(text)),
);
const farmBytes = native('bq_farm_fingerprint_bytes', { takes: ['BYTES'], returns: 'INT64' }, farmFingerprint);

export const natives = [
  ...[toHex, fromHex, toBase64, fromBase64, toBase32, fromBase32, farm, farmBytes],
  ...HASHES.flatMap(({ strings, bytes }) => [strings, bytes]),
];

export const functions = [
  define('TO_HEX', [on('BYTES -> STRING', toHex.of)]),
  define('FROM_HEX', [on('STRING -> BYTES', fromHex.of)]),
  define('TO_BASE64', [on('BYTES -> STRING', toBase64.of)]),
  define('FROM_BASE64', [on('STRING -> BYTES', fromBase64.of)]),
  define('TO_BASE32', [on('BYTES -> STRING', toBase32.of)]),
  define('FROM_BASE32', [on('STRING -> BYTES', fromBase32.of)]),
  ...HASHES.map(({ name, strings, bytes }) =>
    define(name.toUpperCase(), [on('STRING -> BYTES', strings.of), on('BYTES -> BYTES', bytes.of)]),
  ),
  define('FARM_FINGERPRINT', [on('STRING -> INT64', farm.of), on('BYTES -> INT64', farmBytes.of)]),
  ...refuse(['AEAD.ENCRYPT', 'AEAD.DECRYPT_STRING', 'AEAD.DECRYPT_BYTES']),
  ...refuse(['DETERMINISTIC_ENCRYPT', 'DETERMINISTIC_DECRYPT_STRING', 'DETERMINISTIC_DECRYPT_BYTES']),
];
