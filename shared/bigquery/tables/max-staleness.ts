/** `max_staleness` as people write it (`15 MINUTE`) and as the REST API keeps it (`0-0 0 0:15:0`). */

const CANONICAL = /^(\d+)-(\d+) (\d+) (\d+):(\d+):(\d+)(?:\.\d+)?$/;
const SPOKEN = /^(?:INTERVAL )?(\d+) (SECOND|MINUTE|HOUR|DAY)S?$/i;
const SECONDS: Readonly<Record<string, number>> = { SECOND: 1, MINUTE: 60, HOUR: 3_600, DAY: 86_400 };

/** The canonical form; undefined where it is neither. */
export function parseMaxStaleness(text: string): string | undefined {
  const seconds = stalenessSeconds(text);
  if (seconds === undefined) return undefined;
  const hours = Math.floor(seconds / 3_600);
  return `0-0 0 ${hours}:${Math.floor((seconds % 3_600) / 60)}:${seconds % 60}`;
}

/** Two texts may mean the same time. Years and months have no fixed length and no place in a staleness. */
export function stalenessSeconds(text: string): number | undefined {
  const [, count, unit] = SPOKEN.exec(text) ?? [];
  if (unit !== undefined) return Number(count) * (SECONDS[unit.toUpperCase()] as number);
  const [, years, months, days, hours, minutes, seconds] = (CANONICAL.exec(text) ?? []).map(Number);
  if (seconds === undefined || years !== 0 || months !== 0) return undefined;
  return Number(days) * 86_400 + Number(hours) * 3_600 + Number(minutes) * 60 + seconds;
}
