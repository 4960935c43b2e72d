import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const CHECK = readFileSync(`${ROOT}/local/node24.js`, 'utf8').replace(/^import .*$/m, '');

/** The check under a Node of another version, as far as it can see. */
function checkedAs(version: string): { readonly status: number | null; readonly stderr: string } {
  const code = `Object.defineProperty(process.versions, 'node', { value: '${version}' });\n${CHECK}`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], { encoding: 'utf8' });
  return { status, stderr };
}

describe('an older Node', () => {
  it('is told in one sentence what to do', () => {
    const { status, stderr } = checkedAs('20.20.2');
    assert.equal(status, 1);
    assert.match(stderr, /^Penstock runs on Node 24 and this is 20\.20\.2\. On Linux npm installs Node 24 .*\n$/);
  });

  it('is one below 24', () => {
    assert.deepEqual(checkedAs('24.0.0'), { status: 0, stderr: '' });
    assert.equal(checkedAs('23.11.1').status, 1);
  });

  it('is asked for before any TypeScript is loaded, by every script that loads some', () => {
    const { scripts } = JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8')) as { scripts: Record<string, string> };
    for (const name of ['start', 'test', 'test:soak', 'query', 'bench', 'proto', 'bundle', 'smoke']) {
      assert.match(String(scripts[name]), /node24\.js|cli\/penstock\.js/, name);
    }
    // Nothing but the check and JavaScript may come before it: static imports are read before anything runs.
    const entry = readFileSync(`${ROOT}/cli/penstock.js`, 'utf8');
    assert.equal(/^import .*\.ts/m.test(entry), false);
  });
});
