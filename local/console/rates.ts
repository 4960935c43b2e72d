/** Counts what happened by the minute: a short, bounded memory for rates and small charts. */

import type { Happening } from '../core/service.ts';
import type { MetricLine } from '../functions/functions.ts';

const STEP_MS = 10_000;
/** An hour of steps. */
const STEPS = 360;
/** Series beyond these are not kept: one for each topic, table and metric of a busy day. */
const MOST_SERIES = 400;

export interface Point {
  readonly atMs: number;
  readonly count: number;
  readonly sum: number;
  /** Lines that told of it, and the sum of their greatest values: what a log-based metric reads of a distribution. */
  readonly lines: number;
  readonly peaks: number;
}

export interface MetricSeries {
  readonly door: string;
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly Point[];
}

interface Series {
  readonly about: Omit<MetricSeries, 'points'>;
  points: Point[];
}

export class Rates {
  readonly #now: () => number;
  readonly #series = new Map<string, Series>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Messages, rows and objects are counted by what happened to which resource. */
  note({ what, resource, facts }: Happening): void {
    const count = Number(facts?.messages ?? facts?.rows ?? 1);
    this.#add(
      `${what} ${resource}`,
      { door: '', metric: what, labels: { resource } },
      { count, sum: count, max: count },
    );
  }

  noteMetric({ door, metric, labels, ...values }: MetricLine): void {
    this.#add(`${door} ${metric} ${JSON.stringify(labels)}`, { door, metric, labels }, values);
  }

  /** The count of the last whole minute. */
  perMinute(what: string, resource: string): number {
    const since = this.#now() - 60_000;
    const points = this.#series.get(`${what} ${resource}`)?.points ?? [];
    return points.reduce((total, { atMs, count }) => total + (atMs > since ? count : 0), 0);
  }

  /** The metrics of a door. */
  metrics(door: string): readonly MetricSeries[] {
    return this.#select(({ about }) => about.door === door);
  }

  /** The metrics of all doors. */
  doors(): readonly MetricSeries[] {
    return this.#select(({ about }) => about.door !== '');
  }

  /** The counts of one kind of happening, resource by resource. */
  happened(what: string): readonly MetricSeries[] {
    return this.#select(({ about }) => about.door === '' && about.metric === what);
  }

  #select(wanted: (series: Series) => boolean): readonly MetricSeries[] {
    return [...this.#series.values()].filter(wanted).map(({ about, points }) => ({ ...about, points }));
  }

  #add(key: string, about: Series['about'], { count, sum, max }: Pick<MetricLine, 'count' | 'sum' | 'max'>): void {
    const atMs = Math.floor(this.#now() / STEP_MS) * STEP_MS;
    let series = this.#series.get(key);
    if (series === undefined) {
      if (this.#series.size >= MOST_SERIES) this.#forgetOldest();
      series = { about, points: [] };
      this.#series.set(key, series);
    }
    const last = series.points.at(-1);
    const before = last?.atMs === atMs ? series.points.pop() : undefined;
    series.points.push({
      atMs,
      count: (before?.count ?? 0) + count,
      sum: (before?.sum ?? 0) + sum,
      lines: (before?.lines ?? 0) + 1,
      peaks: (before?.peaks ?? 0) + max,
    });
    if (series.points.length > STEPS) series.points = series.points.slice(-STEPS);
  }

  /** The series that has been quiet for longest goes. */
  #forgetOldest(): void {
    let oldest: string | undefined;
    let atMs = Number.POSITIVE_INFINITY;
    for (const [key, { points }] of this.#series) {
      const last = points.at(-1)?.atMs ?? 0;
      if (last < atMs) [oldest, atMs] = [key, last];
    }
    if (oldest !== undefined) this.#series.delete(oldest);
  }
}
