import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { googleAccessToken } from '@penstock/shared/runtime/access-token.ts';
import { setEnvironment } from '../../../support/environment.ts';

describe('the access token', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'penstock-token-'));
  });
  after(() => rm(folder, { recursive: true }));

  /** Credentials that are exchanged for a token at an address of our choice. */
  async function credentials(port: number): Promise<string> {
    const file = join(folder, 'credentials.json');
    await writeFile(join(folder, 'subject'), 'subject');
    await writeFile(
      file,
      JSON.stringify({
        type: 'external_account',
        audience: '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/x',
        subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
        token_url: `http://127.0.0.1:${port}/token`,
        credential_source: { file: join(folder, 'subject') },
      }),
    );
    return file;
  }

  async function withCredentials(file: string, work: () => Promise<void>): Promise<void> {
    const restore = setEnvironment({
      GOOGLE_APPLICATION_CREDENTIALS: file,
      METADATA_SERVER_DETECTION: 'none',
      GOOGLE_CLOUD_PROJECT: 'p',
    });
    await work().finally(restore);
  }

  it('is what the configured credentials are exchanged for, asked for once', async () => {
    let asked = 0;
    const server = createServer((_request, response) => {
      asked += 1;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ access_token: 'the-token', expires_in: 3_600, token_type: 'Bearer' }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await withCredentials(await credentials((server.address() as AddressInfo).port), async () => {
      const token = googleAccessToken('https://www.googleapis.com/auth/datastore');
      assert.deepEqual([await token(), await token(), asked], ['the-token', 'the-token', 1]);
    });
    await new Promise((resolve) => server.close(resolve));
  });

  it('is UNAUTHENTICATED where there are no credentials', async () => {
    await withCredentials('/nowhere/key.json', () =>
      assert.rejects(googleAccessToken('s')(), {
        code: 'UNAUTHENTICATED',
        message: /^No credentials for Google Cloud: /,
      }),
    );
  });

  it('is UNAVAILABLE if the token service cannot be reached', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    await withCredentials(await credentials(port), () =>
      assert.rejects(googleAccessToken('s')(), { code: 'UNAVAILABLE' }),
    );
  });
});
