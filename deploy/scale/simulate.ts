/**
 * A subscription, the instances that empty it, and the quotas of BigQuery, step by step. Messages are counted and never made
 * up: published = delivered + waiting + leased, at every step.
 */

import { mulberry32 } from '../../local/core/faults/faults.ts';
import { Autoscaler } from './autoscaler.ts';
import { Instance } from './instance.ts';
import { type Cohort, countOf, Line } from './line.ts';
import { type Derived, derive, type Settings } from './settings.ts';

/** A point of the curves. */
export interface Sample {
  readonly seconds: number;
  /** Messages a second since the last point. */
  readonly published: number;
  readonly delivered: number;
  readonly refused: number;
  /** Messages in Pub/Sub that no instance has. */
  readonly waiting: number;
  readonly leased: number;
  readonly oldestSeconds: number;
  readonly running: number;
  readonly starting: number;
  readonly connections: number;
  /** Seconds from publication to acknowledgement. */
  readonly p50: number;
  readonly p99: number;
}

export interface Totals {
  readonly published: number;
  /** Acknowledged: each message once. */
  readonly delivered: number;
  readonly waiting: number;
  readonly leased: number;
  /** Rows that are in the table twice, because the first acknowledgement was lost with its instance. */
  readonly duplicates: number;
  readonly redelivered: number;
  readonly crashes: number;
}

export interface Run {
  readonly samples: readonly Sample[];
  readonly totals: Totals;
}

const DRAIN_MS = 8_000;

/** Calls `watch` after every step, for tests of what always holds. */
export function simulate(settings: Settings, watch: (totals: Totals, nowMs: number) => void = () => undefined): Run {
  const world = new World(settings);
  const samples: Sample[] = [];
  for (let now = 0; now < settings.endMs; now += settings.stepMs) {
    world.step(now);
    watch(world.totals, now);
    if ((now + settings.stepMs) % settings.sampleMs === 0) samples.push(world.sample(now + settings.stepMs));
  }
  return { samples, totals: world.totals };
}

