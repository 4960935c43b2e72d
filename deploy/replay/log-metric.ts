/** A planned log-based metric, and the points that Cloud Monitoring makes of the log entries that it matches. */

import { blockOf, blocksOf, type Resource, textOf } from '../check/resources.ts';
import type { LogEntry } from './log-entry.ts';
import { compileFilter, type Fields, type Filter } from './log-filter.ts';
import type { LabelSet } from './series.ts';

export interface LogMetric {
  /** `penstock/sink/messages` */
  readonly name: string;
  readonly matches: Filter;
  /** Why an entry that matches is counted wrongly; undefined where it has what the metric extracts. */
  readonly problem: (entry: LogEntry) => string | undefined;
  readonly read: (entry: LogEntry) => { readonly labels: LabelSet; readonly value: number };
}

export function logMetrics(resources: readonly Resource[]): readonly LogMetric[] {
  return resources.filter(({ type }) => type === 'google_logging_metric').map(({ values }) => metricOf(values));
}

function metricOf(values: Resource['values']): LogMetric {
  const name = textOf(values.name);
  const extract = extractor(textOf(values.value_extractor));
  const labels = Object.entries((values.label_extractors ?? {}) as Readonly<Record<string, string>>).map(
    ([label, text]) => [label, extractor(text)] as const,
  );
  const declared = blocksOf(blockOf(values, 'metric_descriptor'), 'labels').map(({ key }) => textOf(key));
  return {
    name,
    matches: compileFilter(textOf(values.filter)) as Filter,
    problem: (entry) => {
      if (typeof extract(entry) !== 'number') return `${name}: the line has no number where the metric reads its value`;
      const written = Object.keys((entry.jsonPayload?.labels ?? {}) as Fields);
      const unread = written.filter((label) => !declared.includes(label));
      return unread.length === 0
        ? undefined
        : `${name}: the line has the label ${unread.join(', ')}, which is not read`;
    },
    read: (entry) => ({
      labels: Object.fromEntries(labels.map(([label, value]) => [label, String(value(entry) ?? '')])),
      value: Number(extract(entry)),
    }),
  };
}

/** `EXTRACT(jsonPayload.labels.outcome)` */
function extractor(text: string): (entry: LogEntry) => unknown {
  const path = /^EXTRACT\(([\w.]+)\)$/.exec(text)?.[1];
  if (path === undefined) throw new Error(`the replay does not know the extractor ${text}`);
  return (entry) => path.split('.').reduce<unknown>((at, name) => (at as Fields | undefined)?.[name], entry);
}
