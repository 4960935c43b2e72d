import assert from 'node:assert/strict';
import { isInstalled, PREPARE_MS, type ProgramWorld, programWorld } from '../support/client-programs.ts';

/** PENSTOCK_INTEROP_GO names the program where it is built already: a cold build takes minutes. */
describe("Google's unmodified Go clients", function () {
  this.timeout(PREPARE_MS);
  let world: ProgramWorld | undefined;
  let cases: ReadonlyMap<string, unknown>;

  before(async function () {
    if (!isInstalled('go', ['version'], "Google's Go clients")) this.skip();
    world = await programWorld('go');
    let program = process.env.PENSTOCK_INTEROP_GO;
    if (program === undefined) {
      await world.run('go', ['build', '-mod=readonly', '-o', 'clients', '.']);
      program = './clients';
    }
    cases = await world.cases(program, []);
  });
  after(() => world?.close());

  for (const [name, value] of [
    ['bigquery rows', [1, 'ä', '1.5', true, 'AAE=']],
    ['bigquery parameters and errors', [42, true]],
    ['bigquery load and pages', [1_000, 1_000]],
    ['storage write, committed and default', [true, 2, 3, 6]],
    ['storage objects', [true, true, ['a/small.txt']]],
    ['pubsub ordered, with a nack', [true, true]],
    ['secrets', ['s3cret', true]],
  ] as const) {
    it(`are answered as by Google: ${name}`, () => assert.deepEqual(cases.get(name), value));
  }
});
