import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { type LocalPubsub, localPubsub } from '../support/pubsub-local.ts';

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: an answer is whatever JSON it is; the assertions say what it must be.
  readonly body: any;
}

describe('the local Pub/Sub over REST', () => {
  let local: LocalPubsub;
  const v1 = 'v1/projects/rest';

  async function call(verb: string, path: string, body?: unknown): Promise<Answer> {
    const payload = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    const response = await fetch(`http://${local.address}/${path}`, { method: verb, ...payload });
    const text = await response.text();
    return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
  }

  function refusal(answer: Answer, code: number, status: string, message: RegExp): void {
    assert.equal(answer.status, code, JSON.stringify(answer.body));
    assert.deepEqual([answer.body.error.code, answer.body.error.status], [code, status]);
    assert.match(answer.body.error.message, message);
  }

  before(async () => {
    local = await localPubsub(undefined, { pullWaitMs: 200 });
    await call('PUT', `${v1}/topics/orders`, {});
    await call('PUT', `${v1}/subscriptions/orders`, { topic: 'projects/rest/topics/orders' });
  });
  after(() => local.close());

  it('says that it is up at its root', async () => {
    assert.deepEqual(await call('GET', ''), { status: 200, body: 'Ok\n' });
  });

  it('takes a compressed publish, and refuses what only says that it is compressed', async () => {
    const path = `http://${local.address}/${v1}/topics/orders:publish`;
    const headers = { 'content-encoding': 'gzip', 'content-type': 'application/json' };
    const message = JSON.stringify({ messages: [{ data: 'aGVsbG8=' }] });
    const sent = await fetch(path, { method: 'POST', headers, body: gzipSync(message) });
    assert.equal(((await sent.json()) as { messageIds: string[] }).messageIds.length, 1);
    const broken = await fetch(path, { method: 'POST', headers, body: message });
    assert.equal(broken.status, 400);
    await broken.text();
    const pulled = await call('POST', `${v1}/subscriptions/orders:pull`, { maxMessages: 10 });
    assert.equal(pulled.body.receivedMessages[0].message.data, 'aGVsbG8=');
    const ackIds = [pulled.body.receivedMessages[0].ackId];
    await call('POST', `${v1}/subscriptions/orders:acknowledge`, { ackIds });
  });

  it('takes a PATCH that comes as a POST', async () => {
    await call('PUT', `${v1}/topics/patched`, {});
    const sent = await fetch(`http://${local.address}/${v1}/topics/patched`, {
      method: 'POST',
      headers: { 'x-http-method-override': 'PATCH' },
      body: JSON.stringify({ topic: { labels: { a: 'b' } }, updateMask: 'labels' }),
    });
    assert.deepEqual(((await sent.json()) as { labels: unknown }).labels, { a: 'b' });
  });

  it('answers resources as proto3 JSON', async () => {
    const config = {
      topic: 'projects/rest/topics/orders',
      ackDeadlineSeconds: 20,
      messageRetentionDuration: '1200.500s',
      labels: { team: 'data' },
      retryPolicy: { minimumBackoff: '1s' },
    };
    const made = await call('PUT', `${v1}/subscriptions/shown`, config);
    assert.deepEqual(made, {
      status: 200,
      body: {
        name: 'projects/rest/subscriptions/shown',
        topic: 'projects/rest/topics/orders',
        pushConfig: {},
        ackDeadlineSeconds: 20,
        messageRetentionDuration: '1200.500s',
        labels: { team: 'data' },
        expirationPolicy: { ttl: '2678400s' },
        retryPolicy: { minimumBackoff: '1s', maximumBackoff: '600s' },
        state: 'ACTIVE',
      },
    });
    assert.deepEqual(await call('GET', `${v1}/subscriptions/shown`), made);
  });

  it('publishes, pulls, extends and acknowledges', async () => {
    const messages = [{ data: Buffer.from('hi').toString('base64'), attributes: { a: 'b' } }];
    const published = await call('POST', `${v1}/topics/orders:publish`, { messages });
    const [id] = published.body.messageIds;
    const pulled = await call('POST', `${v1}/subscriptions/orders:pull`, { maxMessages: 5 });
    const [received] = pulled.body.receivedMessages;
    assert.equal(received.message.messageId, id);
    assert.equal(received.message.data, 'aGk=');
    assert.deepEqual(received.message.attributes, { a: 'b' });
    assert.match(received.message.publishTime, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/);
    const ackIds = [received.ackId];
    const extend = { ackIds, ackDeadlineSeconds: 30 };
    assert.deepEqual(await call('POST', `${v1}/subscriptions/orders:modifyAckDeadline`, extend), {
      status: 200,
      body: {},
    });
    assert.deepEqual(await call('POST', `${v1}/subscriptions/orders:acknowledge`, { ackIds }), {
      status: 200,
      body: {},
    });
    assert.deepEqual(await call('POST', `${v1}/subscriptions/orders:pull`, { maxMessages: 5 }), {
      status: 200,
      body: {},
    });
  });

  it('lists in pages by query parameter', async () => {
    for (const id of ['aaa', 'bbb', 'ccc']) await call('PUT', `v1/projects/pages/topics/${id}`);
    const first = await call('GET', 'v1/projects/pages/topics?pageSize=2&alt=json');
    assert.equal(first.body.topics.length, 2);
    const rest = await call('GET', `v1/projects/pages/topics?pageSize=2&pageToken=${first.body.nextPageToken}`);
    assert.deepEqual(rest.body, { topics: [{ name: 'projects/pages/topics/ccc', state: 'ACTIVE' }] });
  });

  it('patches by a mask in either spelling', async () => {
    const topic = { labels: { a: 'b' }, messageRetentionDuration: '3600s' };
    const patched = await call('PATCH', `${v1}/topics/orders`, {
      topic,
      updateMask: 'labels,messageRetentionDuration',
    });
    assert.deepEqual([patched.body.labels, patched.body.messageRetentionDuration], [{ a: 'b' }, '3600s']);
    const shown = await call('GET', `${v1}/subscriptions/orders`);
    assert.equal(shown.body.topicMessageRetentionDuration, '3600s');
    const undone = await call('PATCH', `${v1}/topics/orders`, { topic: {}, update_mask: 'message_retention_duration' });
    assert.equal(undone.body.messageRetentionDuration, undefined);
  });

  it('makes, seeks to and deletes snapshots, and detaches', async () => {
    const subscription = 'projects/rest/subscriptions/orders';
    const made = await call('PUT', `${v1}/snapshots/snap`, { subscription });
    assert.match(made.body.expireTime, /Z$/);
    assert.deepEqual((await call('GET', `${v1}/topics/orders/snapshots`)).body, {
      snapshots: ['projects/rest/snapshots/snap'],
    });
    const snapshot = 'projects/rest/snapshots/snap';
    assert.equal((await call('POST', `${v1}/subscriptions/orders:seek`, { snapshot })).status, 200);
    const time = '2026-01-01T00:00:00+01:00';
    assert.equal((await call('POST', `${v1}/subscriptions/orders:seek`, { time })).status, 200);
    assert.deepEqual(await call('DELETE', `${v1}/snapshots/snap`), { status: 200, body: {} });
    await call('PUT', `${v1}/subscriptions/loose`, { topic: 'projects/rest/topics/orders' });
    assert.equal((await call('POST', `${v1}/subscriptions/loose:detach`)).status, 200);
    const pull = await call('POST', `${v1}/subscriptions/loose:pull`, { maxMessages: 1 });
    refusal(pull, 400, 'FAILED_PRECONDITION', /detached/);
  });

  const REFUSED: readonly (readonly [what: string, verb: string, path: string, body: unknown, error: RegExp])[] = [
    ['malformed JSON', 'PUT', `${v1}/topics/bad`, '{"a":', /Invalid JSON payload/],
    ['a body that is no object', 'PUT', `${v1}/topics/bad`, '[1]', /must be an object/],
    ['an unknown field', 'PUT', `${v1}/topics/bad`, { nope: 1 }, /Unknown name "nope": Cannot find field/],
    ['an unknown field further in', 'PATCH', `${v1}/topics/orders`, { topic: { nope: 1 } }, /"nope" at 'topic'/],
    ['a field inherited from Object', 'PUT', `${v1}/topics/bad`, '{"constructor":1,"__proto__":{}}', /Unknown name/],
    [
      'text for a number',
      'PUT',
      `${v1}/subscriptions/bad`,
      { ackDeadlineSeconds: 'x' },
      /'ack_deadline_seconds' \(TYPE_INT32\), "x"/,
    ],
    ['a number beyond int32', 'PUT', `${v1}/subscriptions/bad`, { ackDeadlineSeconds: 2 ** 31 }, /TYPE_INT32/],
    ['a number for text', 'PUT', `${v1}/subscriptions/bad`, { topic: 1 }, /'topic' \(TYPE_STRING\), 1/],
    [
      'no duration',
      'PUT',
      `${v1}/subscriptions/bad`,
      { messageRetentionDuration: '5' },
      /'message_retention_duration' \(Duration\)/,
    ],
    ['no timestamp', 'POST', `${v1}/subscriptions/orders:seek`, { time: 'now' }, /'time' \(Timestamp\)/],
    [
      'no base64',
      'POST',
      `${v1}/topics/orders:publish`,
      { messages: [{ data: '%%' }] },
      /'messages\[0\].data' \(TYPE_BYTES\)/,
    ],
    ['no list', 'POST', `${v1}/topics/orders:publish`, { messages: {} }, /'messages'/],
    ['an unknown query parameter', 'GET', `${v1}/topics?colour=red`, undefined, /Cannot bind query parameter/],
    ['a badly encoded name', 'GET', `${v1}/topics/a%zzb`, undefined, /Invalid resource name given/],
  ];
  for (const [what, verb, path, body, error] of REFUSED) {
    it(`refuses ${what} and names the place`, async () => {
      refusal(await call(verb, path, body), 400, 'INVALID_ARGUMENT', error);
    });
  }

  it('refuses text that is not UTF-8, and publishes no other characters in its place', async () => {
    const body = Buffer.from('{"messages":[{"attributes":{"a":"\xff"}}]}', 'latin1');
    const response = await fetch(`http://${local.address}/${v1}/topics/orders:publish`, { method: 'POST', body });
    assert.equal(response.status, 400);
    assert.match(await response.text(), /Invalid JSON payload received\./);
  });

  it('answers missing resources and unknown URLs', async () => {
    refusal(await call('GET', `${v1}/topics/missing`), 404, 'NOT_FOUND', /Resource not found \(resource=missing\)\./);
    refusal(await call('PUT', `${v1}/topics/orders`), 409, 'ALREADY_EXISTS', /\(resource=orders\)/);
    refusal(await call('GET', 'v2/anything'), 404, 'NOT_FOUND', /not found on this server/);
    refusal(await call('POST', `${v1}/topics/orders:frobnicate`), 404, 'NOT_FOUND', /not found/);
  });

  it('refuses a body beyond every limit without reading it', async () => {
    const huge = JSON.stringify({ messages: [{ data: 'A'.repeat(20 * 1024 * 1024) }] });
    const answer = await call('POST', `${v1}/topics/orders:publish`, huge);
    refusal(answer, 400, 'INVALID_ARGUMENT', /Request payload size exceeds the limit/);
  });

  it('answers what is not HTTP with an error, and serves on', async () => {
    const [host = '', port = ''] = local.address.split(':');
    const socket = connect(Number(port), host);
    const answered = new Promise<string>((resolve) => {
      let text = '';
      socket.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      socket.on('close', () => resolve(text));
    });
    socket.write('\u0000\u0001 nonsense\r\n\r\n');
    assert.match(await answered, /^HTTP\/1.1 400 Bad Request.*INVALID_ARGUMENT/s);
    assert.equal((await call('GET', '')).status, 200);
  });
});
