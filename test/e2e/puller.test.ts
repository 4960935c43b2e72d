import assert from 'node:assert/strict';
import { type LocalCloud, startLocalCloud } from '@penstock/local/index.ts';
import { DEMO, suiteFunctions } from '../../demo/demo.ts';
import { type Orders, startOrders } from '../../demo/orders.ts';

/** Without Pub/Sub topics and subscriptions: nothing of this door uses them. */
const RESOURCES = {
  buckets: DEMO.resources.buckets,
  datasets: ['shop'],
  tables: DEMO.resources.tables.filter(({ datasetId }) => datasetId === 'shop'),
};

describe('the sample source', function () {
  this.timeout(60_000);
  let orders: Orders;
  let cloud: LocalCloud;

  before(async () => {
    orders = await startOrders(Date.parse('2026-03-01T00:05:30Z'));
    cloud = await startLocalCloud({
      resources: RESOURCES,
      functions: suiteFunctions(orders.sources).filter(({ name }) => name === 'puller'),
      jobs: DEMO.jobs.filter(({ name }) => name === 'pull'),
    });
  });
  after(async () => {
    await cloud?.close();
    await orders?.close();
  });

  async function count(): Promise<readonly string[]> {
    const sql =
      'SELECT COUNT(*), COUNT(DISTINCT order_id), COUNTIF(customer.email = "***"), COUNT(customer.birth_date) FROM shop.orders';
    const response = await fetch(`http://${cloud.addresses.bigquery}/bigquery/v2/projects/${cloud.projectId}/queries`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: sql, useLegacySql: false }),
    });
    const { rows } = (await response.json()) as {
      readonly rows: readonly { readonly f: readonly { readonly v: string }[] }[];
    };
    return (rows[0] as (typeof rows)[0]).f.map(({ v }) => v);
  }

  const scheduled = (time: string): Promise<boolean> => cloud.scheduler.run('pull', new Date(time));

  it('lands each order of each window once, with what is sensitive treated', async () => {
    assert.equal(await scheduled('2026-03-01T00:06:00Z'), true);
    assert.deepEqual(await count(), ['24', '24', '24', '0']);
  });

  it('lands nothing again when Cloud Scheduler calls again, and catches up what was missed', async () => {
    assert.equal(await scheduled('2026-03-01T00:06:00Z'), true);
    assert.deepEqual((await count()).slice(0, 2), ['24', '24']);
    const both = await Promise.all([scheduled('2026-03-01T00:09:00Z'), call('2026-03-01T00:09:00Z')]);
    assert.equal(both[0], true);
    assert.ok([200, 202].includes(both[1]));
    await scheduled('2026-03-01T00:09:00Z');
    assert.deepEqual((await count()).slice(0, 2), ['60', '60']);
  });

  async function call(time: string): Promise<number> {
    const response = await fetch(`http://${cloud.addresses.puller}/`, {
      method: 'POST',
      headers: { 'x-cloudscheduler-scheduletime': time },
    });
    return response.status;
  }

  it('resends rows whose acknowledgement was lost, and they are there once', async () => {
    cloud.faults.add({ service: 'bigquery-storage', method: 'AppendRows', kind: 'ack-lost', times: 1 });
    assert.equal(await scheduled('2026-03-01T00:10:00Z'), true);
    assert.deepEqual((await count()).slice(0, 2), ['72', '72']);
  });
});
