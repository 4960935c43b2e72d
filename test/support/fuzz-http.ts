/** The common part of the fuzz runs over HTTP: seeded odd values, bodies and bytes, and a client that sends anything as it is. */

import { request } from 'node:http';
import { connect } from 'node:net';

export const FUZZ_CASES = process.env.PENSTOCK_SOAK === '1' ? 10_000 : 500;

export type Random = () => number;

export function pick<T>(random: Random, values: readonly T[]): T {
  return values[Math.floor(random() * values.length)] as T;
}

const SCALARS: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  2 ** 53,
  '',
  'x',
  '\0',
  '🙂',
  '\ud800',
  '../../etc/passwd',
  '__proto__',
  'constructor',
  'a'.repeat(2_000),
  '9'.repeat(400),
  '2026-99-99T99:99:99Z',
  'NaN',
];

/** A JSON value of some depth, odd in its types and names. */
export function oddValue(random: Random, names: readonly string[], depth = 4): unknown {
  const kind = random();
  if (depth === 0 || kind < 0.5) return pick(random, SCALARS);
  const count = Math.floor(random() * 4);
  if (kind < 0.65) return Array.from({ length: count }, () => oddValue(random, names, depth - 1));
  const entries = Array.from({ length: count + 1 }, () => [pick(random, names), oddValue(random, names, depth - 1)]);
  return Object.fromEntries(entries);
}

/** JSON mostly; else cut, nested beyond reason, of another encoding, or no JSON at all. */
export function oddBody(random: Random, make: () => unknown): Buffer {
  const kind = random();
  const text = JSON.stringify(make()) ?? '';
  if (kind < 0.7) return Buffer.from(text);
  if (kind < 0.8) return Buffer.from(text.slice(0, Math.floor(random() * text.length)));
  if (kind < 0.85) return Buffer.from('['.repeat(20_000));
  if (kind < 0.9) return Buffer.from(`${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}`);
  if (kind < 0.95) return Buffer.from(text, 'utf16le');
  return Buffer.from(Array.from({ length: 64 }, () => Math.floor(random() * 256)));
}

export interface FuzzReply {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/** The path goes out as it is: neither normalised nor encoded. */
export function sendOdd(address: string, method: string, path: string, body?: Buffer): Promise<FuzzReply> {
  const [host, port] = address.split(':');
  return new Promise((resolve, reject) => {
    // Node leaves a DELETE's body without a length, which makes it the beginning of the next request.
    const headers = { 'content-type': 'application/json', 'content-length': body?.length ?? 0 };
    const sent = request({ host, port, method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          type: String(response.headers['content-type']),
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Bytes that are no HTTP; resolves when the connection has ended, or after it was ended from here. */
export function sendBytes(address: string, bytes: Buffer): Promise<void> {
  const [host = '', port] = address.split(':');
  return new Promise((resolve) => {
    const socket = connect(Number(port), host);
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    socket.on('data', () => undefined);
    socket.end(bytes);
  });
}
