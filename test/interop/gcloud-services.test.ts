/** Google's own command line against the local Secret Manager, Cloud Scheduler and Eventarc. Skips by saying so where `gcloud` is not installed. */

import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settingsOf } from '../../cli/commands/env/languages.ts';
import { type LocalCloud, startLocalCloud } from '../../local/index.ts';

const installed = spawnSync('gcloud', ['--version'], { stdio: 'ignore' }).status === 0;

describe(`gcloud secrets, scheduler and eventarc${installed ? '' : ' (skipped: gcloud is not installed)'}`, function () {
  this.timeout(240_000);
  let folder: string;
  let cloud: LocalCloud;

  before(async function () {
    if (!installed) this.skip();
    folder = await mkdtemp(join(tmpdir(), 'penstock-gcloud-'));
    cloud = await startLocalCloud();
  });
  after(async () => {
    if (!installed) return;
    await cloud.close();
    await rm(folder, { recursive: true, force: true });
  });

  interface Ran {
    readonly code: number;
    readonly out: string;
    readonly err: string;
  }

  /** With the variables that `penstock env --lang cli` prints. */
  function run(line: string, ...more: readonly string[]): Promise<Ran> {
    const { variables } = settingsOf('cli', cloud.env, { credentials: undefined, authority: undefined });
    const env = {
      ...process.env,
      ...variables,
      CLOUDSDK_CORE_DISABLE_PROMPTS: '1',
      CLOUDSDK_CONFIG: join(folder, 'config'),
    };
    return new Promise((resolve) => {
      const args = [...line.split(' '), ...more];
      execFile('gcloud', args, { env, timeout: 60_000 }, (error, out, err) => {
        resolve({ code: error === null ? 0 : 1, out, err });
      });
    });
  }

  async function ok(line: string, ...more: readonly string[]): Promise<string> {
    const { code, out, err } = await run(line, ...more);
    assert.equal(code, 0, `gcloud ${line}: ${err}`);
    return out;
  }
  async function json(line: string, ...more: readonly string[]): Promise<unknown> {
    return JSON.parse(await ok(line, '--format=json', ...more));
  }
  /** Refused at once: a client that sends a refusal again would run into the limit of time. */
  async function refused(line: string, words: RegExp, ...more: readonly string[]): Promise<void> {
    const { code, err } = await run(line, ...more);
    assert.equal(code, 1, `gcloud ${line} was done`);
    assert.match(err, words);
  }

  it('writes secrets: versions, states, labels, aliases, etags', async () => {
    const data = join(folder, 'data');
    await writeFile(data, Buffer.from([0xff, 0xfe, 0x00]));
    await ok(`secrets create one --labels=a=b --data-file=${data}`);
    await refused('secrets create one', /already exists/);
    await writeFile(data, 's3cret');
    await ok(`secrets versions add one --data-file=${data}`);
    assert.equal(await ok('secrets versions access latest --secret=one'), 's3cret');
    await ok('secrets versions disable 1 --secret=one');
    await refused('secrets versions access 1 --secret=one', /FAILED_PRECONDITION.*DISABLED/);
    await refused('secrets versions enable 1 --secret=one --etag=x', /FAILED_PRECONDITION/);
    await ok('secrets versions destroy 1 --secret=one');
    const versions = (await json('secrets versions list one')) as { state: string }[];
    assert.deepEqual(
      versions.map(({ state }) => state),
      ['ENABLED', 'DESTROYED'],
    );
    await ok('secrets update one --update-labels=c=d --update-version-aliases=live=2');
    const secret = (await json('secrets describe one')) as Record<string, unknown>;
    assert.partialDeepStrictEqual(secret, { labels: { a: 'b', c: 'd' }, versionAliases: { live: '2' } });
    await refused(
      'secrets create two --rotation-period=3600s --next-rotation-time=2099-01-01T00:00:00Z',
      /does not do/,
    );
    await ok('secrets delete one');
    await refused('secrets describe one', /NOT_FOUND/);
  });

  it('makes, changes, pauses, runs and deletes jobs of Cloud Scheduler', async () => {
    const at = '--location=us-central1';
    await ok('pubsub topics create tick');
    await ok('pubsub subscriptions create tick-sub --topic=tick');
    await ok(`scheduler jobs create pubsub p ${at} --topic=tick --message-body=hello`, '--schedule=0 9 * * 1');
    const uri = `http://${cloud.addresses.console}/addresses`;
    await ok(`scheduler jobs create http h ${at} --uri=${uri} --http-method=get`, '--schedule=*/5 * * * *');
    await refused(`scheduler jobs create http h ${at} --uri=${uri}`, /ALREADY_EXISTS/, '--schedule=* * * * *');
    await refused(`scheduler jobs create http x ${at} --uri=${uri}`, /INVALID_ARGUMENT: Schedule/, '--schedule=nope');
    await ok(`scheduler jobs update pubsub p ${at} --message-body=bye`);
    await ok(`scheduler jobs pause p ${at}`);
    await ok(`scheduler jobs run p ${at}`);
    const [pulled] = (await json('pubsub subscriptions pull tick-sub --auto-ack')) as { message: { data: string } }[];
    assert.equal(Buffer.from(pulled?.message.data ?? '', 'base64').toString(), 'bye');
    const jobs = (await json(`scheduler jobs list ${at}`)) as { name: string; state: string }[];
    assert.deepEqual(
      jobs.map(({ name, state }) => [name.split('/').at(-1), state]),
      [
        ['h', 'ENABLED'],
        ['p', 'PAUSED'],
      ],
    );
    await ok(`scheduler jobs resume p ${at}`);
    await ok(`scheduler jobs delete p ${at}`);
    await refused(`scheduler jobs describe p ${at}`, /NOT_FOUND/);
  });

  it('makes, changes and deletes triggers of Eventarc, and waits for their operations', async () => {
    const at = '--location=us-central1';
    const types = '--event-filters=type=google.cloud.storage.object.v1.finalized,bucket=b';
    const { code, err } = await run(
      `eventarc triggers create t ${at} ${types} --destination-run-service=none --service-account=a@b.c`,
    );
    assert.equal(code, 1);
    assert.match(err, /FAILED_PRECONDITION: The local cloud runs no service "none"/);
    const uri = `--destination-http-endpoint-uri=http://${cloud.addresses.console}/ --network-attachment=n`;
    await ok(`eventarc triggers create t ${at} ${types} ${uri} --service-account=a@b.c`);
    await refused(`eventarc triggers create t ${at} ${types} ${uri} --service-account=a@b.c`, /ALREADY_EXISTS/);
    await ok(`eventarc triggers update t ${at} --update-labels=k=v`);
    const triggers = (await json(`eventarc triggers list ${at}`)) as Record<string, unknown>[];
    assert.partialDeepStrictEqual(triggers, [{ labels: { k: 'v' }, serviceAccount: 'a@b.c' }]);
    await ok(`eventarc triggers delete t ${at}`);
    await refused(`eventarc triggers describe t ${at}`, /NOT_FOUND/);
    await refused(`eventarc channels list ${at}`, /UNIMPLEMENTED/);
  });
});
