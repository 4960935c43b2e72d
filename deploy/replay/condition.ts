/** The conditions of the planned alert policies, each as a question that is asked at a time of the replay. */

import { blockOf, blocksOf, type Resource, textOf } from '../check/resources.ts';
import type { LogEntry } from './log-entry.ts';
import { compileFilter, type Fields } from './log-filter.ts';
import type { MetricValue } from './metric-point.ts';
import { compile } from './promql.ts';
import type { SeriesStore } from './series.ts';

/** One time of the replay: series, the entries of the last minute, and values of metrics by the time of their minute. */
export interface Moment {
  readonly nowMs: number;
  readonly store: SeriesStore;
  readonly entries: readonly LogEntry[];
  /** The values of each minute after `fromMs` and up to now. */
  readonly minutes: (fromMs: number) => readonly (readonly MetricValue[])[];
}

export interface Condition {
  /** The alert's name; for an error budget with its objective and speed, because these share one name. */
  readonly key: string;
  readonly alert: string;
  /** The time that the condition must hold before the alert fires. */
  readonly durationMs: number;
  readonly holds: (moment: Moment) => boolean;
}

const MINUTE_MS = 60_000;

export function conditionsOf(resources: readonly Resource[]): readonly Condition[] {
  const objectives = resources.filter(({ type }) => type === 'google_monitoring_slo');
  return resources
    .filter(({ type }) => type === 'google_monitoring_alert_policy')
    .flatMap(({ address, values }) => {
      const alert = textOf(values.display_name);
      const own = /\["([^"]+)"\]$/.exec(address)?.[1] ?? alert;
      const key = own === alert ? alert : `${alert}/${own}`;
      return blocksOf(values, 'conditions').map((condition) => ({
        key,
        alert,
        ...readCondition(condition, objectives),
      }));
    });
}

function readCondition(
  condition: Resource['values'],
  objectives: readonly Resource[],
): Pick<Condition, 'durationMs' | 'holds'> {
  const promql = blockOf(condition, 'condition_prometheus_query_language');
  if (promql !== undefined) {
    const query = compile(textOf(promql.query));
    return { durationMs: milliseconds(promql.duration), holds: ({ store, nowMs }) => query(store, nowMs).length > 0 };
  }
  const log = blockOf(condition, 'condition_matched_log');
  if (log !== undefined) {
    const filter = compileFilter(textOf(log.filter));
    return { durationMs: 0, holds: ({ entries }) => entries.some((entry) => filter(entry as unknown as Fields)) };
  }
  const threshold = blockOf(condition, 'condition_threshold');
  const [, name = '', window = ''] =
    /^select_slo_burn_rate\("([^"]+)", "([^"]+)"\)$/.exec(textOf(threshold?.filter)) ?? [];
  const objective = objectives.find(({ values }) => values.name === name);
  if (objective === undefined) throw new Error(`no objective is called ${name}`);
  const burn = burnRate(objective.values, milliseconds(window));
  const most = Number(threshold?.threshold_value);
  return { durationMs: milliseconds(threshold?.duration), holds: (moment) => burn(moment) > most };
}

/** The share of bad service over the share that the goal allows. */
function burnRate(objective: Resource['values'], windowMs: number): (moment: Moment) => number {
  const allowed = 1 - Number(objective.goal);
  const ratio = blockOf(blockOf(objective, 'request_based_sli'), 'good_total_ratio');
  const range = blockOf(blockOf(objective, 'windows_based_sli'), 'metric_mean_in_range');
  const share = ratio === undefined ? badWindows(objective, range) : badRequests(ratio);
  return ({ nowMs, minutes }) => share(minutes(nowMs - windowMs)) / allowed;
}

type Minute = readonly MetricValue[];
type Share = (minutes: readonly Minute[]) => number;

function badRequests(ratio: Resource['values']): Share {
  const bad = sumOf(textOf(ratio.bad_service_filter));
  const total = sumOf(textOf(ratio.total_service_filter));
  const whole = (minutes: readonly Minute[], one: (minute: Minute) => number): number =>
    minutes.reduce((sum, minute) => sum + one(minute), 0);
  return (minutes) => {
    const all = whole(minutes, total);
    return all === 0 ? 0 : whole(minutes, bad) / all;
  };
}

/** The sum of what matches in a minute, remembered: windows overlap. */
function sumOf(text: string): (minute: Minute) => number {
  const values = matching(text);
  return (minute) => values(minute).reduce((sum, { value }) => sum + value, 0);
}

function matching(text: string): (minute: Minute) => Minute {
  const filter = compileFilter(text);
  const known = new WeakMap<Minute, Minute>();
  return (minute) => {
    const found = known.get(minute) ?? minute.filter((value) => filter(seriesFields(value)));
    known.set(minute, found);
    return found;
  };
}

function badWindows(objective: Resource['values'], range: Resource['values'] | undefined): Share {
  const values = matching(textOf(range?.time_series));
  const most = Number(blockOf(range, 'range')?.max);
  const each = milliseconds(blockOf(objective, 'windows_based_sli')?.window_period) / MINUTE_MS;
  return (minutes) => {
    const windows = Array.from({ length: Math.floor(minutes.length / each) }, (_, at) =>
      minutes.slice(at * each, (at + 1) * each).flatMap(values),
    ).filter((found) => found.length > 0);
    const bad = windows.filter((found) => found.reduce((sum, { value }) => sum + value, 0) / found.length > most);
    return windows.length === 0 ? 0 : bad.length / windows.length;
  };
}

function seriesFields({ type, labels, resource }: MetricValue): Fields {
  return { metric: { type, labels }, resource };
}

function milliseconds(text: unknown): number {
  return Number.parseInt(textOf(text) || '0', 10) * 1_000;
}
