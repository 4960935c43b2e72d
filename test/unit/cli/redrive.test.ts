import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalCloud, startLocalCloud } from '../../../local/index.ts';
import { setEnvironment } from '../../support/environment.ts';
import { penstock } from '../../support/penstock.ts';
import { pullAll } from '../../support/pull.ts';

describe('penstock redrive', () => {
  let cloud: LocalCloud;
  let folder: string;
  let restore: () => void;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'penstock-redrive-'));
    cloud = await startLocalCloud({
      resources: {
        buckets: ['rejected'],
        topics: ['issues', 'errors'],
        subscriptions: [
          { name: 'issues-sub', topic: 'issues' },
          { name: 'errors-sub', topic: 'errors' },
        ],
      },
    });
    restore = setEnvironment(cloud.env);
  });
  afterEach(async () => {
    restore();
    await cloud.close();
    await rm(folder, { recursive: true });
  });

  const redrive = (...args: readonly string[]) => penstock(['redrive', ...args, '--to', 'issues'], { env: cloud.env });
  const sub = (name: string): string => `projects/${cloud.projectId}/subscriptions/${name}`;
  const sent = async (): Promise<readonly string[]> =>
    (await pullAll(cloud.addresses.pubsub as string, sub('issues-sub'))).map(({ data }) => data.toString()).sort();

  /** Records as a door writes them: two that can be sent, and one without its payload. */
  async function reject(): Promise<void> {
    const messages = [
      { data: 'b25l', attributes: { error_type: 'sending', error_reason: 'TOO_LONG' } },
      { data: 'dHdv', attributes: { error_type: 'sending', error_reason: 'OTHER', a: 'b' } },
      { data: '', attributes: { error_type: 'sending', error_reason: 'OTHER', payload_omitted: 'true' } },
    ];
    const url = `http://${cloud.addresses.pubsub}/v1/projects/${cloud.projectId}/topics/errors:publish`;
    assert.equal((await fetch(url, { method: 'POST', body: JSON.stringify({ messages }) })).status, 200);
  }

  it('counts in a dry run what it would send, and sends and takes nothing', async () => {
    await reject();
    const { code, out } = await redrive('errors-sub', '--dry-run');
    assert.deepEqual([code, out], [3, '3 read, 2 would be sent, 0 failed, 1 stay (payload-missing)\n']);
    assert.deepEqual(await sent(), []);
    assert.match((await redrive('errors-sub', '--dry-run')).out, /^3 read/);
  });

  it('sends what the filter takes, and leaves the rest in the subscription', async () => {
    await reject();
    const first = await redrive(sub('errors-sub'), '--only', 'error_reason=TOO_LONG', '--json');
    assert.deepEqual(JSON.parse(first.out), {
      dryRun: false,
      read: 3,
      sent: 1,
      failed: 0,
      left: { filtered: 2, 'payload-missing': 0, 'attributes-missing': 0 },
    });
    assert.equal(first.code, 0);
    assert.deepEqual(await sent(), ['one']);
    const second = await redrive('errors-sub');
    assert.deepEqual([second.code, second.out], [3, '2 read, 1 sent, 0 failed, 1 stay (payload-missing)\n']);
    assert.deepEqual(await sent(), ['two']);
  });

  it('sends records of a prefix, goes on where its cursor is, and deletes what is sent', async () => {
    const put = (name: string, body: string): Promise<Response> =>
      fetch(`http://${cloud.addresses.storage}/upload/storage/v1/b/rejected/o?uploadType=media&name=${name}`, {
        method: 'POST',
        body,
      });
    const line = (text: string): string =>
      `${JSON.stringify({ data: Buffer.from(text).toString('base64'), attributes: { error_type: 'sending' } })}\n`;
    await put('errors/a.ndjson', line('one') + line('two'));
    const cursor = join(folder, 'cursor');
    const first = await redrive('gs://rejected/errors/', '--cursor', cursor, '--delete-sent');
    assert.deepEqual([first.code, first.out, first.error], [0, '2 read, 2 sent, 0 failed\n', '']);
    assert.deepEqual(await sent(), ['one', 'two']);
    assert.equal(await readFile(cursor, 'utf8'), 'errors/a.ndjson');
    await put('errors/b.ndjson', line('three'));
    assert.equal((await redrive('gs://rejected/errors/', '--cursor', cursor)).out, '1 read, 1 sent, 0 failed\n');
    assert.deepEqual(await sent(), ['three']);
    const listed = await fetch(`http://${cloud.addresses.storage}/storage/v1/b/rejected/o`);
    const { items } = (await listed.json()) as { readonly items: readonly { readonly name: string }[] };
    assert.deepEqual(
      items.map(({ name }) => name),
      ['errors/b.ndjson'],
    );
  });

  for (const [args, message] of [
    [['a/b'], /a\/b is neither a subscription nor gs:\/\/bucket\/prefix/],
    [['errors-sub', '--delete-sent'], /--cursor and --delete-sent mean something for gs:\/\/bucket\/prefix only/],
    [['errors-sub', '--only', 'x'], /--only: found "x"/],
  ] as const) {
    it(`refuses ${args.join(' ')}`, async () => {
      const { code, error } = await redrive(...args);
      assert.equal(code, 2);
      assert.match(error, message);
    });
  }
});
