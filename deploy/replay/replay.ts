/**
 * Replays what was recorded through the alerts' conditions on a clock of its own: healthy minutes, minutes with a fault, and
 * healthy minutes again. The lines and values are recorded; only their repetition, minute by minute, is played.
 */

import type { Condition, Moment } from './condition.ts';
import type { LogEntry } from './log-entry.ts';
import type { LogMetric } from './log-metric.ts';
import { type MetricValue, pointOf, valuesOf } from './metric-point.ts';
import { type Point, SeriesStore } from './series.ts';

export interface Recording {
  readonly entries: readonly LogEntry[];
  /** Values of metrics that Google writes: requests, dead letters, quotas. */
  readonly values: readonly MetricValue[];
  /** Subscriptions whose oldest message nothing acknowledges: its age grows with the replay's clock. */
  readonly waiting: readonly { readonly subscription: string; readonly ageSeconds: number }[];
}

export interface Replayed {
  readonly key: string;
  readonly alert: string;
  readonly before: boolean;
  /** The minute of the fault after which the alert fired; undefined where it did not. */
  readonly firedAfter: number | undefined;
  readonly cleared: boolean;
}

export interface Script {
  readonly healthy: Recording;
  readonly fault: Recording;
  /** The length of the fault. */
  readonly minutes: number;
}

const MINUTE_MS = 60_000;
/** Longer than the longest window that notices missing lines. */
const LEAD_MINUTES = 75;
/** Longer than the longest window of an error budget, so that everything can clear. */
const AFTER_MINUTES = 400;

const AGES = ['oldest_unacked_message_age_by_region', 'oldest_unacked_message_age'] as const;

export function replay(
  conditions: readonly Condition[],
  metrics: readonly LogMetric[],
  { healthy, fault, minutes }: Script,
): readonly Replayed[] {
  const length = LEAD_MINUTES + minutes + AFTER_MINUTES;
  const isFault = (minute: number): boolean => minute > LEAD_MINUTES && minute <= LEAD_MINUTES + minutes;
  const usual = { healthy: summed(usualOf(healthy, metrics)), fault: summed(usualOf(fault, metrics)) };
  const healthyMinute = [...usual.healthy, ...agesOf(healthy, 0)];
  const recordings = Array.from({ length: length + 1 }, (_, minute): readonly MetricValue[] => {
    if (minute === 0) return [];
    return isFault(minute) ? [...usual.fault, ...agesOf(fault, minute - LEAD_MINUTES)] : healthyMinute;
  });
  const store = new SeriesStore(pointsOf(recordings));
  const at = (minute: number): Moment => ({
    nowMs: minute * MINUTE_MS,
    store,
    entries: isFault(minute) ? fault.entries : healthy.entries,
    minutes: (fromMs) => recordings.slice(Math.max(0, Math.floor(fromMs / MINUTE_MS) + 1), minute + 1),
  });
  return conditions.map((condition) => ({
    key: condition.key,
    alert: condition.alert,
    before: condition.holds(at(LEAD_MINUTES)),
    firedAfter: firstFiring(condition, at, minutes),
    cleared: !condition.holds(at(length)),
  }));
}

function firstFiring(condition: Condition, at: (minute: number) => Moment, minutes: number): number | undefined {
  let heldSince: number | undefined;
  for (let minute = 1; minute <= minutes; minute += 1) {
    if (!condition.holds(at(LEAD_MINUTES + minute))) heldSince = undefined;
    else heldSince ??= minute;
    if (heldSince !== undefined && (minute - heldSince) * MINUTE_MS >= condition.durationMs) return minute;
  }
  return undefined;
}

/** The values of a recording that are the same in every minute of its replay. */
function usualOf({ entries, values }: Recording, metrics: readonly LogMetric[]): readonly MetricValue[] {
  return [...entries.flatMap((entry) => valuesOf(entry, metrics)), ...values];
}

function agesOf({ waiting }: Recording, minute: number): readonly MetricValue[] {
  return waiting.flatMap(({ subscription, ageSeconds }) =>
    AGES.map((name) => ({
      type: `pubsub.googleapis.com/subscription/${name}`,
      labels: {},
      resource: { type: 'pubsub_subscription', labels: { subscription_id: subscription } },
      value: ageSeconds + minute * 60,
    })),
  );
}

function pointsOf(recordings: readonly (readonly MetricValue[])[]): readonly Point[] {
  return recordings.flatMap((values, minute) => values.map((value) => pointOf(value, minute * MINUTE_MS)));
}

/** One value a series and minute: lines with the same labels are added up. Gauges stand alone in a minute. */
function summed(values: readonly MetricValue[]): readonly MetricValue[] {
  const sums = new Map<string, MetricValue>();
  for (const value of values) {
    const key = JSON.stringify([value.type, value.part, value.labels, value.resource]);
    sums.set(key, { ...value, value: (sums.get(key)?.value ?? 0) + value.value });
  }
  return [...sums.values()];
}
