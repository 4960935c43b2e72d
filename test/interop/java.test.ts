import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isInstalled, PREPARE_MS, type ProgramWorld, programWorld } from '../support/client-programs.ts';

describe("Google's unmodified Java clients", function () {
  this.timeout(PREPARE_MS);
  let world: ProgramWorld | undefined;
  let cases: ReadonlyMap<string, unknown>;

  before(async function () {
    const what = "Google's Java clients";
    if (!isInstalled('mvn', ['--version'], what) || !isInstalled('javac', ['-version'], what)) this.skip();
    world = await programWorld('java');
    await world.run('mvn', ['-q', '-B', 'dependency:build-classpath', '-Dmdep.outputFile=classpath.txt']);
    const classpath = (await readFile(join(world.folder, 'classpath.txt'), 'utf8')).trim();
    await world.run('javac', ['-nowarn', '-cp', classpath, '-d', 'out', 'src/main/java/Clients.java']);
    cases = await world.cases('java', ['-cp', `out:${classpath}`, 'Clients']);
  });
  after(() => world?.close());

  for (const [name, value] of [
    ['bigquery rows', [false, 1, 'ä', '1.5', '2026-01-02T03:04:05.678901Z']],
    ['bigquery parameters and errors', [42, true]],
    ['bigquery load and pages', [1_000, 1_000]],
    ['storage write, committed and default', ['already exists', 2, 3, 6]],
    ['storage objects', [true, 412, ['a/small.txt']]],
    ['pubsub ordered, acknowledged', [true, true]],
    ['secrets', ['s3cret', 'not found']],
  ] as const) {
    it(`are answered as by Google: ${name}`, () => assert.deepEqual(cases.get(name), value));
  }
});
