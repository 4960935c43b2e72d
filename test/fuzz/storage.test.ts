import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mulberry32 } from '../../local/core/faults/faults.ts';
import { type Reply, type StorageFixture, send, storageFixture } from '../support/storage.ts';

const SEED = 20_261_121;
const CASES = process.env.PENSTOCK_SOAK === '1' ? 10_000 : 2_500;
const CONCURRENT = 16;

describe('Cloud Storage given bad input', () => {
  let folder: string;
  let fixture: StorageFixture;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'penstock-storage-fuzz-'));
    fixture = await storageFixture({ stateDir: join(folder, 'state') });
    await fixture.client.createBucket('fuzz-bucket');
    for (const name of ['a', 'b'])
      await fixture.client.bucket('fuzz-bucket').file(name).save(name, { resumable: false });
    // A lucky case must not empty and delete the bucket that the others are aimed at.
    await fixture.client.bucket('fuzz-bucket').file('kept').save('', { resumable: false });
    await fixture.client.bucket('fuzz-bucket').file('kept').setMetadata({ temporaryHold: true });
  });
  after(async () => {
    await fixture.close();
    await rm(folder, { recursive: true, force: true });
  });

  it(`answers ${CASES} malformed requests in its own words and goes on (seed ${SEED})`, async () => {
    const random = mulberry32(SEED);
    const cases = Array.from({ length: CASES }, () => makeCase(random));
    let next = 0;
    const lane = async (): Promise<void> => {
      for (let i = next; i < cases.length; i = next) {
        next += 1;
        const one = cases[i] as Case;
        const reply = await send(fixture.service.address, one.method, one.path, one);
        checkReply(one, reply);
      }
    };
    await Promise.all(Array.from({ length: CONCURRENT }, lane));
    assert.equal((await send(fixture.service.address, 'GET', '/b/fuzz-bucket')).status, 200);
  });

  it('keeps every file of its own inside its folder', async () => {
    assert.deepEqual(await readdir(folder), ['state']);
    assert.deepEqual((await readdir(join(folder, 'state'))).sort(), ['content', 'journal']);
    const files = await readdir(join(folder, 'state', 'content', 'files'));
    assert.ok(files.every((file) => /^f[0-9a-f-]{36}$/.test(file)));
  });

  it('survives bytes that are no HTTP', async () => {
    const random = mulberry32(SEED + 1);
    const [host = '', port] = fixture.service.address.split(':');
    for (let i = 0; i < 50; i += 1) {
      const socket = connect(Number(port), host);
      socket.on('error', () => undefined);
      socket.resume();
      socket.end(Buffer.from(Array.from({ length: 200 }, () => Math.floor(random() * 256))));
      await once(socket, 'close');
    }
    assert.equal((await send(fixture.service.address, 'GET', '/b/fuzz-bucket')).status, 200);
  });

  it('comes back from what the bad input left on disk', async () => {
    const { address } = fixture.service;
    const before = (await send(address, 'GET', '/b/fuzz-bucket/o?fields=items(name,generation)')).body.toString();
    await fixture.close();
    fixture = await storageFixture({ stateDir: join(folder, 'state') });
    const path = '/b/fuzz-bucket/o?fields=items(name,generation)';
    assert.equal((await send(fixture.service.address, 'GET', path)).body.toString(), before);
  });
});

interface Case {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | Buffer;
}

/** 5xx would be a crash in disguise. */
function checkReply(one: Case, reply: Reply): void {
  const told = `${one.method} ${one.path} ${JSON.stringify(one.headers)} ${one.body.toString().slice(0, 200)} → ${reply.status} ${reply.body.toString().slice(0, 300)}`;
  assert.ok(reply.status < 500, told);
  const type = String(reply.headers['content-type'] ?? '');
  if (one.method !== 'HEAD' && reply.status >= 400 && reply.status !== 499 && type.startsWith('application/json')) {
    const { error } = reply.json() as { error: { code: number; message: string; errors: unknown[] } };
    assert.equal(error.code, reply.status, told);
    assert.ok(error.message !== '' && error.errors.length === 1, told);
  }
}

