/**
 * BigQuery's REST API as far as the sink asks, keeping nothing, beside a local Cloud Storage that FILE_LOADS stages into. Every load job
 * is done at once. Sends `{ port, storage }`; `{ outage }` turns 500s on and off; any message is answered with the counts.
 */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { schemaToRest } from '@penstock/shared/bigquery/schema/from-rest.ts';
import { Faults } from '../../local/core/faults/faults.ts';
import { startStorage } from '../../local/storage/index.ts';
import { RowCheck } from './sink-rows.ts';
import { SCHEMA } from './twelve-columns.ts';

const counts = { inserts: 0, rows: 0, loads: 0, files: 0 };
const check = new RowCheck();
/** The server parses one request in so many and compares each of its rows. It counts the rows of all requests. */
const ONE_IN = 20;
let outage = false;
const table = {
  schema: schemaToRest(SCHEMA),
  tableConstraints: { primaryKey: { columns: ['id'] } },
  maxStaleness: '0-0 0 0:15:0',
  etag: '1',
};

async function answer(path: string, body: Buffer): Promise<object> {
  if (path.endsWith('/insertAll')) {
    counts.inserts += 1;
    for (let at = body.indexOf('"json":{'); at >= 0; at = body.indexOf('"json":{', at + 8)) counts.rows += 1;
    if (counts.inserts % ONE_IN === 1) for (const { json } of JSON.parse(body.toString()).rows) check.json(json);
    return {};
  }
  if (path.includes('/jobs')) {
    const asked = body.length === 0 ? undefined : JSON.parse(body.toString());
    if (asked !== undefined) {
      counts.loads += 1;
      for (const uri of asked.configuration.load.sourceUris) await load(uri);
    }
    const jobReference = asked?.jobReference ?? { projectId: 'p', jobId: path.split('/').at(-1) };
    return { jobReference, status: { state: 'DONE' }, configuration: asked?.configuration ?? {}, statistics: {} };
  }
  return path.includes('/tables/') ? table : { location: 'US' };
}

/** Counts the rows of a staged file, and compares the first. */
async function load(uri: string): Promise<void> {
  const [bucket, ...name] = uri.slice('gs://'.length).split('/');
  const path = `storage/v1/b/${bucket}/o/${encodeURIComponent(name.join('/'))}?alt=media`;
  const answered = await fetch(`http://${storage.address}/${path}`);
  const bytes = Buffer.from(await answered.arrayBuffer());
  const lines = bytes[0] === 0x1f ? gunzipSync(bytes) : bytes;
  counts.files += 1;
  for (let at = 0; at < lines.length; ) {
    const end = lines.indexOf(10, at);
    if (at === 0) check.json(JSON.parse(lines.toString('utf8', 0, end < 0 ? undefined : end)));
    counts.rows += 1;
    at = end < 0 ? lines.length : end + 1;
  }
}

const server = createServer((request: IncomingMessage, response: ServerResponse) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', async () => {
    const path = String(request.url).split('?', 1)[0] as string;
    const refused = outage && request.method === 'POST';
    const body = refused
      ? { error: { code: 500, message: 'down', errors: [{ reason: 'backendError' }] } }
      : await answer(path, Buffer.concat(chunks));
    response.writeHead(refused ? 500 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
});
const storage = await startStorage({
  host: '127.0.0.1',
  port: 0,
  stateDir: undefined,
  faults: new Faults(),
  report: () => undefined,
  now: Date.now,
});
await fetch(`http://${storage.address}/storage/v1/b?project=bench`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ name: 'bench' }),
});
server.listen(0, '127.0.0.1', () =>
  process.send?.({ port: (server.address() as AddressInfo).port, storage: storage.address }),
);
process.on('message', (asked: { outage?: boolean }) => {
  outage = asked.outage ?? outage;
  process.send?.({ ...counts, compared: check.compared, wrong: check.wrong });
  Object.assign(counts, { inserts: 0, rows: 0, loads: 0, files: 0 });
});
process.on('disconnect', () => process.exit(0));
