/** From spawning a function's bundle to its first 200, against a bare functions-framework function, in turn. */

import { join } from 'node:path';
import { bareFunction, median, start, withBundles } from './support/deployed.ts';

const ROUNDS = 9;
const FUNCTIONS = ['intake', 'firestore', 'loader', 'puller', 'sink'] as const;
/** The answer that each function gives by itself: no service behind it is asked. */
const ENV = {
  GOOGLE_CLOUD_PROJECT: 'demo-penstock',
  PUBSUB_EMULATOR_HOST: '127.0.0.1:1',
  LOG_LEVEL: 'CRITICAL',
  PULLER_BUCKET: 'spool',
  // A folder without source files.
  PULLER_SOURCES: import.meta.dirname,
};

export function run(): Promise<Record<string, unknown>> {
  return withBundles(measure);
}

async function measure(folder: string): Promise<Record<string, unknown>> {
  const bareFolder = bareFunction(join(folder, 'bare'), 200, '{}');
  const times: Record<string, number[]> = { bare: [] };
  for (const name of FUNCTIONS) times[name] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    times.bare?.push(await coldStart(bareFolder, 'bare'));
    for (const name of FUNCTIONS) times[name]?.push(await coldStart(join(folder, name), name));
    process.stderr.write(`round ${round + 1} of ${ROUNDS}\n`);
  }
  const theirs = median(times.bare as number[]);
  const ours = Object.fromEntries(FUNCTIONS.map((name) => [name, Math.round(median(times[name] as number[]))]));
  const ratio = Object.fromEntries(
    FUNCTIONS.map((name) => [name, Math.round((median(times[name] as number[]) / theirs) * 100) / 100]),
  );
  return { unit: 'ms', ours, theirs: Math.round(theirs), ratio };
}

async function coldStart(folder: string, target: string): Promise<number> {
  const started = await start(folder, target, ENV);
  await started.stop();
  return started.startMs;
}
