import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openStateFolder } from '../../../local/state.ts';

describe('the state folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'penstock-state-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is made with the folders above it, and leaves nothing behind when it is released', async () => {
    const path = join(folder, 'a/b/c');
    const held = await openStateFolder(path, false);
    assert.deepEqual(await readdir(path), ['lock']);
    await held.release();
    assert.deepEqual(await readdir(path), []);
  });

  it('is held by one at a time', async () => {
    const held = await openStateFolder(folder, false);
    await assert.rejects(openStateFolder(folder, false), /is in use by this very process: stop it/);
    await held.release();
    await (await openStateFolder(folder, false)).release();
  });

  it('goes to one of many who find it left by a process that is gone', async () => {
    const gone = spawn(process.execPath, ['-e', '']);
    await once(gone, 'exit');
    await writeFile(join(folder, 'lock'), `${gone.pid} 123 boot`);
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => openStateFolder(folder, false)));
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
  });

  it('is not held up by a process number that was used again', async () => {
    // This process lives, but it is not the one that took the lock.
    await writeFile(join(folder, 'lock'), `${process.pid} 1 another-boot`);
    await (await openStateFolder(folder, false)).release();
  });

  it('is not held up by a lock that says nothing', async () => {
    await writeFile(join(folder, 'lock'), '');
    await (await openStateFolder(folder, false)).release();
  });

  it('forgets on request what services keep, and nothing that is somebody else’s', async () => {
    for (const file of ['pubsub/pubsub.journal', 'storage/journal', 'bigquery/warehouse.duckdb', 'mine/x']) {
      await mkdir(dirname(join(folder, file)));
      await writeFile(join(folder, file), '');
    }
    await mkdir(join(folder, 'eventarc'));
    await writeFile(join(folder, 'secrets.json'), '{}');
    const held = await openStateFolder(folder, true);
    await held.release();
    assert.deepEqual((await readdir(folder)).sort(), ['mine', 'secrets.json']);
    assert.equal(await readFile(join(folder, 'secrets.json'), 'utf8'), '{}');
  });

  it('removes no folder that only has the name of a service’s: somebody’s own documents', async () => {
    for (const file of ['documents/thesis.odt', 'pubsub/pubsub.journal']) {
      await mkdir(dirname(join(folder, file)));
      await writeFile(join(folder, file), '');
    }
    await assert.rejects(openStateFolder(folder, true), {
      message:
        /documents is not a folder that Penstock made, and --fresh would remove it: choose another with --state DIR\.$/,
    });
    assert.deepEqual((await readdir(folder)).sort(), ['documents', 'pubsub']);
    assert.ok(existsSync(join(folder, 'documents/thesis.odt')));
  });

  it('forgets to the end what a killed process had begun to forget', async () => {
    await mkdir(join(folder, 'storage.forgotten/content'), { recursive: true });
    await mkdir(join(folder, 'pubsub'));
    await writeFile(join(folder, 'pubsub/pubsub.journal'), '');
    await (await openStateFolder(folder, false)).release();
    assert.deepEqual(await readdir(folder), ['pubsub']);
    await mkdir(join(folder, 'pubsub.forgotten'));
    await (await openStateFolder(folder, true)).release();
    assert.deepEqual(await readdir(folder), []);
  });

  it('does not forget what another one holds', async () => {
    await mkdir(join(folder, 'pubsub'));
    const held = await openStateFolder(folder, false);
    await assert.rejects(openStateFolder(folder, true), /is in use/);
    assert.ok(existsSync(join(folder, 'pubsub')));
    await held.release();
  });
});
