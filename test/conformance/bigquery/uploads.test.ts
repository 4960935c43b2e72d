import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Rest, restOf } from '../../support/bigquery-rest.ts';
import { PROJECT, startWarehouse, type Warehouse } from '../../support/warehouse.ts';

describe('the local BigQuery: files that requests bring along', () => {
  let warehouse: Warehouse;
  let rest: Rest;
  let count = 0;

  before(async () => {
    warehouse = await startWarehouse({ limits: { uploadBytes: 1000 } });
    rest = restOf(warehouse);
    await warehouse.client.createDataset('d');
  });
  after(() => warehouse.close());

  const loadInto = (tableId: string) => ({
    configuration: {
      load: {
        destinationTable: { projectId: PROJECT, datasetId: 'd', tableId },
        schema: { fields: [{ name: 'id', type: 'INTEGER' }] },
      },
    },
  });

  async function ended(jobId: string) {
    for (let look = 0; look < 600; look += 1) {
      const { body } = await rest.call('GET', `/jobs/${jobId}`);
      if (body.status.state === 'DONE') return body;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`job ${jobId} does not end`);
  }

  const url = (type: string) =>
    `http://${warehouse.service.address}/upload/bigquery/v2/projects/${PROJECT}/jobs?uploadType=${type}`;

  function related(newline: string, tableId: string): Buffer {
    const job = JSON.stringify(loadInto(tableId));
    const lines = [
      '--b',
      'Content-Type: application/json',
      '',
      job,
      '--b',
      'Content-Type: text/csv',
      '',
      '7',
      '--b--',
      '',
    ];
    return Buffer.from(lines.join(newline));
  }

  const bodies: readonly (readonly [string, Buffer, Record<string, string>])[] = [
    ['lines that end in CRLF', related('\r\n', 'crlf'), {}],
    ['lines that end in LF', related('\n', 'lf'), {}],
    ['a compressed body', gzipSync(related('\r\n', 'zipped')), { 'content-encoding': 'gzip' }],
  ];
  for (const [what, body, more] of bodies) {
    it(`loads a file that came in one request, with ${what}`, async () => {
      const headers = { 'content-type': "multipart/related; boundary='b'", ...more };
      const response = await fetch(url('multipart'), { method: 'POST', headers, body: new Uint8Array(body) });
      const job = (await response.json()) as { jobReference: { jobId: string } };
      assert.equal(response.status, 200, JSON.stringify(job));
      const done = await ended(job.jobReference.jobId);
      assert.equal(done.status.errorResult, undefined);
      const table = done.configuration.load.destinationTable.tableId;
      assert.deepEqual(await rest.rows(table), [['7']]);
    });
  }

  it('refuses an upload that only says that it is compressed', async () => {
    const headers = { 'content-type': 'multipart/related; boundary=b', 'content-encoding': 'gzip' };
    const body = new Uint8Array(related('\n', 'not'));
    const response = await fetch(url('multipart'), { method: 'POST', headers, body });
    assert.equal(response.status, 400);
    await response.text();
  });

  async function begin(): Promise<{ session: string; tableId: string }> {
    count += 1;
    const begun = await fetch(url('resumable'), { method: 'POST', body: JSON.stringify(loadInto(`t${count}`)) });
    assert.equal(begun.status, 200);
    return { session: begun.headers.get('location') ?? '', tableId: `t${count}` };
  }

  async function put(session: string, range: string | undefined, bytes = '') {
    const headers: Record<string, string> = range === undefined ? {} : { 'content-range': range };
    const response = await fetch(session, { method: 'PUT', headers, body: bytes, redirect: 'manual' });
    const text = await response.text();
    const body = text === '' ? undefined : JSON.parse(text);
    return { status: response.status, range: response.headers.get('range'), body };
  }

  async function multipart(media: string, mark = 'B', end = `\r\n--${mark}--`) {
    count += 1;
    const body = `--${mark}\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(loadInto(`t${count}`))}\r\n--${mark}\r\nContent-Type: text/csv\r\n\r\n${media}${end}`;
    const response = await fetch(url('multipart'), {
      method: 'POST',
      headers: { 'content-type': `multipart/related; boundary=${mark}` },
      body,
    });
    return { status: response.status, body: JSON.parse(await response.text()), tableId: `t${count}` };
  }

  async function rowsOf(job: { jobReference: { jobId: string } }, tableId: string): Promise<unknown[][]> {
    await done(rest, job);
    return rest.rows(tableId);
  }

  async function done({ call }: Rest, { jobReference }: { jobReference: { jobId: string } }): Promise<void> {
    const { jobId } = jobReference;
    const deadline = Date.now() + 10_000;
    while ((await call('GET', `/jobs/${jobId}`)).body.status.state !== 'DONE') {
      assert.ok(Date.now() < deadline, `${jobId} does not end`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  it('says how much it has, and takes the rest from there', async () => {
    const { session, tableId } = await begin();
    assert.equal((await put(session, 'bytes */*')).range, null);
    assert.equal((await put(session, 'bytes 0-1/*', '1\n')).range, 'bytes=0-1');
    assert.equal((await put(session, 'bytes */4')).range, 'bytes=0-1');
    const last = await put(session, 'bytes 1-3/4', '\n2\n');
    assert.equal(last.status, 200);
    assert.deepEqual(await rowsOf(last.body, tableId), [['1'], ['2']]);
  });

  it('answers a last chunk that comes again with the same job', async () => {
    const { session, tableId } = await begin();
    const first = await put(session, undefined, '7\n');
    const again = await put(session, undefined, '7\n');
    assert.deepEqual([first.status, again.status], [200, 200]);
    assert.equal(again.body.jobReference.jobId, first.body.jobReference.jobId);
    assert.deepEqual(await rowsOf(first.body, tableId), [['7']]);
  });

  for (const [what, range, bytes, message] of [
    ['a chunk that leaves a gap', 'bytes 2-3/4', '2\n', /starts at 2, but only 0 bytes/],
    ['a range that is longer than the body', 'bytes 0-9/10', '1\n', /other bytes than the 2/],
    ['a range that is shorter than the body', 'bytes 0-0/1', '1\n', /other bytes than the 2/],
    ['a range that is none', 'bytes one-two/3', '1\n', /Invalid Content-Range/],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const { status, body } = await put((await begin()).session, range, bytes);
      assert.equal(status, 400);
      assert.match(body.error.message, message);
    });
  }

  it('refuses more bytes than the limit, at once or in pieces', async () => {
    assert.equal((await multipart('1\n'.repeat(500))).status, 413);
    const { session } = await begin();
    assert.equal((await put(session, undefined, '1\n'.repeat(501))).status, 413);
    assert.equal((await put(session, 'bytes 0-799/*', '1\n'.repeat(400))).status, 308);
    assert.equal((await put(session, 'bytes 800-1001/*', '1\n'.repeat(101))).status, 413);
    assert.equal((await put(session, 'bytes */*')).range, 'bytes=0-799');
  });

  it('refuses a session that was never begun', async () => {
    assert.equal((await put(`${url('resumable')}&upload_id=nobody`, undefined, '1\n')).status, 404);
  });

  it('loads an empty file, and one that ends without a newline', async () => {
    const empty = await multipart('');
    assert.deepEqual(await rowsOf(empty.body, empty.tableId), []);
    const bare = await multipart('1\n2', 'a-mark_with.signs');
    assert.deepEqual(await rowsOf(bare.body, bare.tableId), [['1'], ['2']]);
  });

  for (const [what, send] of [
    ['without its closing boundary', () => multipart('1\n', 'B', '')],
    ['with another boundary than it says', () => multipart('1\n', 'B', '\r\n--C--')],
  ] as const) {
    it(`refuses a multipart body ${what}`, async () => {
      const { status, body } = await send();
      assert.equal(status, 400);
      assert.match(body.error.message, /Malformed multipart/);
    });
  }

  it('keeps a hundred sessions, forgets first what is over, and takes no file from a job that has it', async () => {
    const waiting = await begin();
    await put(waiting.session, 'bytes 0-1/*', '1\n');
    warehouse.faults.add({ service: 'bigquery', method: 'jobs.run', kind: 'slow', delayMs: 1000, times: 1 });
    const over = await begin();
    const { body: job } = await put(over.session, undefined, '5\n');
    for (let at = 0; at < 99; at += 1) await begin();
    assert.equal((await put(over.session, undefined, '5\n')).status, 404, 'the one that is over was forgotten');
    assert.deepEqual(await rowsOf(job, over.tableId), [['5']]);
    for (let at = 0; at < 120; at += 1) await begin();
    assert.equal((await put(waiting.session, 'bytes */*')).status, 404);
  });

  it('leaves no file behind when its jobs are done and it is closed', async () => {
    // A place of its own for temporary files: other tests make theirs at the same time.
    const place = await mkdtemp(join(tmpdir(), 'penstock-uploads-'));
    const { TMPDIR } = process.env;
    process.env.TMPDIR = place;
    const own = await startWarehouse().finally(() => {
      if (TMPDIR === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = TMPDIR;
    });
    await own.client.createDataset('d');
    const [folder = ''] = await readdir(place);
    assert.match(folder, /^penstock-bigquery-/);
    const address = `http://${own.service.address}/upload/bigquery/v2/projects/${PROJECT}/jobs?uploadType=resumable`;
    const begun = await fetch(address, { method: 'POST', body: JSON.stringify(loadInto('t')) });
    const { body } = await put(begun.headers.get('location') ?? '', undefined, '1\n');
    await done(restOf(own), body);
    const left = await readdir(join(place, folder));
    await own.close();
    assert.deepEqual(left, []);
    assert.deepEqual(await readdir(place), []);
    await rm(place, { recursive: true });
  });
});
