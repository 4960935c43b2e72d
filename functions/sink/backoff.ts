/** The pause of a table that fails: longer with each failure, reset by a success. */

import type { PenstockError } from '@penstock/shared/runtime/errors.ts';

interface Pauses {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** An outage: the table is tried often enough to notice its end soon. */
const OUTAGE: Pauses = { firstMs: 200, longestMs: 15_000 };
/** A permission or a resource that a person has to put right: trying sooner would only spend quota. */
const BLOCKED: Pauses = { firstMs: 5_000, longestMs: 60_000 };

const BY_A_PERSON: ReadonlySet<string> = new Set([
  'PERMISSION_DENIED',
  'UNAUTHENTICATED',
  'NOT_FOUND',
  'CONFIG_INVALID',
]);

/** Whether nothing changes until a person acts: then it alerts. */
export function needsPerson({ code }: PenstockError): boolean {
  return BY_A_PERSON.has(code);
}

/** Half of the pause is certain, so that a failing service is never asked without one; the other half is jitter. */
export function pauseAfter(error: PenstockError, failures: number, random: number): number {
  const { firstMs, longestMs } = needsPerson(error) ? BLOCKED : OUTAGE;
  const bound = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 20));
  return Math.max(error.retryAfterMs ?? 0, Math.ceil((bound * (1 + random)) / 2));
}
