/**
 * The local Cloud Storage with durable state, in a process of its own: small uploads a second and the listing of 100,000
 * objects through the unmodified client, and both over bare keep-alive HTTP to tell the server's share from the client's.
 * Every upload is listed, read back and compared before a figure counts.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bucket, type GetFilesOptions, Storage } from '@google-cloud/storage';
import { startStorageProcess } from '../test/support/storage-process.ts';

const BUCKET = 'bench-bucket';
const UPLOADS = 3_000;
const LISTED = 100_000;
const ROUNDS = 3;
const CONCURRENT = 64;
const BODY_BYTES = 200;
const NAMES_ONLY = 'items(name,generation,size),nextPageToken';

export async function run(): Promise<Record<string, unknown>> {
  process.env.METADATA_SERVER_DETECTION = 'none';
  const folder = await mkdtemp(join(tmpdir(), 'penstock-bench-storage-'));
  let service = await startStorageProcess(folder);
  const http = new Http();
  try {
    const bucket = await bucketAt(service.address, true);
    const withClient: number[] = [];
    const withHttp: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      withClient.push(await uploadWithClient(bucket, `client-${round}/`));
      withHttp.push(await uploadWithHttp(http, bucket, service.address, `http-${round}/`, UPLOADS));
      progress(
        `round ${round + 1}: ${Math.round(withClient.at(-1) ?? 0)} and ${Math.round(withHttp.at(-1) ?? 0)} uploads/s`,
      );
    }
    await uploadWithHttp(http, bucket, service.address, 'listed/', LISTED);
    const whole: number[] = [];
    const masked: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      masked.push(await listWithClient(bucket, { fields: NAMES_ONLY }));
      bare.push(await listWithHttp(http, service.address));
      whole.push(await listWithClient(bucket, {}));
      progress(`listing: ${masked.at(-1)?.toFixed(2)} s with fields, ${whole.at(-1)?.toFixed(2)} s without`);
    }
    await service.kill();
    service = await startStorageProcess(folder);
    const [after] = await (await bucketAt(service.address, false)).getFiles({ prefix: 'listed/', fields: NAMES_ONLY });
    if (after.length !== LISTED) throw new Error(`${after.length} objects came back of ${LISTED}`);
    return {
      name: 'local-storage',
      unit: 'uploads/s',
      ours: Math.round(median(withClient)),
      uploads_per_second_bare_http: Math.round(median(withHttp)),
      upload_bytes: BODY_BYTES,
      concurrency: CONCURRENT,
      list_100k_seconds_fields_mask: seconds(median(masked)),
      list_100k_seconds_whole_resources: seconds(median(whole)),
      list_100k_seconds_bare_http: seconds(median(bare)),
      recovery_after_kill_seconds: seconds(service.startedInMs / 1000),
      recovery_objects: LISTED + ROUNDS * 2 * UPLOADS,
    };
  } finally {
    http.close();
    await service.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

async function bucketAt(address: string, create: boolean): Promise<Bucket> {
  const client = new Storage({ projectId: 'demo-bench', apiEndpoint: `http://${address}` });
  if (create) await client.createBucket(BUCKET);
  return client.bucket(BUCKET);
}

function bodyOf(name: string): string {
  return name.padEnd(BODY_BYTES, '.');
}

async function uploadWithClient(bucket: Bucket, prefix: string): Promise<number> {
  const taken = await timed(() =>
    inParallel(UPLOADS, async (i) => {
      const name = `${prefix}${i}`;
      await bucket.file(name).save(bodyOf(name), { resumable: false });
    }),
  );
  await verify(bucket, prefix, UPLOADS);
  return UPLOADS / taken;
}

async function uploadWithHttp(
  http: Http,
  bucket: Bucket,
  address: string,
  prefix: string,
  count: number,
): Promise<number> {
  const taken = await timed(() =>
    inParallel(count, async (i) => {
      const name = `${prefix}${String(i).padStart(7, '0')}`;
      const path = `/upload/storage/v1/b/${BUCKET}/o?uploadType=media&name=${encodeURIComponent(name)}`;
      await http.send(address, 'POST', path, bodyOf(name));
    }),
  );
  await verify(bucket, prefix, count);
  return count / taken;
}

async function verify(bucket: Bucket, prefix: string, count: number): Promise<void> {
  const [files] = await bucket.getFiles({ prefix, fields: NAMES_ONLY });
  if (files.length !== count) throw new Error(`${prefix}: ${files.length} objects of ${count}`);
  for (let i = 0; i < files.length; i += Math.ceil(count / 50)) {
    const name = files[i]?.name ?? '';
    const [content] = await bucket.file(name).download();
    if (content.toString() !== bodyOf(name)) throw new Error(`${name} holds something else`);
  }
}

async function listWithClient(bucket: Bucket, options: GetFilesOptions): Promise<number> {
  let names = 0;
  const taken = await timed(async () => {
    const [files] = await bucket.getFiles({ prefix: 'listed/', ...options });
    names = new Set(files.map((file) => file.name)).size;
  });
  return counted(names, taken);
}

async function listWithHttp(http: Http, address: string): Promise<number> {
  let names = 0;
  const taken = await timed(async () => {
    for (let token = ''; ; ) {
      const path = `/storage/v1/b/${BUCKET}/o?prefix=listed/&pageToken=${token}`;
      const page = JSON.parse((await http.send(address, 'GET', path)).toString());
      names += page.items.length;
      if (page.nextPageToken === undefined) break;
      token = page.nextPageToken;
    }
  });
  return counted(names, taken);
}

function counted(names: number, taken: number): number {
  if (names !== LISTED) throw new Error(`listed ${names} names of ${LISTED}`);
  return taken;
}

/** As little between the figure and the server as Node has. */
class Http {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: CONCURRENT });

  send(address: string, method: string, path: string, body?: string): Promise<Buffer> {
    const [host, port] = address.split(':');
    return new Promise((resolve, reject) => {
      const sent = request({ agent: this.#agent, host, port, path, method }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          if (response.statusCode === 200) resolve(Buffer.concat(chunks));
          else reject(new Error(`${method} ${path}: ${response.statusCode}`));
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

function progress(line: string): void {
  process.stderr.write(`${line}\n`);
}

function seconds(value: number): number {
  return Number(value.toFixed(2));
}

async function inParallel(count: number, work: (i: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let i = next; i < count; i = next) {
      next += 1;
      await work(i);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT }, lane));
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
