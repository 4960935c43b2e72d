import assert from 'node:assert/strict';
import { type Launch, launchArguments, mayRunAtLeastOnce } from '../../../../deploy/dataflow/launch/arguments.ts';
import type { SinkFile } from '../../../../functions/sink/config/file.ts';
import { summaryOf } from '../../../../tools/dataflow/reports.ts';
import { missingTool } from '../../../../tools/dataflow/toolchain.ts';

const LAUNCH: Launch = {
  project: 'p',
  region: 'us-central1',
  bucket: 'b',
  name: 'penstock-sink',
  routes: 'sink.yaml',
  update: false,
  exactlyOnce: false,
  more: [],
};

function file(...modes: readonly NonNullable<SinkFile['routes'][number]['mode']>[]): SinkFile {
  const routes = modes.map((mode, at) => ({ name: `r${at}`, table: 'd.t', mode }));
  return { subscriptions: ['input'], errorOutput: { topic: 'errors' }, routes };
}

describe('a launch on Dataflow', () => {
  it('runs at least once where every route’s mode promises no more', () => {
    for (const mode of ['STREAMING_INSERTS', 'STORAGE_WRITE', 'CDC'] as const) {
      assert.ok(launchArguments(LAUNCH, file(mode)).includes('--dataflowServiceOptions=streaming_mode_at_least_once'));
      assert.equal(mayRunAtLeastOnce(file(mode), true), false);
    }
    for (const mode of ['FILE_LOADS', 'MIXED'] as const)
      assert.equal(mayRunAtLeastOnce(file('CDC', mode), false), false);
  });

  it('asks for streams by offsets and exactly-once mode together', () => {
    const words = launchArguments({ ...LAUNCH, exactlyOnce: true }, file('STORAGE_WRITE'));
    assert.ok(words.includes('--exactlyOnce=true'));
    assert.ok(!words.some((word) => word.includes('at_least_once')));
  });

  it('has no endpoint of the local cloud, and takes none', () => {
    const words = launchArguments(LAUNCH, file('CDC')).join(' ');
    assert.doesNotMatch(words, /localhost|127\.0\.0\.1|Endpoint|RootUrl|credentialFactory/);
    assert.throws(
      () => launchArguments({ ...LAUNCH, more: ['--gcsEndpoint=http://127.0.0.1:4443/'] }, file('CDC')),
      /an endpoint is for tests/,
    );
  });

  it('updates the running job, or stages a template, and not both', () => {
    assert.ok(launchArguments({ ...LAUNCH, update: true }, file('CDC')).includes('--update'));
    const stage = 'gs://b/templates/one';
    assert.ok(launchArguments({ ...LAUNCH, stage }, file('CDC')).includes(`--templateLocation=${stage}`));
    assert.throws(() => launchArguments({ ...LAUNCH, stage, update: true }, file('CDC')), /leave out --update/);
  });

  it('needs an input', () => {
    const { subscriptions: _none, ...without } = file('CDC');
    assert.throws(() => launchArguments(LAUNCH, without), /no input/);
    assert.ok(
      launchArguments({ ...LAUNCH, more: ['--inputSubscription=s'] }, without).includes('--inputSubscription=s'),
    );
  });
});

describe('the tools of the Beam job', () => {
  it('say which of Java and Maven is missing', () => {
    const found =
      (java: string | undefined, mvn = 'Maven 3.8', keytool = 'ok') =>
      (command: string) =>
        ({ java, mvn, keytool })[command];
    assert.match(missingTool(found(undefined)) ?? '', /no java/);
    assert.match(missingTool(found('openjdk version "11.0.2"')) ?? '', /version 11/);
    assert.match(
      missingTool((command) => (command === 'java' ? 'openjdk version "17.0.1"' : undefined)) ?? '',
      /no mvn/,
    );
    assert.equal(missingTool(found('openjdk version "21.0.1"')), undefined);
  });

  it('sum Maven’s reports up, and find nothing in a folder without any', () => {
    assert.match(summaryOf('/nowhere'), /^0 tests/);
  });
});
