/** Counts the requests of each function by the class of their answer and by how long they took, as Cloud Run does. */

import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { MetricLine } from './functions.ts';

/** Upper bounds in milliseconds; each count holds those below it too, as in Prometheus. */
const LATENCY_BOUNDS_MS: readonly number[] = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000];

const FLUSH_MS = 5_000;

export type RequestLine = Pick<MetricLine, 'door' | 'metric' | 'labels' | 'count'>;

/** Returns what watches a server. `tell` gets the counts at most every five seconds, and never for an idle function. */
export function requestCounts(tell: (lines: readonly RequestLine[]) => void): (name: string, server: Server) => void {
  const counts = new Map<string, RequestLine>();
  let timer: NodeJS.Timeout | undefined;
  const add = (door: string, metric: string, labels: Readonly<Record<string, string>>): void => {
    const key = JSON.stringify([door, metric, labels]);
    counts.set(key, { door, metric, labels, count: (counts.get(key)?.count ?? 0) + 1 });
  };
  const flush = (): void => {
    timer = undefined;
    tell([...counts.values()]);
    counts.clear();
  };
  return (name, server) => {
    server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
      const began = performance.now();
      response.once('close', () => {
        const ms = performance.now() - began;
        add(name, 'requests', { class: `${Math.floor(response.statusCode / 100)}xx` });
        for (const bound of LATENCY_BOUNDS_MS) if (ms <= bound) add(name, 'latency', { le: String(bound) });
        add(name, 'latency', { le: '+Inf' });
        timer ??= setTimeout(flush, FLUSH_MS);
        timer.unref();
      });
    });
  };
}
