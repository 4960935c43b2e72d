/**
 * `npm run bundle`: one folder a function under dist/, ready to upload: a bundled function.js, the code that V8 made of
 * it, an index.js that joins the two, and a package.json with nothing but functions-framework to install (a second copy
 * of it inside the bundle would not find the registration).
 */

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const ROOT = new URL('..', import.meta.url).pathname;
const FUNCTIONS = ['intake', 'firestore', 'loader', 'puller', 'sink'] as const;
const FRAMEWORK = '@google-cloud/functions-framework';

export async function bundleAll(into: string): Promise<readonly { readonly name: string; readonly bytes: number }[]> {
  return Promise.all(FUNCTIONS.map(async (name) => ({ name, bytes: await bundle(name, join(into, name)) })));
}

async function bundle(name: string, folder: string): Promise<number> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const result = await build({
    entryPoints: [join(ROOT, 'functions', name, 'index.ts')],
    outfile: join(folder, 'function.js'),
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    minify: true,
    keepNames: true,
    external: [FRAMEWORK],
    // A CommonJS bundle has no import.meta; what is read beside a module is inlined or not there.
    define: { 'import.meta.url': '__importMetaUrl' },
    banner: { js: 'const __importMetaUrl = require("node:url").pathToFileURL(__filename).href;' },
    logLevel: 'error',
    metafile: true,
    absWorkingDir: ROOT,
  });
  writeFileSync(join(folder, 'index.js'), ENTRY);
  compile(folder);
  const { version } = JSON.parse(readFileSync(join(ROOT, 'node_modules', FRAMEWORK, 'package.json'), 'utf8')) as {
    version: string;
  };
  const manifest = {
    name: `penstock-${name}`,
    private: true,
    main: 'index.js',
    engines: { node: '24' },
    dependencies: { [FRAMEWORK]: version },
  };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return Object.values(result.metafile.outputs).reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Half of a cold start is compiling. Where Node is another than here the compiled code does not fit and is passed over. */
const ENTRY = `require('node:module').enableCompileCache({ directory: require('node:path').join(__dirname, 'compiled'), portable: true });
require('./function.js');
`;

/** Loads the function once as an instance would, and keeps what V8 compiled. */
function compile(folder: string): void {
  const load = "require('./index.js'); require('node:module').flushCompileCache(); process.exit(0)";
  const env = { ...process.env, GOOGLE_CLOUD_PROJECT: 'compile', PUBSUB_EMULATOR_HOST: '127.0.0.1:1', PORT: '1' };
  execFileSync(process.execPath, ['-e', load], { cwd: folder, env, stdio: 'ignore' });
}

if (import.meta.main) {
  for (const { name, bytes } of await bundleAll(join(ROOT, 'dist'))) {
    process.stdout.write(`dist/${name}  ${(bytes / 1e6).toFixed(1)} MB\n`);
  }
}
