/**
 * Bad input on both surfaces, from a fixed seed: whatever is sent, the answer is the service's own error (or a success),
 * the process lives on, and a message published before is still delivered in the end.
 */

import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { type ClientHttp2Session, connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { CODES } from '../../local/core/codes.ts';
import { mulberry32 } from '../../local/core/faults/faults.ts';
import { METHODS } from '../../local/pubsub/api/methods.ts';
import { encode } from '../../local/pubsub/wire/proto-types.ts';
import { bytesField, stringField } from '../../local/pubsub/wire/protobuf.ts';
import { type LocalPubsub, localPubsub } from '../support/pubsub-local.ts';
import { type Ground, groundOn, leave, ONCE, publish, pullAll } from '../support/pubsub-suite/ground.ts';

const CASES = process.env.PENSTOCK_SOAK === '1' ? 10_000 : 1000;
const TOPIC = 'projects/fuzz/topics/orders';
const SUBSCRIPTION = 'projects/fuzz/subscriptions/orders';
const SEED = 20_261_121;
const GRPC_CODES = new Set<number>([0, ...Object.values(CODES).map(({ grpc }) => grpc)]);

type Draw = () => number;

function pick<T>(draw: Draw, from: readonly T[]): T {
  return from[Math.floor(draw() * from.length)] as T;
}

/** Well-formed requests to start from; deletions are left out, so that the resources stay. */
const SEEDS: readonly (readonly [method: string, body: Buffer])[] = (
  [
    ['Publish', 'PublishRequest', { topic: TOPIC, messages: [{ data: Buffer.from('x'), attributes: { a: 'b' } }] }],
    ['CreateTopic', 'Topic', { name: 'projects/fuzz/topics/made', labels: { a: 'b' } }],
    ['UpdateTopic', 'UpdateTopicRequest', { topic: { name: TOPIC }, updateMask: { paths: ['labels'] } }],
    ['ListTopics', 'ListTopicsRequest', { project: 'projects/fuzz', pageSize: 3 }],
    [
      'CreateSubscription',
      'Subscription',
      {
        name: 'projects/fuzz/subscriptions/made',
        topic: 'projects/fuzz/topics/made',
        filter: 'attributes:a AND NOT attributes.b = "c"',
        retryPolicy: { minimumBackoff: { seconds: 3 } },
        deadLetterPolicy: { deadLetterTopic: TOPIC },
      },
    ],
    [
      'Pull',
      'PullRequest',
      { subscription: 'projects/fuzz/subscriptions/made', maxMessages: 3, returnImmediately: true },
    ],
    ['Acknowledge', 'AcknowledgeRequest', { subscription: SUBSCRIPTION, ackIds: ['1-a-b', '2-c-d'] }],
    [
      'ModifyAckDeadline',
      'ModifyAckDeadlineRequest',
      { subscription: SUBSCRIPTION, ackIds: ['1-a-b'], ackDeadlineSeconds: 10 },
    ],
    ['Seek', 'SeekRequest', { subscription: 'projects/fuzz/subscriptions/made', time: { seconds: 5 } }],
    ['CreateSnapshot', 'CreateSnapshotRequest', { name: 'projects/fuzz/snapshots/snap', subscription: SUBSCRIPTION }],
  ] as const
).map(([method, type, value]) => [method, Buffer.from(encode(type, value))]);

/** Flips, cuts, repeats and replaces bytes. */
function mangled(draw: Draw, body: Buffer): Buffer {
  let bytes: Buffer = Buffer.from(body);
  for (let times = 1 + Math.floor(draw() * 4); times > 0; times -= 1) {
    const at = Math.floor(draw() * (bytes.length + 1));
    const kind = Math.floor(draw() * 5);
    if (kind === 0 && bytes.length > 0) bytes[at % bytes.length] = Math.floor(draw() * 256);
    else if (kind === 1) bytes = bytes.subarray(0, at);
    else if (kind === 2) bytes = Buffer.concat([bytes, bytes.subarray(at)]);
    else if (kind === 3) bytes = Buffer.concat([bytes.subarray(0, at), noise(draw, 12), bytes.subarray(at)]);
    else bytes = Buffer.concat([bytes, Buffer.of(0xff, 0xff, 0xff, 0xff, 0x0f), noise(draw, 6)]);
  }
  return bytes;
}

function noise(draw: Draw, length: number): Buffer {
  return Buffer.from(Array.from({ length: Math.floor(draw() * length) }, () => Math.floor(draw() * 256)));
}

/** A gRPC call with any bytes; resolves to the status, or -1 where the stream itself was refused. */
function grpcCall(
  session: ClientHttp2Session,
  path: string,
  frame: Buffer,
): Promise<{ code: number; message: string }> {
  return new Promise((resolve) => {
    const stream = session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    let headers: Record<string, unknown> = {};
    const note = (more: object): void => {
      headers = { ...headers, ...more };
    };
    stream.on('response', note);
    stream.on('trailers', note);
    stream.on('error', () => {});
    stream.on('close', () => {
      const message = decodeURIComponent(String(headers['grpc-message'] ?? ''));
      resolve({ code: Number(headers['grpc-status'] ?? -1), message });
    });
    stream.resume();
    stream.end(frame);
  });
}

function framed(body: Buffer, declared = body.length): Buffer {
  const header = Buffer.alloc(5);
  header.writeUInt32BE(declared, 1);
  return Buffer.concat([header, body]);
}

const PATHS = [
  '/v1/projects/fuzz/topics/orders',
  '/v1/projects/fuzz/topics/made',
  '/v1/projects/fuzz/topics/made:publish',
  '/v1/projects/fuzz/subscriptions/made',
  '/v1/projects/fuzz/subscriptions/made:pull',
  '/v1/projects/fuzz/subscriptions/made:seek',
  '/v1/projects/fuzz/subscriptions/made:modifyPushConfig',
  '/v1/projects/fuzz/snapshots/snap',
  '/v1/projects/fuzz/topics',
  '/v1/projects/../topics/%2e%2e/%00',
  '/v1//topics/x:y:z',
  '/v1/projects/fuzz/topics/%ff',
  '/v1/projects/fuzz/subscriptions?pageSize=-1&pageToken=%00&x=1',
];

const VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  2 ** 53,
  '',
  'x',
  '5s',
  '-5s',
  '2026-01-01T00:00:00Z',
  'projects/fuzz/topics/orders',
  [],
  {},
  [[]],
  { a: { b: 1 } },
  { seconds: 1 },
  ['x', 1],
  '\u0000',
  '𝒳'.repeat(300),
];
const FIELDS = [
  'name',
  'topic',
  'subscription',
  'messages',
  'labels',
  'filter',
  'updateMask',
  'pushConfig',
  'ackDeadlineSeconds',
  'retryPolicy',
  'maxMessages',
  'returnImmediately',
  'time',
  'snapshot',
  'ackIds',
  '__proto__',
  'constructor',
  'toString',
  'messageRetentionDuration',
  'expirationPolicy',
  'deadLetterPolicy',
  'schemaSettings',
  'state',
];

