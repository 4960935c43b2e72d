/** The command behind `npm run release`. */

import { join } from 'node:path';
import { bundleAll, bundleWorker } from '../../tools/bundle.ts';
import { packAll } from './pack.ts';
import { packWorker } from './worker.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const DIST = join(ROOT, 'dist');

const bundles = await bundleAll(DIST);
const names = bundles.map(({ name }) => name);
for (const { file, bytes, digest } of packAll(names, DIST, join(DIST, 'release'))) {
  process.stdout.write(`dist/release/${file}  ${(bytes / 1e6).toFixed(2)} MB  sha256:${digest}\n`);
}
const worker = await bundleWorker(DIST);
const { context, digest, bytes, files } = packWorker(join(DIST, worker.name), join(DIST, 'release'));
process.stdout.write(`dist/release/${context}  ${(bytes / 1e6).toFixed(2)} MB in ${files} files  sha256:${digest}\n`);
