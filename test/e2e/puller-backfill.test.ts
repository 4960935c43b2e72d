import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type LocalCloud, startLocalCloud } from '@penstock/local/index.ts';
import { DEMO, suiteFunctions } from '../../demo/demo.ts';
import { type Orders, startOrders } from '../../demo/orders.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** The live schedule begins here. */
const START = '2026-03-01T00:05:00Z';
const FROM = '2026-03-01T00:00:00Z';
const TO = '2026-03-01T00:10:00Z';
/** Five seconds an order. */
const ORDERS = 120;

describe('penstock puller backfill', function () {
  this.timeout(60_000);
  let orders: Orders;
  let cloud: LocalCloud;
  const children = new Set<ChildProcess>();

  beforeEach(async () => {
    orders = await startOrders(Date.parse(START) + 60_000);
    cloud = await startLocalCloud({
      resources: {
        buckets: DEMO.resources.buckets,
        datasets: ['shop'],
        tables: DEMO.resources.tables.filter(({ datasetId }) => datasetId === 'shop'),
      },
      functions: suiteFunctions(orders.sources).filter(({ name }) => name === 'puller'),
      // The test runs it. By the clock it would catch up windows behind the range at each full minute.
      jobs: DEMO.jobs.filter(({ name }) => name === 'pull').map((job) => ({ ...job, schedule: '0 0 1 1 *' })),
    });
  });
  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    await cloud?.close();
    await orders?.close();
  });

  interface Ended {
    readonly code: number | null;
    readonly out: string;
    readonly error: string;
  }

  /** The command as a process of its own, as a user runs it beside the function. */
  function start(...more: string[]): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
    const words = ['puller', 'backfill', 'orders', '--from', FROM, '--to', TO, '--sources', orders.sources];
    const flags = ['--bucket', 'penstock-puller', '--loopback', '--lease-term', '15s', '--project', cloud.projectId];
    const { storage, 'bigquery-storage': bigqueryStorage } = cloud.addresses as Readonly<Record<string, string>>;
    const child = spawn(process.execPath, ['cli/penstock.js', ...words, ...flags, ...more], {
      cwd: ROOT,
      env: {
        ...process.env,
        STORAGE_EMULATOR_HOST: `http://${storage}`,
        BIGQUERY_STORAGE_EMULATOR_HOST: bigqueryStorage,
      },
    });
    children.add(child);
    let out = '';
    let error = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      error += chunk.toString();
    });
    const ended = new Promise<Ended>((resolve) => {
      child.once('close', (code) => {
        children.delete(child);
        resolve({ code, out, error });
      });
    });
    return { child, ended };
  }

  const linesOf = (out: string) =>
    out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));

  async function count(): Promise<readonly string[]> {
    const response = await fetch(`http://${cloud.addresses.bigquery}/bigquery/v2/projects/${cloud.projectId}/queries`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: 'SELECT COUNT(*), COUNT(DISTINCT order_id) FROM shop.orders',
        useLegacySql: false,
      }),
    });
    const { rows } = (await response.json()) as { readonly rows: readonly [{ readonly f: { readonly v: string }[] }] };
    return rows[0].f.map(({ v }) => v);
  }

  it('counts what it would do, pulls each window once beside the live schedule, and has nothing left to do', async () => {
    const told = await start('--dry-run', '--json').ended;
    assert.deepEqual(
      [told.code, linesOf(told.out)[0]],
      [
        0,
        {
          source: 'orders',
          from: '2026-03-01T00:00:00.000Z',
          to: '2026-03-01T00:10:00.000Z',
          windows: 10,
          done: 0,
          open: 0,
          failed: 0,
          held: 0,
        },
      ],
      told.error,
    );
    assert.equal((await count())[0], '0');

    const [first, second] = await Promise.all([
      start('--json').ended,
      start('--json', '--parallel', '4').ended,
      cloud.scheduler.run('pull', new Date(TO)),
    ]);
    assert.deepEqual([first.code, second.code], [0, 0], `${first.error}${second.error}`);
    const totals = [first, second].map(({ out }) => linesOf(out).at(-1) as { readonly [name: string]: number });
    for (const one of totals) assert.deepEqual([one.windows, one.left, one.failed, one.rejected], [10, 0, 0, 0]);
    assert.deepEqual(await count(), [String(ORDERS), String(ORDERS)]);

    // Windows that were done are passed over by the live schedule too.
    for (let run = 0; run < 3; run += 1) assert.equal(await cloud.scheduler.run('pull', new Date(TO)), true);
    const again = await start().ended;
    assert.match(again.out, /^0 of 10 windows landed with 0 rows, 0 rejected; 10 had landed before\.$/m);
    assert.deepEqual(await count(), [String(ORDERS), String(ORDERS)]);
  });

  it('goes on where it was killed, and no row is missing or there twice', async () => {
    const first = start('--json', '--parallel', '1');
    await new Promise<void>((resolve) => {
      first.child.stdout?.once('data', () => resolve());
    });
    first.child.kill('SIGKILL');
    await first.ended;
    const landed = Number((await count())[0]);
    assert.ok(landed < ORDERS, `it was killed at ${landed} of ${ORDERS} rows`);
    const second = await start('--json').ended;
    assert.equal(second.code, 0, second.error);
    assert.deepEqual(await count(), [String(ORDERS), String(ORDERS)]);
  });
});
