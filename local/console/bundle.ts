/**
 * The page's code, bundled by esbuild when the page is first asked for. Nothing is built before that, nothing is kept on
 * disk that could be out of date, and the bundler's process ends with the build. The package of the local cloud brings
 * the page built, in `built/`, and needs no bundler.
 */

import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Asset {
  readonly bytes: Buffer;
  readonly type: string;
}

const APP = fileURLToPath(new URL('./app/main.tsx', import.meta.url));
const BUILT = fileURLToPath(new URL('./built', import.meta.url));
const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};
const STYLES = ['base', 'parts', 'pages', 'chart', 'cost', 'dashboards'] as const;

/** Returns an asset by its name, or undefined. */
export type Assets = (name: string) => Promise<Asset | undefined>;

export function lazyAssets(): Assets {
  let scripts: Promise<ReadonlyMap<string, Asset>> | undefined;
  let style: Promise<Asset> | undefined;
  const isBuilt = existsSync(join(BUILT, 'app.js'));
  return async (name) => {
    if (isBuilt) {
      scripts ??= readBuilt();
      return (await scripts).get(name);
    }
    if (name === 'app.css') {
      style ??= readStyle();
      return style;
    }
    scripts ??= buildScripts().catch((error: unknown) => {
      // A source that is mended is built anew by the next request.
      scripts = undefined;
      throw error;
    });
    return (await scripts).get(name);
  };
}

/** Everything that the page loads, by name: what the package brings. */
export async function buildAssets(): Promise<ReadonlyMap<string, Asset>> {
  return new Map([...(await buildScripts()), ['app.css', await readStyle()]]);
}

async function readBuilt(): Promise<ReadonlyMap<string, Asset>> {
  const names = await readdir(BUILT);
  const read = names.map(async (name): Promise<[string, Asset]> => {
    const type = TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
    return [name, { bytes: await readFile(join(BUILT, name)), type }];
  });
  return new Map(await Promise.all(read));
}

async function buildScripts(): Promise<ReadonlyMap<string, Asset>> {
  const { build, stop } = await import('esbuild');
  try {
    const { outputFiles } = await build({
      entryPoints: [APP],
      outdir: '/',
      entryNames: 'app',
      chunkNames: '[name]-[hash]',
      bundle: true,
      splitting: true,
      format: 'esm',
      target: 'es2022',
      minify: true,
      charset: 'utf8',
      legalComments: 'none',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      write: false,
      logLevel: 'silent',
    });
    const type = TYPES.js as string;
    return new Map(
      outputFiles.map(({ path, contents }) => [path.replace(/^.*[\\/]/, ''), { bytes: Buffer.from(contents), type }]),
    );
  } finally {
    await stop();
  }
}

/** The style needs no build, so the first paint does not wait for one. */
async function readStyle(): Promise<Asset> {
  const plot = createRequire(import.meta.url).resolve('uplot/dist/uPlot.min.css');
  const files = [plot, ...STYLES.map((name) => fileURLToPath(new URL(`./app/style/${name}.css`, import.meta.url)))];
  const texts = await Promise.all(files.map((file) => readFile(file)));
  return { bytes: Buffer.concat(texts), type: TYPES.css as string };
}
