/** `histogram_quantile` of PromQL: the value below which a share of the observations lies, by the buckets' upper bounds. */

import type { Sample } from './promql.ts';

/** One sample a set of labels other than `le`. A histogram without its `+Inf` bucket, or without any growth, has none. */
export function histogramQuantile(share: number, buckets: readonly Sample[]): readonly Sample[] {
  const groups = Map.groupBy(buckets, ({ labels: { le: _le, ...others } }) =>
    JSON.stringify(Object.entries(others).sort()),
  );
  return [...groups.values()].flatMap((group) => {
    const sorted = group
      .map(({ labels: { le }, value }) => ({ bound: le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le), value }))
      .toSorted((one, other) => one.bound - other.bound);
    const value = quantile(share, sorted);
    const { le: _le, ...labels } = group[0]?.labels ?? {};
    return value === undefined ? [] : [{ labels, value }];
  });
}

interface Bucket {
  readonly bound: number;
  /** Observations up to the bound. */
  readonly value: number;
}

/** Observations are taken to be spread evenly within their bucket; beyond the last bound there is only that bound to tell. */
function quantile(share: number, buckets: readonly Bucket[]): number | undefined {
  const last = buckets.at(-1);
  if (last === undefined || last.bound !== Number.POSITIVE_INFINITY || !(last.value > 0)) return undefined;
  const rank = share * last.value;
  const at = buckets.findIndex(({ value }) => value >= rank);
  const found = buckets[at] as Bucket;
  const before = buckets[at - 1] ?? { bound: 0, value: 0 };
  if (found.bound === Number.POSITIVE_INFINITY) return before.bound;
  const width = found.value - before.value;
  return width === 0 ? found.bound : before.bound + ((found.bound - before.bound) * (rank - before.value)) / width;
}
