/** The number of instances that Cloud Run wants: by the load of the last minute, out at once and in after a while. */

import type { Settings } from './settings.ts';

interface Load {
  readonly ms: number;
  /** Cores that were busy. */
  readonly cores: number;
  /** Instances' worth of requests at once. */
  readonly requests: number;
}

export class Autoscaler {
  #loads: Load[] = [];
  #decidedMs = Number.NEGATIVE_INFINITY;
  #spareSinceMs: number | undefined;
  readonly #settings: Settings;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  note(load: Load): void {
    this.#loads.push(load);
    const from = load.ms - this.#settings.figures.scaleWindowSeconds * 1_000;
    if ((this.#loads[0]?.ms ?? from) < from - 10_000) this.#loads = this.#loads.filter(({ ms }) => ms >= from);
  }

  /** The number that there should be, of which so many are there. */
  decide(nowMs: number, there: number, waiting: number): number {
    const { figures, minInstances, maxInstances, input } = this.#settings;
    const everyMs = (input === 'push' ? figures.requestScaleSeconds : figures.scaleSeconds) * 1_000;
    if (nowMs - this.#decidedMs < everyMs && !(there === 0 && waiting > 0)) return there;
    this.#decidedMs = nowMs;
    const cores = this.#mean(nowMs - figures.scaleWindowSeconds * 1_000, (load) => load.cores);
    // Requests that wait for an instance are seen at once, a busy processor over a minute.
    const requests = this.#mean(nowMs - everyMs, (load) => load.requests);
    const busy = Math.max(cores, requests) / figures.utilization;
    const least = waiting > 0 ? 1 : 0;
    const wanted = Math.min(maxInstances, Math.max(minInstances, least, Math.ceil(busy - 1e-9)));
    if (wanted >= there) {
      this.#spareSinceMs = undefined;
      return wanted;
    }
    this.#spareSinceMs ??= nowMs;
    return nowMs - this.#spareSinceMs >= figures.scaleInSeconds * 1_000 ? wanted : there;
  }

  #mean(fromMs: number, of: (load: Load) => number): number {
    const recent = this.#loads.filter(({ ms }) => ms >= fromMs);
    return recent.length === 0 ? 0 : recent.reduce((sum, load) => sum + of(load), 0) / recent.length;
  }
}
