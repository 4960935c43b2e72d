import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalCloud, startLocalCloud } from '@penstock/local/index.ts';
import { DEMO, suiteFunctions } from '../../demo/demo.ts';
import { type Orders, startOrders } from '../../demo/orders.ts';

/** A source that is a module of its own, typed by its table; and one whose table was never created. */
const ALPHABET = `export const createSource = ({ name }) => ({
  name,
  open: ({ from }) => ({
    id: from,
    pages: (async function* () {
      const rows = ['a', 'b', 'c', 'd', 5].map((letter) => ({ letter, reader: 'r@example.com' }));
      const dropped = { filtered: 0, outside: 0, repeated: 0 };
      yield { index: 0, rows, bytes: 5, dropped, request: 'the alphabet' };
    })(),
  }),
  close: async () => undefined,
});
`;
const sourceFile = (name: string, start: string, more: object = {}): string =>
  JSON.stringify({
    name,
    module: 'alphabet.ts',
    window: { kind: 'snapshot', length: '1h', start },
    table: { name: `shop.${name}` },
    ...more,
  });
const HASHED = {
  table: {
    name: 'shop.letters',
    sensitive: { reader: 'hash' },
    hashKey: 'projects/demo-penstock/secrets/hash-key/versions/latest',
  },
  batch: { rows: 2, bytes: 10_240 },
  rejects: { maxShare: 0.5 },
};
const LETTERS_TABLE = {
  datasetId: 'shop',
  tableId: 'letters',
  resource: {
    schema: {
      fields: [
        { name: 'letter', type: 'STRING' },
        { name: 'reader', type: 'STRING' },
      ],
    },
  },
};

/** Without Pub/Sub topics and subscriptions: nothing of this door uses them. */
const RESOURCES = {
  buckets: DEMO.resources.buckets,
  datasets: ['shop'],
  tables: [...DEMO.resources.tables.filter(({ datasetId }) => datasetId === 'shop'), LETTERS_TABLE],
};

/** Only the test calls: the demo's job would be called every minute, with the time of today. */
const JOBS = DEMO.jobs.filter(({ name }) => name === 'pull').map((job) => ({ ...job, schedule: '0 0 1 1 *' }));

describe('the sample source', function () {
  this.timeout(60_000);
  let orders: Orders;
  let cloud: LocalCloud;
  let state: string;

  before(async () => {
    orders = await startOrders(Date.parse('2026-03-01T00:05:30Z'));
    state = await mkdtemp(join(tmpdir(), 'penstock-puller-'));
    await writeFile(join(state, 'secrets.json'), JSON.stringify({ 'hash-key': 'k'.repeat(32) }));
    await writeFile(join(orders.sources, 'alphabet.ts'), ALPHABET);
    await writeFile(join(orders.sources, 'letters.json'), sourceFile('letters', '2026-03-01T04:00:00Z', HASHED));
    await writeFile(join(orders.sources, 'nowhere.json'), sourceFile('nowhere', '2026-03-01T08:00:00Z'));
    cloud = await startLocalCloud({
      stateDir: state,
      resources: RESOURCES,
      functions: suiteFunctions(orders.sources).filter(({ name }) => name === 'puller'),
      jobs: JOBS,
    });
  });
  after(async () => {
    await cloud?.close();
    await orders?.close();
    await rm(state, { recursive: true, force: true });
  });

  const count = (): Promise<readonly string[]> =>
    row(
      'SELECT COUNT(*), COUNT(DISTINCT order_id), COUNTIF(customer.email = "***"), COUNT(customer.birth_date) FROM shop.orders',
    );

  async function row(sql: string): Promise<readonly string[]> {
    const { rows = [] } = await query(sql);
    return (rows[0] as (typeof rows)[0]).f.map(({ v }) => v);
  }

  interface Answer {
    readonly rows?: readonly { readonly f: readonly { readonly v: string }[] }[];
    readonly error?: { readonly message: string };
  }

  async function query(sql: string): Promise<Answer> {
    const response = await fetch(`http://${cloud.addresses.bigquery}/bigquery/v2/projects/${cloud.projectId}/queries`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: sql, useLegacySql: false }),
    });
    const answer = (await response.json()) as Answer;
    assert.equal(answer.error, undefined, answer.error?.message);
    return answer;
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
    return (await answer('', time)).status;
  }

  function answer(query: string, time: string): Promise<Response> {
    const headers = { 'x-cloudscheduler-scheduletime': time };
    return fetch(`http://${cloud.addresses.puller}/${query}`, { method: 'POST', headers });
  }

  it('lands the rows of a module by its table, hashed with the key in Secret Manager, in batches of its size', async () => {
    const response = await answer('?source=letters', '2026-03-01T05:00:30Z');
    const { sources } = (await response.json()) as {
      readonly sources: readonly [
        { readonly windows: readonly { readonly rows: number; readonly rejected: number }[] },
      ];
    };
    assert.equal(response.status, 200, JSON.stringify(sources));
    assert.deepEqual(
      sources[0].windows.map(({ rows, rejected }) => [rows, rejected]),
      [[4, 1]],
    );
    const found = 'SELECT COUNT(*), COUNT(DISTINCT reader), COUNTIF(reader LIKE "%@%") FROM shop.letters';
    assert.deepEqual(await row(found), ['4', '1', '0']);
  });

  it('says that a table is not there, and lands nothing', async () => {
    const response = await answer('?source=nowhere', '2026-03-01T09:00:30Z');
    assert.equal(response.status, 500);
    assert.match(await response.text(), /The table shop.nowhere is not there: create it, or name a message/);
  });

  it('keeps an audit trail that the statements of its document read as tables', async () => {
    const text = await readFile(new URL('../../docs/puller.md', import.meta.url), 'utf8');
    const statements = /## Audit trail[\s\S]*?```sql\n([\s\S]*?)```/.exec(text)?.[1] as string;
    const local = statements.replaceAll('my-spool', 'penstock-puller').replaceAll('ops.', 'shop.');
    for (const statement of local.split(';').filter((one) => one.trim() !== '')) await query(statement);
    const landed = await count();
    assert.deepEqual(
      await row(
        `SELECT SUM(p.rows), COUNT(DISTINCT w.value.window.from), COUNTIF(p.request LIKE '%created_from%')= COUNT(*)
         FROM shop.puller_pages p JOIN shop.puller_windows w ON w.value.plan.listing = p.listing
         WHERE p.source = 'orders' AND w.value.state = 'done'`,
      ),
      [landed[0], String(Number(landed[0]) / 12), 'true'],
    );
  });

  it('resends rows whose acknowledgement was lost, and they are there once', async () => {
    cloud.faults.add({ service: 'bigquery-storage', method: 'AppendRows', kind: 'ack-lost', times: 1 });
    assert.equal(await scheduled('2026-03-01T00:10:00Z'), true);
    assert.deepEqual((await count()).slice(0, 2), ['72', '72']);
  });
});
