/** The clock of a manifest as the window's end, and its durations: the request then does not depend on when a retry runs. */

import { type Expression, literalText } from './expression.ts';

/** Patterns that a placeholder can hold. */
export function isPattern(text: string): boolean {
  return text.includes('%') && !/[{}?]/.test(text);
}

const DAY = 86_400;

/** The clock, as the window's end: what is asked for then does not depend on when a retry runs. */
export function clockText(expression: Expression): string | undefined {
  if (expression.kind !== 'call') return undefined;
  const { name, of, args, named } = expression;
  if (name === 'day_delta' && of === undefined) {
    const [days] = args;
    const format = literalText(named.format ?? args[1]) || '%Y-%m-%dT%H:%M:%S.%f%z';
    return days?.kind === 'literal' && typeof days.value === 'number' ? endText(days.value * DAY, format) : undefined;
  }
  const seconds = of === undefined ? undefined : clockSeconds(of);
  if (seconds === undefined) return undefined;
  if (name === 'strftime') return endText(seconds, literalText(args[0]));
  if (name === 'isoformat') return endText(seconds, 'rfc3339');
  return name === 'timestamp' ? endText(seconds, 'epoch-s') : undefined;
}

/** Seconds from now: `now_utc()`, `today_utc()`, with a duration taken away or added. */
export function clockSeconds(expression: Expression): number | undefined {
  if (
    expression.kind === 'call' &&
    expression.of === undefined &&
    (expression.name === 'now_utc' || expression.name === 'today_utc')
  )
    return 0;
  if (expression.kind !== 'binary' || (expression.operator !== '-' && expression.operator !== '+')) return undefined;
  const { left, right, operator } = expression;
  const base = clockSeconds(left);
  const shift = right.kind === 'call' && right.name === 'duration' ? isoSeconds(literalText(right.args[0])) : undefined;
  return base === undefined || shift === undefined ? undefined : base + (operator === '-' ? -shift : shift);
}

function endText(seconds: number, format: string): string | undefined {
  if (format !== 'rfc3339' && format !== 'epoch-s' && !isPattern(format)) return undefined;
  const shift = seconds === 0 ? '' : `${seconds < 0 ? '-' : '+'}${spanText(Math.abs(seconds))}`;
  return `{window.to${shift}:${format}}`;
}

function spanText(seconds: number): string {
  return seconds % DAY === 0 ? `${seconds / DAY}d` : `${seconds}s`;
}

/** An ISO 8601 duration in seconds; months count 30 days and years 365. Undefined where the text is none. */
export function isoSeconds(text: string): number | undefined {
  const found = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?$/.exec(
    text,
  );
  if (found === null || text === 'P' || text.endsWith('T')) return undefined;
  const [, years, months, weeks, days, hours, minutes, seconds] = found.map((part) => Number(part ?? 0));
  return (
    (years as number) * 365 * DAY +
    (months as number) * 30 * DAY +
    (weeks as number) * 7 * DAY +
    (days as number) * DAY +
    (hours as number) * 3_600 +
    (minutes as number) * 60 +
    (seconds as number)
  );
}
