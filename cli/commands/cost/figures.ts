/** Figures that cost, capacity and simulation reckon with, read from one file: each with its unit, its date and its origin. */

import { readFileSync } from 'node:fs';

export type FigureName = keyof typeof import('./figures.json').figures;

export interface Figure {
  readonly value: number;
  readonly unit: string;
  readonly dated: string;
  /** The benchmark that measured it. */
  readonly command?: string;
  /** Its origin, if no benchmark measures it. */
  readonly source?: string;
}

export type Figures = Readonly<Record<FigureName, number>>;

export function readFigureFile(): Readonly<Record<FigureName, Figure>> {
  return (JSON.parse(readFileSync(new URL('figures.json', import.meta.url), 'utf8')) as typeof import('./figures.json'))
    .figures;
}

/** The values alone. */
export function readFigures(): Figures {
  const entries = Object.entries(readFigureFile()).map(([name, { value }]) => [name, value]);
  return Object.fromEntries(entries) as Figures;
}
