/** Starts the worker from its image's layout, with exactly the environment that Terraform planned for the pool. */

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { layOut } from '../release/layout.ts';
import { gatherLines } from './lines.ts';

export interface WorkerToStart {
  /** The build context: `dist/release/worker`. */
  readonly context: string;
  /** The folder that stands for the image's root; it is emptied first. */
  readonly root: string;
  readonly env: Readonly<Record<string, string>>;
  /** The objects of the config bucket, which a pool sees below `/config`. */
  readonly config?: readonly { readonly name: string; readonly content: string }[];
}

export interface RunningWorker {
  readonly output: readonly string[];
  /** Sends SIGTERM, as the platform does, and returns the exit code; null where the process had to be killed. */
  stop(): Promise<number | null>;
  /** Ends the process without a word, as a lost machine does. */
  kill(): Promise<void>;
}

const READY_WITHIN_MS = 30_000;
/** The platform kills ten seconds after SIGTERM. A busy machine is given more. */
const STOP_WITHIN_MS = 20_000;

export async function startWorkerPool(
  { context, root, env, config = [] }: WorkerToStart,
  cloud: Readonly<Record<string, string>>,
): Promise<RunningWorker> {
  rmSync(root, { recursive: true, force: true });
  const layout = layOut(context, root);
  for (const { name, content } of config) write(join(root, 'config', name), content);
  const [program, ...words] = layout.command;
  if (program !== 'node') throw new Error(`the image runs ${program}: this rehearsal starts plain node only`);
  const planned = Object.entries(env).map(([name, value]) => [name, value.replace(/^\/config\//, `${root}/config/`)]);
  const child = spawn(process.execPath, words, {
    cwd: layout.folder,
    // Only what an instance would have: a variable of this machine must not make up for one that is missing.
    env: { PATH: process.env.PATH, ...layout.env, ...Object.fromEntries(planned), ...cloud },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) gatherLines(stream, output);
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  await ready(child, output);
  return {
    output,
    stop: async () => {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
      const code = await ended;
      clearTimeout(timer);
      return code;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** A pool answers no request: the line with its routes says that it has begun. */
async function ready(child: ChildProcess, output: readonly string[]): Promise<void> {
  const end = Date.now() + READY_WITHIN_MS;
  while (!output.some((line) => line.includes('"message":"routes'))) {
    const over = child.exitCode !== null || child.signalCode !== null;
    if (over || Date.now() > end) {
      child.kill('SIGKILL');
      throw new Error(
        `the worker ${over ? 'ended' : 'did not begin'} before it pulled:\n${output.slice(-20).join('\n')}`,
      );
    }
    await sleep(50);
  }
}
