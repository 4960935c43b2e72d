/** The start of a source's next window: every window that begins before is done. It only saves reading their ledgers. */

import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { Ledger } from '@penstock/shared/storage/ledger.ts';

export interface Cursor {
  readonly nextMs: number;
}

/** Moves the cursor forward, and never back. If another run moves it at the same time, the later position stays. */
export async function advance(cursors: Ledger<Cursor>, source: string, nextMs: number): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const entry = await cursors.read(source);
    if (entry !== undefined && entry.value.nextMs >= nextMs) return;
    const write =
      entry === undefined ? cursors.create(source, { nextMs }) : cursors.update(source, { nextMs }, entry.generation);
    const moved = await write.then(() => true).catch(raced);
    if (moved) return;
  }
  // The next run finds the window done and moves it then.
}

const ATTEMPTS = 5;

function raced(error: unknown): false {
  if (error instanceof PenstockError && (error.code === 'CONFLICT' || error.code === 'ALREADY_EXISTS')) return false;
  throw error;
}

export function parseCursor(stored: unknown): Cursor {
  const { nextMs } = (stored ?? {}) as Partial<Record<keyof Cursor, unknown>>;
  if (typeof nextMs !== 'number') throw new TypeError('a cursor names the start of the next window');
  return { nextMs };
}
