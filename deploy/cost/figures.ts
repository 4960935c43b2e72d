/** Measured figures that the calculator and the simulation reckon with. */

import { readFileSync } from 'node:fs';

export interface Figures {
  readonly intakeCpuSeconds: number;
  readonly firestoreCpuSeconds: number;
  readonly pushCpuSeconds: number;
  readonly workerMessagesPerCoreSecond: number;
  readonly pullerRowsPerCoreSecond: number;
  readonly instanceGib: number;
  readonly coldStartSeconds: number;
}

export function readFigures(): Figures {
  return JSON.parse(readFileSync(new URL('figures.json', import.meta.url), 'utf8')) as Figures;
}
