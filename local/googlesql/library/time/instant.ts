/** The instant of a statement: DuckDB's, moved by as much as the host's clock is ahead of the machine's. */

import { type Native, native } from '../../emit/native.ts';

const AHEAD = 'gsql_clock_ahead';

/** One instant for a whole statement, as DuckDB's now() is; the clock is asked once, because DuckDB folds the call. */
export const INSTANT = `(now() + to_seconds(${AHEAD}()))`;

/** Whole seconds: two readings of one clock that is ahead differ by less, and a statement has one instant. */
export function clockNative(now: () => number): Native {
  return native(AHEAD, { takes: [], returns: 'INT64' }, () => BigInt(Math.round((now() - Date.now()) / 1_000)));
}
