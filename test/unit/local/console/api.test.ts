import assert from 'node:assert/strict';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type LocalCloud, startLocalCloud } from '../../../../local/cloud.ts';

describe('the API of the console', () => {
  let cloud: LocalCloud;
  let token: string;
  let commands: string[][];

  before(async () => {
    commands = [];
    cloud = await startLocalCloud({
      resources: {
        topics: ['letters'],
        subscriptions: [{ name: 'letters-sub', topic: 'letters' }],
        buckets: ['ledgers'],
      },
      operations: () => ({
        ledgers: [{ kind: 'load', bucket: 'ledgers', prefix: 'loads/', suffix: '.json' }],
        command: async (words, watch) => {
          commands.push([...words]);
          watch?.onProgress('1 read, 1 sent');
          return { code: 0, records: [], message: '' };
        },
      }),
    });
    const shell = await (await fetch(`http://${cloud.addresses.console}/`)).text();
    token = /data-token="([^"]+)"/.exec(shell)?.[1] ?? '';
  });
  after(() => cloud?.close());

  const call = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`http://${cloud.addresses.console}/api/${path}`, {
      method,
      headers: { 'x-penstock-token': token },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, json: (await response.json()) as Record<string, unknown> };
  };
  const subscription = () => `projects/${cloud.projectId}/subscriptions/letters-sub`;

  it('shows messages without leasing them, by pages, and takes single ones out', async () => {
    const messages = Array.from({ length: 60 }, (_, n) => ({ data: Buffer.from(`m${n}`).toString('base64') }));
    await call('POST', `pubsub/projects/${cloud.projectId}/topics/letters:publish`, { messages });
    const page = async (query = '') =>
      (await call('GET', `topics/messages?subscription=${subscription()}${query}`)).json as {
        rows: { id: string }[];
        next?: string;
      };
    const { rows: first, next } = await page();
    assert.equal(first.length, 50);
    assert.equal(next, first.at(-1)?.id);
    const last = await page(`&after=${next}`);
    assert.deepEqual([last.rows.length, last.next], [10, undefined]);
    const { json } = await call('POST', 'topics/acknowledge', {
      subscription: subscription(),
      ids: [first[0]?.id, first[1]?.id, 'gone'],
    });
    assert.deepEqual(json, { acknowledged: 2 });
    assert.equal((await page()).rows[0]?.id, first[2]?.id);
  });

  for (const [what, path, body, status, message] of [
    ['ids that are no list', 'topics/acknowledge', { subscription: 's', ids: 'x' }, 400, /ids must be a list/],
    ['a missing field', 'topics/acknowledge', { ids: ['1'] }, 400, /subscription must be text/],
    [
      'a subscription that is not there',
      'topics/acknowledge',
      { subscription: 'projects/demo-penstock/subscriptions/none', ids: ['1'] },
      404,
      /not found|none/i,
    ],
    ['a body that is no object', 'topics/acknowledge', [], 400, /must be a JSON object/],
    ['an unknown verb', 'ledgers/command', { verb: 'rm', on: 'x' }, 400, /rm is not one of/],
    [
      'a flag in the place of a name',
      'ledgers/command',
      { verb: 'load retry', on: '--json' },
      400,
      /must not begin with a dash/,
    ],
    ['a redrive without its topic', 'redrive', { from: 'errors-sub' }, 400, /to must be text/],
    ['a redrive from a flag', 'redrive', { from: '--json', to: 't' }, 400, /from must not begin with a dash/],
    ['a filter without a value', 'redrive', { from: 's', to: 't', only: ['x'] }, 400, /only takes name=value/],
    ['a filter with two values in one', 'redrive', { from: 's', to: 't', only: ['a=b,c=d'] }, 400, /without commas/],
    ['a limit in quotes', 'redrive', { from: 's', to: 't', limit: '5' }, 400, /limit must be a whole number/],
    ['an unknown resource', 'nothing', {}, 404, /has no nothing/],
    ['an unknown path', 'topics/nothing', {}, 404, /has nothing at POST/],
    ['a reset that nothing would do', 'reset', {}, 409, /started by a program/],
    ['a job that is not there', 'schedule/none/run', {}, 404, /There is no job none/],
  ] as const) {
    it(`refuses ${what}, and says why`, async () => {
      const answer = await call('POST', path, body);
      assert.equal(answer.status, status);
      assert.match(String(answer.json.error), message);
    });
  }

  it('hands the words of a command on, a thing to act on behind its verb', async () => {
    commands.length = 0;
    await call('POST', 'ledgers/command', { verb: 'load retry', on: 'gs://b/_SUCCESS#1' });
    await call('POST', 'ledgers/command', { verb: 'window replay', on: 'orders', more: ['2026-01-01T00:00:00Z'] });
    assert.deepEqual(commands, [
      ['loader', 'retry', 'gs://b/_SUCCESS#1'],
      ['puller', 'replay', 'orders', '2026-01-01T00:00:00Z'],
    ]);
  });

  it('runs a redrive, each value joined to its flag, and tells its progress line by line', async () => {
    commands.length = 0;
    const body = { from: 'errors-sub', to: '--json', only: ['a=b'], limit: 5, dryRun: true, deleteSent: true };
    const response = await fetch(`http://${cloud.addresses.console}/api/redrive`, {
      method: 'POST',
      headers: { 'x-penstock-token': token },
      body: JSON.stringify(body),
    });
    const lines = (await response.text()).trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line) => JSON.parse(line)),
      [{ progress: '1 read, 1 sent' }, { result: { code: 0, records: [], message: '' } }],
    );
    assert.deepEqual(commands, [
      ['redrive', 'errors-sub', '--to=--json', '--only=a=b', '--limit=5', '--dry-run', '--delete-sent'],
    ]);
  });

  it('counts what waits in a subscription by its reason', async () => {
    const publish = (attributes: object) =>
      call('POST', `pubsub/projects/${cloud.projectId}/topics/reasons:publish`, {
        messages: [{ data: '', attributes }],
      });
    await call('PUT', `pubsub/projects/${cloud.projectId}/topics/reasons`, {});
    const name = `projects/${cloud.projectId}/subscriptions/reasons-sub`;
    await call('PUT', `pubsub/${name}`, { topic: `projects/${cloud.projectId}/topics/reasons` });
    await publish({ error_type: 'sending', error_reason: 'B' });
    await publish({ error_type: 'sending', error_reason: 'A' });
    await publish({ error_type: 'sending', error_reason: 'B' });
    await publish({ other: 'x' });
    assert.deepEqual((await call('GET', `redrive/reasons?subscription=${name}`)).json, {
      counted: 4,
      reasons: [
        { type: 'sending', reason: 'B', count: 2 },
        { type: 'sending', reason: 'A', count: 1 },
        { type: '', reason: '', count: 1 },
      ],
    });
  });

  it('gives topics and their subscriptions by pages, narrowed by a part of the name', async () => {
    const project = `pubsub/projects/${cloud.projectId}`;
    const topic = `projects/${cloud.projectId}/topics/fan`;
    await call('PUT', `${project}/topics/fan`, {});
    for (let n = 0; n < 7; n += 1) await call('PUT', `${project}/subscriptions/fan-${n}`, { topic });
    const { json: page } = await call('GET', 'topics?match=FA');
    const [line] = page.rows as { subscriptions: unknown[]; subscriptionCount: number }[];
    assert.deepEqual([page.total, line?.subscriptions.length, line?.subscriptionCount], [1, 5, 7]);
    const { json: rest } = await call('GET', `topics/subscriptions?topic=${topic}&from=5&size=1`);
    assert.deepEqual([(rest.rows as unknown[]).length, rest.total, rest.next], [1, 7, '6']);
    assert.equal((await call('GET', `topics/topic?name=${topic}`)).status, 200);
    assert.equal((await call('GET', 'topics/topic?name=none')).status, 404);
    assert.equal((await call('GET', 'topics/subscription?name=none')).status, 404);
    assert.match(String((await call('GET', 'topics?from=x')).json.error), /from must be a whole number/);
    assert.match(
      String((await call('GET', 'topics?size=100000')).json.error),
      /size must be a whole number up to 1000/,
    );
  });

  it('lists ledgers, the newest first, and passes over what is none', async () => {
    const upload = (name: string, content: string) =>
      fetch(`http://${cloud.addresses.storage}/upload/storage/v1/b/ledgers/o?uploadType=media&name=${name}`, {
        method: 'POST',
        body: content,
      });
    await upload('loads/one.json', '{"state":"done"}');
    await sleep(5);
    await upload('loads/two.json', '{"state":"failed"}');
    await upload('loads/broken.json', '{');
    await upload('loads/one/manifest.ndjson', '[]');
    const read = async (query: string) =>
      (await call('GET', `ledgers?${query}`)).json as { rows: { id: string; value: unknown }[]; total: number };
    assert.deepEqual(
      (await read('kind=load')).rows.map(({ id, value }) => [id, value]),
      [
        ['two', { state: 'failed' }],
        ['one', { state: 'done' }],
      ],
    );
    assert.deepEqual(await read('kind=window'), { rows: [], total: 0 });
    assert.deepEqual(
      (await read('kind=load&id=one')).rows.map(({ id }) => id),
      ['one'],
    );
    assert.deepEqual(
      (await read('match=TWO')).rows.map(({ id }) => id),
      ['two'],
    );
  });

  it('spares its reads from faults, and lets them strike its changes', async () => {
    cloud.faults.add({ service: 'pubsub', method: '*', kind: 'error', code: 'UNAVAILABLE', times: 0 });
    const topics = `pubsub/projects/${cloud.projectId}/topics`;
    assert.equal((await call('GET', topics)).status, 200);
    assert.equal(cloud.faults.list()[0]?.struck, 0);
    assert.equal((await call('POST', `${topics}/letters:publish`, { messages: [{ data: 'eA==' }] })).status, 503);
    assert.equal(cloud.faults.list()[0]?.struck, 1);
    cloud.faults.clear();
  });

  it('outlives a page that goes away while a service answers', async () => {
    cloud.faults.add({ service: 'bigquery', method: 'jobs.query', kind: 'slow', delayMs: 150 });
    const [host, port] = (cloud.addresses.console ?? '').split(':');
    const path = `/api/bigquery/projects/${cloud.projectId}/queries`;
    const asked = request({ host, port, path, method: 'POST', headers: { 'x-penstock-token': token } });
    asked.on('error', () => undefined);
    asked.end(JSON.stringify({ query: 'SELECT 1', useLegacySql: false }));
    await sleep(50);
    asked.destroy();
    await sleep(250);
    assert.equal((await call('GET', 'overview')).status, 200);
  });

  it('writes a result as CSV and as NDJSON, and names what is missing', async () => {
    const sql = "SELECT n, [n, n] AS list, IF(n = 2, NULL, 'a,b') AS text FROM UNNEST([1, 2]) AS n ORDER BY n";
    const { json } = await call('POST', `bigquery/projects/${cloud.projectId}/queries`, {
      query: sql,
      useLegacySql: false,
    });
    const { jobId } = json.jobReference as { jobId: string };
    const file = async (query: string) => (await fetch(`http://${cloud.addresses.console}/api/export?${query}`)).text();
    assert.equal(await file(`job=${jobId}`), 'n,list,text\r\n1,"[1,1]","a,b"\r\n2,"[2,2]",\r\n');
    assert.equal(
      await file(`job=${jobId}&format=ndjson`),
      '{"n":1,"list":[1,1],"text":"a,b"}\n{"n":2,"list":[2,2],"text":null}\n',
    );
    assert.match(await file('job=none'), /Not found: Job/);
    assert.match(await file(''), /Name what to download/);
  });
});
