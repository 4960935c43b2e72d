/** Progress: one line on a terminal, written over itself, or one JSON object a line for a program; at most once in a while. */

import type { Clock } from '@penstock/shared/runtime/clock.ts';

export interface Progress {
  show(text: string): void;
  /** Removes the line, so that what is printed next begins at the margin. */
  clear(): void;
}

const EVERY_MS = 200;

export function terminalProgress(write: (text: string) => void, clock: Pick<Clock, 'now'>): Progress {
  let shownAt = Number.NEGATIVE_INFINITY;
  let shown = 0;
  return {
    show: (text) => {
      const now = clock.now();
      if (now - shownAt < EVERY_MS) return;
      const line = text.replaceAll('\n', ' ');
      write(`\r${line.padEnd(shown)}`);
      shownAt = now;
      shown = line.length;
    },
    clear: () => {
      if (shown > 0) write(`\r${' '.repeat(shown)}\r`);
      shown = 0;
    },
  };
}

/** A program that starts a command sets this to `json` to get its progress on standard error. */
export const PROGRESS_VARIABLE = 'PENSTOCK_PROGRESS';

export function jsonProgress(write: (text: string) => void, clock: Pick<Clock, 'now'>): Progress {
  let shownAt = Number.NEGATIVE_INFINITY;
  return {
    show: (text) => {
      const now = clock.now();
      if (now - shownAt < EVERY_MS) return;
      write(`${JSON.stringify({ progress: text })}\n`);
      shownAt = now;
    },
    clear: () => undefined,
  };
}

/** The text of a line that `jsonProgress` wrote; undefined for any other line. */
export function progressIn(line: string): string | undefined {
  const [, text] = /^\{"progress":(".*")\}$/.exec(line) ?? [];
  return text === undefined ? undefined : String(JSON.parse(text));
}

export const NO_PROGRESS: Progress = { show: () => undefined, clear: () => undefined };
