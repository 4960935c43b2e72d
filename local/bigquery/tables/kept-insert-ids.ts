/** Carries insertIds over a clean stop: rows that are sent again just after a restart are still known. */

import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InsertIds } from './insert-all.ts';

export interface KeptInsertIds {
  readonly ids: InsertIds;
  /** Writes down what still counts. A killed process does not: BigQuery's own memory is best effort, too. */
  close(): Promise<void>;
}

export async function keptInsertIds(
  stateDir: string | undefined,
  windowMs: number,
  now: () => number,
): Promise<KeptInsertIds> {
  const ids = new InsertIds(windowMs);
  if (stateDir === undefined) return { ids, close: async () => undefined };
  const file = join(stateDir, 'insert-ids');
  for (const line of (await readFile(file, 'utf8').catch(() => '')).split('\n')) {
    const [at = '', key] = line.split('\t', 2);
    if (key !== undefined) ids.add(key, Number(at));
  }
  // Read once: after a kill an old list would hide nothing, and only grow stale.
  await rm(file, { force: true });
  return {
    ids,
    close: async () => {
      // A key is JSON text, which has no tab and no line end of its own.
      const lines = ids.entries(now()).map(([key, at]) => `${at}\t${key}\n`);
      if (lines.length > 0) await writeFile(file, lines.join(''));
    },
  };
}
