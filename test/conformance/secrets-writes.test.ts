import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { SecretManagerServiceClient } from '@google-cloud/secret-manager';
import * as grpc from '@grpc/grpc-js';
import { Faults } from '../../local/core/faults/faults.ts';
import type { Service } from '../../local/core/service.ts';
import { startSecrets } from '../../local/secrets/secrets.ts';

type Body = Readonly<Record<string, unknown>>;

describe('Secrets that are written over REST and gRPC', () => {
  let folder: string;
  let file: string;
  let service: Service;
  let now: number;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'penstock-secrets-'));
    file = join(folder, 'secrets.json');
    now = Date.parse('2026-03-04T05:06:07.000Z');
    const options = { host: '127.0.0.1', port: 0, stateDir: undefined, faults: new Faults(), report: () => undefined };
    service = await startSecrets({ ...options, now: () => now, file });
  });
  afterEach(async () => {
    await service.close();
    await rm(folder, { recursive: true });
  });

  async function send(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
    const bytes = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const packed = headers['content-encoding'] === 'gzip' && bytes !== undefined ? gzipSync(bytes) : bytes;
    const init = { method, headers, ...(packed === undefined ? {} : { body: packed }) };
    const response = await fetch(`http://${service.address}/v1/projects/p/${path}`, init);
    return { status: response.status, body: (await response.json()) as Body };
  }
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  const make = (id: string, secret: object = {}) => send('POST', `secrets?secretId=${id}`, secret);
  const add = (id: string, payload: object) => send('POST', `secrets/${id}:addVersion`, { payload });
  const errorOf = ({ status, body }: { status: number; body: Body }): readonly unknown[] => {
    const { error } = body as { error: { status: string; message: string } };
    return [status, error.status];
  };

  it('disables and enables a version, and lists it by its state', async () => {
    await make('s', { replication: { automatic: {} } });
    await add('s', { data: base64('one') });
    await add('s', { data: base64('two') });
    const disabled = await send('POST', 'secrets/s/versions/1:disable', {});
    assert.equal(disabled.body.state, 'DISABLED');
    assert.deepEqual(errorOf(await send('GET', 'secrets/s/versions/1:access')), [400, 'FAILED_PRECONDITION']);
    const { versions } = (await send('GET', 'secrets/s/versions?filter=state:DISABLED')).body as { versions: Body[] };
    assert.deepEqual(
      versions.map(({ name }) => name),
      ['projects/p/secrets/s/versions/1'],
    );
    await send('POST', 'secrets/s/versions/1:enable', {});
    const { payload } = (await send('GET', 'secrets/s/versions/1:access')).body as { payload: Body };
    assert.equal(payload.data, base64('one'));
  });

  it('never brings a destroyed version back', async () => {
    await make('s');
    await add('s', { data: base64('one') });
    await send('POST', 'secrets/s/versions/1:disable', {});
    const destroyed = await send('POST', 'secrets/s/versions/1:destroy', {});
    assert.deepEqual([destroyed.body.state, destroyed.body.destroyTime], ['DESTROYED', '2026-03-04T05:06:07.000Z']);
    for (const verb of ['enable', 'disable', 'destroy'])
      assert.deepEqual(errorOf(await send('POST', `secrets/s/versions/1:${verb}`, {})), [400, 'FAILED_PRECONDITION']);
  });

  it('refuses a change with an etag of an earlier state, and takes the present one', async () => {
    const { etag } = (await make('s', { labels: { a: 'b' } })).body;
    await send('PATCH', 'secrets/s?updateMask=labels', { labels: { a: 'c' } });
    const late = await send('PATCH', 'secrets/s?updateMask=labels', { labels: {}, etag });
    assert.deepEqual(errorOf(late), [400, 'FAILED_PRECONDITION']);
    const query = `secrets/s?etag=${encodeURIComponent(String(etag))}`;
    assert.deepEqual(errorOf(await send('DELETE', query)), [400, 'FAILED_PRECONDITION']);
    const now = (await send('GET', 'secrets/s')).body.etag;
    assert.equal((await send('DELETE', `secrets/s?etag=${encodeURIComponent(String(now))}`)).status, 200);
  });

  it('changes the fields of the mask and no other, and removes those that are left out of the body', async () => {
    await make('s', { labels: { a: 'b' }, annotations: { n: 'm' } });
    const changed = await send('PATCH', 'secrets/s?updateMask=labels,version_aliases', {
      versionAliases: { live: '1' },
    });
    assert.partialDeepStrictEqual(changed.body, { annotations: { n: 'm' }, versionAliases: { live: '1' } });
    assert.equal(changed.body.labels, undefined);
    await add('s', { data: base64('one') });
    assert.equal((await send('GET', 'secrets/s/versions/live')).body.name, 'projects/p/secrets/s/versions/1');
  });

  it('forgets a secret when its time is over', async () => {
    const made = await make('s', { ttl: '60s' });
    assert.equal(made.body.expireTime, '2026-03-04T05:07:07.000Z');
    now += 60_001;
    assert.deepEqual(errorOf(await send('GET', 'secrets/s')), [404, 'NOT_FOUND']);
    assert.equal((await make('s')).status, 200);
  });

  it('keeps bytes that are no text, and checks the checksum that comes with them', async () => {
    await make('s');
    const added = await add('s', { data: Buffer.from([0xff, 0xfe]).toString('base64'), dataCrc32c: '227836675' });
    const wrong = await add('s', { data: base64('x'), dataCrc32c: '1' });
    assert.deepEqual(errorOf(wrong), [400, 'INVALID_ARGUMENT']);
    const { payload } = (await send('GET', 'secrets/s/versions/1:access')).body as { payload: Body };
    assert.equal(payload.data, '//4=');
    assert.deepEqual(JSON.parse(await readFile(file, 'utf8')).s.versions, [{ base64: '//4=' }]);
    assert.equal(added.status, 200);
  });

  it('takes bodies that Java compressed, and refuses what only claims to be', async () => {
    const packed = await send('POST', 'secrets?secretId=gz', { labels: { a: 'b' } }, { 'content-encoding': 'gzip' });
    assert.deepEqual(packed.body.labels, { a: 'b' });
    const response = await fetch(`http://${service.address}/v1/projects/p/secrets?secretId=no`, {
      method: 'POST',
      headers: { 'content-encoding': 'gzip' },
      body: '{}',
    });
    assert.equal(response.status, 400);
  });

  for (const [what, secret] of [
    ['a rotation', { rotation: { rotationPeriod: '3600s' } }],
    ['topics', { topics: [{ name: 'projects/p/topics/t' }] }],
    ['a delayed destruction', { versionDestroyTtl: '86400s' }],
  ] as const) {
    it(`refuses ${what} by name with a status that no client sends again`, async () => {
      const refused = await make('s', secret);
      assert.deepEqual(errorOf(refused), [400, 'UNIMPLEMENTED']);
    });
  }

  for (const [what, secret] of [
    ['a time that is over', { expireTime: '2020-01-01T00:00:00Z' }],
    ['a duration that is none', { ttl: '1h' }],
    ['an alias like a number', { versionAliases: { '1': '2' } }],
  ] as const) {
    it(`refuses ${what}`, async () => assert.deepEqual(errorOf(await make('s', secret)), [400, 'INVALID_ARGUMENT']));
  }

  it('lists by name and by label, and refuses a filter that it does not know', async () => {
    await make('alpha', { labels: { team: 'data' } });
    await make('beta', { labels: { team: 'web' } });
    const named = async (filter: string): Promise<unknown> =>
      ((await send('GET', `secrets?filter=${encodeURIComponent(filter)}`)).body.secrets as Body[]).map(
        ({ name }) => name,
      );
    assert.deepEqual(await named('labels.team=data'), ['projects/p/secrets/alpha']);
    assert.deepEqual(await named('name:BET AND labels.team=web'), ['projects/p/secrets/beta']);
    assert.deepEqual(errorOf(await send('GET', 'secrets?filter=create_time%3E1')), [400, 'UNIMPLEMENTED']);
  });

  it('answers gRPC with the same states and with times', async () => {
    const [apiEndpoint, port] = service.address.split(':');
    const client = new SecretManagerServiceClient({
      apiEndpoint: apiEndpoint as string,
      port: Number(port),
      sslCreds: grpc.credentials.createInsecure(),
      projectId: 'p',
    });
    try {
      const secret = { replication: { automatic: {} }, ttl: { seconds: 60 } };
      const [made] = await client.createSecret({ parent: 'projects/p', secretId: 'g', secret });
      assert.deepEqual(
        [Number(made.createTime?.seconds) * 1_000, Number(made.expireTime?.seconds) * 1_000],
        [now, now + 60_000],
      );
      await client.addSecretVersion({ parent: made.name as string, payload: { data: Buffer.from('x') } });
      const [disabled] = await client.disableSecretVersion({ name: `${made.name}/versions/1` });
      assert.equal(disabled.state, 'DISABLED');
      const [listed] = await client.listSecretVersions({ parent: made.name as string });
      assert.equal(Number(listed[0]?.createTime?.seconds) * 1_000, now);
      const again = client.createSecret({ parent: 'projects/p', secretId: 'g', secret });
      await assert.rejects(again, { code: grpc.status.ALREADY_EXISTS });
    } finally {
      await client.close();
    }
  });
});
