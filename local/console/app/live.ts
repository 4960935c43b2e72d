/** The events as they arrive, the newest last, in bounded memory; and whether the local cloud is there at all. */

import { signal } from '@preact/signals';
import type { Happening } from '../../core/service.ts';
import { type Tone, toneOf } from '../tone.ts';
import { meta } from './meta.ts';

export interface LiveEvent extends Happening {
  readonly time: number;
  /** Ids of the first row, message or object that it was about. */
  readonly ids?: Readonly<Record<string, string | readonly string[]>>;
  readonly tone: Tone;
  /** For the filter: everything in small letters. */
  readonly text: string;
  readonly number: number;
}

/** The events held. When there are more, the oldest tenth goes at once. */
export const MOST_EVENTS = 50_000;

const RECONNECT_MS = 1_500;

let held: LiveEvent[] = [];
let count = 0;
let waiting: LiveEvent[] = [];
let scheduled = false;

/** Grows with every change of `events()`. */
export const version = signal(0);
export const connection = signal<'connecting' | 'connected' | 'lost'>('connecting');
/** The latest event of each service: a view of a service reloads when it changes. */
export const latest = signal<Readonly<Record<string, number>>>({});

export function events(): readonly LiveEvent[] {
  return held;
}

export function clearEvents(): void {
  held = [];
  version.value += 1;
}

export function connect(): void {
  const source = new EventSource('/events');
  source.onopen = () => {
    connection.value = 'connected';
    void checkRun();
  };
  source.onerror = () => {
    connection.value = 'lost';
    // The browser tries again by itself, except after an answer that it takes for final.
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, RECONNECT_MS);
  };
  source.onmessage = ({ data }: MessageEvent<string>) => {
    waiting.push(read(data));
    if (waiting.length > MOST_EVENTS) waiting.shift();
    if (scheduled) return;
    scheduled = true;
    // A burst is drawn once. A hidden page gets no frames, so a timer it is.
    setTimeout(take, document.hidden ? 1_000 : 60);
  };
}

/** Another start has another token: the page is loaded anew, so that nothing of the old one is left. */
async function checkRun(): Promise<void> {
  try {
    const overview = (await (await fetch('/api/overview')).json()) as { run?: string };
    if (overview.run !== undefined && overview.run !== meta.run) location.reload();
  } catch {
    connection.value = 'lost';
  }
}

function read(data: string): LiveEvent {
  const one = JSON.parse(data) as Happening & { time: number };
  count += 1;
  const facts = Object.entries(one.facts ?? {}).map((pair) => pair.join('='));
  const text = [one.service, one.what, one.resource, ...facts].join(' ').toLowerCase();
  return { ...one, tone: toneOf(one), text, number: count };
}

function take(): void {
  scheduled = false;
  const arrived = waiting;
  waiting = [];
  held.push(...arrived);
  if (held.length > MOST_EVENTS) held = held.slice(held.length - MOST_EVENTS + MOST_EVENTS / 10);
  const seen = { ...latest.peek() };
  for (const { service, number } of arrived) seen[service] = number;
  latest.value = seen;
  version.value += 1;
}
