/** Messages in the order of their publication, as numbers: those of one moment are one cohort. */

export interface Cohort {
  readonly publishedMs: number;
  readonly count: number;
}

export class Line {
  #cohorts: Cohort[] = [];
  #head = 0;
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Undefined where nothing waits. */
  get oldestMs(): number | undefined {
    return this.#cohorts[this.#head]?.publishedMs;
  }

  add(cohort: Cohort): void {
    if (cohort.count === 0) return;
    this.#cohorts.push(cohort);
    this.#count += cohort.count;
  }

  /** The oldest, at most so many. */
  take(most: number): readonly Cohort[] {
    const taken: Cohort[] = [];
    let left = Math.min(most, this.#count);
    this.#count -= left;
    while (left > 0) {
      const first = this.#cohorts[this.#head] as Cohort;
      const count = Math.min(left, first.count);
      taken.push({ publishedMs: first.publishedMs, count });
      left -= count;
      if (count === first.count) this.#head += 1;
      else this.#cohorts[this.#head] = { publishedMs: first.publishedMs, count: first.count - count };
    }
    if (this.#head > 1_000) {
      this.#cohorts = this.#cohorts.slice(this.#head);
      this.#head = 0;
    }
    return taken;
  }

  /** Messages that come again stand in front: they are the oldest. */
  giveBack(cohorts: readonly Cohort[]): void {
    if (cohorts.length === 0) return;
    const rest = this.#cohorts.slice(this.#head);
    const back = cohorts.toSorted((a, b) => a.publishedMs - b.publishedMs);
    this.#cohorts = [...back, ...rest];
    this.#head = 0;
    this.#count += countOf(back);
  }
}

export function countOf(cohorts: readonly Cohort[]): number {
  return cohorts.reduce((sum, { count }) => sum + count, 0);
}
