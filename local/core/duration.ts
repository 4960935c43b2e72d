/** Durations as the JSON of a proto writes them: `3.5s`. */

import { StatusError } from './codes.ts';

/** Throws INVALID_ARGUMENT that names the field. */
export function durationMs(value: unknown, field: string): number {
  const seconds = typeof value === 'string' ? /^(\d{1,12}(?:\.\d{1,9})?)s$/.exec(value)?.[1] : undefined;
  if (seconds === undefined)
    throw new StatusError('INVALID_ARGUMENT', `${field} ${JSON.stringify(value)} is not a duration like "180s".`);
  return Number(seconds) * 1_000;
}

export function durationText(ms: number): string {
  return `${ms / 1_000}s`;
}