const NAMES = [
  'a',
  'b',
  'zz',
  '..',
  '../../x',
  '%2e%2e%2fx',
  'a%2Fb',
  '%00',
  '%ff',
  '%',
  '%F0%9F%98%80',
  'x'.repeat(2000),
  '',
];
const BUCKETS = ['fuzz-bucket', 'no-bucket', '..', '%2e%2e', 'A B'.replace(' ', '%20'), '', 'b', '%E0%A4'];
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];
const VALUES = [
  '',
  '0',
  '-1',
  '1e9',
  'true',
  'maybe',
  '9'.repeat(30),
  '../',
  '%',
  '%00',
  '{',
  '[',
  '*',
  '**/[',
  '(',
  'a/b(c',
  'eyJ9',
  'null',
  '\u0000',
];
const PARAMETERS = [
  'ifGenerationMatch',
  'ifGenerationNotMatch',
  'ifMetagenerationMatch',
  'generation',
  'alt',
  'fields',
  'prefix',
  'delimiter',
  'pageToken',
  'maxResults',
  'matchGlob',
  'startOffset',
  'endOffset',
  'versions',
  'uploadType',
  'upload_id',
  'name',
  'project',
  'rewriteToken',
  'maxBytesRewrittenPerCall',
  'contentEncoding',
  'includeTrailingDelimiter',
  'softDeleted',
  'sourceGeneration',
];
const HEADERS: readonly (readonly [string, readonly string[]])[] = [
  [
    'content-type',
    [
      'application/json',
      'multipart/related; boundary=B',
      'multipart/related',
      'multipart/mixed; boundary=B',
      'x'.repeat(500),
      '',
    ],
  ],
  [
    'content-range',
    ['bytes */*', 'bytes 0-3/*', 'bytes 5-2/3', 'bytes 0-99999999999999999999/*', 'bytes', 'bytes */0'],
  ],
  ['range', ['bytes=0-0', 'bytes=-0', 'bytes=9-1', 'bytes=99999999999999999999-', 'bytes=a-b', 'items=1-2']],
  ['x-goog-hash', ['crc32c=', 'md5=AAAA', 'sha1=x', 'crc32c=AAAAAA==', ',']],
  ['if-match', ['"x"', '*', 'W/']],
  ['content-encoding', ['gzip', 'br', 'identity']],
  ['accept-encoding', ['gzip', 'identity']],
  ['x-upload-content-length', ['-1', 'abc', '99999999999999999']],
  ['x-http-method-override', ['PATCH', 'TRACE', '']],
  ['x-goog-encryption-key', ['AAAA']],
];
const BODIES: readonly (string | Buffer)[] = [
  '',
  '{',
  '[]',
  'null',
  '"text"',
  '{"name":5}',
  '{"name":"new-fuzz-bucket","labels":[]}',
  '{"metadata":{"a":{}}}',
  '{"metadata":"x"}',
  '{"contentType":"a\\r\\nb: c"}',
  '{"__proto__":{"a":1},"metadata":{"__proto__":"x","constructor":"y"}}',
  '{"customTime":"yesterday"}',
  '{"sourceObjects":{}}',
  '{"sourceObjects":[null]}',
  '{"sourceObjects":[{"name":"a","generation":{}}]}',
  `${'['.repeat(5000)}${']'.repeat(5000)}`,
  `{"metadata":${'{"a":'.repeat(200)}1${'}'.repeat(200)}}`,
  '{"topic":"//pubsub.googleapis.com/projects/p/topics/t","payload_format":7}',
  '{"event_types":"x","topic":"//pubsub.googleapis.com/projects/p/topics/t","payload_format":"NONE"}',
  Buffer.from([0xff, 0xfe, 0x7b]),
  Buffer.from([0x1f, 0x8b, 0, 0]),
  '--B\r\n\r\n{}\r\n--B\r\n\r\nx\r\n--B--',
  '--B\r\n\r\n{"name":"m"}\r\n--B\r\n\r\nx',
  '--B--',
  '--B\n\n{"name":"lf"}\n--B\n\nx\n--B--\n',
  '--B\r\nContent-Type: application/http\r\n\r\nDELETE /b/no-bucket HTTP/1.1\r\n\r\n\r\n--B--',
  '--B\r\nContent-Type: application/http\r\n\r\nnonsense\r\n--B--',
  '{"lifecycle":7}',
  '{"versioning":"on"}',
  '{"acl":[{}]}',
  '{"retentionPolicy":{}}',
  '{"storageClass":"SILVER"}',
  '{"cacheControl":"\\ud800"}',
];

function makeCase(random: () => number): Case {
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const bucket = random() < 0.7 ? 'fuzz-bucket' : pick(BUCKETS);
  const name = pick(NAMES);
  const paths = [
    '/b',
    `/b/${bucket}`,
    `/storage/v1/b/${bucket}/o`,
    `/b/${bucket}/o/${name}`,
    `/b/${bucket}/o/${name}/compose`,
    `/b/${bucket}/o/${name}/rewriteTo/b/${pick(BUCKETS)}/o/${pick(NAMES)}`,
    `/b/${bucket}/o/${name}/copyTo/b/fuzz-bucket/o/${pick(NAMES)}`,
    `/b/${bucket}/o/${name}/moveTo/o/${pick(NAMES)}`,
    `/b/${bucket}/notificationConfigs`,
    `/b/${bucket}/notificationConfigs/${name}`,
    `/upload/storage/v1/b/${bucket}/o`,
    `/resumable/upload/storage/v1/b/${bucket}/o`,
    `/download/storage/v1/b/${bucket}/o/${name}`,
    '/batch/storage/v1',
    `/${bucket}/${name}`,
    `/b/${bucket}/acl`,
    `/b/${bucket}/iam`,
    `/${name}`,
    '//',
    `/storage/v1/${name}`,
    '/b/../../etc/passwd',
  ];
  const query = Array.from(
    { length: Math.floor(random() * 4) },
    () => `${pick(PARAMETERS)}=${encodeURI(pick(VALUES))}`,
  );
  if (random() < 0.5) query.push(`uploadType=${pick(['media', 'multipart', 'resumable', 'other'])}`);
  const headers: Record<string, string> = {};
  for (let i = Math.floor(random() * 3); i > 0; i -= 1) {
    const [header, values] = pick(HEADERS);
    headers[header] = pick(values);
  }
  const body =
    random() < 0.2 ? Buffer.from(Array.from({ length: 64 }, () => Math.floor(random() * 256))) : pick(BODIES);
  const method = pick(METHODS);
  return { method, path: `${pick(paths)}?${query.join('&')}`, headers, body };
}
