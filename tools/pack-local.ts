/**
 * `npm run pack:local`: the local cloud as a package, in dist/local and as a tarball beside it. It is built here and not
 * in place, because the suite runs the sources: their package.json names TypeScript, the package's names what was built.
 */

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import process from 'node:process';

const ROOT = new URL('..', import.meta.url).pathname;

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly exports: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** Builds the package into this folder and returns the path of its tarball. */
export function packLocal(into: string): string {
  const folder = join(into, 'local');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const tsc = join(ROOT, 'node_modules/.bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', join(ROOT, 'local/tsconfig.package.json'), '--outDir', folder], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const manifest = JSON.parse(readFileSync(join(ROOT, 'local/package.json'), 'utf8')) as Manifest;
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(published(manifest), null, 2)}\n`);
  for (const page of ['README.md', 'CHANGELOG.md']) cpSync(join(ROOT, 'local/package', page), join(folder, page));
  cpSync(join(ROOT, 'LICENSE'), join(folder, 'LICENSE'));
  for (const file of otherFiles(join(ROOT, 'local'))) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(ROOT, 'local', file), join(folder, file));
  }
  // The console's page is built here, so that the package needs no bundler.
  const build = ['--import', join(ROOT, 'local/node24.js'), join(ROOT, 'tools/console-assets.ts')];
  execFileSync(process.execPath, [...build, join(folder, 'console/built')], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const packed = execFileSync('npm', ['pack', folder, '--pack-destination', into, '--json'], { encoding: 'utf8' });
  const answer = JSON.parse(packed) as unknown;
  const [{ filename }] = (Array.isArray(answer) ? answer : Object.values(answer as object)) as [{ filename: string }];
  return join(into, filename);
}

/** Packages of the console's page, which are in what was built of it. */
const ONLY_OF_THE_PAGE = /^(?:esbuild|preact|uplot|@preact\/.*|@codemirror\/.*|@lezer\/.*)$/;

/** The package.json of the package: the same dependencies, and JavaScript with types in place of the sources. */
function published(manifest: Manifest): object {
  const { exports, ...rest } = manifest;
  const dependencies = Object.fromEntries(
    Object.entries(manifest.dependencies).filter(([name]) => !ONLY_OF_THE_PAGE.test(name)),
  );
  const built = Object.entries(exports)
    .filter(([name]) => !name.includes('*'))
    .map(([name, source]) => {
      const path = source.replace(/\.ts$/, '');
      return [name, { types: `${path}.d.ts`, default: `${path}.js` }];
    });
  return {
    ...rest,
    dependencies,
    private: undefined,
    engines: { node: '>=24' },
    bin: { penstock: './command/penstock.js' },
    exports: { ...Object.fromEntries(built), './package.json': './package.json' },
  };
}

/** The files that no compiler makes: the pages of the services, which the README links to, and what a service serves. */
function otherFiles(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !/\.(ts|js|json)$/.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => path !== 'README.md' && !/^package\/|^console\/app\/|(^|\/)(node_modules|dist)\//.test(path));
}

if (import.meta.main) process.stdout.write(`${packLocal(join(ROOT, 'dist'))}\n`);
