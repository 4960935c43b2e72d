/**
 * `npm run test:stress -- [times] [words for npm test]`: runs the tests again and again, ten times by default, while two
 * loops keep both cores busy. Ends at the first run that fails.
 */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';

const [first, ...others] = process.argv.slice(2);
const isCount = /^\d+$/.test(first ?? '');
const times = isCount ? Number(first) : 10;
const words = isCount || first === undefined ? others : [first, ...others];

const loops: readonly ChildProcess[] = [1, 2].map(() =>
  // It ends with its parent, however that ends.
  spawn(
    process.execPath,
    [
      '-e',
      'process.on("disconnect", () => process.exit()); (function spin() { const end = Date.now() + 50; while (Date.now() < end); setImmediate(spin); })()',
    ],
    {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    },
  ),
);

let failed: number | undefined;
for (let run = 1; run <= times && failed === undefined; run += 1) {
  const began = performance.now();
  const { status } = spawnSync(process.execPath, ['--import', './local/node24.js', 'tools/test.ts', ...words], {
    stdio: 'inherit',
  });
  process.stdout.write(
    `stress: run ${run} of ${times} ${status === 0 ? 'passed' : 'failed'} in ${Math.round((performance.now() - began) / 1_000)} s\n`,
  );
  if (status !== 0) failed = run;
}
for (const loop of loops) loop.kill();
process.exitCode = failed === undefined ? 0 : 1;
