import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localVariables } from '../../../cli/local-variables.ts';
import { credentialsFile } from '../../../local/core/credentials.ts';
import { startLocalCloud } from '../../../local/index.ts';
import { penstock } from '../../support/penstock.ts';

describe('penstock env', () => {
  it('prints the variables that the local cloud gives its functions', async () => {
    const cloud = await startLocalCloud();
    await cloud.close();
    const names = (variables: object) => Object.keys(variables).toSorted();
    assert.deepEqual(names(localVariables()), names(cloud.env));
    const { out } = await penstock(['env', '--json']);
    assert.deepEqual(JSON.parse(out), localVariables());
  });

  for (const lang of ['node', 'python', 'java', 'go', 'cli']) {
    it(`of ${lang} is text that a shell takes`, async () => {
      const { code, out } = await penstock([
        'env',
        '--lang',
        lang,
        '--host',
        'a b',
        '--ports',
        'pubsub=1,storage=2',
        '--project',
        "it's",
      ]);
      assert.equal(code, 0);
      const shown = execFileSync('sh', ['-c', `${out}\nenv`], { env: {}, encoding: 'utf8' });
      assert.match(shown, lang === 'cli' ? /^CLOUDSDK_CORE_PROJECT=it's$/m : /^PUBSUB_EMULATOR_HOST=a b:1$/m);
      assert.match(
        shown,
        lang === 'cli'
          ? /^CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE=http:\/\/a b:2\/$/m
          : /^STORAGE_EMULATOR_HOST=http:\/\/a b:2$/m,
      );
    });
  }

  it('names the credentials and the authority that a start wrote, for the languages that look for them', async () => {
    const state = await mkdtemp(join(tmpdir(), 'penstock-env-'));
    const of = async (lang: string): Promise<string> => (await penstock(['env', '--lang', lang, '--state', state])).out;
    assert.doesNotMatch(await of('python'), /GOOGLE_APPLICATION_CREDENTIALS|GRPC_DEFAULT_SSL/);
    assert.match(await of('python'), /AnonymousCredentials.*insecure_channel/s);
    await writeFile(credentialsFile(state), '{}');
    await mkdir(join(state, 'tls'));
    await writeFile(join(state, 'tls', 'authority.pem'), '');
    for (const lang of ['python', 'java', 'go'])
      assert.match(
        await of(lang),
        new RegExp(`^export GOOGLE_APPLICATION_CREDENTIALS=${credentialsFile(state)}$`, 'm'),
      );
    for (const lang of ['node', 'cli']) assert.doesNotMatch(await of(lang), /GOOGLE_APPLICATION_CREDENTIALS/);
    assert.match(await of('python'), /^export GRPC_DEFAULT_SSL_ROOTS_FILE_PATH=.*authority\.pem$/m);
    assert.match(await of('python'), /SecretManagerServiceClient\(client_options=/);
    await rm(state, { recursive: true });
  });

  it('keeps what the environment says already', async () => {
    const { out } = await penstock(['env'], { env: { PUBSUB_EMULATOR_HOST: 'there:9', GOOGLE_CLOUD_PROJECT: 'mine' } });
    assert.match(out, /^export PUBSUB_EMULATOR_HOST=there:9$/m);
    assert.match(out, /^export GOOGLE_CLOUD_PROJECT=mine$/m);
    assert.match(out, /port: 9060/);
  });

  for (const [ports, message] of [
    ['pubsb=1', /--ports: there is no pubsb; did you mean pubsub\?/],
    ['zzzzzzzz=1', /there is no zzzzzzzz; there are intake,/],
    ['constructor=1', /there is no constructor/],
    ['pubsub', /pubsub must be a name and a number from 0 to 65535/],
    ['pubsub=70000', /pubsub=70000 must be/],
  ] as const) {
    it(`refuses the ports ${ports}`, async () => {
      const { code, error } = await penstock(['env', '--ports', ports]);
      assert.equal(code, 2);
      assert.match(error, message);
    });
  }
});
