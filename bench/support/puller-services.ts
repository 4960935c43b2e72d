/**
 * The services of the puller's benchmark, in a process of their own: an API with pages of twelve-column rows, and a Cloud
 * Storage. Started with an IPC channel and `<pages> <rows a page>`; sends `{ port, storage }`.
 */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Faults } from '@penstock/local/faults/faults.ts';
import { startStorage } from '../../local/storage/index.ts';
import { textsOf } from './twelve-columns.ts';

const [pages = 0, rowsAPage = 0] = process.argv.slice(2).map(Number);
const texts = textsOf(pages * rowsAPage);
const bodies = Array.from({ length: pages }, (_, at) =>
  Buffer.from(`{"items":[${texts.slice(at * rowsAPage, (at + 1) * rowsAPage).join()}]}`),
);
const last = Buffer.from('{"items":[]}');

const storage = await startStorage({
  host: '127.0.0.1',
  port: 0,
  stateDir: undefined,
  faults: new Faults(),
  report: () => undefined,
  now: Date.now,
});
await storage.ensureBucket('bench');

const api = createServer((request, response) => {
  const page = Number(new URL(request.url ?? '/', 'http://api').searchParams.get('page'));
  const body = bodies[page - 1] ?? last;
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
});
api.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (api.address() as AddressInfo).port, storage: storage.address });
});
process.on('disconnect', () => process.exit(0));
