/** The figures of a release: cold start of each bundle, the size of each zip, and of the worker's image on top of its base. */

import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkerContext } from '../deploy/release/worker.ts';
import { run as coldStart } from './coldstart.ts';

const RELEASE = new URL('../dist/release/', import.meta.url).pathname;

export async function run(): Promise<Record<string, unknown>> {
  const bundles = JSON.parse(readFileSync(join(RELEASE, 'bundles.json'), 'utf8')) as Readonly<Record<string, string>>;
  const worker = JSON.parse(readFileSync(join(RELEASE, 'worker.json'), 'utf8')) as WorkerContext;
  const sizes = Object.entries(bundles).map(([name, file]) => [name, statSync(join(RELEASE, file)).size]);
  return {
    coldStart: await coldStart(),
    bundleBytes: Object.fromEntries(sizes),
    worker: { tag: worker.tag, contextBytes: worker.bytes, imageBytes: imageBytes(worker) },
  };
}

/** The size of the whole image, where a Docker engine answers; null where none does, because then it is not known. */
function imageBytes({ tag, context }: WorkerContext): number | null {
  const name = `penstock-worker-size:${tag}`;
  const built = spawnSync('docker', ['build', '--quiet', '--tag', name, join(RELEASE, context)], { timeout: 300_000 });
  if (built.status !== 0) return null;
  const { stdout } = spawnSync('docker', ['image', 'inspect', '--format', '{{.Size}}', name], { encoding: 'utf8' });
  spawnSync('docker', ['rmi', '--force', name], { timeout: 60_000 });
  return Number(stdout.trim());
}
