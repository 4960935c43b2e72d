/** A process that runs one source once, for a test that kills it. Its parent has the services. */

import { randomUUID } from 'node:crypto';
import { WriteClient } from '@penstock/shared/bigquery/write/client.ts';
import { openStorage } from '@penstock/shared/storage/client.ts';
import { createLedger } from '@penstock/shared/storage/ledger.ts';
import { createObjects } from '@penstock/shared/storage/objects.ts';
import { parseCursor } from '../../functions/puller/cursor.ts';
import { runSource } from '../../functions/puller/run.ts';
import { parseWindowLedger } from '../../functions/puller/window-ledger.ts';
import { afterWindows, ERRORS, fakeSource, fastClock, LIMITS, POLICY, SPOOL } from './puller-world.ts';
import { PLAIN, QUICK, range } from './write-core.ts';

export interface ChildOrder {
  readonly tableId: string;
  readonly write: string;
  readonly speed: number;
  readonly windows: number;
  readonly rows: number;
}

const order = JSON.parse(process.argv[2] ?? '{}') as ChildOrder;
const { speed } = order;
const table = { projectId: 'demo-penstock', datasetId: 'd', tableId: order.tableId };
const core = new WriteClient({ endpoint: { emulatorHost: order.write }, policy: QUICK });
const clock = fastClock(() => Date.now() * speed, speed);
const storage = openStorage({ clock });
const places = { storage, bucket: SPOOL };
// Each process lists the rows under another name, so that the rows of two listings can be told apart.
const name = `p${process.pid % 1_000_000}`;
const source = fakeSource({
  pageRows: 20,
  rows: ({ from }) => {
    const window = (Date.parse(from) - POLICY.startMs) / POLICY.lengthMs;
    return range(window * 10_000, order.rows).map((id) => ({ id, name }));
  },
  before: () => new Promise((resolve) => setTimeout(resolve, 2)),
});
const run = {
  source,
  table,
  codec: async () => PLAIN,
  core,
  objects: createObjects(storage),
  bucket: SPOOL,
  prefix: 'spool/',
  errors: { bucket: ERRORS, prefix: '' },
  limits: { ...LIMITS, batchRows: 15 },
  policy: POLICY,
  ledger: createLedger({ ...places, prefix: 'windows/', parse: parseWindowLedger }),
  cursors: createLedger({ ...places, prefix: 'cursors/', parse: parseCursor }),
  clock,
  runId: randomUUID(),
  termMs: 1_000 * speed,
  elapsed: () => performance.now() * speed,
};
const deadlineMs = clock.now() + 60_000 * speed;
const outcome = await runSource(run, {
  scheduledMs: afterWindows(order.windows),
  deadlineMs,
  reserveMs: 1_000 * speed,
});
process.stdout.write(JSON.stringify(outcome));
core.close();
await storage.close();
