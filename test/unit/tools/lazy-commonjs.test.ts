import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { lazyCommonJs } from '../../../tools/lazy-commonjs.ts';

const ROOT = new URL('../../..', import.meta.url).pathname;

describe('packages that a bundled function loads late', () => {
  let folder: string;

  before(() => {
    mkdirSync(join(ROOT, 'dist'), { recursive: true });
    // Below the root, so that packages are found from it as they are in a deployed function.
    folder = mkdtempSync(join(ROOT, 'dist/lazy-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  async function bundled(code: string): Promise<Record<string, unknown>> {
    const entry = join(folder, 'in.js');
    writeFileSync(entry, code);
    await build({
      entryPoints: { out: entry },
      outdir: folder,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      plugins: [lazyCommonJs(ROOT)],
      banner: { js: "import { createRequire as __make } from 'node:module'; const require = __make(import.meta.url);" },
      logLevel: 'error',
      absWorkingDir: ROOT,
    });
    return (await import(pathToFileURL(join(folder, 'out.mjs')).href)) as Record<string, unknown>;
  }

  it('have the names that Node finds in them, whether they are CommonJS or modules', async () => {
    const found = await bundled(`
      const commonjs = await import('@grpc/grpc-js');
      const plain = await import('fflate');
      const own = await import('node:path');
      export const kinds = [typeof commonjs.Server, typeof plain.zipSync, typeof own.join];
    `);
    assert.deepEqual(found.kinds, ['function', 'function', 'function']);
  });
});
