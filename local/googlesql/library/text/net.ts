/** NET.*: addresses and host names. */

import { native } from '../../emit/native.ts';
import { define, on, refuse } from '../define.ts';

/** The address's bytes, or undefined where the text is none: dotted quads, and RFC 4291 for the long ones. */
export function parseIp(text: string): Uint8Array | undefined {
  return text.includes(':') ? parseV6(text) : parseV4(text);
}

function parseV4(text: string): Uint8Array | undefined {
  const parts = text.split('.');
  // A leading zero would be octal elsewhere; it is refused.
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255))
    return undefined;
  return Uint8Array.from(parts, Number);
}

function parseV6(text: string): Uint8Array | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const groups = halves.map((half) => groupsOf(half));
  const [left, right] = groups;
  if (left === undefined || (halves.length === 2 && right === undefined)) return undefined;
  const known = [...left, ...(right ?? [])];
  const missing = 8 - known.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const all = halves.length === 1 ? left : [...left, ...new Array<number>(missing).fill(0), ...(right ?? [])];
  return Uint8Array.from(all.flatMap((group) => [group >> 8, group & 0xff]));
}

function groupsOf(half: string): number[] | undefined {
  if (half === '') return [];
  const groups: number[] = [];
  const parts = half.split(':');
  for (const [index, part] of parts.entries()) {
    const quad = index === parts.length - 1 && part.includes('.') ? parseV4(part) : undefined;
    if (quad !== undefined) {
      const [a = 0, b = 0, c = 0, d = 0] = quad;
      groups.push((a << 8) | b, (c << 8) | d);
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

function ipText(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.length !== 16) throw new Error('NET.IP_TO_STRING: the address must have 4 or 16 bytes');
  // An IPv4 address inside of an IPv6 one shows its dotted form.
  const mapped = bytes.every((byte, index) => index >= 12 || byte === (index < 10 ? 0 : 0xff));
  if (mapped) return `::ffff:${bytes.slice(12).join('.')}`;
  const groups = Array.from({ length: 8 }, (_, index) => ((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0));
  // The longest run of zeros, the first among equals, and no run of one (RFC 5952 section 4.2).
  let best = { at: -1, length: 1 };
  for (let at = 0; at < 8; at++) {
    let length = 0;
    while (at + length < 8 && groups[at + length] === 0) length++;
    if (length > best.length) best = { at, length };
  }
  const hex = groups.map((group) => group.toString(16));
  if (best.at < 0) return hex.join(':');
  return `${hex.slice(0, best.at).join(':')}::${hex.slice(best.at + best.length).join(':')}`;
}

const fromString = native('bq_net_ip_from_string', { takes: ['STRING'], returns: 'BYTES' }, (text) => {
  const bytes = parseIp(text);
  if (bytes === undefined) throw new Error(`NET.IP_FROM_STRING() encountered an unparseable IP-address: ${text}`);
  return bytes;
});
const safeFromString = native(
  'bq_net_safe_ip_from_string',
  { takes: ['STRING'], returns: 'BYTES' },
  (text) => parseIp(text) ?? null,
);
const toText = native('bq_net_ip_to_string', { takes: ['BYTES'], returns: 'STRING' }, ipText);

function mask(size: bigint, prefix: bigint, name: string): Uint8Array {
  if (size !== 4n && size !== 16n) throw new Error(`${name}: the address must have 4 or 16 bytes, found ${size}`);
  if (prefix < 0n || prefix > size * 8n)
    throw new Error(`${name}: the prefix length must be from 0 to ${size * 8n}, found ${prefix}`);
  return Uint8Array.from({ length: Number(size) }, (_, index) => {
    const ones = Math.min(8, Math.max(0, Number(prefix) - index * 8));
    return (0xff << (8 - ones)) & 0xff;
  });
}
const netMask = native('bq_net_ip_net_mask', { takes: ['INT64', 'INT64'], returns: 'BYTES' }, (size, prefix) =>
  mask(size, prefix, 'NET.IP_NET_MASK'),
);
const truncate = native('bq_net_ip_trunc', { takes: ['BYTES', 'INT64'], returns: 'BYTES' }, (bytes, prefix) => {
  const kept = mask(BigInt(bytes.length), prefix, 'NET.IP_TRUNC');
  return bytes.map((byte, index) => byte & (kept[index] ?? 0));
});
const v4FromInt = native('bq_net_ipv4_from_int64', { takes: ['INT64'], returns: 'BYTES' }, (value) => {
  if (value < -0x80000000n || value > 0xffffffffn)
    throw new Error(`NET.IPV4_FROM_INT64() encountered a value out of range: ${value}`);
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(Number(BigInt.asUintN(32, value)));
  return bytes;
});
const v4ToInt = native('bq_net_ipv4_to_int64', { takes: ['BYTES'], returns: 'INT64' }, (bytes) => {
  if (bytes.length !== 4) throw new Error('NET.IPV4_TO_INT64() needs an address of 4 bytes');
  return BigInt(Buffer.from(bytes).readUInt32BE());
});

/** The host of a URL by RFC 3986, by best effort: the text need not be a correct URL. */
const host = native('bq_net_host', { takes: ['STRING'], returns: 'STRING' }, (url) => {
  const trimmed = url.trim();
  const authority = trimmed.replace(/^(?:[A-Za-z][A-Za-z0-9+.-]*:)?\/\//, '').split(/[/?#\\]/)[0] ?? '';
  const address = authority.slice(authority.lastIndexOf('@') + 1);
  const bracketed = /^\[[^\]]*\]/.exec(address)?.[0];
  const found = bracketed ?? address.split(':')[0] ?? '';
  return found === '' ? null : found;
});

export const natives = [fromString, safeFromString, toText, netMask, truncate, v4FromInt, v4ToInt, host];

export const functions = [
  define('NET.IP_FROM_STRING', [on('STRING -> BYTES', fromString.of)]),
  define('NET.SAFE_IP_FROM_STRING', [on('STRING -> BYTES', safeFromString.of)]),
  define('NET.IP_TO_STRING', [on('BYTES -> STRING', toText.of)]),
  define('NET.IP_NET_MASK', [on('INT64, INT64 -> BYTES', netMask.of)]),
  define('NET.IP_TRUNC', [on('BYTES, INT64 -> BYTES', truncate.of)]),
  define('NET.IPV4_FROM_INT64', [on('INT64 -> BYTES', v4FromInt.of)]),
  define('NET.IPV4_TO_INT64', [on('BYTES -> INT64', v4ToInt.of)]),
  define('NET.HOST', [on('STRING -> STRING', host.of)]),
  ...refuse(['NET.PUBLIC_SUFFIX', 'NET.REG_DOMAIN']),
];
