/**
 * The page's code, bundled by esbuild when the page is first asked for. Nothing is built while nobody looks, nothing is
 * kept on disk that could be out of date, and the bundler's process ends with the build.
 */

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

export interface Asset {
  readonly bytes: Buffer;
  readonly type: string;
}

const APP = fileURLToPath(new URL('./app/main.tsx', import.meta.url));
const STYLES = ['base', 'parts', 'pages', 'chart'] as const;

/** Returns an asset by its name, or undefined. */
export type Assets = (name: string) => Promise<Asset | undefined>;

export function lazyAssets(): Assets {
  let scripts: Promise<ReadonlyMap<string, Asset>> | undefined;
  let style: Promise<Asset> | undefined;
  return async (name) => {
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
    const type = 'text/javascript; charset=utf-8';
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
  return { bytes: Buffer.concat(texts), type: 'text/css; charset=utf-8' };
}
