/** The build context of the worker's image: a Dockerfile, and the worker's bundle as `app`. The same source gives the same bytes. */

import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export interface WorkerContext {
  /** The folder below the release that an image is built from. */
  readonly context: string;
  /** SHA-256 over the names and the content of its files, in hex. */
  readonly digest: string;
  /** The image's tag: the digest's first twelve digits. */
  readonly tag: string;
  readonly bytes: number;
  readonly files: number;
}

const DOCKERFILE = new URL('../worker/Dockerfile', import.meta.url).pathname;

/** Writes `into/worker` from the bundle in `bundle`, and `into/worker.json`, which pipelines read the tag from. */
export function packWorker(bundle: string, into: string): WorkerContext {
  const folder = join(into, 'worker');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(bundle, join(folder, 'app'), { recursive: true });
  cpSync(DOCKERFILE, join(folder, 'Dockerfile'));
  const packed = { context: 'worker', ...digestOf(folder) };
  writeFileSync(join(into, 'worker.json'), `${JSON.stringify(packed, null, 2)}\n`);
  return packed;
}

function digestOf(folder: string): Omit<WorkerContext, 'context'> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const whole = createHash('sha256');
  let bytes = 0;
  for (const path of paths) {
    const content = readFileSync(path);
    bytes += content.length;
    whole.update(`${createHash('sha256').update(content).digest('hex')}  ${relative(folder, path)}\n`);
  }
  const digest = whole.digest('hex');
  return { digest, tag: digest.slice(0, 12), bytes, files: paths.length };
}
