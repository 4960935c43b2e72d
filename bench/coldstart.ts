/** From spawning a function's bundle to its first 200, against a bare functions-framework function, in turn. */

import { join } from 'node:path';
import { bundleAll } from '../tools/bundle.ts';
import { bareFunction, deploy, median } from './support/deployed.ts';

const ROOT = new URL('..', import.meta.url).pathname;
const ROUNDS = 9;
const FUNCTIONS = ['intake', 'firestore', 'loader', 'puller', 'sink'] as const;
/** What each function answers by itself: no service behind it is asked. */
const ENV = { GOOGLE_CLOUD_PROJECT: 'demo-penstock', PUBSUB_EMULATOR_HOST: '127.0.0.1:1', LOG_LEVEL: 'CRITICAL' };

export async function run(): Promise<Record<string, unknown>> {
  await bundleAll(join(ROOT, 'dist'));
  const bareFolder = bareFunction(join(ROOT, 'dist/bare'), 200, '{}');
  const times: Record<string, number[]> = { bare: [] };
  for (const name of FUNCTIONS) times[name] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    times.bare?.push(await coldStart(bareFolder, 'bare'));
    for (const name of FUNCTIONS) times[name]?.push(await coldStart(join(ROOT, 'dist', name), name));
    process.stderr.write(`round ${round + 1} of ${ROUNDS}\n`);
  }
  const theirs = median(times.bare as number[]);
  const ours = Object.fromEntries(FUNCTIONS.map((name) => [name, Math.round(median(times[name] as number[]))]));
  const ratio = Object.fromEntries(
    FUNCTIONS.map((name) => [name, Math.round((median(times[name] as number[]) / theirs) * 100) / 100]),
  );
  return { unit: 'ms', ours, theirs: Math.round(theirs), ratio };
}

/** Any answer counts: whether the function likes the request is not what is measured. */
async function coldStart(folder: string, target: string): Promise<number> {
  const began = performance.now();
  const deployed = await deploy(folder, target, ENV);
  try {
    for (;;) {
      if (deployed.child.exitCode !== null) throw new Error(`${target} ended with ${deployed.child.exitCode}`);
      const answered = await fetch(deployed.url).then(
        () => true,
        () => false,
      );
      if (answered) return performance.now() - began;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  } finally {
    await deployed.stop();
  }
}
