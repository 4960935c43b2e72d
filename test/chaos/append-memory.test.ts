import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Batcher } from '@penstock/shared/bigquery/write/batcher.ts';
import { WriteClient } from '@penstock/shared/bigquery/write/client.ts';
import { DefaultStream } from '@penstock/shared/bigquery/write/default-stream.ts';
import { systemClock } from '@penstock/shared/runtime/clock.ts';
import { PLAIN } from '../support/write-core.ts';

const TABLE = { projectId: 'p', datasetId: 'd', tableId: 't' };
const BATCH_ROWS = 1_000;
const rows = process.env.PENSTOCK_SOAK === '1' ? 10_000_000 : 400_000;
/** What a run may hold more at its end than after its first tenth: noise of the heap, a fraction of a byte a row. */
const SLACK_BYTES = 8 * 1024 * 1024;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

describe('memory', () => {
  let server: ChildProcess;

  before(() => {
    server = fork(new URL('../../bench/support/null-write-server.ts', import.meta.url));
  });

  after(() => server.disconnect());

  it(`is as much after ${rows} rows as after a tenth of them`, async function () {
    this.timeout(300_000);
    const [{ port }] = (await once(server, 'message')) as [{ port: number }];
    const client = new WriteClient({
      endpoint: { emulatorHost: `127.0.0.1:${port}` },
      policy: { maxInFlightRequests: 16 },
    });
    const stream = new DefaultStream(client, TABLE);
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
    assert.equal(acknowledged, rows);
    assert.ok(late - early < SLACK_BYTES, `${early} bytes after a tenth, ${late} at the end`);
    await stream.close();
    client.close();
  });
});

async function settledHeap(stream: DefaultStream): Promise<number> {
  await stream.flush();
  await new Promise((resolve) => setImmediate(resolve));
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
