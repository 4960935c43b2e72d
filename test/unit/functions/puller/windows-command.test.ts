import assert from 'node:assert/strict';
import {
  failed,
  newWindow,
  parseWindowLedger,
  withCount,
  withPlan,
  withSegment,
} from '@penstock/puller/window-ledger.ts';
import { openStorage, type StorageClient } from '@penstock/shared/storage/client.ts';
import { takeLease } from '@penstock/shared/storage/lease.ts';
import { createLedger } from '@penstock/shared/storage/ledger.ts';
import { penstock } from '../../../support/penstock.ts';
import { type StorageFixture, storageFixture } from '../../../support/storage.ts';

const FIRST = '2026-01-01T00:00:00Z';
const SECOND = '2026-01-01T00:10:00Z';

describe('the ledgers of windows on the command line', () => {
  let fixture: StorageFixture;
  let storage: StorageClient;
  let before: string | undefined;

  const ledger = () => createLedger({ storage, bucket: 'spool', prefix: 'puller/windows/', parse: parseWindowLedger });
  const words = (...args: string[]) => penstock(['puller', ...args, '--bucket', 'spool', '--project', 'p']);

  async function keep(from: string, state: 'done' | 'failed'): Promise<void> {
    const window = { from, to: '2026-01-01T00:20:00Z' } as Parameters<typeof newWindow>[0];
    const plan = { listing: 'l', batches: 1, pages: 1, rows: 5, rejected: 2, bytes: 9 };
    const landed = withCount(withSegment(withPlan(newWindow(window), plan), 'stream'), 3);
    const value = state === 'done' ? { ...landed, state } : failed(landed, { code: 'NOT_FOUND', message: 'no table' });
    await ledger().create(`orders/${from}`, { epoch: 1, lease: null, value });
  }

  beforeEach(async () => {
    fixture = await storageFixture();
    before = process.env.STORAGE_EMULATOR_HOST;
    process.env.STORAGE_EMULATOR_HOST = `http://${fixture.service.address}`;
    await fixture.client.createBucket('spool');
    storage = openStorage({ projectId: 'p' });
  });
  afterEach(async () => {
    await storage.close();
    if (before === undefined) delete process.env.STORAGE_EMULATOR_HOST;
    else process.env.STORAGE_EMULATOR_HOST = before;
    await fixture.close();
  });

  it('lists the newest windows with rows, segments and the reason of a failure', async () => {
    await keep(FIRST, 'done');
    await keep(SECOND, 'failed');
    const { code, out } = await words('status', 'orders');
    assert.equal(code, 3);
    assert.match(out, /2026-01-01T00:00:00Z +done +3\/5 +2/);
    assert.match(out, /2026-01-01T00:10:00Z +failed .*NOT_FOUND: no table/);
    const newest = await words('status', 'orders', '--most', '1');
    assert.doesNotMatch(newest.out, /00:00:00Z/);
  });

  it('lists nothing of a source that has no windows, and a window without a plan as far as it is', async () => {
    assert.equal((await words('status', 'orders')).code, 0);
    assert.match((await words('status', 'orders', '--prefix', 'x')).error, /a prefix that ends in \//);
    const window = { from: FIRST, to: SECOND } as Parameters<typeof newWindow>[0];
    await ledger().create(`orders/${FIRST}`, { epoch: 1, lease: null, value: newWindow(window) });
    assert.match((await words('status', 'orders')).out, /open +0\/\? +0/);
  });

  it('opens a failed window again and keeps the plan of what has landed', async () => {
    await keep(FIRST, 'failed');
    assert.equal((await words('replay', 'orders', FIRST, '--dry-run')).code, 0);
    assert.equal((await ledger().read(`orders/${FIRST}`))?.value.value.state, 'failed');
    const { code, out } = await words('replay', 'orders', FIRST);
    assert.equal(code, 0, out);
    const kept = (await ledger().read(`orders/${FIRST}`))?.value;
    assert.deepEqual([kept?.value.state, kept?.value.failure, kept?.value.plan?.rows], ['open', null, 5]);
    assert.equal(kept?.lease, null);
  });

  it('refuses to replay a window that is done, one that is not there, and one that a run holds', async () => {
    await keep(FIRST, 'done');
    assert.match((await words('replay', 'orders', FIRST)).error, /is done: only a failed window/);
    assert.match((await words('replay', 'orders', FIRST, '--dry-run')).error, /is done: only a failed window/);
    const left = (await ledger().read(`orders/${FIRST}`))?.value;
    assert.deepEqual([left?.value.state, left?.lease], ['done', null]);
    assert.match((await words('replay', 'orders', SECOND)).error, /has no window/);
    await keep(SECOND, 'failed');
    const name = `orders/${SECOND}`;
    const entry = await ledger().read(name);
    assert.ok(entry);
    await takeLease(ledger(), name, { owner: 'run', termMs: 60_000, initial: entry.value.value });
    const { code, error } = await words('replay', 'orders', SECOND);
    assert.equal(code, 4);
    assert.match(error, /A run holds the window/);
  });
});
