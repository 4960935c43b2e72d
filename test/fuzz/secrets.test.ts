import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as grpc from '@grpc/grpc-js';
import { Faults, mulberry32 } from '../../local/core/faults/faults.ts';
import type { Service } from '../../local/core/service.ts';
import { startSecrets } from '../../local/secrets/secrets.ts';
import { FUZZ_CASES, oddBody, oddValue, pick, sendBytes, sendOdd } from '../support/fuzz-http.ts';

const SEED = 20_261_121;
const SECRET_VALUE = 'never-shown-in-an-error';
const PARTS = [
  'projects',
  'p',
  'secrets',
  's',
  'versions',
  '1',
  'latest',
  '..',
  '%00',
  '',
  '__proto__',
  'é',
  ':access',
];
const METHODS = [
  'AccessSecretVersion',
  'GetSecret',
  'GetSecretVersion',
  'ListSecrets',
  'ListSecretVersions',
  'SetIamPolicy',
];
const { status } = grpc;
const ALLOWED = [status.OK, status.INVALID_ARGUMENT, status.NOT_FOUND, status.UNIMPLEMENTED, status.INTERNAL];

describe('Secret Manager given bad input', () => {
  let folder: string;
  let file: string;
  let service: Service;
  let client: grpc.Client;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'penstock-secrets-fuzz-'));
    file = join(folder, 'secrets.json');
    const options = { host: '127.0.0.1', port: 0, stateDir: undefined, faults: new Faults(), now: Date.now };
    service = await startSecrets({ ...options, report: () => undefined, file });
    client = new grpc.Client(service.address, grpc.credentials.createInsecure());
  });
  beforeEach(() => writeFile(file, JSON.stringify({ s: SECRET_VALUE })));
  after(async () => {
    client.close();
    await service.close();
    await rm(folder, { recursive: true });
  });

  const call = (method: string, bytes: Buffer): Promise<{ readonly code: number; readonly message: string }> =>
    new Promise((resolve) => {
      const asIs = (buffer: Buffer): Buffer => buffer;
      const path = `/google.cloud.secretmanager.v1.SecretManagerService/${method}`;
      client.makeUnaryRequest(path, asIs, asIs, bytes, (error) =>
        resolve({ code: error?.code ?? status.OK, message: error?.details ?? '' }),
      );
    });

  it(`answers ${FUZZ_CASES} odd messages over gRPC with a status and goes on (seed ${SEED})`, async () => {
    const random = mulberry32(SEED);
    for (let n = 0; n < FUZZ_CASES; n += 1) {
      const name = Array.from({ length: 1 + Math.floor(random() * 8) }, () => pick(random, PARTS)).join('/');
      const text = Buffer.from(name);
      const field = Buffer.concat([Buffer.from([0x0a, text.length & 0x7f]), text]);
      const noise = Buffer.from(Array.from({ length: 40 }, () => Math.floor(random() * 256)));
      const bytes = pick(random, [field, field, noise, field.subarray(0, 5), Buffer.concat([field, noise])]);
      const { code, message } = await call(pick(random, METHODS), bytes);
      assert.ok(ALLOWED.includes(code), `case ${n}: ${status[code]} ${message}`);
      assert.equal(/\bat .*\.(ts|js):\d+/.test(message), false, `case ${n} shows a stack: ${message}`);
    }
    const good = Buffer.from('projects/p/secrets/s/versions/1');
    const answer = await call('AccessSecretVersion', Buffer.concat([Buffer.from([0x0a, good.length]), good]));
    assert.equal(answer.code, status.OK);
  });

  it(`answers ${FUZZ_CASES} odd requests over REST in its own words and goes on (seed ${SEED + 1})`, async () => {
    const random = mulberry32(SEED + 1);
    for (let n = 0; n < FUZZ_CASES; n += 1) {
      const path = `/v1/${Array.from({ length: Math.floor(random() * 8) }, () => pick(random, PARTS)).join('/')}`;
      const query = pick(random, ['', '?pageSize=-1', '?pageSize=1e9', '?pageToken=%ff', '?filter=x', '?%']);
      const method = pick(random, ['GET', 'GET', 'GET', 'POST', 'DELETE', 'PATCH']);
      const sent = method === 'GET' ? undefined : oddBody(random, () => oddValue(random, ['name', 'payload']));
      const reply = await sendOdd(service.address, method, `${encodeURI(path)}${query}`, sent);
      assert.ok([200, 400, 404].includes(reply.status), `case ${n}: ${path}: ${reply.status} ${reply.text}`);
      const { error } = JSON.parse(reply.text) as { error?: { code: number } };
      assert.equal(error?.code ?? 200, reply.status);
    }
  });

  it(`tells of an odd file that it is odd, and shows nothing of it (seed ${SEED + 2})`, async () => {
    const random = mulberry32(SEED + 2);
    for (let n = 0; n < FUZZ_CASES / 5; n += 1) {
      const odd = oddBody(random, () => ({ s: [SECRET_VALUE, oddValue(random, ['s', '__proto__'])] }));
      await writeFile(file, odd);
      const reply = await sendOdd(service.address, 'GET', '/v1/projects/p/secrets/s');
      assert.ok([200, 404, 500].includes(reply.status), `case ${n}: ${reply.status} ${reply.text}`);
      assert.equal(reply.text.includes(SECRET_VALUE), false, `case ${n}: ${reply.text}`);
    }
  });

  it('survives bytes that are neither HTTP/1.1 nor HTTP/2', async () => {
    const random = mulberry32(SEED + 3);
    const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
    for (let n = 0; n < 20; n += 1) {
      const noise = Buffer.from(Array.from({ length: 100 }, () => Math.floor(random() * 256)));
      await sendBytes(service.address, n % 2 === 0 ? noise : Buffer.concat([preface, noise]));
    }
    assert.equal((await sendOdd(service.address, 'GET', '/v1/projects/p/secrets/s')).status, 200);
  });
});
