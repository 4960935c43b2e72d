/** The windows of a past range, and what speaks against pulling them now. Pure. */

import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { SourceFile } from '../source-file/source-file.ts';
import { borderAfter, isDue, pastRetention, type Window, type WindowPolicy, windowFrom } from '../window.ts';

/** Half-open, on borders of windows. */
export interface Range {
  readonly fromMs: number;
  readonly toMs: number;
}

/** More is a slip of the pen: two years of one-minute windows are about as many. */
export const MOST_WINDOWS = 1_000_000;

/** The whole windows that touch the times. */
export function rangeOf(policy: WindowPolicy, fromMs: number, toMs: number): Range {
  return { fromMs: borderAfter(policy, fromMs) - policy.lengthMs, toMs: borderAfter(policy, toMs - 1) };
}

export function countOf({ lengthMs }: WindowPolicy, { fromMs, toMs }: Range): number {
  return (toMs - fromMs) / lengthMs;
}

/** Oldest first. */
export function* windowsOf(policy: WindowPolicy, { fromMs, toMs }: Range): Generator<Window> {
  for (let at = fromMs; at < toMs; at += policy.lengthMs) yield windowFrom(policy, at);
}

/** Throws INPUT_INVALID where the rows of the range cannot all be had, or would be rows of another time. */
export function checkRange(file: SourceFile, policy: WindowPolicy, range: Range, nowMs: number): void {
  const { kind, start } = file.window;
  const { fromMs, toMs } = range;
  if (toMs <= fromMs) refuse('--from must be before --to.');
  const count = countOf(policy, range);
  if (count > MOST_WINDOWS)
    refuse(`The range has ${count} windows, and ${MOST_WINDOWS} are allowed: give parts of it.`);
  if (kind === 'snapshot')
    refuse(`${file.name} shows its rows as they are now, and not as they were: a snapshot has no past to backfill.`);
  const lastMs = toMs - policy.lengthMs;
  if (!isDue(policy, lastMs, nowMs))
    refuse(`The window from ${iso(lastMs)} has not ended and settled yet: choose an earlier --to.`);
  if (pastRetention(policy, fromMs, nowMs)) {
    const oldest = iso(nowMs - (policy.retentionMs as number));
    refuse(`The source shows nothing older than ${oldest} (window.retention): choose a later --from.`);
  }
  const withHistory = (file.each ?? []).findIndex((level) => 'window' in level && level.window !== undefined);
  if (withHistory >= 0 && fromMs < Date.parse(start)) {
    refuse(
      `The parents of each[${withHistory}] are read from window.start on, which is ${start}: set it to the time of the oldest parent. Windows that have landed are not pulled again.`,
    );
  }
}

function refuse(message: string): never {
  throw new PenstockError('INPUT_INVALID', message);
}

export function iso(ms: number): string {
  return new Date(ms).toISOString();
}
