/** The change that a message makes in a CDC table: upsert or delete, and its place in the source's own order. */

import type { RowChange } from '@penstock/shared/bigquery/codec/options.ts';
import { sequenceNumber } from '@penstock/shared/bigquery/write/sequence-number.ts';
import type { Delivery } from '../message.ts';
import { isRawNumber } from './exact-json.ts';
import { RowFailure } from './failure.ts';
import type { Parse, Payload } from './payload.ts';
import { compileSource, type Ground } from './source.ts';

export interface ChangeRule {
  /** One to four sources, the most significant first: whole numbers, or RFC 3339 timestamps, which count in microseconds. */
  readonly sequence: readonly string[];
  /** Which messages delete. Without it none does. */
  readonly deletes?: { readonly source: string; readonly in: readonly string[] } | undefined;
}

export interface ChangeReader {
  /** Whether the change stands in the payload, and not in the message around it alone. */
  readonly readsPayload: boolean;
  /** `payload` is read only where the rule says so. */
  read(delivery: Delivery, payload: Payload | undefined, parse: Parse): RowChange | RowFailure;
}

export function compileChange(rule: ChangeRule): ChangeReader {
  const sections = rule.sequence.map(compileSource);
  const deletes = rule.deletes === undefined ? undefined : compileSource(rule.deletes.source);
  const words = new Set(rule.deletes?.in);
  const all = [...rule.sequence, ...(rule.deletes === undefined ? [] : [rule.deletes.source])];
  const readsPayload = all.some((source) => source.startsWith('$'));
  const read: ChangeReader['read'] = (delivery, payload, parse) => {
    const value = readsPayload ? payload?.value(parse) : undefined;
    if (value instanceof RowFailure) return value;
    const ground: Ground = { message: delivery, payload: value, parse, parsed: new Map() };
    const numbers: bigint[] = [];
    for (const [index, section] of sections.entries()) {
      const number = toNumber(section(ground), String(rule.sequence[index]));
      if (number instanceof RowFailure) return number;
      numbers.push(number);
    }
    const word = deletes?.(ground);
    if (word instanceof RowFailure) return word;
    return {
      type: typeof word === 'string' && words.has(word) ? 'DELETE' : 'UPSERT',
      sequence: sequenceNumber(...numbers),
    };
  };
  return { readsPayload, read };
}

const MOST = 2n ** 64n;

function toNumber(value: unknown, source: string): bigint | RowFailure {
  if (value instanceof RowFailure) return value;
  const number = wholeNumber(value);
  if (number === undefined) return invalid('is neither a whole number nor an RFC 3339 timestamp', source);
  return number >= 0n && number < MOST ? number : invalid('is not an unsigned 64-bit number', source);
}

function wholeNumber(value: unknown): bigint | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : undefined;
  const text = isRawNumber(value) ? value.rawJSON : value;
  if (typeof text !== 'string') return undefined;
  return /^-?\d{1,20}$/.test(text) ? BigInt(text) : micros(text);
}

const TIMESTAMP = /^(\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?([Zz]|[+-]\d\d:\d\d)$/;

/** Microseconds since the epoch, digits beyond cut off: what Firestore's update times keep. */
function micros(text: string): bigint | undefined {
  const match = TIMESTAMP.exec(text);
  if (match === null) return undefined;
  const seconds = Date.parse(`${(match[1] as string).replace(/[t ]/, 'T')}${(match[3] as string).toUpperCase()}`);
  if (Number.isNaN(seconds)) return undefined;
  return BigInt(seconds) * 1_000n + BigInt((match[2] ?? '').padEnd(6, '0').slice(0, 6));
}

function invalid(reason: string, source: string): RowFailure {
  return new RowFailure('SEQUENCE_INVALID', `the sequence ${reason}`, source);
}
