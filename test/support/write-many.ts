/**
 * Writes many rows to the default stream at `port` in a process of its own, so that the heap holds nothing but that: started
 * with `--expose-gc`, the port and the number of rows, sends the heap after a tenth of them and at the end.
 */

import { Batcher } from '@penstock/shared/bigquery/write/batcher.ts';
import { WriteClient } from '@penstock/shared/bigquery/write/client.ts';
import { DefaultStream } from '@penstock/shared/bigquery/write/default-stream.ts';
import { systemClock } from '@penstock/shared/runtime/clock.ts';
import { PLAIN } from './write-core.ts';

export interface Written {
  readonly acknowledged: number;
  /** Bytes of the heap and beside it, after garbage was collected. */
  readonly early: number;
  readonly late: number;
}

const BATCH_ROWS = 1_000;

async function writeMany(port: number, rows: number): Promise<Written> {
  const client = new WriteClient({
    endpoint: { emulatorHost: `127.0.0.1:${port}` },
    policy: { maxInFlightRequests: 16 },
  });
  const stream = new DefaultStream(client, { projectId: 'p', datasetId: 'd', tableId: 't' });
  let acknowledged = 0;
  let room: Promise<void> = Promise.resolve();
  const batcher = new Batcher<number>({
    codec: PLAIN,
    clock: systemClock,
    limits: { maxRows: BATCH_ROWS },
    onBatch: (batch) => {
      room = stream.append(batch).then((accepted) => {
        void accepted.acknowledged.then(({ rowCount }) => {
          acknowledged += rowCount;
          batch.release();
        });
      });
    },
  });
  let early = 0;
  for (let id = 0; id < rows; id += 1) {
    batcher.add({ id, name: `row ${id}` }, id);
    if ((id + 1) % BATCH_ROWS === 0) await room;
    if (id + 1 === rows / 10) early = await settledHeap(stream);
  }
  const late = await settledHeap(stream);
  await stream.close();
  client.close();
  return { acknowledged, early, late };
}

async function settledHeap(stream: DefaultStream): Promise<number> {
  await stream.flush();
  await new Promise((resolve) => setImmediate(resolve));
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

if (process.send) {
  const [port, rows] = process.argv.slice(2).map(Number) as [number, number];
  process.send(await writeMany(port, rows));
  process.disconnect();
}
