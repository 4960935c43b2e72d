/** Durations as source files write them: `250ms`, `10s`, `5m`, `2h`, `7d`. */

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Undefined where the text is no duration. */
export function durationMs(text: string): number | undefined {
  const found = /^(\d{1,9})(ms|s|m|h|d)$/.exec(text);
  return found === null ? undefined : Number(found[1]) * (UNITS[found[2] as string] as number);
}

/** The duration of a text that the schema has checked, or the default where there is none. */
export function durationOr(text: string | undefined, otherwise: number): number {
  return text === undefined ? otherwise : (durationMs(text) ?? otherwise);
}
