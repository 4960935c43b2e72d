/**
 * The messages that wait in each subscription, over time. No event tells of a gauge, so it is read every ten seconds, and
 * only while a page asks: an idle local cloud reads nothing.
 */

import type { PubsubService } from '../pubsub/index.ts';

type Pubsub = Pick<PubsubService, 'subscriptions' | 'peek'>;

export interface BacklogPoint {
  readonly atMs: number;
  readonly waiting: number;
  readonly oldestSeconds: number;
}

export interface BacklogSeries {
  /** `projects/…/subscriptions/…` */
  readonly subscription: string;
  readonly points: readonly BacklogPoint[];
}

const STEP_MS = 10_000;
/** Reading goes on for so long after the last question, so that a page that comes back finds no gap. */
const ASKED_MS = 60_000;
/** An hour. */
const MOST_POINTS = 360;
const MOST_SERIES = 200;

export class Backlogs {
  readonly #pubsub: Pubsub;
  readonly #now: () => number;
  readonly #series = new Map<string, BacklogPoint[]>();
  #timer: NodeJS.Timeout | undefined;
  #askedMs = 0;

  constructor(pubsub: Pubsub, now: () => number) {
    this.#pubsub = pubsub;
    this.#now = now;
  }

  series(): readonly BacklogSeries[] {
    this.#askedMs = this.#now();
    if (this.#timer === undefined) {
      this.#read();
      this.#timer = setInterval(() => this.#tick(), STEP_MS);
      this.#timer.unref();
    }
    return [...this.#series].map(([subscription, points]) => ({ subscription, points }));
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #tick(): void {
    if (this.#now() - this.#askedMs > ASKED_MS) this.close();
    else this.#read();
  }

  #read(): void {
    const now = this.#now();
    const fullest = this.#pubsub.subscriptions().toSorted((one, other) => other.backlog - one.backlog);
    const kept = new Set<string>();
    for (const { name, backlog } of fullest.slice(0, MOST_SERIES)) {
      kept.add(name);
      const [oldest] = backlog === 0 ? [] : this.#pubsub.peek(name, { most: 1, dataBytes: 0 });
      const oldestSeconds = oldest === undefined ? 0 : Math.max(0, (now - oldest.publishTimeMs) / 1_000);
      const points = this.#series.get(name) ?? [];
      points.push({ atMs: now, waiting: backlog, oldestSeconds });
      this.#series.set(name, points.slice(-MOST_POINTS));
    }
    for (const name of this.#series.keys()) if (!kept.has(name)) this.#series.delete(name);
  }
}
