/** The wait that a source asks for: `Retry-After` in its three forms, and headers or fields that the source file names. */

import { pathOf, valueAt } from './json-path.ts';
import { regexOf } from './predicate.ts';
import type { WaitConfig } from './source-config.ts';
import { textOf } from './template.ts';
import { timeFormat } from './time-format.ts';

export interface WaitAnswer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Milliseconds from now; undefined where the answer does not say. The first that the answer has is taken. */
export function waitOf(
  answer: WaitAnswer,
  configs: readonly WaitConfig[] | undefined,
  nowMs: number,
): number | undefined {
  for (const config of [...(configs ?? []), RETRY_AFTER]) {
    const value =
      config.from === 'header' ? answer.headers[headerName(config)] : valueAt(answer.body, pathOf(config.at));
    const text = value === undefined || value === null ? undefined : matched(textOf(value).trim(), config.match);
    const wait = text === undefined ? undefined : untilOf(text, config.as, nowMs);
    if (wait !== undefined) return Math.min(MOST_WAIT_MS, Math.max(0, Math.ceil(wait - nowMs)));
  }
  return undefined;
}

/** A source that asks for more is asked again after a day: quotas end by then, and a time in another unit is no sentence. */
const MOST_WAIT_MS = 86_400_000;
const RETRY_AFTER: WaitConfig = { from: 'header', at: 'retry-after', as: 'seconds' };

function headerName({ at }: WaitConfig): string {
  return (typeof at === 'string' ? at : at.join('.')).toLowerCase();
}

function matched(text: string, match: string | undefined): string | undefined {
  return match === undefined ? text : regexOf(match).exec(text)?.[1];
}

const HTTP_DATE = /^[A-Za-z]{3,9},?\s/;
const rfc3339 = timeFormat('rfc3339');

/** Takes a time in each of its forms: a server may change from seconds to a date. */
function untilOf(text: string, as: WaitConfig['as'], nowMs: number): number | undefined {
  const micros = rfc3339?.parse(text);
  if (micros !== undefined) return micros / 1_000;
  if (HTTP_DATE.test(text)) {
    const date = Date.parse(text);
    return Number.isNaN(date) ? undefined : date;
  }
  if (!/^\d{1,16}(?:\.\d+)?$/.test(text)) return undefined;
  const number = Number(text);
  switch (as) {
    case 'epoch-s':
      return number * 1_000;
    case 'epoch-ms':
      return number;
    case 'minutes':
      return nowMs + number * 60_000;
    default:
      return nowMs + number * 1_000;
  }
}
