/** One instance of the sink: it pulls, encodes with its core, appends over its connections and acknowledges. */

import { type Cohort, countOf, Line } from './line.ts';
import type { Derived, Settings } from './settings.ts';

const FIRST_BACKOFF_MS = 100;
const MOST_BACKOFF_MS = 60_000;

interface Flight {
  readonly cohorts: readonly Cohort[];
  readonly count: number;
  readonly sentMs: number;
  readonly answerMs: number;
}

interface Refused {
  readonly cohorts: readonly Cohort[];
  readonly count: number;
  readonly attempt: number;
  readonly againMs: number;
}

/** The part of the project that an instance may use in one step. */
export interface Budget {
  /** False while BigQuery takes no rows. */
  readonly up: boolean;
  /** Messages that the project's quota still admits; each instance takes from it. */
  messages: number;
}

export interface Lost {
  readonly cohorts: readonly Cohort[];
  /** Messages whose rows are in the table, though their acknowledgement never was sent. */
  readonly landed: number;
}

export class Instance {
  readonly readyMs: number;
  /** Set when it was told to end. */
  endMs: number | undefined;
  /** The share of its core that the last step used. */
  busy = 0;
  /** Messages that were refused in the last step. */
  refused = 0;
  readonly #held = new Line();
  #flights: Flight[] = [];
  #refused: Refused[] = [];
  readonly #settings: Settings;
  readonly #derived: Derived;

  constructor(readyMs: number, settings: Settings, derived: Derived) {
    this.readyMs = readyMs;
    this.#settings = settings;
    this.#derived = derived;
  }

  /** Messages that it has leased. */
  get count(): number {
    return (
      this.#held.count +
      this.#flights.reduce((sum, { count }) => sum + count, 0) +
      this.#refused.reduce((sum, { count }) => sum + count, 0)
    );
  }

  room(): number {
    const pulled = Math.floor((this.#derived.pulledPerSecond * this.#settings.stepMs) / 1_000);
    return this.endMs === undefined ? Math.max(0, Math.min(pulled, this.#derived.heldMost - this.count)) : 0;
  }

  hold(cohorts: readonly Cohort[]): void {
    for (const cohort of cohorts) this.#held.add(cohort);
  }

  /** Encodes and appends. */
  work(nowMs: number, budget: Budget, random: () => number): void {
    const { stepMs, connections, figures, messageBytes } = this.#settings;
    this.refused = 0;
    let open = Math.floor((connections * figures.connectionBytesPerSecond * stepMs) / 1_000 / messageBytes);
    const due = this.#refused.filter(({ againMs }) => againMs <= nowMs);
    this.#refused = this.#refused.filter(({ againMs }) => againMs > nowMs);
    for (const { cohorts, count, attempt } of due) {
      open -= count;
      this.#send({ cohorts, count, attempt }, nowMs, budget, random);
    }
    const encoded = Math.min(this.#held.count, Math.floor(stepMs / this.#derived.cpuMs), Math.max(0, open));
    this.busy = (encoded * this.#derived.cpuMs) / stepMs;
    const cohorts = this.#held.take(encoded);
    if (encoded > 0) this.#send({ cohorts, count: encoded, attempt: 0 }, nowMs, budget, random);
  }

  #send(
    { cohorts, count, attempt }: Pick<Refused, 'cohorts' | 'count' | 'attempt'>,
    nowMs: number,
    budget: Budget,
    random: () => number,
  ): void {
    if (budget.up && budget.messages >= count) {
      budget.messages -= count;
      const answerMs = nowMs + this.#derived.appendMs * (0.5 + random());
      this.#flights.push({ cohorts, count, sentMs: nowMs, answerMs });
      return;
    }
    this.refused += count;
    const wait = Math.min(MOST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** attempt) * (0.5 + random() / 2);
    this.#refused.push({ cohorts, count, attempt: attempt + 1, againMs: nowMs + wait });
  }

  /** Takes out the messages whose rows are durable: they are acknowledged. */
  answered(nowMs: number): readonly Cohort[] {
    const done = this.#flights.filter(({ answerMs }) => answerMs <= nowMs);
    this.#flights = this.#flights.filter(({ answerMs }) => answerMs > nowMs);
    return done.flatMap(({ cohorts }) => cohorts);
  }

  /** Everything that it holds; nothing of it was acknowledged. Appends that are half way are in the table. */
  lose(nowMs: number): Lost {
    const landed = this.#flights.filter(({ sentMs, answerMs }) => nowMs - sentMs >= (answerMs - sentMs) / 2);
    const cohorts = [
      ...this.#held.take(this.#held.count),
      ...this.#flights.flatMap((flight) => flight.cohorts),
      ...this.#refused.flatMap((refused) => refused.cohorts),
    ];
    this.#flights = [];
    this.#refused = [];
    return { cohorts, landed: countOf(landed.flatMap((flight) => flight.cohorts)) };
  }
}
