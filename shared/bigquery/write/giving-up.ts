/** Which requests are out of time, as a pure function. */

import type { Entry } from './append-queue.ts';

export interface Patience {
  /** When the next attempt would be made; milliseconds since the epoch. */
  readonly nextAttempt: number;
  /** When anything was last acknowledged on the connection. */
  readonly lastProgress: number;
  /** The longest time that a request may fail, or wait without any acknowledgement on its connection. */
  readonly budgetMs: number;
  /** After which nothing is tried any more. */
  readonly deadline: number;
}

/** The requests without progress, or refused, for longer than the budget. After the deadline, all of them. */
export function outOfTime(entries: readonly Entry[], patience: Patience): readonly Entry[] {
  const { nextAttempt, lastProgress, budgetMs, deadline } = patience;
  if (nextAttempt > deadline) return entries;
  return entries.filter(
    ({ acceptedAt, failingSince }) =>
      nextAttempt - Math.max(acceptedAt, lastProgress) > budgetMs ||
      (failingSince !== undefined && nextAttempt - failingSince > budgetMs),
  );
}
