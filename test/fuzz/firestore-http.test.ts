import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Faults, mulberry32 } from '../../local/core/faults/faults.ts';
import type { Service } from '../../local/core/service.ts';
import type { CloudEvent } from '../../local/eventarc/event.ts';
import { startFirestore } from '../../local/firestore/firestore.ts';
import { FUZZ_CASES, oddBody, oddValue, pick, type Random, sendBytes, sendOdd } from '../support/fuzz-http.ts';

const SEED = 20_261_121;
const ROOT = '/v1/projects/demo-penstock/databases/(default)/documents';
const TYPES = [
  'null',
  'boolean',
  'integer',
  'double',
  'timestamp',
  'string',
  'bytes',
  'reference',
  'geoPoint',
  'array',
];
const NAMES = [...TYPES.map((type) => `${type}Value`), 'mapValue', 'fields', 'values', 'latitude', '', '`', 'a.b', 'x'];
const PATHS = [
  '/documents/a/1',
  '/documents/a',
  '/documents',
  '/documents/../../x/y',
  '/documents/a/%2e%2e',
  '/documents/a/__x__',
  '/documents/%00/%ff',
  '/documents/a%2Fb/c',
  `/documents/a/${'b'.repeat(3_000)}`,
  `${ROOT}/a/1`,
  `${ROOT}/a/1?updateMask.fieldPaths=x&updateMask.fieldPaths=a.b`,
  `${ROOT}/a?documentId=..&pageSize=-1`,
  `${ROOT}/a?pageSize=x&pageToken=%00`,
  `${ROOT}:commit`,
  `${ROOT}:runQuery`,
  '/v1/projects//databases//documents/a/b',
  '/v1/projects/p/databases/d/documents/a/1:x',
  '/',
  '//',
  '/%',
];
const CODES = ['INVALID_ARGUMENT', 'NOT_FOUND', 'ALREADY_EXISTS', 'UNIMPLEMENTED'];

describe('Firestore over HTTP given bad input', () => {
  let folder: string;
  let service: Service;
  let events: CloudEvent[];
  before(async () => {
    events = [];
    folder = await mkdtemp(join(tmpdir(), 'penstock-firestore-fuzz-'));
    service = await start();
  });
  after(async () => {
    await service.close();
    await rm(folder, { recursive: true });
  });

  const start = (): Promise<Service> =>
    startFirestore({
      host: '127.0.0.1',
      port: 0,
      stateDir: join(folder, 'state'),
      faults: new Faults(),
      report: () => undefined,
      now: Date.now,
      projectId: 'demo-penstock',
      emit: async (event) => void events.push(event),
    });

  const body = (random: Random): unknown => {
    const value = oddValue(random, NAMES);
    const name = `${ROOT.slice(4)}/${pick(random, ['a/1', 'a', '../x', '', 'a/1/b/2'])}`;
    const writes = [{ update: { name, fields: { x: value } } }, { delete: name }, { transform: {} }, value];
    return pick(random, [value, { fields: value }, { fields: { x: value } }, { writes: [pick(random, writes)] }]);
  };

  it(`answers ${FUZZ_CASES} odd requests in the service's own words and goes on (seed ${SEED})`, async () => {
    const random = mulberry32(SEED);
    for (let n = 0; n < FUZZ_CASES; n += 1) {
      const method = pick(random, ['GET', 'POST', 'PUT', 'PATCH', 'PATCH', 'DELETE', 'OPTIONS']);
      const path = pick(random, PATHS);
      const sent = method === 'GET' ? undefined : oddBody(random, () => body(random));
      const { status, text } = await sendOdd(service.address, method, path, sent);
      if (status === 200) continue;
      assert.ok([400, 404, 405, 409, 413].includes(status), `case ${n}: ${method} ${path}: ${status} ${text}`);
      const { error } = JSON.parse(text) as { error: { code: number; message: string; status: string } };
      assert.equal(error.code, status);
      assert.ok(CODES.includes(error.status), `case ${n}: ${error.status}`);
      assert.ok(error.message.length > 0 && error.message.length < 5_000, `case ${n}: ${error.message.length}`);
    }
    assert.equal((await sendOdd(service.address, 'PUT', '/documents/last/1', Buffer.from('{"x":1}'))).status, 200);
    assert.ok(events.every(({ data, id }) => data.byteLength > 0 && id.length === 36));
  });

  it('survives bytes that are no HTTP, keeps its files in its folder, and reads them again', async () => {
    const random = mulberry32(SEED + 1);
    for (let n = 0; n < 20; n += 1) {
      await sendBytes(service.address, Buffer.from(Array.from({ length: 100 }, () => Math.floor(random() * 256))));
    }
    assert.deepEqual([await readdir(folder), await readdir(join(folder, 'state'))], [['state'], ['documents']]);
    const held = await sendOdd(service.address, 'GET', '/documents/last/1');
    await service.close();
    service = await start();
    assert.deepEqual(await sendOdd(service.address, 'GET', '/documents/last/1'), held);
  });
});
