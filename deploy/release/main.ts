/** The command behind `npm run release`. */

import { join } from 'node:path';
import { bundleAll, bundleWorker } from '../../tools/bundle.ts';
import { packAll } from './pack.ts';
import { secretsIn } from './secrets.ts';
import { packWorker } from './worker.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const DIST = join(ROOT, 'dist');
const RELEASE = join(DIST, 'release');

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(2)} MB`;

const functions = await bundleAll(DIST);
const worker = await bundleWorker(DIST);
const names = [...functions, worker].map(({ name }) => name);
const folders = ['dist', 'functions', 'node_modules', 'shared', 'tools'].map((name) => `${join(ROOT, name)}/`);
const found = names.flatMap((name) =>
  secretsIn(join(DIST, name), { env: process.env, folders }).map((one) => `${name}: ${one}`),
);
if (found.length > 0) {
  process.stderr.write(
    `Nothing is released, because a bundle holds what must not leave this machine:\n${found.join('\n')}\n`,
  );
  process.exit(1);
}
for (const { file, bytes, digest } of packAll(
  functions.map(({ name }) => name),
  DIST,
  RELEASE,
)) {
  say(`dist/release/${file}  ${megabytes(bytes)}  sha256:${digest}`);
}
const { context, digest, bytes, files } = packWorker(join(DIST, worker.name), RELEASE);
say(`dist/release/${context}  ${megabytes(bytes)} in ${files} files  sha256:${digest}`);
