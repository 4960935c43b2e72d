import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { suiteFunctions } from '../../demo/demo.ts';
import { type Orders, startOrders } from '../../demo/orders.ts';
import type { LocalCloud } from '../../local/cloud.ts';
import type { Way } from '../../local/way/follow.ts';
import type { Step } from '../../local/way/step.ts';
import { eventually, queryRows, startSuite } from '../support/suite.ts';

const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

/** The doors of `npm start`, each row followed by what a person has in hand: an id of any kind. */
describe('the way of a row through the whole suite', function () {
  this.timeout(180_000);
  let orders: Orders;
  let cloud: LocalCloud;
  before(async () => {
    orders = await startOrders(Date.parse('2026-03-01T00:05:30Z'));
    cloud = await startSuite({ functions: suiteFunctions(orders.sources) });
  });
  after(async () => {
    await cloud?.close();
    await orders?.close();
  });
  afterEach(() => cloud.faults.clear());

  const wayOf = async (id: string): Promise<Way> => {
    const response = await fetch(`http://${cloud.addresses.console}/way?id=${encodeURIComponent(id)}`);
    return (await response.json()) as Way;
  };
  /** Waits until the way has come so far. */
  const follow = (id: string, holds: (steps: readonly Step[]) => boolean): Promise<Way> =>
    eventually(
      () => wayOf(id),
      ({ steps }) => holds(steps),
      60_000,
    );
  const has =
    (what: string, place: string, times = 1) =>
    (steps: readonly Step[]): boolean =>
      steps.filter((step) => step.what === what && step.place.includes(place)).length >= times;
  const both =
    (...all: readonly ((steps: readonly Step[]) => boolean)[]) =>
    (steps: readonly Step[]): boolean =>
      all.every((one) => one(steps));
  const signature = ({ steps }: Way): readonly string[] => steps.map(({ number, what }) => `${number} ${what}`);
  /** Whether both ids lead the same way. A step that is still to come may come between the two questions. */
  const leadAlike = (id: string, other: string): Promise<unknown> =>
    eventually(
      async () => [signature(await wayOf(id)), signature(await wayOf(other))],
      ([one, another]) => isDeepStrictEqual(one, another),
      10_000,
    );

  async function post(issue: object): Promise<string> {
    const response = await fetch(`http://${cloud.addresses.intake}/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', traceparent: TRACEPARENT },
      body: JSON.stringify(issue),
    });
    const { issue_id: id } = (await response.json()) as { readonly issue_id: string };
    return id;
  }

  const landed = (id: string, column = 'issue_id'): Promise<readonly (readonly unknown[])[]> =>
    queryRows(cloud, `SELECT COUNT(*) FROM issues_ds.issues_stream WHERE ${column} = '${id}'`);

  const inTable = has('inserted', 'issues_ds.issues_stream');
  const done = both(inTable, has('acknowledged', 'issues-sink'), has('acknowledged', 'issues-mirror'));

  it('of a posted issue leads from its request to its row, by each of its ids', async () => {
    const [issue, other] = await Promise.all([post({ title: 'one' }), post({ title: 'two' })]);
    const way = await follow(issue, done);
    assert.equal(way.kind, 'issue_id');
    assert.deepEqual(way.ids.issue_id, [issue]);
    assert.ok(way.ids.trace?.includes(TRACE));
    const [message] = way.ids.message ?? [];
    assert.ok(has('received', 'intake')(way.steps), 'the request');
    assert.ok(has('published', 'issues-topic')(way.steps), 'the message');
    const inserted = way.steps.find(({ what }) => what === 'inserted');
    assert.deepEqual([inserted?.kind, inserted?.place], ['append', 'demo-penstock.issues_ds.issues_stream']);
    assert.deepEqual(inserted?.ids.issue_id, [issue]);
    assert.deepEqual(await landed(issue), [['1']]);
    await leadAlike(String(message), issue);
    // The request’s trace is that of both, so it has the way of each.
    await follow(other, done);
    const whole = await wayOf(TRACE);
    assert.deepEqual([...(whole.ids.issue_id ?? [])].sort(), [issue, other].sort());
    assert.deepEqual(
      way.steps.filter(({ number }) => !whole.steps.some((step) => step.number === number)),
      [],
    );
    const table = await wayOf('issues_ds.issues_stream');
    assert.deepEqual([table.kind, has('inserted', 'issues_stream')(table.steps)], ['place', true]);
  });

  it('of a document leads from its change to its row, by its path, its event and its issue', async () => {
    await fetch(`http://${cloud.addresses.documents}/documents/issues/way-1`, {
      method: 'PATCH',
      body: JSON.stringify({ title: 'a document', priority: 1 }),
    });
    const way = await follow('issues/way-1', done);
    assert.equal(way.steps[0]?.kind, 'document');
    const [issue] = way.ids.issue_id ?? [];
    assert.match(String(issue), /^FS-/);
    assert.ok(has('delivered', 'firestore')(way.steps), 'the function');
    assert.deepEqual(await landed(String(issue)), [['1']]);
    const event = way.steps.find(({ place, service }) => place === 'firestore' && service === 'eventarc')?.ids
      .event?.[0];
    for (const id of [String(issue), String(event), String(way.ids.message?.[0])]) await leadAlike(id, 'issues/way-1');
  });

  it('of a file leads from its upload over the load of its success file to the table, by object, job and load', async () => {
    const upload = async (name: string, body: string): Promise<string> => {
      const url = `http://${cloud.addresses.storage}/upload/storage/v1/b/penstock-demo/o?uploadType=media&name=`;
      const response = await fetch(url + encodeURIComponent(name), { method: 'POST', body });
      const { generation } = (await response.json()) as { readonly generation: string };
      return `penstock-demo/${name}#${generation}`;
    };
    const file = await upload('demo/way/a.csv', 'id,name\n1,x\n2,y\n');
    const success = await upload('demo/way/_SUCCESS', '');
    const settled = (steps: readonly Step[]): boolean =>
      steps.some(({ what, outcome }) => what === 'load' && outcome === 'delivered');
    const way = await follow(file, settled);
    assert.deepEqual([way.steps[0]?.what, way.steps[0]?.place], ['finalized', 'penstock-demo/demo/way/a.csv']);
    const copied = way.steps.find(({ fields }) => fields.table === 'demo.way');
    assert.deepEqual([copied?.kind, copied?.outcome], ['job', 'done']);
    assert.deepEqual(await queryRows(cloud, 'SELECT COUNT(*) FROM demo.way'), [['2']]);
    assert.ok(way.ids.object?.includes(success), 'the success file');
    const [job, load] = [String(copied?.ids.job?.[0]), String(way.ids.load?.[0])];
    for (const id of [job, load, success, `gs://${success.split('#')[0]}`, file]) {
      const again = await follow(id, settled);
      assert.ok(again.ids.object?.includes(file), id);
      assert.ok(
        again.steps.some(({ fields }) => fields.table === 'demo.way'),
        id,
      );
    }
    assert.ok(has('finished', '')((await wayOf('demo.way')).steps), 'the table');
  });

  it('of a pull leads from the tick over its window to the append, by window, tick and stream', async () => {
    const time = '2026-03-01T00:06:30Z';
    const url = `http://${cloud.addresses.console}/jobs/pull:run?scheduleTime=${time}`;
    assert.deepEqual(await (await fetch(url, { method: 'POST' })).json(), { succeeded: true });
    const way = await follow(
      'orders 2026-03-01T00:05:00.000Z',
      both(has('ran', 'pull'), has('appended', '/tables/orders/')),
    );
    assert.equal(way.kind, 'window');
    const append = way.steps.find(({ what }) => what === 'appended');
    assert.equal(append?.fields.rows, 12);
    assert.equal(append?.traceId, way.ids.trace?.[0]);
    for (const id of ['2026-03-01T00:05:00.000Z', String(way.ids.tick?.[0]), String(append?.ids.stream?.[0])]) {
      assert.ok(both(has('ran', 'pull'), has('appended', '/tables/orders/'))((await wayOf(id)).steps), id);
    }
  });

  it('of a rejected message goes to the error output, and over its redrive into the table', async () => {
    // The id in the payload is no text, so that no row can be made of it; redriven with a repaired payload it is one.
    const publish = async (topic: string, data: string, attributes: object): Promise<string> => {
      const response = await fetch(
        `http://${cloud.addresses.pubsub}/v1/projects/${cloud.projectId}/topics/${topic}:publish`,
        {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ messages: [{ data: Buffer.from(data).toString('base64'), attributes }] }),
        },
      );
      const { messageIds } = (await response.json()) as { readonly messageIds: readonly string[] };
      return String(messageIds[0]);
    };
    const issue = 'INC-REJECTED0000000000000';
    const attributes = { issue_id: issue, source: 'manual-api' };
    const poison = await publish('issues-topic', 'no JSON', attributes);
    const rejected = await follow(poison, both(has('published', 'issues-errors'), has('acknowledged', 'issues-sink')));
    const line = rejected.steps.find(({ what, place }) => what === 'rejected' && place === 'sink');
    assert.equal(line?.outcome, 'rejected');
    assert.ok(!inTable(rejected.steps));
    const row = JSON.stringify({ issue_id: issue, source: 'manual-api', created_at: 'now', payload: '{}' });
    const redriven = await publish('issues-topic', row, attributes);
    for (const id of [poison, redriven, issue]) {
      const way = await follow(id, inTable);
      assert.ok(has('published', 'issues-errors')(way.steps), id);
      assert.ok(
        [poison, redriven].every((message) => way.ids.message?.includes(message)),
        id,
      );
    }
    assert.deepEqual(await landed(issue), [['1']]);
  });

  it('shows what faults made late and what they made twice', async () => {
    cloud.faults.add({ service: 'bigquery', method: 'tabledata.insertAll', kind: 'error', code: 503, times: 3 });
    const late = await follow(await post({ title: 'late' }), done);
    const [published, inserted] = ['published', 'inserted'].map((what) =>
      late.steps.find((step) => step.what === what),
    );
    assert.ok((inserted?.atMs ?? 0) > (published?.atMs ?? 0));
    cloud.faults.clear();
    cloud.faults.add({ service: 'pubsub', method: 'Deliver', kind: 'duplicate', resource: 'issues-sink' });
    const issue = await post({ title: 'twice' });
    const twice = await follow(issue, both(done, has('pushed', 'issues-sink', 2)));
    assert.equal(twice.steps.filter(({ what, place }) => what === 'pushed' && place.includes('issues-sink')).length, 2);
    // Both have the same insertId, so that there is one row.
    assert.deepEqual(await landed(issue), [['1']]);
  });
});
