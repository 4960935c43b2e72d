/** A short view of a value for the reader of a rejection. It calls no method of the value. */

import { millisecondsOf } from './civil.ts';
import { ExactNumber } from './exact-json.ts';

const LONGEST = 48;
export const MASKED = '***';

export function viewOf(value: unknown): string {
  try {
    return shortView(value);
  } catch {
    // A proxy, or an object that only claims to be a Date.
    return 'an object';
  }
}

function shortView(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(cut(value));
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'bigint':
      // The text of a BigInt with a million digits takes seconds; what is beyond any column needs none.
      return BigInt.asIntN(256, value) === value ? `${cut(value.toString())}n` : 'a BigInt of more than 256 bits';
    case 'object':
      return value === null ? 'null' : objectView(value);
    case 'symbol':
    case 'function':
      return `a ${typeof value}`;
    default:
      return String(value);
  }
}

function objectView(value: object): string {
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (value instanceof Date) {
    return Number.isNaN(millisecondsOf(value)) ? 'an invalid Date' : Date.prototype.toISOString.call(value);
  }
  if (value instanceof ExactNumber) return cut(value.text);
  if (value instanceof Uint8Array) return `${value.byteLength} bytes`;
  return 'an object';
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST).toWellFormed()}…` : text.toWellFormed();
}
