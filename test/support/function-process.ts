/** One function as the platform starts it: functions-framework's own command over its sources, in a process of its own. */

import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.ts';

export interface FunctionProcess {
  readonly url: string;
  readonly port: number;
  readonly child: ChildProcess;
  /** Ends it without a word, as a lost machine does, and waits until it is gone. */
  kill(): Promise<void>;
}

export interface FunctionSetup {
  readonly name: 'intake' | 'firestore' | 'sink' | 'loader' | 'puller';
  readonly env: Readonly<Record<string, string>>;
  /** The way the framework gets its port; the platform uses the variable. */
  readonly portBy?: 'PORT' | 'flag';
}

const COMMAND = join(dirname(createRequire(import.meta.url).resolve('@google-cloud/functions-framework')), 'main.js');
const LOOK_AGAIN_MS = 10;

export async function startFunctionProcess({ name, env, portBy = 'PORT' }: FunctionSetup): Promise<FunctionProcess> {
  const port = await freePort();
  const source = fileURLToPath(new URL(`../../functions/${name}`, import.meta.url));
  const { PORT: _ours, ...inherited } = process.env;
  const told = portBy === 'PORT' ? { PORT: String(port) } : {};
  const flags = [`--source=${source}`, `--target=${name}`, ...(portBy === 'flag' ? ['--port', String(port)] : [])];
  const child = spawn(process.execPath, [COMMAND, ...flags], {
    env: { ...inherited, NODE_ENV: 'production', METADATA_SERVER_DETECTION: 'none', ...env, ...told },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = `http://127.0.0.1:${port}/`;
  while (!(await answers(url))) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`${name} ended before it answered`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  return {
    url,
    port,
    child,
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** Any answer counts: whether the function likes the request is not what is asked. */
function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    async (response) => {
      await response.arrayBuffer();
      return true;
    },
    () => false,
  );
}
