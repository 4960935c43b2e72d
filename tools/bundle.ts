/**
 * `npm run bundle`: one folder a function under dist/, ready to upload: a bundled function.js, the code that V8 made of
 * it, an index.js that joins the two, and a package.json with nothing but functions-framework to install (a second copy
 * of it inside the bundle would not find the registration). The worker has a folder too, in which nothing is installed.
 */

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { lazyCommonJs } from './lazy-commonjs.ts';

const ROOT = new URL('..', import.meta.url).pathname;
const FUNCTIONS = ['intake', 'firestore', 'loader', 'puller', 'sink'] as const;
const FRAMEWORK = '@google-cloud/functions-framework';

export interface Bundled {
  readonly name: string;
  readonly bytes: number;
  /** The packages whose code is in it. */
  readonly packages: readonly string[];
}

export async function bundleAll(into: string): Promise<readonly Bundled[]> {
  return Promise.all(FUNCTIONS.map((name) => bundle(name, join(into, name))));
}

/** The sink as a process of its own, which plain Node runs: no request reaches it, so it needs no functions-framework. */
export function bundleWorker(into: string): Promise<Bundled> {
  return bundle('worker', join(into, 'worker'));
}

async function bundle(name: string, folder: string): Promise<Bundled> {
  const isWorker = name === 'worker';
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const result = await build({
    entryPoints: { function: join(ROOT, 'functions', isWorker ? 'sink/pool.ts' : `${name}/index.ts`) },
    outdir: folder,
    bundle: true,
    platform: 'node',
    // Its main file has a loader of its own (UMD), which cannot be bundled.
    alias: { 'jsonc-parser': join(ROOT, 'node_modules/jsonc-parser/lib/esm/main.js') },
    target: 'node24',
    // Code that a door loads late lies in files of its own: a start reads only the code that it runs.
    format: 'esm',
    splitting: true,
    chunkNames: 'parts/[name]-[hash]',
    // Names stay: shortened ones would be set back by a call for each function, also for each that a request makes.
    minifyWhitespace: true,
    minifySyntax: true,
    // `debug` colours its output by the second one where it is there: here it is there for the tests only.
    external: [FRAMEWORK, 'supports-color'],
    plugins: [lazyCommonJs(ROOT)],
    // Packages that are CommonJS ask for Node's own modules by require, and for the place they lie at.
    banner: { js: REQUIRE },
    logLevel: 'error',
    metafile: true,
    absWorkingDir: ROOT,
  });
  writeFileSync(join(folder, 'index.js'), ENTRY);
  await compile(name, folder);
  const { version } = JSON.parse(readFileSync(join(ROOT, 'node_modules', FRAMEWORK, 'package.json'), 'utf8')) as {
    version: string;
  };
  const manifest = {
    name: `penstock-${name}`,
    private: true,
    type: 'module',
    main: 'index.js',
    engines: { node: '24' },
    ...(isWorker ? {} : { dependencies: { [FRAMEWORK]: version } }),
  };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const bytes = Object.values(result.metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
  return { name, bytes, packages: packagesOf(Object.keys(result.metafile.inputs)) };
}

function packagesOf(files: readonly string[]): readonly string[] {
  const names = files.map((file) => /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

const REQUIRE = [
  "import { createRequire as __createRequire } from 'node:module';",
  "import { dirname as __dirnameOf } from 'node:path';",
  "import { fileURLToPath as __pathOf } from 'node:url';",
  'const require = __createRequire(import.meta.url);',
  'const __filename = __pathOf(import.meta.url);',
  'const __dirname = __dirnameOf(__filename);',
].join(' ');

/** Much of a cold start is compiling. Another version of Node cannot use the compiled code and passes it over. */
const ENTRY = `import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
enableCompileCache({ directory: join(import.meta.dirname, 'compiled'), portable: true });
await import('./function.js');
`;

/** Settings without which a function does not start. Nothing is called by them. The worker has none, so that it does not begin to pull. */
const REQUIRED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  puller: {
    PULLER_BUCKET: 'compile',
    PULLER_SOURCES: join(ROOT, 'demo/sources'),
    PULLER_PROTO: join(ROOT, 'proto'),
    PULLER_ALLOW_LOOPBACK: 'true',
  },
};

/**
 * Loads the function once as an instance would, and keeps what V8 compiled. The hashes in it come from V8's random seed:
 * with a fixed one the same source gives the same bytes, and V8 takes the code all the same. It also holds the path that
 * it was loaded from, so that is a path by the content: the same on every machine, and of none.
 */
async function compile(name: string, folder: string): Promise<void> {
  // The worker is loaded whole before it finds that its settings are missing.
  const end = "() => { require('node:module').flushCompileCache(); process.exit(0); }";
  const load = `import('./index.js').then(${end}, ${name === 'worker' ? end : '() => process.exit(1)'})`;
  const env = {
    ...process.env,
    GOOGLE_CLOUD_PROJECT: 'compile',
    PUBSUB_EMULATOR_HOST: '127.0.0.1:1',
    PORT: '1',
    ...REQUIRED[name],
  };
  const place = await takePlace(folder);
  try {
    cpSync(folder, place, { recursive: true });
    execFileSync(process.execPath, ['--random-seed=1', '--preserve-symlinks', '-e', load], {
      cwd: place,
      env,
      stdio: 'ignore',
    });
    cpSync(join(place, 'compiled'), join(folder, 'compiled'), { recursive: true });
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** A build that was killed leaves its place behind. */
const STALE_MS = 60_000;

/** Makes the folder whose name is the content's, and waits where another build of the same content has it. */
async function takePlace(folder: string): Promise<string> {
  const content = createHash('sha256');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const path of files.map((entry) => join(entry.parentPath, entry.name)).sort())
    content.update(readFileSync(path));
  const place = `/tmp/penstock-${content.digest('hex').slice(0, 16)}`;
  for (;;) {
    try {
      mkdirSync(place);
      // Functions-framework lies beside the code, as it does in a deployed function.
      symlinkSync(join(ROOT, 'node_modules'), join(place, 'node_modules'));
      return place;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const made = statSync(place, { throwIfNoEntry: false })?.mtimeMs ?? 0;
      if (made !== 0 && Date.now() - made > STALE_MS) rmSync(place, { recursive: true, force: true });
      await sleep(50);
    }
  }
}

if (import.meta.main) {
  const into = join(ROOT, 'dist');
  for (const { name, bytes } of [...(await bundleAll(into)), await bundleWorker(into)]) {
    process.stdout.write(`dist/${name}  ${(bytes / 1e6).toFixed(1)} MB\n`);
  }
}
