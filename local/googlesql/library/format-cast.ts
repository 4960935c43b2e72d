/** CAST … FORMAT: dates and times to text and back by format elements, BYTES to text and back by an encoding. */

import { type Native, native } from '../emit/native.ts';
import type { ScalarKind } from '../types/type.ts';
import { decodeBase32, decodeBase64, decodeHex, encodeBase32 } from './text/bytes.ts';
import { civilTime, joinMicros, MAX_MICROS, MICROS_PER_SECOND, MIN_MICROS } from './time/civil.ts';
import { formatElements, writeMoment } from './time/format-model.ts';
import { type ReadMoment, readMoment } from './time/read-format.ts';
import type { TemporalKind } from './time/time-names.ts';
import { fromLocal, offsetAt, toLocal } from './time/zone.ts';

/** Both forms of a native of four arguments: the value, the format, the zone, and now in microseconds. */
interface Both {
  readonly strict: Native;
  readonly safe: Native;
}

function both<F extends ScalarKind, T extends ScalarKind>(
  from: F,
  to: T,
  compute: (value: never, format: string, zone: string, now: bigint) => unknown,
): Both {
  const name = `gsql_format_${from.toLowerCase()}_${to.toLowerCase()}`;
  const shape = { takes: [from as 'INT64', 'STRING', 'STRING', 'INT64'], returns: to as 'INT64' } as const;
  const run = compute as unknown as (value: bigint, format: string, zone: string, now: bigint) => bigint;
  return {
    strict: native(name, shape, run),
    safe: native(`${name}_safe`, shape, (value, format, zone, now) => {
      try {
        return run(value, format, zone, now);
      } catch {
        return null;
      }
    }),
  };
}

const write = (kind: TemporalKind, local: bigint, format: string, offset = 0) =>
  writeMoment(formatElements(format, kind), { local, offset });

function read(kind: TemporalKind, text: string, format: string, zone: string, now: bigint): ReadMoment {
  return readMoment(formatElements(format, kind), text, civilTime(toLocal(zone, now)));
}

const localOf = ({ days, time }: ReadMoment) => joinMicros(days, time);

const FROM_TEXT: Readonly<Partial<Record<ScalarKind, Both>>> = {
  DATE: both('STRING', 'DATE', (text, format, zone, now) => read('DATE', text, format, zone, now).days),
  TIME: both('STRING', 'TIME', (text, format, zone, now) => read('TIME', text, format, zone, now).time),
  DATETIME: both('STRING', 'DATETIME', (text, format, zone, now) => localOf(read('DATETIME', text, format, zone, now))),
  TIMESTAMP: both('STRING', 'TIMESTAMP', (text, format, zone, now) => {
    const moment = read('TIMESTAMP', text, format, zone, now);
    const local = localOf(moment);
    const at = moment.offset === undefined ? fromLocal(zone, local) : local - BigInt(moment.offset) * MICROS_PER_SECOND;
    if (at < MIN_MICROS || at > MAX_MICROS) throw new Error(`Failed to parse input string ${JSON.stringify(text)}`);
    return at;
  }),
  BYTES: both('STRING', 'BYTES', (text, format) => encodingOf(format).decode(text)),
};

const INTO_TEXT: Readonly<Partial<Record<ScalarKind, Both>>> = {
  DATE: both('DATE', 'STRING', (days, format) => write('DATE', joinMicros(days, 0n), format)),
  TIME: both('TIME', 'STRING', (micros, format) => write('TIME', micros, format)),
  DATETIME: both('DATETIME', 'STRING', (micros, format) => write('DATETIME', micros, format)),
  TIMESTAMP: both('TIMESTAMP', 'STRING', (micros, format, zone) =>
    write('TIMESTAMP', toLocal(zone, micros), format, offsetAt(zone, micros)),
  ),
  BYTES: both('BYTES', 'STRING', (bytes, format) => encodingOf(format).encode(bytes)),
};

interface Encoding {
  readonly encode: (bytes: Uint8Array) => string;
  readonly decode: (text: string) => Uint8Array;
}

const invalidText = (format: string) => new Error(`Failed to cast a value by the format ${format}`);

const utf8: Encoding = {
  encode: (bytes) => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
  decode: (text) => Buffer.from(text),
};

const ENCODINGS: Readonly<Record<string, Encoding>> = {
  'UTF-8': utf8,
  UTF8: utf8,
  ASCII: {
    encode: (bytes) => {
      if (bytes.some((byte) => byte > 127)) throw invalidText('ASCII');
      return Buffer.from(bytes).toString('latin1');
    },
    decode: (text) => {
      const bytes = Buffer.from(text);
      if (bytes.some((byte) => byte > 127)) throw invalidText('ASCII');
      return bytes;
    },
  },
  HEX: {
    encode: (bytes) => Buffer.from(bytes).toString('hex'),
    decode: (text) => {
      const bytes = decodeHex(text);
      if (bytes === undefined) throw invalidText('HEX');
      return bytes;
    },
  },
  BASE32: { encode: encodeBase32, decode: decodeBase32 },
  BASE64: {
    encode: (bytes) => Buffer.from(bytes).toString('base64'),
    decode: (text) => {
      const bytes = decodeBase64(text);
      if (bytes === undefined) throw invalidText('BASE64');
      return bytes;
    },
  },
};

function encodingOf(format: string): Encoding {
  const encoding = ENCODINGS[format.toUpperCase()];
  if (encoding === undefined)
    throw new Error(
      `The format ${JSON.stringify(format)} is not supported by the local BigQuery: use ${Object.keys(ENCODINGS).join(', ')}`,
    );
  return encoding;
}

/** The natives of a cast with a format; undefined where there is no such cast. */
export function formatCast(from: ScalarKind, to: ScalarKind): Both | undefined {
  if (to === 'STRING') return INTO_TEXT[from];
  return from === 'STRING' ? FROM_TEXT[to] : undefined;
}

export const natives: readonly Native[] = [...Object.values(FROM_TEXT), ...Object.values(INTO_TEXT)].flatMap(
  ({ strict, safe }) => [strict, safe],
);
