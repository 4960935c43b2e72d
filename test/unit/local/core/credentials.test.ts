import assert from 'node:assert/strict';
import { createPrivateKey, sign } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { credentialsFile, writeCredentials } from '../../../../local/core/credentials.ts';
import { startLocalCloud } from '../../../../local/index.ts';

describe('the credentials file of the local cloud', () => {
  let stateDir: string;
  before(async () => {
    stateDir = await mkdtemp(join(tmpdir(), 'penstock-credentials-'));
  });
  after(() => rm(stateDir, { recursive: true }));

  const read = async (): Promise<Readonly<Record<string, string>>> => {
    const file = credentialsFile(stateDir);
    return JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
  };

  it('is a service account that its token endpoint gives a token', async () => {
    const cloud = await startLocalCloud({ stateDir, credentials: true });
    // Written when the cloud closes at the latest; its endpoint is asked before.
    const url = `http://${cloud.addresses.console}/token`;
    const answer = await (await fetch(url, { method: 'POST', body: 'grant_type=x&assertion=y' })).json();
    assert.deepEqual(answer, { access_token: 'local', token_type: 'Bearer', expires_in: 3_600 });
    await cloud.close();
    assert.equal(cloud.credentials, credentialsFile(stateDir));
    const { type, token_uri: tokenUri, client_email: email, private_key: key } = await read();
    assert.deepEqual([type, tokenUri, email], ['service_account', url, 'local@demo-penstock.iam.gserviceaccount.com']);
    assert.ok(sign('RSA-SHA256', Buffer.from('x'), createPrivateKey(key ?? '')).length > 0);
    assert.equal((await stat(credentialsFile(stateDir))).mode & 0o777, 0o600);
  });

  it('keeps its key when the addresses change, and is made anew where it is damaged', async () => {
    const { private_key: key } = await read();
    const write = (port: number): Promise<void> =>
      writeCredentials({ stateDir, projectId: 'demo-penstock', tokenAddress: `127.0.0.1:${port}` });
    await write(1);
    const moved = await read();
    assert.deepEqual([moved.private_key, moved.token_uri], [key, 'http://127.0.0.1:1/token']);
    const { mtimeMs } = await stat(credentialsFile(stateDir));
    await write(1);
    assert.equal((await stat(credentialsFile(stateDir))).mtimeMs, mtimeMs);
    for (const damage of ['{', '{"private_key_id":"x","private_key":"y"}', '{}']) {
      await writeFile(credentialsFile(stateDir), damage);
      await write(1);
      assert.notEqual((await read()).private_key, key);
    }
  });

  it('goes with --fresh', async () => {
    const cloud = await startLocalCloud({ stateDir, fresh: true });
    await cloud.close();
    await assert.rejects(stat(credentialsFile(stateDir)), { code: 'ENOENT' });
    assert.equal(cloud.credentials, undefined);
  });
});
