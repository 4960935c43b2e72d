import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalCloud, startLocalCloud } from '../../local/index.ts';
import { setEnvironment } from '../support/environment.ts';
import { type Ran, penstock as run } from '../support/penstock.ts';
import { pullAll } from '../support/pull.ts';

/** The words of the command in the order of an operator's day, on one cloud: each step stands on the one before. */
describe('an operator with nothing but the penstock command', function () {
  this.timeout(60_000);
  let cloud: LocalCloud;
  let folder: string;
  let restore: () => void;
  let env: Record<string, string>;
  let api: Server;
  const project = 'demo-penstock';

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'penstock-operator-'));
    cloud = await startLocalCloud({
      resources: {
        buckets: ['drop', 'ledgers', 'kept'],
        topics: ['issues-topic', 'issues-errors'],
        subscriptions: [
          { name: 'issues-sub', topic: 'issues-topic' },
          { name: 'errors-sub', topic: 'issues-errors' },
        ],
        datasets: ['sales'],
      },
    });
    api = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ items: [{ id: 1, name: 'a' }, { id: 2 }] }));
    });
    await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
    env = { ...cloud.env, GOOGLE_CLOUD_PROJECT: project, LEDGER_BUCKET: 'ledgers' };
    restore = setEnvironment(cloud.env);
  });
  after(async () => {
    restore();
    api.close();
    await cloud.close();
    rmSync(folder, { recursive: true });
  });

  const penstock = (...args: readonly string[]): Promise<Ran> => run(args, { env });
  const done = async (...args: readonly string[]): Promise<string> => {
    const { code, out, error } = await penstock(...args);
    assert.equal(code, 0, `${args.join(' ')}: ${error}${out}`);
    return out;
  };
  const upload = async (name: string, text: string): Promise<void> => {
    const [bucket, ...rest] = name.split('/');
    const url = `http://${cloud.addresses.storage}/upload/storage/v1/b/${bucket}/o?uploadType=media&name=${encodeURIComponent(rest.join('/'))}`;
    assert.equal((await fetch(url, { method: 'POST', body: text })).status, 200);
  };
  const count = async (table: string): Promise<number> =>
    JSON.parse(await done('query', `SELECT COUNT(*) AS n FROM ${table}`, '--json')).n;

  it('finds with doctor what is missing, and mends it by the command that it gives', async () => {
    const found = await penstock('doctor', '--doors', 'sink', '--json');
    assert.equal(found.code, 3);
    const mends = found.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).mend as string);
    assert.match(mends[0] ?? '', /^bq .*mk --dataset demo-penstock:issues_ds$/);
    await done('query', 'CREATE SCHEMA issues_ds');
    const [next] = (await penstock('doctor', '--doors', 'sink', '--json')).out.trim().split('\n');
    const [, statement = ''] = /^penstock query '(.*)'$/.exec(JSON.parse(next ?? '').mend) ?? [];
    await done('query', statement);
    await done('doctor', '--doors', 'sink');
  });

  it('checks and explains files before they are loaded, and loads, watches and repairs them', async () => {
    await upload('drop/sales/_config/load.json', '{ "autodetect": true }');
    await upload('drop/sales/orders/1.json', '{"n":1}\n{"n":2}\n');
    await upload('drop/sales/orders/_SUCCESS', '');
    await upload('drop/sales/items/1.json', 'no json\n');
    await upload('drop/sales/items/_SUCCESS', '');
    await done('config', 'check', 'gs://drop/');
    assert.match(await done('config', 'explain', 'gs://drop/sales/orders/_SUCCESS'), /load\.autodetect +true +gs:/);
    assert.match(await done('loader', 'plan', 'gs://drop/sales/orders/'), /sales\.orders/);
    assert.equal((await penstock('loader', 'backfill', 'gs://drop/')).code, 3);
    assert.equal(await count('sales.orders'), 2);
    const status = await penstock('loader', 'status', 'gs://drop/');
    assert.equal(status.code, 3);
    assert.match(status.out, /sales\/items\/_SUCCESS#\d+ .*failed/);
    await upload('drop/sales/items/1.json', '{"n":1}\n');
    await done('loader', 'retry', 'gs://drop/sales/items/_SUCCESS');
    assert.equal(await count('sales.items'), 1);
    await done('loader', 'pause', 'sales.orders', '--bucket', 'drop');
    await done('loader', 'resume', 'sales.orders', '--bucket', 'drop');
    await done('loader', 'status', 'gs://drop/');
  });

  it('replays messages from files, and redrives those that were rejected', async () => {
    const line = (id: string) =>
      JSON.stringify({ payload: { issue_id: id, source: 's', created_at: 't', payload: '{}' }, attributeMap: {} });
    await upload('kept/messages/1.ndjson', `${line('INC-1')}\n${line('INC-2')}\n`);
    assert.match(await done('sink', 'replay', 'gs://kept/messages/', '--dry-run'), /messages: 2/);
    assert.equal(await count('issues_ds.issues_stream'), 0);
    await done('sink', 'replay', 'gs://kept/messages/');
    assert.equal(await count('issues_ds.issues_stream'), 2);
    const explained = await done('sink', 'routes', 'explain', '--payload', '{"issue_id":"INC-3"}');
    assert.match(explained, /table: demo-penstock\.issues_ds\.issues_stream/);
    const rejected = { data: 'e30=', attributes: { error_type: 'sending', error_reason: 'TOO_LONG' } };
    const url = `http://${cloud.addresses.pubsub}/v1/projects/${project}/topics/issues-errors:publish`;
    assert.equal((await fetch(url, { method: 'POST', body: JSON.stringify({ messages: [rejected] }) })).status, 200);
    await done('redrive', 'errors-sub', '--to', 'issues-topic');
    const sent = await pullAll(cloud.addresses.pubsub as string, `projects/${project}/subscriptions/issues-sub`);
    assert.deepEqual(
      sent.map(({ data }) => data.toString()),
      ['{}'],
    );
  });

  it('tries a source before it is deployed, and sees which rows would be rejected', async () => {
    const source = join(folder, 'items.yaml');
    const schema = join(folder, 'schema.json');
    writeFileSync(
      schema,
      JSON.stringify([
        { name: 'id', type: 'INTEGER' },
        { name: 'name', type: 'STRING', mode: 'REQUIRED' },
      ]),
    );
    writeFileSync(
      source,
      `name: items
table: { name: sales.pulled }
request: { url: "http://127.0.0.1:${(api.address() as AddressInfo).port}/items" }
paging: { kind: none }
rows: { at: items }
window: { kind: snapshot, length: 1h, start: "2026-01-01T00:00:00Z" }
`,
    );
    await done('config', 'check', source);
    const tried = await penstock('puller', 'try', source, '--loopback', '--schema', schema);
    assert.equal(tried.code, 3, tried.error);
    assert.match(tried.out, /1 pages with 2 rows; 1 would be rejected/);
    const counted = await penstock('puller', 'try', source, '--loopback', '--schema', schema, '--rows', '0');
    assert.equal(counted.code, 3, counted.error);
    assert.equal((await penstock('puller', 'try', source, '--pages', '0')).code, 2);
  });

  it('reckons the cost, and completes its own words', async () => {
    assert.match(await done('cost', '--intake', '5'), /total [\d.,]+/);
    const completion = await done('completion', 'zsh');
    for (const word of ['plan', 'status', 'retry', 'skip', 'pause', 'resume', 'backfill', 'replay', 'try', 'doctor'])
      assert.match(completion, new RegExp(`\\b${word}\\b`));
  });
});
