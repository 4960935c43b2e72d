/** The way of a row as lines for a terminal: the time since its first step, the place, the outcome, the facts. Pure. */

import { printable } from '@penstock/local/command/line.ts';
import type { Way } from '@penstock/local/way/follow.ts';
import type { Step } from '@penstock/local/way/step.ts';

/** Ids that tell one step from another; the others are the row's own and stand in the heading. */
const SHOWN = ['message', 'job', 'object', 'window', 'row'];
const MAX_VALUES = 3;

export function stepLines({ id, kind, ids, steps }: Pick<Way, 'id' | 'kind' | 'ids' | 'steps'>): readonly string[] {
  const [first] = steps;
  if (first === undefined) return [];
  const began = new Date(first.atMs).toISOString();
  const heading = [`${printable(id)} (${kind}), from ${began}`, ...headings(ids)];
  const rows = steps.map((step) => [
    after(step.atMs - first.atMs),
    step.service,
    step.what,
    step.outcome,
    placeOf(step.place),
    factsOf(step),
  ]);
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => (row[column] as string).length)));
  const lines = rows.map((row) =>
    row.map((cell, at) => (at === 0 ? cell.padStart(widths[0] ?? 0) : cell.padEnd(widths[at] ?? 0))),
  );
  return [...heading, '', ...lines.map((cells) => printable(cells.join('  ').trimEnd()))];
}

function headings(ids: Way['ids']): readonly string[] {
  return Object.entries(ids).map(([kind, values]) => printable(`  ${kind}: ${some(values)}`));
}

/** `+0.412 s`, `+3 min 20 s`. */
function after(ms: number): string {
  if (ms < 60_000) return `+${(ms / 1_000).toFixed(3)} s`;
  return `+${Math.floor(ms / 60_000)} min ${Math.floor((ms % 60_000) / 1_000)} s`;
}

/** The last parts of a long resource name. */
function placeOf(place: string): string {
  return place.replace(/^projects\/[^/]+\//, '');
}

function factsOf({ fields, ids, others }: Step): string {
  const own = SHOWN.flatMap((kind) => (ids[kind] === undefined ? [] : [`${kind}=${some(ids[kind])}`]));
  const facts = Object.entries(fields)
    .filter(([name, value]) => ids[name]?.includes(String(value)) !== true)
    .map(([name, value]) => `${name}=${value}`);
  return [...own, ...facts, ...(others > 0 ? [`with ${others} other${others === 1 ? '' : 's'}`] : [])].join(' ');
}

function some(values: readonly string[]): string {
  const rest = values.length - MAX_VALUES;
  return values.slice(0, MAX_VALUES).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