class World {
  readonly #settings: Settings;
  readonly #derived: Derived;
  readonly #random: () => number;
  readonly #scaler: Autoscaler;
  readonly #waiting = new Line();
  #instances: Instance[] = [];
  /** Leases of instances that died. */
  #orphans: { readonly cohorts: readonly Cohort[]; readonly expiresMs: number }[] = [];
  #fraction = 0;
  #window: number;
  #quota = 0;
  #turn = 0;
  readonly #sum = { published: 0, delivered: 0, duplicates: 0, redelivered: 0, crashes: 0 };
  #since = { published: 0, delivered: 0, refused: 0 };
  #latencies: { readonly ms: number; readonly count: number }[] = [];

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#derived = derive(settings);
    this.#random = mulberry32(settings.seed);
    this.#scaler = new Autoscaler(settings);
    this.#window = settings.figures.pushWindow;
    for (let at = 0; at < settings.minInstances; at += 1)
      this.#instances.push(new Instance(0, settings, this.#derived));
  }

  get totals(): Totals {
    return { ...this.#sum, waiting: this.#waiting.count, leased: this.#leased() };
  }

  step(now: number): void {
    this.#publish(now);
    this.#expire(now);
    this.#crash(now);
    this.#scale(now);
    this.#pull(now);
    this.#append(now);
    this.#acknowledge(now);
  }

  #publish(now: number): void {
    const { rate, stepMs } = this.#settings;
    // Publishers are not even: a tenth more or less, at random.
    const exact = (rate(now) * stepMs * (0.9 + this.#random() * 0.2)) / 1_000 + this.#fraction;
    const count = Math.floor(exact);
    this.#fraction = exact - count;
    this.#waiting.add({ publishedMs: now, count });
    this.#sum.published += count;
    this.#since.published += count;
  }

  /** A lease that is not extended ends, and its messages come again. */
  #expire(now: number): void {
    for (const { cohorts, expiresMs } of this.#orphans) {
      if (expiresMs > now) continue;
      this.#waiting.giveBack(cohorts);
      this.#sum.redelivered += countOf(cohorts);
    }
    this.#orphans = this.#orphans.filter(({ expiresMs }) => expiresMs > now);
  }

  #crash(now: number): void {
    const { crashesPerHour, stepMs, figures } = this.#settings;
    const chance = (crashesPerHour * stepMs) / 3_600_000;
    for (const instance of this.#instances) {
      if (instance.readyMs > now || this.#random() >= chance) continue;
      const { cohorts, landed } = instance.lose(now);
      this.#orphans.push({ cohorts, expiresMs: now + figures.ackDeadlineSeconds * 1_000 * this.#random() });
      this.#sum.duplicates += landed;
      this.#sum.crashes += 1;
      this.#instances = this.#instances.filter((one) => one !== instance);
    }
  }

  #scale(now: number): void {
    const staying = this.#instances.filter(({ endMs }) => endMs === undefined);
    const wanted = this.#scaler.decide(now, staying.length, this.#waiting.count);
    for (let at = staying.length; at < wanted; at += 1) {
      const startMs = this.#derived.startMs * (0.75 + this.#random() / 2);
      this.#instances.push(new Instance(now + startMs, this.#settings, this.#derived));
    }
    for (const spare of staying.slice(Math.max(wanted, 0))) spare.endMs = now + DRAIN_MS;
    for (const instance of this.#instances) {
      if (instance.endMs === undefined || (instance.count > 0 && now < instance.endMs)) continue;
      // The rest is handed back at the end, and comes at once.
      const { cohorts, landed } = instance.lose(now);
      this.#waiting.giveBack(cohorts);
      this.#sum.redelivered += countOf(cohorts);
      this.#sum.duplicates += landed;
      this.#instances = this.#instances.filter((one) => one !== instance);
    }
  }

  #pull(now: number): void {
    const open = this.#running(now);
    let allowed = this.#settings.input === 'push' ? Math.max(0, Math.floor(this.#window) - this.#leased()) : Infinity;
    this.#turn += 1;
    for (const [at] of open.entries()) {
      const instance = open[(at + this.#turn) % open.length] as Instance;
      const share = Math.ceil(this.#waiting.count / (open.length - at));
      const taken = this.#waiting.take(Math.min(share, instance.room(), allowed));
      allowed -= countOf(taken);
      instance.hold(taken);
    }
  }

  #append(now: number): void {
    const { quotaBytes, messageBytes, stepMs, isUp } = this.#settings;
    this.#quota = Math.min(this.#quota + (quotaBytes * stepMs) / 1_000, quotaBytes);
    const budget = { up: isUp(now), messages: Math.floor(this.#quota / messageBytes) };
    const before = budget.messages;
    const running = this.#running(now);
    for (const instance of running) instance.work(now, budget, this.#random);
    this.#quota -= (before - budget.messages) * messageBytes;
    const refused = running.reduce((sum, instance) => sum + instance.refused, 0);
    this.#since.refused += refused;
    // A push window grows while nearly all is acknowledged, and halves when not.
    this.#window =
      refused > 0 ? Math.max(this.#settings.figures.pushWindow, this.#window / 2) : this.#window * this.#growth;
    this.#scaler.note({
      ms: now,
      cores: running.reduce((sum, { busy }) => sum + busy, 0),
      requests: this.#settings.input === 'push' ? this.#pushed() / this.#derived.heldMost : 0,
    });
  }

  /** Requests that Cloud Run has, those that wait for an instance among them. */
  #pushed(): number {
    return Math.min(this.#window, this.#waiting.count + this.#leased());
  }

  get #growth(): number {
    return 1 + this.#settings.stepMs / 10_000;
  }

  #acknowledge(now: number): void {
    for (const instance of this.#instances) {
      for (const { publishedMs, count } of instance.answered(now)) {
        this.#sum.delivered += count;
        this.#since.delivered += count;
        this.#latencies.push({ ms: now - publishedMs, count });
      }
    }
  }

  #running(now: number): readonly Instance[] {
    return this.#instances.filter(({ readyMs }) => readyMs <= now);
  }

  #leased(): number {
    const held = this.#instances.reduce((sum, { count }) => sum + count, 0);
    return held + this.#orphans.reduce((sum, { cohorts }) => sum + countOf(cohorts), 0);
  }

  sample(now: number): Sample {
    const perSecond = (count: number): number => Math.round((count * 1_000) / this.#settings.sampleMs);
    const running = this.#running(now).length;
    const { published, delivered, refused } = this.#since;
    const [p50, p99] = percentiles(this.#latencies, [0.5, 0.99]);
    this.#since = { published: 0, delivered: 0, refused: 0 };
    this.#latencies = [];
    return {
      seconds: now / 1_000,
      published: perSecond(published),
      delivered: perSecond(delivered),
      refused: perSecond(refused),
      waiting: this.#waiting.count,
      leased: this.#leased(),
      oldestSeconds: (now - (this.#waiting.oldestMs ?? now)) / 1_000,
      running,
      starting: this.#instances.length - running,
      connections: running * this.#settings.connections,
      p50: (p50 as number) / 1_000,
      p99: (p99 as number) / 1_000,
    };
  }
}

/** The percentiles of numbers that each stand for several. */
export function percentiles(
  values: readonly { readonly ms: number; readonly count: number }[],
  shares: readonly number[],
): readonly number[] {
  const sorted = values.toSorted((a, b) => a.ms - b.ms);
  const all = sorted.reduce((sum, { count }) => sum + count, 0);
  return shares.map((share) => {
    let seen = 0;
    for (const { ms, count } of sorted) {
      seen += count;
      if (seen >= share * all) return ms;
    }
    return 0;
  });
}
