/**
 * Change data capture into the local BigQuery: upserts of a table of 200,000 keys in 1,000-row requests, pipelined over
 * several connections. The server is a process of its own; it is killed at the end and the table is read from its disk.
 */

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { AppendCall, rowType } from '../test/support/appends.ts';
import { DATASET, newClient, PROJECT, startWriteFixture, withFolder } from '../test/support/storage-write.ts';

const ROUNDS = 5;
const CONNECTIONS = 4;
const BATCHES = 200;
const BATCH_ROWS = 1000;
const KEYS = BATCHES * BATCH_ROWS;
const SERVER = new URL('../test/support/storage-write-process.ts', import.meta.url);
const STREAM = `projects/${PROJECT}/datasets/${DATASET}/tables/changed/streams/_default`;
const TYPE = rowType(
  'optional int64 stream = 1; optional int64 n = 2; optional int64 request = 3; optional string _CHANGE_TYPE = 4; optional string _CHANGE_SEQUENCE_NUMBER = 5;',
);

export async function run(): Promise<Record<string, unknown>> {
  return withFolder(async (folder) => {
    const path = `${folder}/warehouse.duckdb`;
    const rates = await measure(path);
    await verify(path);
    const ours = Math.round([...rates].sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0);
    return { unit: 'upserts/s', ours, goal: 100_000, keys: KEYS, batch_rows: BATCH_ROWS, connections: CONNECTIONS };
  });
}

/** The server is killed and gone when this ends, however it ends. */
async function measure(path: string): Promise<readonly number[]> {
  await using running = new AsyncDisposableStack();
  const server = fork(SERVER, [path]);
  const died = new AbortController();
  const exited = once(server, 'exit').then(([code]) => died.abort(new Error(`the server ended with ${code}`)));
  running.defer(async () => {
    server.kill('SIGKILL');
    await exited;
  });
  const [address] = (await once(server, 'message', { signal: died.signal })) as [string];
  const client = running.adopt(newClient(address), (one) => one.close());
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const batches = Array.from({ length: BATCHES }, (_, batch) => encode(round, batch));
    const started = performance.now();
    await Promise.all(Array.from({ length: CONNECTIONS }, (_, index) => send(client, index, batches)));
    rates.push(KEYS / ((performance.now() - started) / 1000));
    process.stderr.write(`round ${round + 1}: ${Math.round(rates.at(-1) ?? 0)} upserts/s\n`);
  }
  return rates;
}

/** Keys come in scattered order, each once a round. */
function encode(round: number, batch: number): Uint8Array[] {
  return Array.from({ length: BATCH_ROWS }, (_, row) =>
    TYPE.encode({
      stream: 0,
      n: ((batch * BATCH_ROWS + row) * 7919) % KEYS,
      request: round,
      _CHANGE_TYPE: 'UPSERT',
      _CHANGE_SEQUENCE_NUMBER: round.toString(16),
    }),
  );
}

async function send(
  client: ReturnType<typeof newClient>,
  index: number,
  batches: readonly Uint8Array[][],
): Promise<void> {
  const call = new AppendCall(client);
  const own = batches.filter((_, batch) => batch % CONNECTIONS === index);
  for (const [sent, rows] of own.entries()) call.send({ ...(sent === 0 ? { stream: STREAM, type: TYPE } : {}), rows });
  for (const _ of own) {
    const { error } = await call.next();
    if (error) throw new Error(`refused: ${error.message}`);
  }
  await call.close();
}

async function verify(path: string): Promise<void> {
  const after = await startWriteFixture({ path });
  try {
    const [found] = await after.query(
      `SELECT count(*) AS rows, count(DISTINCT n) AS keys, min(request) AS oldest FROM ${after.physical('changed')}`,
    );
    const seen = [Number(found?.rows), Number(found?.keys), Number(found?.oldest)];
    if (JSON.stringify(seen) !== JSON.stringify([KEYS, KEYS, ROUNDS - 1])) {
      throw new Error(`the table does not hold the last change of every key: ${JSON.stringify(seen)}`);
    }
  } finally {
    await after.close();
  }
}
