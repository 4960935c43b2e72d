/** Points of metrics as Cloud Monitoring keeps them, and the series that a selector of PromQL takes from them. */

export type LabelSet = Readonly<Record<string, string>>;

export interface Point {
  /** The metric's name in PromQL. */
  readonly name: string;
  readonly labels: LabelSet;
  /** Milliseconds on the replay's own clock. */
  readonly atMs: number;
  /** A gauge's value, or what a counter grew by since its last point. */
  readonly value: number;
}

export interface Matcher {
  readonly label: string;
  readonly op: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

interface Series {
  readonly name: string;
  readonly labels: LabelSet;
  readonly points: Point[];
}

/** Points by series, each in the order of time. */
export class SeriesStore {
  readonly #series = new Map<string, Series>();
  /** The series of each selector that was asked for: a replay asks the same ones every minute. */
  readonly #selected = new Map<string, readonly Series[]>();

  constructor(points: Iterable<Point>) {
    for (const point of [...points].sort((a, b) => a.atMs - b.atMs)) {
      const key = JSON.stringify([point.name, Object.entries(point.labels).sort()]);
      const series = this.#series.get(key) ?? { name: point.name, labels: point.labels, points: [] };
      series.points.push(point);
      this.#series.set(key, series);
    }
  }

  get names(): ReadonlySet<string> {
    return new Set([...this.#series.values()].map(({ name }) => name));
  }

  /** The points of each matching series after `fromMs` and up to `toMs`; a series without one there is left out. */
  select(
    name: string,
    matchers: readonly Matcher[],
    fromMs: number,
    toMs: number,
  ): readonly { readonly labels: LabelSet; readonly points: readonly Point[] }[] {
    return this.#matching(name, matchers)
      .map(({ labels, points }) => ({ labels, points: between(points, fromMs, toMs) }))
      .filter(({ points }) => points.length > 0);
  }

  #matching(name: string, matchers: readonly Matcher[]): readonly Series[] {
    const key = JSON.stringify([name, matchers]);
    const known = this.#selected.get(key);
    if (known !== undefined) return known;
    const found = [...this.#series.values()].filter(
      (series) => series.name === name && matchers.every((matcher) => matches(series.labels, matcher)),
    );
    this.#selected.set(key, found);
    return found;
  }
}

function between(points: readonly Point[], fromMs: number, toMs: number): readonly Point[] {
  return points.slice(firstAfter(points, fromMs), firstAfter(points, toMs));
}

function firstAfter(points: readonly Point[], ms: number): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle] as Point).atMs <= ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

function matches(labels: LabelSet, { label, op, value }: Matcher): boolean {
  const given = labels[label] ?? '';
  if (op === '=') return given === value;
  if (op === '!=') return given !== value;
  // A regular expression of PromQL must match the whole value.
  const found = new RegExp(`^(?:${value})$`).test(given);
  return op === '=~' ? found : !found;
}
