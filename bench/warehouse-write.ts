/**
 * Storage Write into the local BigQuery: five columns, 1,000-row batches with offsets, several pipelined connections,
 * every row durable on disk before its acknowledgement. Server and client are processes of their own; what arrived is
 * counted and summed up by the server's own database afterwards.
 */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as grpc from '@grpc/grpc-js';
import { loadProtos } from '@penstock/local/bigquery/write/protos.ts';
import { rowType } from '../test/support/appends.ts';
import { newClient, startWriteFixture } from '../test/support/storage-write.ts';

const ROUNDS = 5;
const CONNECTIONS = 4;
const BATCH_ROWS = 1000;
const BATCHES = 200;
const IN_FLIGHT = 16;
const SERVE = '--serve-storage-write';

const TYPE = rowType(
  'optional int64 id = 1; optional string name = 2; optional double value = 3; optional int64 at = 4; optional bool ok = 5;',
);

export async function run(): Promise<Record<string, unknown>> {
  const folder = await mkdtemp(join(tmpdir(), 'penstock-bench-'));
  const server = fork(fileURLToPath(import.meta.url), [SERVE, join(folder, 'warehouse.duckdb')]);
  try {
    const [{ address, parent }] = (await heard(server)) as [{ address: string; parent: string }];
    const client = newClient(address);
    const rates: number[] = [];
    const latencies: number[] = [];
    const requests = encodeRequests();
    for (let round = 0; round < ROUNDS; round++) {
      const streams = await Promise.all(
        Array.from({ length: CONNECTIONS }, () =>
          client
            .createWriteStream({ parent, writeStream: { type: 'COMMITTED' } })
            .then(([stream]) => stream.name ?? ''),
        ),
      );
      const started = performance.now();
      await Promise.all(streams.map((stream, index) => sendAll(address, stream, requests[index] ?? [], latencies)));
      const rate = (CONNECTIONS * BATCHES * BATCH_ROWS) / ((performance.now() - started) / 1000);
      rates.push(rate);
      process.stderr.write(`round ${round + 1}: ${Math.round(rate)} rows/s\n`);
    }
    server.send('verify');
    const [found] = (await heard(server)) as [{ count: string; ids: string; values: number }];
    verify(found);
    await client.close();
    latencies.sort((a, b) => a - b);
    return {
      unit: 'rows/s',
      ours: Math.round(median(rates)),
      goal: 250_000,
      batch_rows: BATCH_ROWS,
      connections: CONNECTIONS,
      ack_p50_ms: round2(latencies[Math.floor(latencies.length / 2)] ?? 0),
      ack_p99_ms: round2(latencies[Math.floor(latencies.length * 0.99)] ?? 0),
      rows_verified: Number(found.count),
    };
  } finally {
    server.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The server's next message; a server that dies fails the run instead of leaving it waiting. */
async function heard(server: ChildProcess): Promise<unknown[]> {
  const stop = new AbortController();
  const died = once(server, 'exit', { signal: stop.signal }).then(([code]) => {
    throw new Error(`the server ended with ${String(code)}`);
  });
  try {
    return await Promise.race([once(server, 'message', { signal: stop.signal }), died]);
  } finally {
    stop.abort();
    died.catch(() => undefined);
  }
}

/** One request for each batch of each connection, as bytes: the client's own encoding is not what is measured. */
function encodeRequests(): Buffer[][] {
  const protos = loadProtos();
  return Array.from({ length: CONNECTIONS }, (_, connection) =>
    Array.from({ length: BATCHES }, (__, batch) => {
      const first = (connection * BATCHES + batch) * BATCH_ROWS;
      const serializedRows = Array.from({ length: BATCH_ROWS }, (___, row) => {
        const id = first + row;
        return TYPE.encode({ id, name: `customer-${id}`, value: id / 2, at: 1.7e15 + id, ok: id % 2 === 0 });
      });
      return protos.encode('AppendRowsRequest', {
        offset: { value: String(batch * BATCH_ROWS) },
        protoRows: {
          rows: { serializedRows },
          ...(batch === 0 ? { writerSchema: { protoDescriptor: TYPE.descriptor } } : {}),
        },
      });
    }),
  );
}

async function sendAll(
  address: string,
  stream: string,
  requests: readonly Buffer[],
  latencies: number[],
): Promise<void> {
  const asBytes = (bytes: Buffer): Buffer => bytes;
  const protos = loadedProtos();
  const client = new grpc.Client(address, grpc.credentials.createInsecure(), { 'grpc.use_local_subchannel_pool': 1 });
  const call = client.makeBidiStreamRequest(
    '/google.cloud.bigquery.storage.v1.BigQueryWrite/AppendRows',
    asBytes,
    asBytes,
  );
  const sent: number[] = [];
  let next = 0;
  const name = protos.encode('AppendRowsRequest', { writeStream: stream });
  const send = (): void => {
    if (next >= requests.length) return;
    sent.push(performance.now());
    // Messages concatenate: the stream's name goes before the batch that is already encoded.
    const bytes = requests[next] ?? Buffer.alloc(0);
    call.write(next === 0 ? Buffer.concat([name, bytes]) : bytes);
    next += 1;
  };
  let answered = 0;
  await new Promise<void>((resolve, reject) => {
    call.on('error', reject);
    call.on('data', (bytes: Buffer) => {
      const answer = protos.decode('AppendRowsResponse', bytes);
      const result = answer.appendResult as { offset: { value: string } } | null;
      if (result?.offset.value !== String(answered * BATCH_ROWS)) {
        reject(new Error(`unexpected answer ${JSON.stringify(answer)}`));
      }
      latencies.push(performance.now() - (sent[answered] ?? 0));
      answered += 1;
      if (answered === requests.length) resolve();
      send();
    });
    for (let index = 0; index < IN_FLIGHT; index++) send();
  });
  call.end();
  client.close();
}

let protosOnce: ReturnType<typeof loadProtos> | undefined;
function loadedProtos(): ReturnType<typeof loadProtos> {
  protosOnce ??= loadProtos();
  return protosOnce;
}

function verify({ count, ids, values }: { count: string; ids: string; values: number }): void {
  const rows = CONNECTIONS * BATCHES * BATCH_ROWS;
  const sum = (BigInt(rows) * BigInt(rows - 1)) / 2n;
  const isWhole =
    BigInt(count) === BigInt(rows * ROUNDS) &&
    BigInt(ids) === sum * BigInt(ROUNDS) &&
    values === (Number(sum) / 2) * ROUNDS;
  if (!isWhole) throw new Error(`the table does not hold what was sent: ${JSON.stringify({ count, ids, values })}`);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}

async function serve(path: string): Promise<void> {
  const fixture = await startWriteFixture({ path });
  const parent = await fixture.createTable('bench', [
    { name: 'id', type: 'INT64', mode: 'REQUIRED' },
    { name: 'name', type: 'STRING', mode: 'NULLABLE' },
    { name: 'value', type: 'FLOAT64', mode: 'NULLABLE' },
    { name: 'at', type: 'TIMESTAMP', mode: 'NULLABLE' },
    { name: 'ok', type: 'BOOL', mode: 'NULLABLE' },
  ]);
  process.send?.({ address: fixture.address, parent });
  await once(process, 'message');
  const [found] = await fixture.query(
    `SELECT count(*) AS count, sum(id) AS ids, sum(value) AS values FROM ${fixture.physical('bench')} ` +
      `WHERE name = 'customer-' || id AND "at" = make_timestamptz(1700000000000000 + id) AND ok = (id % 2 = 0)`,
  );
  process.send?.({ count: String(found?.count), ids: String(found?.ids), values: Number(found?.values) });
}

if (process.argv[2] === SERVE) await serve(process.argv[3] ?? '');
