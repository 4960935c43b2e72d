/** A process with the whole suite, its console on or off (`console` or `none`), that says its addresses and its functions' process. */

import process from 'node:process';
import { SUITE_PARTS } from '../../cli/commands/start/suite-parts.ts';
import { DEMO, suiteFunctions } from '../../demo/demo.ts';
import { startLocalCloud } from '../../local/cloud.ts';

const [, , which, stateDir] = process.argv;
const cloud = await startLocalCloud({
  ...DEMO,
  ...SUITE_PARTS,
  functions: suiteFunctions(),
  stateDir,
  console: which === 'console',
});
process.stdout.write(`${JSON.stringify(cloud.addresses)}\n`);
process.on('SIGTERM', () => void cloud.close().then(() => process.exit(0)));
