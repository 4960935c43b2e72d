import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { secretsIn } from '../../deploy/release/secrets.ts';
import { type Bundled, bundleAll } from '../../tools/bundle.ts';

const ROOT = new URL('../..', import.meta.url).pathname;

describe('the bundles that are released', function () {
  this.timeout(120_000);
  let folder: string;
  let bundles: readonly Bundled[];
  const SECRET = 'a-secret-of-the-machine-that-builds';

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'penstock-bundles-'));
    process.env.PENSTOCK_TEST_TOKEN = SECRET;
    bundles = await bundleAll(folder);
  });
  after(() => {
    delete process.env.PENSTOCK_TEST_TOKEN;
    rmSync(folder, { recursive: true, force: true });
  });

  it('hold nothing secret, no value of a secret variable and no path of the machine that built them', () => {
    const found = bundles.flatMap(({ name }) =>
      secretsIn(join(folder, name), { env: process.env, folders: [ROOT, `${folder}/`] }),
    );
    assert.deepEqual(found, []);
  });

  it('hold no code of a development dependency', () => {
    const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
      readonly packages: Readonly<Record<string, { readonly dev?: boolean }>>;
    };
    const wrong = bundles.flatMap(({ name, packages }) =>
      packages.filter((one) => lock.packages[`node_modules/${one}`]?.dev === true).map((one) => `${name}: ${one}`),
    );
    assert.deepEqual(wrong, []);
  });

  it('would not be released with a credential in any of the usual shapes', () => {
    const planted: readonly (readonly [text: string, found: RegExp])[] = [
      [`-----BEGIN PRIVATE KEY-----\\n${'M'.repeat(64)}`, /a private key/],
      [`{"private_key_id": "${'0a'.repeat(20)}"}`, /a service account's key/],
      [`const key = "AIza${'x'.repeat(35)}"`, /a Google API key/],
      [`ya29.${'y'.repeat(40)}`, /a Google access token/],
      [`ghp_${'z'.repeat(36)}`, /a GitHub token/],
      [`AKIA${'A'.repeat(16)}`, /an AWS key/],
      [`xoxb-${'1'.repeat(12)}`, /a Slack token/],
      [`eyJ${'a'.repeat(20)}.eyJ${'b'.repeat(20)}.${'c'.repeat(20)}`, /a signed token/],
      ['connect("postgres://admin:hunter2@db.example.com")', /a password in an address/],
      [`send("${SECRET}")`, /the value of PENSTOCK_TEST_TOKEN/],
      [`require("${ROOT}shared/x")`, /a folder of the machine/],
    ];
    for (const [at, [text, found]] of planted.entries()) {
      const own = join(folder, `planted-${at}`);
      mkdirSync(own);
      writeFileSync(join(own, 'function.js'), `before; ${text}; after`);
      const problems = secretsIn(own, { env: process.env, folders: [ROOT] }).join('\n');
      assert.match(problems, found);
      assert.ok(!problems.includes(SECRET), 'a finding must not tell the secret');
    }
  });
});
