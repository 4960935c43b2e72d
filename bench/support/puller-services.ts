/**
 * The services of the puller's benchmark, in a process of their own: an API with pages of twelve-column rows, and a Cloud
 * Storage. Started with an IPC channel and `<pages> <rows a page>`; sends `{ port, storage }`. The rows repeat themselves
 * after a while, each page with one of its own, so that no two pages are alike. The spool of many rows is kept on disk.
 */

import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Faults } from '@penstock/local/core/faults/faults.ts';
import { startStorage } from '../../local/storage/index.ts';
import { textsOf } from './twelve-columns.ts';

/** Rows that are made before the first request. */
const MOST_TEXTS = 200_000;

const [pages = 0, rowsAPage = 0] = process.argv.slice(2).map(Number);
const distinct = Math.max(1, Math.min(pages, Math.floor(MOST_TEXTS / rowsAPage)));
const texts = textsOf(distinct * rowsAPage);
const bodies = Array.from({ length: distinct }, (_, at) =>
  Buffer.from(`${texts.slice(at * rowsAPage, (at + 1) * rowsAPage).join()}]}`),
);
const last = Buffer.from('{"items":[]}');
const folder = pages > distinct ? await mkdtemp(join(tmpdir(), 'penstock-bench-')) : undefined;

function pageOf(page: number): Buffer {
  const body = bodies[(page - 1) % distinct] as Buffer;
  // The first row of the page, under a name of its own.
  const head = '{"name":"customer';
  return Buffer.concat([Buffer.from(`{"items":[${head} of page ${page},`), body.subarray(head.length)]);
}

const storage = await startStorage({
  host: '127.0.0.1',
  port: 0,
  stateDir: folder,
  faults: new Faults(),
  report: () => undefined,
  now: Date.now,
});
await storage.ensureBucket('bench');

const api = createServer((request, response) => {
  const page = Number(new URL(request.url ?? '/', 'http://api').searchParams.get('page'));
  const body = page <= pages ? pageOf(page) : last;
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
});
api.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (api.address() as AddressInfo).port, storage: storage.address });
});
process.on('disconnect', () => {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  process.exit(0);
});
