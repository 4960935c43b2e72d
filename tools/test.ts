/** `npm test`: every suite that needs neither network nor Java, with the coverage that the design asks for. */

import { spawnSync } from 'node:child_process';

const c8 = [
  '--all',
  '--include',
  'functions/**/*.ts',
  '--include',
  'shared/**/*.ts',
  '--check-coverage',
  '--statements',
  '100',
  '--branches',
  '100',
  '--functions',
  '100',
  '--lines',
  '100',
];
const { status } = spawnSync('c8', [...c8, 'mocha', ...process.argv.slice(2)], { stdio: 'inherit' });
process.exit(status ?? 1);
