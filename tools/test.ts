/**
 * `npm test`: every suite that needs neither network nor Java, with the coverage that the design asks for.
 * `--soak` runs all schedules and cases instead of a fixed share of them; other words go to mocha (`--grep x`).
 */

import { spawnSync } from 'node:child_process';

/** The longest files come first, so that no worker ends long after the other. */
const SUITES = ['browser', 'chaos', 'e2e', 'unit', 'conformance', 'fuzz'];
/**
 * The goal is 100 for each. A run on a busy machine can miss a branch that only a race between two owners reaches, so the
 * floor leaves room for a handful of them, and for no more.
 */
const FLOOR = ['--statements', '99.9', '--branches', '99.9', '--functions', '99.9', '--lines', '99.9'];

const words = process.argv.slice(2);
const soak = words.includes('--soak');
const forMocha = words.filter((word) => word !== '--soak');

const specs = SUITES.map((suite) => `test/${suite}/**/*.test.ts`);
const mocha = ['mocha', '--parallel', '--jobs', '2', '--reporter', 'tools/reporter.cjs', ...forMocha, ...specs];
const covered = ['--all', '--skip-full', '--include', 'functions/**/*.ts', '--include', 'shared/**/*.ts'];
// A part of the suites covers a part of the code: the floor holds for the whole run only.
const floor = forMocha.length === 0 ? ['--check-coverage', ...FLOOR] : [];

const { status } = spawnSync('c8', [...covered, ...floor, ...mocha], {
  stdio: 'inherit',
  env: { ...process.env, ...(soak ? { PENSTOCK_SOAK: '1' } : {}), METADATA_SERVER_DETECTION: 'none', NODE_ENV: 'test' },
});
process.exit(status ?? 1);
