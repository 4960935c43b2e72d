/** Runs the `penstock` command in this process, and returns what it printed and its exit code. */

import { type Clock, systemClock } from '@penstock/shared/runtime/clock.ts';
import type { Environment } from '@penstock/shared/runtime/config.ts';
import { run } from '../../cli/run.ts';
import { WORDS, type Word } from '../../cli/words.ts';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

export interface PenstockOptions {
  /** Nothing of this process's environment is seen. */
  readonly env?: Environment;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
  /** Whether a person watches standard error. */
  readonly isTerminal?: boolean;
  readonly words?: readonly Word[];
}

export async function penstock(args: readonly string[], options: PenstockOptions = {}): Promise<Ran> {
  const { env = {}, clock = systemClock, signal = new AbortController().signal, isTerminal = false } = options;
  let out = '';
  let error = '';
  const code = await run(args, options.words ?? WORDS, {
    env,
    clock,
    signal,
    isTerminal,
    version: '1.2.3',
    out: (text) => {
      out += text;
    },
    error: (text) => {
      error += text;
    },
  });
  return { code, out, error };
}
