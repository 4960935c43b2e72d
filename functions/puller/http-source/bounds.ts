/**
 * The bounds of a request from a half-open span of time. A bound is never made by subtracting a granularity from the end:
 * rows between the last step and the end would be lost. The request asks for a cover of the span, and the row's own time
 * cuts what is too much.
 */

import type { BoundConfig } from './source-config.ts';
import type { TimeFormat } from './time-format.ts';
import { clockChange } from './time-zone.ts';

export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface BoundRules {
  readonly format: TimeFormat;
  /** The smallest step that the source tells apart, in milliseconds. */
  readonly unitMs: number;
  readonly from: BoundConfig['bound'];
  readonly to: BoundConfig['bound'];
}

/** The instants to be sent. */
export function requestBounds(span: Span, rules: BoundRules): Span {
  const { format, from, to } = rules;
  const unitMs = Math.max(1, rules.unitMs);
  // Local texts run backwards where clocks are set back: the request reaches further by as much.
  const change = format.zoneless ? clockChange(format.zone, span.fromMs, span.toMs) : 0;
  const first = floorTo(span.fromMs - change, unitMs, format);
  const strictFirst = from === 'exclusive' || from === 'unknown';
  const end = span.toMs + change;
  const last = to === 'whole' ? floorTo(end - 1, unitMs, format) : ceilTo(end, unitMs, format);
  return { fromMs: strictFirst ? first - unitMs : first, toMs: to === 'unknown' ? last + unitMs : last };
}

/** Whether the request asks for exactly the span, so that no row's own time is needed to cut it. */
export function isExact({ from, to }: Pick<BoundRules, 'from' | 'to'>): boolean {
  return (from === 'inclusive' || from === 'whole') && (to === 'exclusive' || to === 'whole');
}

/** Down to a whole unit of local time: a day begins at midnight of its zone. */
function floorTo(ms: number, unitMs: number, { zone }: TimeFormat): number {
  const offset = zone.offsetAt(ms);
  return Math.floor((ms + offset) / unitMs) * unitMs - offset;
}

function ceilTo(ms: number, unitMs: number, format: TimeFormat): number {
  const floor = floorTo(ms, unitMs, format);
  return floor === ms ? ms : floor + unitMs;
}

/** Spans no longer than the step, from the start on. */
export function stepsOf({ fromMs, toMs }: Span, stepMs: number | undefined): readonly Span[] {
  if (stepMs === undefined) return [{ fromMs, toMs }];
  const spans: Span[] = [];
  for (let at = fromMs; at < toMs; at += stepMs) spans.push({ fromMs: at, toMs: Math.min(toMs, at + stepMs) });
  return spans;
}

/** Two halves on whole units; undefined where the span is a single unit. */
export function splitSpan({ fromMs, toMs }: Span, unitMs: number): readonly [Span, Span] | undefined {
  const unit = Math.max(1, unitMs);
  const middle = fromMs + Math.floor((toMs - fromMs) / 2 / unit) * unit;
  return middle <= fromMs
    ? undefined
    : [
        { fromMs, toMs: middle },
        { fromMs: middle, toMs },
      ];
}
