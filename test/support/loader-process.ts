/** The loader in a process of its own, to be killed. It is told names of success files, and answers what it told the platform. */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { uncountedEnvironment } from './child-environment.ts';
import { openInstance } from './loader.ts';

export interface LoaderProcess {
  /** Resolves with the answer, or with undefined where the process died first. */
  event(name: string): Promise<string | undefined>;
  /** kill -9, and waits until it is gone. */
  kill(): Promise<void>;
}

export async function startLoaderProcess(env: Readonly<Record<string, string>>): Promise<LoaderProcess> {
  const child = fork(fileURLToPath(import.meta.url), [], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...uncountedEnvironment(), ...env, LOADER_PROCESS: '1' },
  });
  await once(child, 'message');
  return { event: (name) => ask(child, name), kill: () => kill(child) };
}

function ask(child: ChildProcess, name: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const settle = (answer: string | undefined): void => {
      child.off('message', hear);
      child.off('exit', gone);
      resolve(answer);
    };
    const hear = (message: unknown): void => settle(String(message));
    const gone = (): void => settle(undefined);
    child.on('message', hear);
    child.on('exit', gone);
    child.send(name);
  });
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

if (process.env.LOADER_PROCESS === '1' && process.send !== undefined) {
  const instance = openInstance(process.env as Readonly<Record<string, string>>);
  process.on('message', (name) => void instance.event(String(name)).then((answer) => process.send?.(answer)));
  process.on('disconnect', () => process.exit(0));
  process.send('ready');
}
