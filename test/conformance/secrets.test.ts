import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SecretManagerServiceClient } from '@google-cloud/secret-manager';
import * as grpc from '@grpc/grpc-js';
import { Faults } from '../../local/core/faults/faults.ts';
import type { Service } from '../../local/core/service.ts';
import { startSecrets } from '../../local/secrets/secrets.ts';

describe('Secret Manager, by its unmodified client', () => {
  let folder: string;
  let file: string;
  let service: Service;
  let client: SecretManagerServiceClient;
  const faults = new Faults();
  const secret = 'projects/demo-penstock/secrets/api-key';

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'penstock-secrets-'));
    file = join(folder, 'secrets.json');
    const options = { host: '127.0.0.1', port: 0, stateDir: undefined, faults, report: () => undefined, now: Date.now };
    service = await startSecrets({ ...options, file });
    const [apiEndpoint, port] = service.address.split(':');
    client = new SecretManagerServiceClient({
      apiEndpoint: apiEndpoint as string,
      port: Number(port),
      sslCreds: grpc.credentials.createInsecure(),
      projectId: 'demo-penstock',
    });
  });

  beforeEach(() => writeFile(file, JSON.stringify({ 'api-key': ['first', null, 'thïrd'], plain: 'one' })));

  after(async () => {
    await client.close();
    await service.close();
    await rm(folder, { recursive: true });
  });

  const read = async (name: string): Promise<string> => {
    const [version] = await client.accessSecretVersion({ name });
    return Buffer.from(version.payload?.data as Uint8Array).toString();
  };

  it('answers the newest version as latest, under its number, with the checksum of its bytes', async () => {
    const [version] = await client.accessSecretVersion({ name: `${secret}/versions/latest` });
    assert.equal(version.name, `${secret}/versions/3`);
    assert.equal(Buffer.from(version.payload?.data as Uint8Array).toString(), 'thïrd');
    // The check value of CRC-32C (RFC 3720, appendix B.4, and every catalogue of checksums): of 123456789.
    await writeFile(file, JSON.stringify({ 'api-key': '123456789' }));
    const [checked] = await client.accessSecretVersion({ name: `${secret}/versions/latest` });
    assert.equal(String(checked.payload?.dataCrc32c), String(0xe3069283));
  });

  it('answers a version by its number, and a lone value as version 1', async () => {
    assert.equal(await read(`${secret}/versions/1`), 'first');
    assert.equal(await read('projects/demo-penstock/secrets/plain/versions/1'), 'one');
  });

  it('has a rotated secret at once', async () => {
    await writeFile(file, JSON.stringify({ 'api-key': 'new' }));
    assert.equal(await read(`${secret}/versions/latest`), 'new');
  });

  for (const [what, name, code] of [
    ['an unknown secret', 'projects/p/secrets/none/versions/latest', grpc.status.NOT_FOUND],
    ['an unknown version', `${secret}/versions/9`, grpc.status.NOT_FOUND],
    ['version zero', `${secret}/versions/0`, grpc.status.NOT_FOUND],
    ['a destroyed version', `${secret}/versions/2`, grpc.status.FAILED_PRECONDITION],
    ['a malformed name', 'secrets/api-key', grpc.status.INVALID_ARGUMENT],
    ['a name like a prototype key', 'projects/p/secrets/constructor/versions/1', grpc.status.NOT_FOUND],
  ] as const) {
    it(`refuses ${what}`, () => assert.rejects(client.accessSecretVersion({ name }), { code }));
  }

  it('lists secrets, and versions newest first', async () => {
    const [secrets] = await client.listSecrets({ parent: 'projects/demo-penstock' });
    assert.deepEqual(
      secrets.map(({ name }) => name),
      ['projects/demo-penstock/secrets/api-key', 'projects/demo-penstock/secrets/plain'],
    );
    const [versions] = await client.listSecretVersions({ parent: secret });
    assert.deepEqual(
      versions.map(({ name, state }) => [name?.split('/').at(-1), state]),
      [
        ['3', 'ENABLED'],
        ['2', 'DESTROYED'],
        ['1', 'ENABLED'],
      ],
    );
  });

  it('describes a secret and a version without their values', async () => {
    const [described] = await client.getSecret({ name: secret });
    assert.equal(described.name, secret);
    const [version] = await client.getSecretVersion({ name: `${secret}/versions/latest` });
    assert.deepEqual([version.name, version.state], [`${secret}/versions/3`, 'ENABLED']);
  });

  it('makes a secret, adds versions, destroys one and deletes it, and the file says the same', async () => {
    const parent = 'projects/demo-penstock';
    const name = `${parent}/secrets/made`;
    const labels = { team: 'data' };
    const [made] = await client.createSecret({
      parent,
      secretId: 'made',
      secret: { labels, replication: { automatic: {} } },
    });
    assert.deepEqual([made.name, made.labels], [name, labels]);
    await client.addSecretVersion({ parent: name, payload: { data: Buffer.from('öne') } });
    await client.addSecretVersion({ parent: name, payload: { data: Buffer.from('two') } });
    assert.equal(await read(`${name}/versions/1`), 'öne');
    const [destroyed] = await client.destroySecretVersion({ name: `${name}/versions/1` });
    assert.equal(destroyed.state, 'DESTROYED');
    await assert.rejects(read(`${name}/versions/1`), { code: grpc.status.FAILED_PRECONDITION });
    const kept = JSON.parse(await readFile(file, 'utf8'));
    assert.deepEqual(kept.made.versions, [null, 'two']);
    assert.deepEqual(kept['api-key'], ['first', null, 'thïrd']);
    await client.deleteSecret({ name });
    await assert.rejects(client.getSecret({ name }), { code: grpc.status.NOT_FOUND });
  });

  it('keeps every version that is added at the same time', async () => {
    const texts = Array.from({ length: 20 }, (_, at) => `v${at}`);
    await Promise.all(
      texts.map((text) => client.addSecretVersion({ parent: secret, payload: { data: Buffer.from(text) } })),
    );
    const versions = JSON.parse(await readFile(file, 'utf8'))['api-key'] as string[];
    assert.deepEqual([...versions.slice(3)].sort(), [...texts].sort());
  });

  it('makes the file readable for its owner only', async () => {
    await client.addSecretVersion({ parent: secret, payload: { data: Buffer.from('x') } });
    assert.equal((await stat(file)).mode & 0o077, 0);
  });

  it('keeps the IAM policy of a secret and gives it back', async () => {
    const bindings = [{ role: 'roles/secretmanager.secretAccessor', members: ['user:ada@example.com'] }];
    await client.setIamPolicy({ resource: secret, policy: { bindings } });
    const [policy] = await client.getIamPolicy({ resource: secret });
    assert.deepEqual(
      policy.bindings?.map(({ role, members }) => ({ role, members })),
      bindings,
    );
    assert.equal(await read(`${secret}/versions/1`), 'first');
  });

  for (const [what, text] of [
    ['is not JSON', '{'],
    ['is a list', '[]'],
    ['holds an id that cannot be asked for', '{"api key": "x"}'],
    ['holds a number', '{"api-key": 1}'],
    ['holds an object without versions', '{"api-key": {"labels": {}}}'],
  ] as const) {
    it(`answers INTERNAL, without any value, when the file ${what}`, async () => {
      await writeFile(file, text);
      await assert.rejects(read(`${secret}/versions/latest`), { code: grpc.status.INTERNAL, message: /secrets\.json/ });
    });
  }

  it('takes a missing file as one without secrets', async () => {
    await rm(file);
    await assert.rejects(read(`${secret}/versions/latest`), { code: grpc.status.NOT_FOUND });
  });

  it('lists in pages, and refuses a page size or token that is none', async () => {
    const parent = 'projects/demo-penstock';
    const first = await fetch(`http://${service.address}/v1/${parent}/secrets?pageSize=1`);
    const { secrets, nextPageToken } = (await first.json()) as { secrets: { name: string }[]; nextPageToken: string };
    const second = await fetch(`http://${service.address}/v1/${parent}/secrets?pageSize=1&pageToken=${nextPageToken}`);
    const rest = (await second.json()) as { secrets: { name: string }[]; nextPageToken: string };
    assert.deepEqual(
      [...secrets, ...rest.secrets].map(({ name }) => name),
      [`${parent}/secrets/api-key`, `${parent}/secrets/plain`],
    );
    assert.equal(rest.nextPageToken, '');
    for (const query of ['pageSize=-1', 'pageSize=x', 'pageToken=x']) {
      assert.equal((await fetch(`http://${service.address}/v1/${parent}/secrets?${query}`)).status, 400);
    }
  });

  for (const [path, status, expected] of [
    [`${secret}/versions/latest:access`, 200, { name: `${secret}/versions/3`, payload: { data: 'dGjDr3Jk' } }],
    [`${secret}/versions/2`, 200, { name: `${secret}/versions/2`, state: 'DESTROYED' }],
    [`${secret}/versions`, 200, { totalSize: 3 }],
    [secret, 200, { name: secret, replication: { automatic: {} } }],
    [`${secret}/versions/2:access`, 400, { error: { code: 400, status: 'FAILED_PRECONDITION' } }],
    ['projects/p/secrets/none', 404, { error: { code: 404, status: 'NOT_FOUND' } }],
    ['projects/p/secrets?filter=x', 400, { error: { code: 400, status: 'UNIMPLEMENTED' } }],
    ['nothing', 404, { error: { code: 404, status: 'NOT_FOUND' } }],
    ['projects/%ff', 400, { error: { code: 400, status: 'INVALID_ARGUMENT' } }],
  ] as const) {
    it(`answers GET /v1/${path} over REST on the same port`, async () => {
      const response = await fetch(`http://${service.address}/v1/${path}`);
      assert.equal(response.status, status);
      assert.partialDeepStrictEqual(await response.json(), expected);
    });
  }

  async function post(path: string, body: object, method = 'POST') {
    const response = await fetch(`http://${service.address}/v1/${path}`, { method, body: JSON.stringify(body) });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  it('writes over REST as Terraform and gcloud do', async () => {
    const replication = { userManaged: { replicas: [{ location: 'us-central1' }] } };
    const made = await post('projects/p/secrets?secretId=tf', { replication, labels: { app: 'penstock' } });
    assert.equal(made.status, 200);
    const added = await post('projects/p/secrets/tf:addVersion', {
      payload: { data: Buffer.from('s').toString('base64') },
    });
    assert.equal(added.body.name, 'projects/p/secrets/tf/versions/1');
    const changed = await post('projects/p/secrets/tf?updateMask=labels', { labels: { app: 'other' } }, 'PATCH');
    assert.partialDeepStrictEqual(changed.body, {
      name: 'projects/p/secrets/tf',
      replication,
      labels: { app: 'other' },
    });
    const policy = await post('projects/p/secrets/tf:setIamPolicy', { policy: { bindings: [] } });
    assert.equal(typeof policy.body.etag, 'string');
    const response = await fetch(`http://${service.address}/v1/projects/p/secrets/tf`, { method: 'DELETE' });
    assert.deepEqual([response.status, await response.json()], [200, {}]);
  });

  const wrong = [
    ['a method that is not there', `${secret}/versions/1:rotate`, {}, /does not do POST/],
    ['a mask of another field', `${secret}?updateMask=ttl`, {}, /does not do POST|change ttl/],
    ['an id with a slash', 'projects/p/secrets?secretId=a%2Fb', {}, /is not 1 to 255/],
    ['a payload that is too large', `${secret}:addVersion`, { payload: { data: 'a'.repeat(90_000) } }, /at most 65536/],
  ] as const;
  for (const [what, path, body, message] of wrong) {
    it(`refuses ${what} over REST`, async () => {
      const answer = await post(path, body);
      assert.equal(answer.status, 400);
      assert.match(JSON.stringify(answer.body), message);
    });
  }

  it('leaves the file alone where nothing is to be kept', async () => {
    const options = { host: '127.0.0.1', port: 0, stateDir: undefined, faults, report: () => undefined, now: Date.now };
    const forgetful = await startSecrets({ ...options, file, inMemory: true });
    try {
      const url = `http://${forgetful.address}/v1/${secret}`;
      const data = Buffer.from('fourth').toString('base64');
      await (await fetch(`${url}:addVersion`, { method: 'POST', body: JSON.stringify({ payload: { data } }) })).json();
      const read = (await (await fetch(`${url}/versions/latest:access`)).json()) as { payload: { data: string } };
      assert.equal(Buffer.from(read.payload.data, 'base64').toString(), 'fourth');
      assert.equal(JSON.parse(await readFile(file, 'utf8'))['api-key'].length, 3);
    } finally {
      await forgetful.close();
    }
  });

  it('plays scripted faults', async () => {
    faults.add({
      service: 'secrets',
      method: 'AccessSecretVersion',
      kind: 'error',
      code: 'PERMISSION_DENIED',
      message: 'no',
    });
    await assert.rejects(read(`${secret}/versions/1`), { code: grpc.status.PERMISSION_DENIED });
    faults.add({ service: 'secrets', method: 'AccessSecretVersion', kind: 'throttle' });
    const throttled = await fetch(`http://${service.address}/v1/${secret}/versions/1:access`);
    assert.equal(throttled.status, 429);
    faults.add({ service: 'secrets', method: 'AccessSecretVersion', kind: 'slow', delayMs: 1 });
    assert.equal(await read(`${secret}/versions/1`), 'first');
  });
});
