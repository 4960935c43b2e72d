/** The window policy of a source file. */

import { durationMs, durationOr } from '../http-source/durations.ts';
import type { WindowPolicy } from '../window.ts';
import type { WindowFileConfig } from './source-file.ts';

const DEFAULT_MAX_WINDOWS = 6;

/** The file has passed its rules. A start between two windows' starts begins with the next. */
export function windowPolicyOf(window: WindowFileConfig): WindowPolicy {
  const lengthMs = durationOr(window.length, 0);
  const offsetMs = durationOr(window.offset, 0);
  const aligned = Math.ceil((Date.parse(window.start) - offsetMs) / lengthMs) * lengthMs + offsetMs;
  return {
    lengthMs,
    offsetMs,
    settleMs: durationOr(window.settle, 0),
    overlapMs: durationOr(window.overlap, 0),
    retentionMs: window.retention === undefined ? undefined : durationMs(window.retention),
    startMs: aligned,
    maxWindows: window.maxWindows ?? DEFAULT_MAX_WINDOWS,
  };
}