function randomJson(draw: Draw): string {
  const kind = draw();
  if (kind < 0.1) return '['.repeat(1 + Math.floor(draw() * 50_000));
  if (kind < 0.2)
    return `${'{"topic":'.repeat(1 + Math.floor(draw() * 2000))}1${'}'.repeat(Math.floor(draw() * 2000))}`;
  if (kind < 0.3) return noise(draw, 60).toString('latin1');
  const entries = Array.from({ length: Math.floor(draw() * 4) }, () => {
    const value = draw() < 0.5 ? pick(draw, VALUES) : { [pick(draw, FIELDS)]: pick(draw, VALUES) };
    return `${JSON.stringify(pick(draw, FIELDS))}:${JSON.stringify(value)}`;
  });
  return `{"returnImmediately":true${entries.map((entry) => `,${entry}`).join('')}}`;
}

describe('bad input to the local Pub/Sub', () => {
  let local: LocalPubsub;
  let ground: Ground;

  before(async () => {
    process.env.METADATA_SERVER_DETECTION = 'none';
    local = await localPubsub(undefined, { pullWaitMs: 1 });
    ground = groundOn(local);
    await ground.publisher.createTopic({ name: TOPIC }, ONCE);
    await ground.subscriber.createSubscription({ name: SUBSCRIPTION, topic: TOPIC }, ONCE);
    await publish(ground, TOPIC, 'survivor');
  });
  after(async () => {
    await leave(ground);
    await local.close();
  });

  it(`answers ${CASES} mangled gRPC requests with a status of its own`, async () => {
    const draw = mulberry32(SEED);
    const session = connectHttp2(`http://${local.address}`);
    session.on('error', () => {});
    const names = METHODS.filter(({ name }) => !name.startsWith('Delete') && name !== 'DetachSubscription');
    for (let at = 0; at < CASES; at += 1) {
      const [seedMethod, seedBody] = pick(draw, SEEDS);
      const method = draw() < 0.8 ? METHODS.find(({ name }) => name === seedMethod) : pick(draw, names);
      const body = draw() < 0.9 ? mangled(draw, seedBody) : noise(draw, 200);
      const frame = draw() < 0.95 ? framed(body) : framed(body, Math.floor(draw() * 2 ** 32));
      const path = `/google.pubsub.v1.${method?.service}/${draw() < 0.97 ? method?.name : 'Nonsense'}`;
      const { code, message } = await grpcCall(session, path, frame);
      assert.ok(GRPC_CODES.has(code), `case ${at}: ${path} answered ${code} ${message}`);
      if (frame.length === body.length + 5 && frame.readUInt32BE(1) === body.length) {
        assert.notEqual(code, CODES.INTERNAL.grpc, `case ${at}: ${path} answered INTERNAL ${message}`);
      }
    }
    session.destroy();
  }).timeout(300_000);

  it('answers a message nested ten thousand levels deep', async () => {
    const wrap = (tag: number, inner: Buffer): Buffer => bytesField(tag, inner);
    let value: Buffer = Buffer.alloc(0);
    // Value.struct_value = 5 -> Struct.fields = 1 -> entry value = 2 -> …
    for (let depth = 0; depth < 10_000; depth += 1) value = wrap(1, wrap(2, wrap(5, value)));
    const transform = wrap(6, wrap(2, wrap(1, value)));
    const body = Buffer.concat([stringField(1, 'projects/fuzz/topics/deep'), wrap(13, transform)]);
    const session = connectHttp2(`http://${local.address}`);
    const { code } = await grpcCall(session, '/google.pubsub.v1.Publisher/CreateTopic', framed(body));
    assert.ok(
      [CODES.INVALID_ARGUMENT.grpc, CODES.UNIMPLEMENTED.grpc].some((one) => one === code),
      `answered ${code}`,
    );
    session.destroy();
  });

  it(`ends ${CASES} mangled streaming pulls with a status of its own`, async () => {
    const draw = mulberry32(SEED + 1);
    const first = Buffer.concat([
      Buffer.from([0x0a, SUBSCRIPTION.length]),
      Buffer.from(SUBSCRIPTION),
      Buffer.of(0x28, 10),
    ]);
    const session = connectHttp2(`http://${local.address}`);
    session.on('error', () => {});
    for (let at = 0; at < CASES; at += 1) {
      // A limit of no room for messages: the survivor stays where it is.
      const frames = [framed(mangled(draw, first)), framed(noise(draw, 40)), framed(mangled(draw, first))];
      const { code, message } = await grpcCall(
        session,
        '/google.pubsub.v1.Subscriber/StreamingPull',
        Buffer.concat(frames),
      );
      assert.ok(GRPC_CODES.has(code), `case ${at}: answered ${code} ${message}`);
      assert.notEqual(code, CODES.INTERNAL.grpc, `case ${at}: answered INTERNAL ${message}`);
    }
    session.destroy();
  }).timeout(300_000);

  it(`answers ${CASES} mangled REST requests with JSON of its own`, async () => {
    const draw = mulberry32(SEED + 2);
    for (let at = 0; at < CASES; at += 1) {
      const verb = pick(draw, ['GET', 'PUT', 'POST', 'PATCH', 'OPTIONS', 'HEAD']);
      const path = pick(draw, PATHS);
      const payload = randomJson(draw);
      const { status, text } = await restCall(local.address, verb, path, payload);
      assert.ok(
        status >= 200 && status < 600 && status !== 500,
        `case ${at}: ${verb} ${path} answered ${status} ${text}`,
      );
      if (status >= 400 && verb !== 'HEAD') assert.equal(JSON.parse(text).error.code, status, `case ${at}: ${text}`);
    }
  }).timeout(300_000);

  it(`survives ${CASES / 10} connections of noise`, async () => {
    const draw = mulberry32(SEED + 3);
    const [host = '', port = ''] = local.address.split(':');
    for (let at = 0; at < CASES / 10; at += 1) {
      await new Promise<void>((resolve) => {
        const socket = connect(Number(port), host, () => {
          const preface = draw() < 0.5 ? 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n' : draw() < 0.5 ? 'PRI * H' : '';
          socket.end(Buffer.concat([Buffer.from(preface), noise(draw, 400)]));
        });
        socket.on('error', () => {});
        socket.on('close', () => resolve());
        socket.resume();
      });
    }
  }).timeout(300_000);

  it('still delivers what was published before', async () => {
    await local.pass(700_000);
    const seen = new Set<string>();
    while (!seen.has('survivor')) {
      for (const { text } of await pullAll(ground, SUBSCRIPTION, 1)) seen.add(text);
    }
  });
});

function restCall(
  address: string,
  method: string,
  path: string,
  payload: string,
): Promise<{ status: number; text: string }> {
  const [host = '', port = ''] = address.split(':');
  return new Promise((resolve, reject) => {
    const headers = { 'content-length': Buffer.byteLength(payload) };
    const request = httpRequest({ host, port, method, path, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    request.on('error', reject);
    request.end(payload);
  });
}
