import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { uncountedEnvironment } from '../../support/child-environment.ts';

const root = new URL('../../../shared/', import.meta.url).pathname;
const modules = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.includes('node_modules'))
  .map((file) => pathToFileURL(join(root, file)).href);

/** Loads all and prints what is open before and afterwards. In a process of its own: others open and close things meanwhile. */
const LOAD_ALL = `
  // The pipes of its output count once they are used.
  const output = [process.stdout, process.stderr];
  const before = process.getActiveResourcesInfo();
  for (const module of JSON.parse(process.argv[1])) await import(module);
  await new Promise((resolve) => setImmediate(resolve));
  console.log(JSON.stringify([before, process.getActiveResourcesInfo()]));
`;

describe('the modules of shared', () => {
  // Files that hold nothing but types are never loaded otherwise, and would count as code that no test runs.
  it('can each be loaded', async () => {
    assert.ok(modules.length > 100);
    for (const module of modules) await import(module);
  });

  it('open nothing when they are loaded, so that a process that does no more ends by itself', async () => {
    const words = ['--input-type=module', '-e', LOAD_ALL, JSON.stringify(modules)];
    const { stdout } = await promisify(execFile)(process.execPath, words, {
      env: uncountedEnvironment(),
      timeout: 50_000,
    });
    const [before, after] = JSON.parse(stdout) as readonly [readonly string[], readonly string[]];
    assert.deepEqual(after, before);
  });
});
