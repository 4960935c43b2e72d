/** An empty project outside the repository, with the package of the local cloud in it. */

import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = new URL('../..', import.meta.url).pathname;
const run = promisify(execFile);

export interface EmptyProject {
  readonly folder: string;
  write(file: string, text: string): void;
  run(command: string, ...args: readonly string[]): Promise<string>;
  close(): void;
}

export function emptyProject(): EmptyProject {
  const folder = mkdtempSync(join(tmpdir(), 'penstock-project-'));
  const write = (file: string, text: string): void => writeFileSync(join(folder, file), text);
  write('package.json', '{ "name": "empty", "private": true, "type": "module" }\n');
  return {
    folder,
    write,
    run: async (command, ...args) => {
      const env = { ...process.env, METADATA_SERVER_DETECTION: 'none', NODE_OPTIONS: '', NODE_V8_COVERAGE: '' };
      try {
        return (await run(command, args, { cwd: folder, env, timeout: 120_000, maxBuffer: 1 << 26 })).stdout;
      } catch (error) {
        const { stdout, stderr } = error as { stdout: string; stderr: string };
        throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}\n${stderr}`);
      }
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Unpacks the tarball as npm does, with links to the packages of this repository in place of downloads. */
export async function installLinked(project: EmptyProject, tarball: string): Promise<void> {
  const modules = join(project.folder, 'node_modules');
  const own = join(modules, '@penstock/local');
  mkdirSync(own, { recursive: true });
  await run('tar', ['xzf', tarball, '-C', own, '--strip-components=1']);
  for (const name of packagesIn(join(ROOT, 'node_modules'))) {
    if (name.startsWith('@penstock/')) continue;
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  }
}

function packagesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) =>
      name.startsWith('@') ? readdirSync(join(folder, name)).map((one) => `${name}/${one}`) : [name],
    );
}

/** The files of a page's code blocks: those whose first line names them, as `// example.ts`. */
export function filesOf(page: string): ReadonlyMap<string, string> {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const blocks = text.matchAll(/^```ts\n\/\/ (\S+)\n([\s\S]*?)^```$/gm);
  return new Map([...blocks].map(([, name, code]) => [name as string, code as string]));
}
