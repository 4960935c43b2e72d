/** The spans of a source's requests: a window's, a parent's history's, and how their bounds are written. */

import { type BoundRules, requestBounds, type Span, stepsOf } from './bounds.ts';
import { durationMs, durationOr } from './durations.ts';
import type { WindowRequestConfig } from './source-config.ts';
import type { WindowValues } from './template.ts';
import { type TimeFormat, timeFormat } from './time-format.ts';
import { UTC, zoneOf } from './time-zone.ts';

const RFC_3339 = timeFormat('rfc3339') as TimeFormat;

export interface SpanRules {
  readonly unitMs: number;
  /** The parts that a span is asked for in. */
  steps(span: Span): readonly Span[];
  /** The values of `{window.from}` and `{window.to}` in a request; it reaches back by the overlap. */
  asked(span: Span, overlapMs: number): WindowValues;
  /** The same values in a row. */
  stamped(span: Span): WindowValues;
}

export function compileSpans(config: WindowRequestConfig): SpanRules {
  const zone = zoneOf(config.zone ?? 'UTC') ?? UTC;
  const format = timeFormat(config.format ?? 'rfc3339', zone) ?? RFC_3339;
  const rules: BoundRules = {
    format,
    unitMs: durationOr(config.unit, format.unitMs),
    // If the file does not say, the request reaches one unit further, and the row's own time cuts.
    from: config.from?.bound ?? 'unknown',
    to: config.to?.bound ?? 'exclusive',
  };
  const stepMs = config.step === undefined ? undefined : durationMs(config.step);
  const written = (bounds: Span): WindowValues => ({
    ...bounds,
    write: (bound) => format.format(bound === 'from' ? bounds.fromMs : bounds.toMs),
  });
  return {
    unitMs: rules.unitMs,
    steps: (span) => stepsOf(span, stepMs),
    asked: ({ fromMs, toMs }, overlapMs) => written(requestBounds({ fromMs: fromMs - overlapMs, toMs }, rules)),
    stamped: (span) => {
      const last = rules.to === 'whole' ? requestBounds(span, rules).toMs : span.toMs;
      return written({ fromMs: span.fromMs, toMs: last });
    },
  };
}
