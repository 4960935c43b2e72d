/** The request budget of a source: spent before the source's limit is met, not after. */

import type { Clock } from '@penstock/shared/runtime/clock.ts';
import { SourceError } from '../source.ts';

export interface Budget {
  /** Resolves when one more request may be sent. Throws where that is beyond the deadline. */
  take(deadlineMs: number, signal: AbortSignal): Promise<void>;
  /** Nothing is sent before this time: the source said so. */
  holdUntil(ms: number): void;
}

/** `requests` in any span of `perMs`, evenly spread after the first burst; without them only `holdUntil` counts. */
export function createBudget(
  rate: { readonly requests: number; readonly perMs: number } | undefined,
  clock: Clock,
): Budget {
  const sent: number[] = [];
  let heldUntil = 0;
  let turn: Promise<void> = Promise.resolve();

  async function admit(deadlineMs: number, signal: AbortSignal): Promise<void> {
    const oldest = rate !== undefined && sent.length >= rate.requests ? (sent.shift() as number) + rate.perMs : 0;
    const at = Math.max(oldest, heldUntil);
    if (at > deadlineMs) {
      throw new SourceError('wait', 'RESOURCE_EXHAUSTED', 'The source may not be asked again before this run ends.', {
        untilMs: at,
      });
    }
    if (at > clock.now()) await clock.sleep(at - clock.now(), signal);
    if (rate !== undefined) sent.push(Math.max(at, clock.now()));
  }

  return {
    take: (deadlineMs, signal) => {
      const mine = turn.then(() => admit(deadlineMs, signal));
      turn = mine.catch(() => undefined);
      return mine;
    },
    holdUntil: (ms) => {
      heldUntil = Math.max(heldUntil, ms);
    },
  };
}
