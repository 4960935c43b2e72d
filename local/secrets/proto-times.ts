/** Times and durations between their protobuf form and their texts in JSON, which the methods work with. */

import type { SecretsRequest } from './request.ts';

type Fields = Readonly<Record<string, unknown>>;

interface Seconds {
  readonly seconds?: string | number;
  readonly nanos?: number;
}

const TIMES = ['createTime', 'destroyTime', 'expireTime'];

export function fromProto(request: SecretsRequest): SecretsRequest {
  const { secret } = request;
  if (secret === undefined) return request;
  const { ttl, ...rest } = changed(secret, TIMES, (time) => isoOf(time as Seconds));
  return { ...request, secret: ttl === undefined || ttl === null ? rest : { ...rest, ttl: textOf(ttl as Seconds) } };
}

/** An answer, and the secrets or versions of a list. */
export function toProto(answer: object): object {
  const whole = changed(answer as Fields, TIMES, (time) => secondsOf(String(time)));
  return changed(whole, ['secrets', 'versions'], (list) => (list as readonly object[]).map(toProto));
}

function changed(fields: Fields, names: readonly string[], make: (value: unknown) => unknown): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      names.includes(name) && value !== undefined && value !== null ? make(value) : value,
    ]),
  );
}

function isoOf({ seconds = 0, nanos = 0 }: Seconds): string {
  return new Date(Number(seconds) * 1_000 + Math.floor(nanos / 1e6)).toISOString();
}

function textOf({ seconds = 0, nanos = 0 }: Seconds): string {
  return `${Number(seconds) + nanos / 1e9}s`;
}

function secondsOf(text: string): Seconds {
  const ms = Date.parse(text);
  return { seconds: Math.floor(ms / 1_000), nanos: (((ms % 1_000) + 1_000) % 1_000) * 1e6 };
}
