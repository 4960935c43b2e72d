import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mulberry32 } from '../../local/core/faults/faults.ts';
import type { StoreLimits } from '../../local/storage/index.ts';
import { type Reply, send } from '../support/storage.ts';
import { type StorageProcess, startStorageProcess } from '../support/storage-process.ts';
import { eventually } from '../support/suite.ts';

const SEEDS = process.env.PENSTOCK_SOAK === '1' ? 40 : 3;
const KILLS = 3;
const WRITERS = 8;
const BUCKET = 'chaos-bucket';
/** So low that the journal is rewritten and packs are filled, moved and deleted between two kills. */
const BUSY = { minRewriteBytes: 32 * 1024, commitsPerLook: 20, packBytes: 64 * 1024 };

/** The last acknowledged state of a name, and the unanswered requests since. */
interface Expectation {
  acknowledged: string | undefined;
  possible: (string | undefined)[];
}

describe('Cloud Storage killed with kill -9', function () {
  this.timeout(300_000);

  for (let seed = 1; seed <= SEEDS; seed += 1) {
    it(`loses no acknowledged change, shows no half object and tells every event at least once (seed ${seed})`, async () => {
      const folder = await mkdtemp(join(tmpdir(), 'penstock-storage-kill-'));
      try {
        await torment(folder, mulberry32(seed), seed % 3 === 0 ? undefined : BUSY);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });
  }

  it('comes back in under 2 s of CPU with 10,000 objects', async function () {
    this.timeout(300_000);
    const folder = await mkdtemp(join(tmpdir(), 'penstock-storage-recover-'));
    let service = await startStorageProcess(folder);
    try {
      await send(service.address, 'POST', '/b?project=p', { body: JSON.stringify({ name: BUCKET }) });
      const { address } = service;
      let next = 0;
      const lane = async (): Promise<void> => {
        while (next < 10_000) {
          next += 1;
          const path = `/upload/storage/v1/b/${BUCKET}/o?uploadType=media&name=object-${next}`;
          const { status } = await send(address, 'POST', path, { body: `content ${next}` });
          assert.equal(status, 200);
        }
      };
      await Promise.all(Array.from({ length: 32 }, lane));
      await service.kill();
      service = await startStorageProcess(folder);
      assert.ok(service.startedInMs < 2_000, `${service.startedInMs} ms`);
      assert.equal((await list(service.address)).size, 10_000);
    } finally {
      await service.kill();
      await rm(folder, { recursive: true, force: true });
    }
  });
});

async function torment(folder: string, random: () => number, limits: StoreLimits | undefined): Promise<void> {
  const expected = new Map<string, Expectation>();
  const finalized = new Set<string>();
  const told = new Set<string>();
  let service = await startStorageProcess(folder, limits);
  try {
    await send(service.address, 'POST', '/b?project=p', { body: JSON.stringify({ name: BUCKET }) });
    for (let kill = 0; kill < KILLS; kill += 1) {
      const running = service;
      // Counted, because a busy machine answers in a given time now many, now none.
      const enough = finalized.size + 10 + random() * 80;
      const killed = eventually(
        async () => finalized.size,
        (size) => size >= enough,
      ).then(() => running.kill());
      await Promise.all(
        Array.from({ length: WRITERS }, (_, writer) => write(running, writer, random, expected, finalized)),
      );
      await killed;
      for (const event of running.delivered) told.add(event);
      service = await startStorageProcess(folder, limits);
      await check(service, expected);
    }
    await eventually(
      async () => {
        for (const event of service.delivered) told.add(event);
        return [...finalized].filter((event) => !told.has(event));
      },
      (untold) => untold.length === 0,
    );
    await noOrphans(folder, service);
  } finally {
    await service.kill();
  }
}

/** Writes, overwrites and deletes its own names until the connection breaks. */
async function write(
  { address }: StorageProcess,
  writer: number,
  random: () => number,
  expected: Map<string, Expectation>,
  finalized: Set<string>,
): Promise<void> {
  for (;;) {
    const name = `w${writer}-${Math.floor(random() * 6)}`;
    const expectation = expected.get(name) ?? { acknowledged: undefined, possible: [] };
    expected.set(name, expectation);
    const remove = expectation.acknowledged !== undefined && random() < 0.2;
    const content = remove ? undefined : contentOf(random);
    const wanted = content === undefined ? undefined : md5(content);
    expectation.possible.push(wanted);
    let reply: Reply;
    try {
      reply =
        content === undefined
          ? await send(address, 'DELETE', `/b/${BUCKET}/o/${name}`)
          : await upload(address, name, content, random() < 0.3);
    } catch {
      return;
    }
    assert.ok(reply.status === 200 || reply.status === 204, `${name}: ${reply.status} ${reply.body}`);
    expectation.acknowledged = wanted;
    expectation.possible = [];
    if (content !== undefined) finalized.add(`OBJECT_FINALIZE ${BUCKET}/${name}#${reply.json().generation}`);
  }
}

/** Mostly small, sometimes larger than what shares a file. */
function contentOf(random: () => number): Buffer {
  const size = random() < 0.2 ? 300_000 + random() * 700_000 : random() * 5_000;
  return Buffer.alloc(Math.floor(size), Math.floor(random() * 256));
}

async function upload(address: string, name: string, content: Buffer, resumable: boolean): Promise<Reply> {
  const base = `/upload/storage/v1/b/${BUCKET}/o`;
  if (!resumable) return send(address, 'POST', `${base}?uploadType=media&name=${name}`, { body: content });
  const begun = await send(address, 'POST', `${base}?uploadType=resumable&name=${name}`);
  const { pathname, search } = new URL(String(begun.headers.location));
  return send(address, 'PUT', pathname + search, { body: content });
}

async function check({ address }: StorageProcess, expected: Map<string, Expectation>): Promise<void> {
  const found = await list(address);
  for (const [name, expectation] of expected) {
    const actual = found.get(name);
    const allowed = [expectation.acknowledged, ...expectation.possible];
    assert.ok(allowed.includes(actual), `${name} is ${actual}, not one of ${allowed.join(', ')}`);
    if (actual !== undefined) {
      const { body } = await send(address, 'GET', `/b/${BUCKET}/o/${name}?alt=media`);
      assert.equal(md5(body), actual, `${name} is not what its checksum says`);
    }
    expectation.acknowledged = actual;
    expectation.possible = [];
  }
}

async function list(address: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (let token = ''; ; ) {
    const page = (await send(address, 'GET', `/b/${BUCKET}/o?pageToken=${token}`)).json();
    for (const item of (page.items ?? []) as { name: string; md5Hash: string }[]) found.set(item.name, item.md5Hash);
    if (page.nextPageToken === undefined) return found;
    token = String(page.nextPageToken);
  }
}

/** Every content file belongs to an object: what a kill left behind is gone after the start. */
async function noOrphans(folder: string, { address }: StorageProcess): Promise<void> {
  const page = (await send(address, 'GET', `/b/${BUCKET}/o`)).json();
  const objects = ((page.items ?? []) as unknown[]).length;
  const files = await readdir(join(folder, 'content', 'files'));
  // An upload that was begun and neither finished nor cancelled keeps its file for a week: at most one a writer and kill.
  assert.ok(files.length <= objects + WRITERS * KILLS, `${files.length} files for ${objects} objects`);
}

function md5(bytes: Buffer): string {
  return createHash('md5').update(bytes).digest('base64');
}
