import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { freePort } from '../../support/free-port.ts';

describe('a port for a test', () => {
  it('is none that the system picks for port 0, and is handed out once, also to other processes', async () => {
    const mine = await Promise.all(Array.from({ length: 20 }, () => freePort()));
    const module = new URL('../../support/free-port.ts', import.meta.url).href;
    const script = `import { freePort } from '${module}';
      console.log(JSON.stringify(await Promise.all(Array.from({ length: 20 }, () => freePort()))));`;
    const theirs = JSON.parse(
      execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }),
    ) as readonly number[];
    const all = [...mine, ...theirs];
    assert.equal(new Set(all).size, 40);
    assert.ok(all.every((port) => port >= 20_000 && port < 32_000));
  });
});
