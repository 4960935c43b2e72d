/** Waits until no service has anything under way. */

import { setTimeout as sleep } from 'node:timers/promises';

export interface IdleOptions {
  /** The longest wait. Default 10 s. */
  readonly timeoutMs?: number;
}

/** Looks this often, and believes an idle cloud after as many looks in a row: work passes from service to service. */
const LOOK_MS = 5;
const LOOKS = 3;

/** `busy` gives one phrase for each thing that is under way. */
export async function untilIdle(
  busy: () => readonly string[],
  { timeoutMs = 10_000 }: IdleOptions = {},
): Promise<void> {
  const end = performance.now() + timeoutMs;
  for (let quiet = 0; quiet < LOOKS; ) {
    const left = busy();
    quiet = left.length === 0 ? quiet + 1 : 0;
    if (quiet === 0 && performance.now() >= end) {
      throw new Error(`The local cloud is not idle after ${timeoutMs} ms: ${left.join('; ')}.`);
    }
    await sleep(LOOK_MS);
  }
}
