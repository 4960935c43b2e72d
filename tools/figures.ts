/**
 * `npm run -s bench sink | npm run -s figures`: takes the line of a benchmark into the figures that `penstock cost` and the
 * simulation reckon with, with today's date. Then `npm run -s scale` draws the curves anew.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import type { Figure, FigureName } from '../cli/commands/cost/figures.ts';

const FILE = new URL('../cli/commands/cost/figures.json', import.meta.url);

type Line = Readonly<Record<string, unknown>>;
type FigureFile = Readonly<Record<FigureName, Figure>>;

/** The figure of a benchmark, and its value in the benchmark's line. */
const READERS: Readonly<Record<string, readonly [FigureName, (line: Line) => unknown]>> = {
  intake: ['intakeCpuSeconds', ({ cpu }) => perMillion((cpu as Line).ours)],
  firestore: ['firestoreCpuSeconds', ({ cpu }) => perMillion((cpu as Line).ours)],
  sink: ['workerCpuSeconds', ({ aCore }) => 1 / Number(aCore)],
  puller: ['pullerRowsPerCoreSecond', ({ rowsACpuSecond }) => rowsACpuSecond],
  coldstart: ['coldStartSeconds', ({ ours }) => Math.max(...millisecondsIn(ours)) / 1_000],
};

function perMillion(micros: unknown): number {
  return Number(micros) / 1e6;
}

/** One number, or one for each function. */
function millisecondsIn(ours: unknown): readonly number[] {
  return typeof ours === 'object' && ours !== null ? Object.values(ours).map(Number) : [Number(ours)];
}

/** The figures with the benchmark's in its place. Throws where the line is of no benchmark that is known, or has no number. */
export function takeIn(figures: FigureFile, line: Line, day: string): FigureFile {
  const reader = READERS[String(line.name)];
  if (reader === undefined)
    throw new Error(`${String(line.name)} measures no figure; there are ${Object.keys(READERS).join(', ')}.`);
  const [name, read] = reader;
  const value = Number(Number(read(line)).toPrecision(3));
  if (!Number.isFinite(value) || value <= 0)
    throw new Error(`The line of ${String(line.name)} has no number for ${name}.`);
  return { ...figures, [name]: { ...figures[name], value, dated: day } };
}

if (import.meta.main) {
  const whole = JSON.parse(readFileSync(FILE, 'utf8')) as { readonly about: string; readonly figures: FigureFile };
  const line = readFileSync(0, 'utf8').trim().split('\n').at(-1) ?? '';
  const figures = takeIn(whole.figures, JSON.parse(line) as Line, new Date().toISOString().slice(0, 10));
  writeFileSync(FILE, `${JSON.stringify({ ...whole, figures }, null, 2)}\n`);
}
