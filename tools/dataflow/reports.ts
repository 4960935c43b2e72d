/** Maven's own reports of a test run, in one line: with `-q` it says nothing where all is well. */

import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** Reads `target/surefire-reports/*.txt`. */
export function summaryOf(folder: string): string {
  const told = globSync(`${folder}/*.txt`)
    .toSorted()
    .map((file) => ({ name: basename(file, '.txt').replace(/^.*\./, ''), ...countsOf(readFileSync(file, 'utf8')) }));
  const run = told.reduce((sum, one) => sum + one.run, 0);
  const skipped = told.reduce((sum, one) => sum + one.skipped, 0);
  const each = told.map(({ name, run, seconds }) => `${name} ${run} in ${seconds} s`).join(', ');
  return `${run} tests of the Beam job, ${skipped} skipped: ${each}`;
}

function countsOf(report: string): { readonly run: number; readonly skipped: number; readonly seconds: number } {
  const found = /Tests run: (\d+).*Skipped: (\d+), Time elapsed: ([\d.]+)/.exec(report);
  return {
    run: Number(found?.[1] ?? 0),
    skipped: Number(found?.[2] ?? 0),
    seconds: Math.round(Number(found?.[3] ?? 0)),
  };
}
