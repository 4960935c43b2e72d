/** Google's own command line against the local Cloud Storage. Skips by saying so where `gcloud` is not installed. */

import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type StorageFixture, storageFixture } from '../support/storage.ts';

const installed = spawnSync('gcloud', ['--version'], { stdio: 'ignore' }).status === 0;

describe(`gcloud storage${installed ? '' : ' (skipped: gcloud is not installed)'}`, function () {
  this.timeout(120_000);
  let folder: string;
  let fixture: StorageFixture;

  before(async function () {
    if (!installed) this.skip();
    folder = await mkdtemp(join(tmpdir(), 'penstock-gcloud-'));
    fixture = await storageFixture();
  });
  after(async () => {
    if (!installed) return;
    await fixture.close();
    await rm(folder, { recursive: true, force: true });
  });

  function gcloud(...args: readonly string[]): Promise<string> {
    const env = {
      ...process.env,
      CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE: `http://${fixture.service.address}/`,
      CLOUDSDK_AUTH_DISABLE_CREDENTIALS: 'true',
      CLOUDSDK_CORE_PROJECT: 'demo-penstock',
      CLOUDSDK_CORE_DISABLE_PROMPTS: '1',
      CLOUDSDK_CONFIG: join(folder, 'config'),
    };
    return new Promise((resolve, reject) => {
      const child = execFile('gcloud', ['storage', ...args], { env, timeout: 60_000 }, (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`gcloud storage ${args.join(' ')}: ${stderr}`));
      });
      child.stdin?.end();
    });
  }

  it('creates a bucket, copies up and down, lists, reads, composes, moves and removes', async () => {
    const small = join(folder, 'small.txt');
    const large = join(folder, 'large.bin');
    const content = Buffer.from(Array.from({ length: 9_000_000 }, (_, i) => (i * 13) & 0xff));
    await writeFile(small, 'hello\n');
    await writeFile(large, content);
    await gcloud('buckets', 'create', 'gs://interop-bucket');
    await gcloud('cp', small, 'gs://interop-bucket/dir/small.txt');
    await gcloud('cp', large, 'gs://interop-bucket/large.bin');
    assert.equal(await gcloud('cat', 'gs://interop-bucket/dir/small.txt'), 'hello\n');
    const listed = await gcloud('ls', '-r', 'gs://interop-bucket/**');
    assert.deepEqual(listed.trim().split('\n'), ['gs://interop-bucket/dir/small.txt', 'gs://interop-bucket/large.bin']);
    await gcloud('cp', 'gs://interop-bucket/large.bin', join(folder, 'back.bin'));
    assert.ok((await readFile(join(folder, 'back.bin'))).equals(content));
    await gcloud(
      'objects',
      'compose',
      'gs://interop-bucket/dir/small.txt',
      'gs://interop-bucket/dir/small.txt',
      'gs://interop-bucket/two',
    );
    assert.equal(await gcloud('cat', 'gs://interop-bucket/two'), 'hello\nhello\n');
    await gcloud('mv', 'gs://interop-bucket/two', 'gs://interop-bucket/moved');
    await gcloud('objects', 'update', 'gs://interop-bucket/moved', '--custom-metadata=k=v');
    assert.match(await gcloud('objects', 'describe', 'gs://interop-bucket/moved'), /k: v/);
    await gcloud('rm', '-r', 'gs://interop-bucket');
    assert.equal(fixture.service.hasBucket('interop-bucket'), false);
  });

  it('uploads a folder', async () => {
    await mkdir(join(folder, 'tree', 'sub'), { recursive: true });
    for (const name of ['a', 'b', 'c']) await writeFile(join(folder, 'tree', 'sub', name), name);
    await gcloud('buckets', 'create', 'gs://tree-bucket');
    await gcloud('cp', '-r', join(folder, 'tree'), 'gs://tree-bucket/');
    const names = [...fixture.service.listObjects('tree-bucket')].map(({ name }) => name);
    assert.deepEqual(names, ['tree/sub/a', 'tree/sub/b', 'tree/sub/c']);
  });
});
