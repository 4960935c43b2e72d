import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@penstock/shared/runtime/clock.ts';
import { createSecretReader, type SecretReader } from '@penstock/shared/runtime/secrets.ts';
import { setEnvironment } from '../../../support/environment.ts';
import { type SecretUnderTest, startSecretText } from '../../../support/secrets.ts';

const NAME = 'projects/p/secrets/s/versions/latest';

describe('a secret', () => {
  let manager: SecretUnderTest;
  let reader: SecretReader;
  let now: number;

  beforeEach(async () => {
    manager = await startSecretText('first');
    now = 0;
    reader = createSecretReader({
      env: manager.env,
      clock: { now: () => now, sleep: async () => undefined, random: () => 0 },
      keepMs: 1_000,
    });
  });
  afterEach(async () => {
    await reader.close();
    await manager.close();
  });

  it('is read once and kept for a while', async () => {
    assert.equal(await reader.read(NAME), 'first');
    await manager.change('second');
    assert.equal(await reader.read(NAME), 'first');
    now = 1_001;
    assert.equal(await reader.read(NAME), 'second');
  });

  it('is read from an address of IPv6 too', async function () {
    const there = await startSecretText('far', '::1').catch(() => this.skip());
    const far = createSecretReader({
      env: there.env,
      clock: { now: () => now, sleep: async () => undefined, random: () => 0 },
    });
    try {
      assert.equal(await far.read(NAME), 'far');
    } finally {
      await far.close();
      await there.close();
    }
  });

  it('is read once by many who ask at once', async () => {
    const all = await Promise.all([reader.read(NAME), reader.read(NAME)]);
    assert.deepEqual(all, ['first', 'first']);
  });

  it('serves on while Secret Manager is away, and is asked for again soon', async () => {
    await reader.read(NAME);
    manager.faults.add({
      service: 'secrets',
      method: 'AccessSecretVersion',
      kind: 'error',
      code: 'INTERNAL',
    });
    await manager.change('second');
    now = 1_001;
    assert.equal(await reader.read(NAME), 'first');
    now += 10_001;
    assert.equal(await reader.read(NAME), 'second');
  });

  it('that is missing is an error that names it, at once and again', async () => {
    const missing = 'projects/p/secrets/none/versions/latest';
    for (let n = 0; n < 2; n += 1)
      await assert.rejects(reader.read(missing), { code: 'NOT_FOUND', message: /secrets\/none/ });
  });

  it('that was read and is gone for good is an error too', async () => {
    await reader.read(NAME);
    manager.faults.add({ service: 'secrets', method: 'AccessSecretVersion', kind: 'error', code: 'PERMISSION_DENIED' });
    now = 1_001;
    await assert.rejects(reader.read(NAME), { code: 'PERMISSION_DENIED', kind: 'permanent' });
  });

  it('is not waited for longer than allowed', async () => {
    manager.faults.add({
      service: 'secrets',
      method: 'AccessSecretVersion',
      kind: 'error',
      code: 'UNAVAILABLE',
      times: 0,
    });
    const clock = { now: () => now, sleep: async () => undefined, random: () => 0 };
    const impatient = createSecretReader({ env: manager.env, clock, deadlineMs: 400 });
    const began = performance.now();
    await assert.rejects(impatient.read(NAME), { kind: 'transient' });
    assert.ok(performance.now() - began < 5_000);
    await impatient.close();
  });

  it('may be empty', async () => {
    await manager.change('');
    assert.equal(await reader.read(NAME), '');
  });

  it('costs nothing where none is read', async () => {
    const idle = createSecretReader({
      env: {},
      clock: { now: () => 0, sleep: async () => undefined, random: () => 0 },
    });
    await idle.close();
  });

  it('is asked for anew, with the credentials of then, where there were none at first', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'penstock-'));
    const file = join(folder, 'credentials.json');
    const user = { type: 'authorized_user', client_id: 'c', client_secret: 's', refresh_token: 'r' };
    await writeFile(file, JSON.stringify(user));
    const restore = setEnvironment({ METADATA_SERVER_DETECTION: 'none', GOOGLE_APPLICATION_CREDENTIALS: '' });
    const real = createSecretReader({ env: {}, clock: systemClock, deadlineMs: 200 });
    try {
      await assert.rejects(real.read(NAME), /default credentials/);
      process.env.GOOGLE_APPLICATION_CREDENTIALS = file;
      await assert.rejects(real.read(NAME), (error: Error) => !/default credentials/.test(error.message));
    } finally {
      await real.close();
      restore();
      await rm(folder, { recursive: true });
    }
  });

  it('comes from Google where no emulator is named', async () => {
    const restore = setEnvironment({ METADATA_SERVER_DETECTION: 'none', GOOGLE_APPLICATION_CREDENTIALS: '' });
    const real = createSecretReader({
      env: {},
      clock: { now: () => 0, sleep: async () => undefined, random: () => 0 },
    });
    // There are no credentials here: asking for them shows that it means to call Google.
    await assert.rejects(real.read(NAME), /could not be read: .*(credential|metadata|ENOTFOUND|access|plugin)/i);
    await real.close();
    restore();
  });
});
