import assert from 'node:assert/strict';
import avro from 'avsc';
import { startTestCloud, type TestCloud, type TestProject } from '../../local/testing/index.ts';
import { queryRows } from '../support/suite.ts';

type Json = Record<string, unknown>;

describe('subscriptions that write to BigQuery and Cloud Storage', () => {
  let cloud: TestCloud;
  let project: TestProject;
  before(async () => {
    cloud = await startTestCloud();
  });
  beforeEach(async () => {
    project = await cloud.project({ topics: ['orders', 'dead'], datasets: ['d'], buckets: ['out'] });
  });
  afterEach(() => cloud.reset());
  after(() => cloud.close());

  const call = async (
    method: string,
    path: string,
    body?: Json,
  ): Promise<{ status: number; body: Json & { error?: Json } }> => {
    const response = await fetch(`http://${cloud.addresses.pubsub}/v1/projects/${project.projectId}/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Json };
  };
  const subscribe = (config: Json): ReturnType<typeof call> =>
    call('PUT', 'subscriptions/export', { topic: `projects/${project.projectId}/topics/orders`, ...config });
  const publish = async (...messages: readonly { data?: string; attributes?: Json }[]): Promise<string[]> => {
    const { status, body } = await call('POST', 'topics/orders:publish', {
      messages: messages.map(({ data = '', attributes }) => ({
        data: Buffer.from(data).toString('base64'),
        attributes,
      })),
    });
    assert.equal(status, 200, JSON.stringify(body));
    return body.messageIds as string[];
  };
  const query = (sql: string): Promise<readonly (readonly unknown[])[]> =>
    queryRows({ addresses: cloud.addresses, projectId: project.projectId }, sql);
  const table = (name: string): string => `${project.projectId}.d.${name}`;

  it('write the data of each message into a column of BYTES, STRING or JSON', async () => {
    for (const [type, shown] of [
      ['BYTES', ['eyJhIjoxfQ==']],
      ['STRING', ['{"a":1}']],
      ['JSON', ['{"a":1}']],
    ] as const) {
      await query(`CREATE TABLE d.${type} (data ${type})`);
      const { status, body } = await call('PUT', `subscriptions/to-${type}`, {
        topic: `projects/${project.projectId}/topics/orders`,
        bigqueryConfig: { table: table(type) },
      });
      assert.equal(status, 200, JSON.stringify(body));
      assert.deepEqual(body.bigqueryConfig, { table: table(type), state: 'ACTIVE' });
      await publish({ data: '{"a":1}' });
      await cloud.idle();
      assert.deepEqual(await query(`SELECT data FROM d.${type}`), [shown]);
    }
  });

  it('write subscription, id, time and attributes beside the data where that is asked for', async () => {
    await query(
      'CREATE TABLE d.t (subscription_name STRING, message_id STRING, publish_time TIMESTAMP, attributes JSON, data STRING)',
    );
    await subscribe({ bigqueryConfig: { table: table('t'), writeMetadata: true } });
    const ids = await publish({ data: 'a', attributes: { k: 'v"' } }, { data: 'b' });
    await cloud.idle();
    const rows = await query(
      'SELECT subscription_name, message_id, TIMESTAMP_DIFF(CURRENT_TIMESTAMP(), publish_time, MINUTE), attributes, data FROM d.t ORDER BY data',
    );
    const name = `projects/${project.projectId}/subscriptions/export`;
    assert.deepEqual(rows, [
      [name, ids[0], '0', '{"k":"v\\""}', 'a'],
      [name, ids[1], '0', '{}', 'b'],
    ]);
  });

  it('write the fields of JSON messages into the columns of their names, and send what does not fit to the dead letters', async () => {
    await query('CREATE TABLE d.t (id INT64 NOT NULL, name STRING, made TIMESTAMP)');
    await call('PUT', 'subscriptions/letters', { topic: `projects/${project.projectId}/topics/dead` });
    await subscribe({
      bigqueryConfig: { table: table('t'), useTableSchema: true },
      deadLetterPolicy: { deadLetterTopic: `projects/${project.projectId}/topics/dead`, maxDeliveryAttempts: 5 },
    });
    const good = { id: 1, name: 'é', made: '2026-01-02T03:04:05Z' };
    await publish(
      { data: JSON.stringify(good) },
      { data: '{"name":"no id"}' },
      { data: '{"id":2,"more":1}' },
      { data: 'no JSON' },
    );
    await cloud.idle();
    assert.deepEqual(await query("SELECT id, name, FORMAT_TIMESTAMP('%F %T', made) FROM d.t"), [
      ['1', 'é', '2026-01-02 03:04:05'],
    ]);
    const { body } = await call('POST', 'subscriptions/letters:pull', { maxMessages: 10 });
    const received = body.receivedMessages as { ackId: string; message: { data: string } }[];
    const letters = received.map(({ message }) => Buffer.from(message.data, 'base64').toString());
    // Until then the cloud is not idle: its next user would wait for the leases to end.
    await call('POST', 'subscriptions/letters:acknowledge', { ackIds: received.map(({ ackId }) => ackId) });
    assert.deepEqual(letters.toSorted(), ['no JSON', '{"id":2,"more":1}', '{"name":"no id"}']);
  });

  it('leave fields without a column out where that is asked for', async () => {
    await query('CREATE TABLE d.t (id INT64)');
    await subscribe({ bigqueryConfig: { table: table('t'), useTableSchema: true, dropUnknownFields: true } });
    await publish({ data: '{"id":2,"more":1}' });
    await cloud.idle();
    assert.deepEqual(await query('SELECT id FROM d.t'), [['2']]);
  });

  it('keep the messages while the table is gone, and write them when it is there again', async () => {
    await query('CREATE TABLE d.t (data STRING)');
    await subscribe({ bigqueryConfig: { table: table('t') } });
    await query('DROP TABLE d.t');
    await publish({ data: 'kept' });
    await assert.rejects(cloud.idle({ timeoutMs: 100 }), /subscriptions\/export has 1 messages/);
    await query('CREATE TABLE d.t (data STRING)');
    await cloud.idle();
    assert.deepEqual(await query('SELECT data FROM d.t'), [['kept']]);
  });

  const objects = async (): Promise<readonly { name: string; contentType: string; body: Buffer }[]> => {
    const base = `http://${cloud.addresses.storage}/storage/v1/b/${project.bucket('out')}/o`;
    const listed = (await (await fetch(base)).json()) as { items?: { name: string; contentType: string }[] };
    return Promise.all(
      (listed.items ?? []).map(async ({ name, contentType }) => {
        const media = await fetch(`${base}/${encodeURIComponent(name)}?alt=media`);
        return { name, contentType, body: Buffer.from(await media.arrayBuffer()) };
      }),
    );
  };

  it('write a file of lines when its time is over', async () => {
    const { status, body } = await subscribe({
      cloudStorageConfig: {
        bucket: project.bucket('out'),
        filenamePrefix: 'in/',
        filenameSuffix: '.ndjson',
        filenameDatetimeFormat: 'YYYY/MM/DD',
        maxDuration: '60s',
      },
    });
    assert.equal(status, 200, JSON.stringify(body));
    await publish({ data: '{"a":1}' });
    await publish({ data: '{"a":2}' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(await objects(), []);
    cloud.clock.advance({ seconds: 61 });
    await cloud.idle();
    const files = await objects();
    assert.deepEqual(
      files.map(({ body }) => body.toString()),
      ['{"a":1}\n{"a":2}\n'],
    );
    assert.match(files[0]?.name ?? '', /^in\/\d{4}\/\d\d\/\d\d_[0-9a-f-]{36}\.ndjson$/);
  });

  it('write an Avro file with metadata', async () => {
    await subscribe({
      cloudStorageConfig: { bucket: project.bucket('out'), avroConfig: { writeMetadata: true }, maxDuration: '60s' },
    });
    const ids = await publish({ data: 'x', attributes: { k: 'v' } }, { data: 'y' });
    cloud.clock.advance({ seconds: 61 });
    await cloud.idle();
    const [file] = await objects();
    const decoder = new avro.streams.BlockDecoder();
    const rows: Json[] = [];
    decoder.on('data', (row: Json) => rows.push({ ...row }));
    decoder.end(file?.body);
    await new Promise((resolve) => decoder.on('end', resolve));
    assert.deepEqual(
      rows.map(({ message_id, attributes, data }) => [message_id, { ...(attributes as Json) }, String(data)]),
      [
        [ids[0], { k: 'v' }, 'x'],
        [ids[1], {}, 'y'],
      ],
    );
  });

  for (const [what, config, status, message] of [
    ['a table that is not there', { bigqueryConfig: { table: 'p.d.none' } }, 404, /table not found: p\.d\.none/],
    ['a bucket that is not there', { cloudStorageConfig: { bucket: 'none-such' } }, 404, /bucket not found/],
    [
      'two places at once',
      { cloudStorageConfig: { bucket: 'b' }, bigqueryConfig: { table: 'p.d.t' } },
      400,
      /has one of/,
    ],
    [
      'a file that grows for less than a minute',
      { cloudStorageConfig: { bucket: 'b', maxDuration: '59s' } },
      400,
      /max_duration/,
    ],
    [
      'unknown fields dropped without a schema',
      { bigqueryConfig: { table: 'p.d.t', dropUnknownFields: true } },
      400,
      /drop_unknown/,
    ],
  ] as const) {
    it(`are refused for ${what}`, async () => {
      const answer = await subscribe(config);
      assert.match(String(answer.body.error?.message), message);
      assert.equal(answer.status, status);
    });
  }

  it('are refused for a table without the columns', async () => {
    await query('CREATE TABLE d.t (id INT64)');
    const { status, body } = await subscribe({ bigqueryConfig: { table: table('t') } });
    assert.equal(status, 400);
    assert.match(String(body.error?.message), /needs a column data of type BYTES or STRING or JSON/);
  });

  it('cannot be pulled', async () => {
    await query('CREATE TABLE d.t (data BYTES)');
    await subscribe({ bigqueryConfig: { table: table('t') } });
    assert.equal((await call('POST', 'subscriptions/export:pull', { maxMessages: 1 })).status, 400);
  });
});
