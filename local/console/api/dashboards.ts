/** Production's dashboards over the local cloud's own metrics. Their charts and their arithmetic are handed in. */

import type { BacklogSeries } from '../backlogs.ts';
import type { MetricSeries } from '../rates.ts';
import { ApiProblem, answer, noSuch, type Resource } from './call.ts';
import type { FunctionFacts } from './functions.ts';

export interface LocalMetrics {
  /** The metrics that functions wrote into their logs. */
  readonly doors: readonly MetricSeries[];
  /** Requests of each function: `requests` by class, and `latency` by its upper bound `le`. */
  readonly requests: readonly MetricSeries[];
  readonly backlogs: readonly BacklogSeries[];
  /** `labels.resource` is the subscription. */
  readonly deadLetters: readonly MetricSeries[];
  readonly functions: readonly Pick<FunctionFacts, 'name'>[];
  /** The function that a subscription pushes to, by the subscription's id. */
  readonly pushedTo: Readonly<Record<string, string>>;
}

/** The times of a drawing: every `stepMs` up to `toMs`. */
export interface Span {
  readonly toMs: number;
  readonly stepMs: number;
  readonly steps: number;
}

export interface Dashboards {
  readonly list: readonly { readonly name: string; readonly title: string }[];
  readonly draw: (name: string, metrics: LocalMetrics, span: Span) => Drawing | undefined;
}

export interface Drawing {
  readonly title: string;
  readonly charts: readonly DrawnChart[];
}

export interface DrawnChart {
  readonly title: string;
  /** PromQL, as production asks it. */
  readonly query: string;
  readonly lines: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
}

const STEPS = 120;
const MOST_MINUTES = 60;

/** `GET` the list, `GET <name>?minutes=` one drawn over the last minutes. Loaded by the first call. */
export function dashboardsApi(
  load: () => Promise<Dashboards>,
  metrics: () => LocalMetrics,
  now: () => number,
): Resource {
  return async (call) => {
    if (call.method !== 'GET' || call.segments.length > 1) throw noSuch(call);
    const { list, draw } = await load();
    if (call.rest === '') return answer(call, { dashboards: list });
    const minutes = Number(call.query.get('minutes') ?? 15);
    if (!(Number.isInteger(minutes) && minutes >= 1 && minutes <= MOST_MINUTES))
      throw new ApiProblem(400, `minutes must be a whole number from 1 to ${MOST_MINUTES}.`);
    const stepMs = (minutes * 60_000) / STEPS;
    const toMs = Math.floor(now() / 1_000) * 1_000;
    const span = { toMs, stepMs, steps: STEPS };
    const drawing = draw(call.segments[0] ?? '', metrics(), span);
    if (drawing === undefined) throw new ApiProblem(404, `There is no dashboard ${call.segments[0]}.`);
    return answer(call, { ...drawing, span });
  };
}
