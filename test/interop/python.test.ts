import assert from 'node:assert/strict';
import { isInstalled, PREPARE_MS, type ProgramWorld, programWorld } from '../support/client-programs.ts';

/** The environment decides where Python's clients come from: PENSTOCK_INTEROP_PYTHON names a Python that has them. */
describe("Google's unmodified Python clients", function () {
  this.timeout(PREPARE_MS);
  let world: ProgramWorld | undefined;
  let cases: ReadonlyMap<string, unknown>;

  before(async function () {
    if (!isInstalled('python3', ['-m', 'venv', '--help'], "Google's Python clients")) this.skip();
    world = await programWorld('python');
    let python = process.env.PENSTOCK_INTEROP_PYTHON;
    if (python === undefined) {
      await world.run('python3', ['-m', 'venv', 'venv']);
      await world.run('venv/bin/pip', ['install', '--quiet', '--disable-pip-version-check', '-r', 'requirements.txt']);
      python = 'venv/bin/python';
    }
    cases = await world.cases(python, ['run.py']);
  });
  after(() => world?.close());

  for (const [name, value] of [
    ['bigquery rows', [[], 1, 'ä', [1, 2], { a: 1 }]],
    ['bigquery parameters and errors', [42, true]],
    ['bigquery load and pages', [1_000, 1_000, 1_000]],
    ['bigquery failed script has its children', [2, ['done', 'invalidQuery']]],
    ['storage write, committed and default', ['already exists', 2, 3, 6]],
    ['storage objects', [['a/small.txt'], 'once', 9_437_184, 'small']],
    ['pubsub ordered, acknowledged', [true, 20]],
    ['secrets', ['s3cret', 'not found']],
  ] as const) {
    it(`are answered as by Google: ${name}`, () => assert.deepEqual(cases.get(name), value));
  }
});
