import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { openStateFolder } from '../../../../local/core/state.ts';

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

  it('deletes on request the files of services, and no file of the user', async () => {
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

  it('removes on request the files that services wrote, whatever lies beside them', async () => {
    const ours = [
      'pubsub/pubsub.journal',
      'pubsub/pubsub.journal.next',
      'storage/journal',
      'storage/content/files/f12345678-1234-1234-1234-123456789abc',
      'storage/content/packs/17.pack',
      'bigquery/warehouse.duckdb',
      'bigquery/warehouse.duckdb.wal',
      'bigquery/insert-ids',
      'bigquery/scratch/12345678-1234-1234-1234-123456789abc.upload',
      'documents/documents',
      'eventarc/deliveries',
    ];
    const theirs = [
      'documents/thesis.txt',
      'documents/documents.txt',
      'storage/content/files/holiday.jpg',
      'storage/content/packs/notes',
      'storage/journal.txt',
      'bigquery/scratch/plan.upload',
      'bigquery/deep/er/warehouse.duckdb',
      'eventarc/deliveries.next/x',
      'pubsub.forgotten/mine',
      'secrets.json',
    ];
    for (const file of [...ours, ...theirs]) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), 'x');
    }
    await (await openStateFolder(folder, true)).release();
    const left = await readdir(folder, { recursive: true, withFileTypes: true });
    assert.deepEqual(
      left
        .filter((entry) => entry.isFile())
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
        .sort(),
      theirs.toSorted(),
    );
    assert.equal(existsSync(join(folder, 'pubsub')), false);
  });

  it('removes no file that a link leads to', async () => {
    await mkdir(join(folder, 'elsewhere'));
    await writeFile(join(folder, 'elsewhere/journal'), 'mine');
    await mkdir(join(folder, 'storage'));
    await symlink(join(folder, 'elsewhere'), join(folder, 'storage/content'));
    await symlink(join(folder, 'elsewhere/journal'), join(folder, 'storage/journal'));
    await (await openStateFolder(folder, true)).release();
    assert.equal(await readFile(join(folder, 'elsewhere/journal'), 'utf8'), 'mine');
    assert.deepEqual(await readdir(join(folder, 'storage')), ['content']);
  });

  it('forgets to the end what a killed process had begun to forget', async () => {
    await mkdir(join(folder, 'pubsub'));
    await writeFile(join(folder, 'pubsub/pubsub.journal'), '');
    await writeFile(join(folder, '.forgetting'), '');
    await (await openStateFolder(folder, false)).release();
    assert.deepEqual(await readdir(folder), []);
  });

  it('belongs to one project until it is forgotten', async () => {
    await (await openStateFolder(folder, false, 'project-one')).release();
    await (await openStateFolder(folder, false, 'project-one')).release();
    await assert.rejects(openStateFolder(folder, false, 'project-two'), {
      message: /is of the project project-one: start with --project project-one, with --fresh to forget it, or choose/,
    });
    await (await openStateFolder(folder, true, 'project-two')).release();
    await assert.rejects(openStateFolder(folder, false, 'project-one'), /is of the project project-two/);
  });

  it('does not forget what another one holds', async () => {
    await mkdir(join(folder, 'pubsub'));
    const held = await openStateFolder(folder, false);
    await assert.rejects(openStateFolder(folder, true), /is in use/);
    assert.ok(existsSync(join(folder, 'pubsub')));
    await held.release();
  });
});
