/**
 * Counters and distributions with fixed names, written as log lines that the log-based metrics in `deploy/` read.
 * Observations are gathered in memory and written as one line a metric and label set on `flush`, at the end of a unit
 * of work: a hot path pays for an addition, not for a line.
 */

import type { Logger } from './log.ts';

export interface MetricSpec {
  readonly kind: 'counter' | 'distribution';
  readonly unit: string;
  readonly about: string;
  /** The label names that may be given; their values must come from bounded lists. */
  readonly labels: readonly string[];
}

export type MetricTable = Readonly<Record<string, MetricSpec>>;
export type Labels = Readonly<Record<string, string>>;

export interface Metrics<T extends MetricTable> {
  /** Adds to a counter. */
  count(name: keyof T & string, by?: number, labels?: Labels): void;
  /** Adds an observation to a distribution. */
  observe(name: keyof T & string, value: number, labels?: Labels): void;
  /** Writes what was gathered since the last flush. */
  flush(): void;
}

interface Gathered {
  readonly name: string;
  readonly labels: Labels;
  count: number;
  sum: number;
  min: number;
  max: number;
}

export function createMetrics<T extends MetricTable>(table: T, log: Logger): Metrics<T> {
  const gathered = new Map<string, Gathered>();
  const gather = (name: string, value: number, labels: Labels): void => {
    let key = name;
    for (const label in labels) key += `\n${label}\n${labels[label]}`;
    const at = gathered.get(key);
    if (at === undefined) {
      const unknown = Object.keys(labels).find((label) => !table[name]?.labels.includes(label));
      if (unknown !== undefined) throw new TypeError(`metric ${name} has no label ${unknown}`);
      gathered.set(key, { name, labels, count: 1, sum: value, min: value, max: value });
      return;
    }
    at.count += 1;
    at.sum += value;
    at.min = Math.min(at.min, value);
    at.max = Math.max(at.max, value);
  };
  return {
    count: (name, by = 1, labels = {}) => gather(name, by, labels),
    observe: (name, value, labels = {}) => gather(name, value, labels),
    flush: () => {
      for (const { name, labels, count, sum, min, max } of gathered.values()) {
        const value = table[name]?.kind === 'counter' ? { value: sum } : { count, sum, min, max };
        log.info(`metric ${name}`, { metric: name, ...value, labels });
      }
      gathered.clear();
    },
  };
}

/** The table of metrics for the docs, made from the same data. */
export function metricsTable(table: MetricTable): string {
  const rows = Object.entries(table).map(
    ([name, m]) =>
      `| \`${name}\` | ${m.kind} | ${m.unit} | ${m.labels.map((l) => `\`${l}\``).join(', ') || '–'} | ${m.about} |`,
  );
  return ['| metric | kind | unit | labels | what it counts |', '|---|---|---|---|---|', ...rows].join('\n');
}
