/** The stations of a way: steps at one place, one after the other, are one station. Pure, so that a test can hold it. */

import type { Step, StepOutcome } from '../../../way/step.ts';

export interface Station {
  /** The door or the service. */
  readonly name: string;
  /** The resource's own short name. */
  readonly place: string;
  readonly what: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly steps: number;
  readonly outcome: StepOutcome;
}

const WORST: readonly StepOutcome[] = ['done', 'delivered', 'dropped', 'retry', 'rejected', 'failed'];

export function stationsOf(steps: readonly Step[]): readonly Station[] {
  const stations: Station[] = [];
  for (const step of steps) {
    const name = nameOf(step);
    const place = placeOf(step);
    const last = stations.at(-1);
    if (last !== undefined && last.name === name && last.place === place) {
      stations[stations.length - 1] = {
        ...last,
        what: step.what,
        toMs: step.atMs,
        steps: last.steps + 1,
        outcome: later(last.outcome, step.outcome),
      };
    } else {
      const { what, atMs, outcome } = step;
      stations.push({ name, place, what, fromMs: atMs, toMs: atMs, steps: 1, outcome });
    }
  }
  return stations;
}

export function spanOf(steps: readonly Pick<Step, 'atMs'>[]): number {
  const times = steps.map(({ atMs }) => atMs);
  return Math.max(...times) - Math.min(...times);
}

/** A success after a retry is a success; a failure that was not mended stays one. */
function later(before: StepOutcome, now: StepOutcome): StepOutcome {
  if (now === 'delivered') return now;
  return WORST.indexOf(now) >= WORST.indexOf(before) ? now : before;
}

function nameOf({ service, place }: Step): string {
  return service === 'functions' && place !== '' ? place : service;
}

function placeOf({ service, place }: Step): string {
  if (service === 'functions') return '';
  const table = /datasets\/([^/]+)\/tables\/([^/]+)/.exec(place);
  if (table !== null) return `${table[1]}.${table[2]}`;
  if (service === 'bigquery') return place.replace(/^[^.:]+[.:]/, '');
  if (service === 'pubsub') return place.slice(place.lastIndexOf('/') + 1);
  return place;
}
