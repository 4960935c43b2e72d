/** A value of a metric as Cloud Monitoring names it, and the same value as PromQL names it. */

import type { LogEntry } from './log-entry.ts';
import type { LogMetric } from './log-metric.ts';
import type { LabelSet, Point } from './series.ts';

export interface MetricValue {
  /** `run.googleapis.com/request_count` */
  readonly type: string;
  readonly labels: LabelSet;
  readonly resource: { readonly type: string; readonly labels: LabelSet };
  readonly value: number;
  /** A distribution has two series in PromQL. */
  readonly part?: 'sum' | 'count';
}

/** The first slash becomes a colon, every other special character an underscore. */
export function promqlName(type: string, part?: 'sum' | 'count'): string {
  const at = type.indexOf('/');
  const plain = (text: string): string => text.replace(/[^A-Za-z0-9]/g, '_');
  return `${plain(type.slice(0, at))}:${plain(type.slice(at + 1))}${part === undefined ? '' : `_${part}`}`;
}

/** Labels of the metric and of its resource stand side by side in PromQL. */
export function pointOf({ type, labels, resource, value, part }: MetricValue, atMs: number): Point {
  return {
    name: promqlName(type, part),
    labels: { ...resource.labels, ...labels, monitored_resource: resource.type },
    atMs,
    value,
  };
}

/** The values that the planned log-based metrics read from a log entry. */
export function valuesOf(entry: LogEntry, metrics: readonly LogMetric[]): readonly MetricValue[] {
  return metrics
    .filter(({ matches }) => matches(entry as unknown as Readonly<Record<string, unknown>>))
    .flatMap(({ name, read }) => {
      const { labels, value } = read(entry);
      const common = { type: `logging.googleapis.com/user/${name}`, labels, resource: entry.resource };
      return [
        { ...common, value, part: 'sum' as const },
        { ...common, value: 1, part: 'count' as const },
      ];
    });
}
