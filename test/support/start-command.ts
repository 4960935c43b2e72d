/** `npm start` without npm: the command as a process of its own, on free ports, and what it says. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { DEFAULT_PORTS } from '../../local/core/ports.ts';
import { uncountedEnvironment } from './child-environment.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ANY = Object.keys(DEFAULT_PORTS)
  .map((name) => `${name}=0`)
  .join(',');

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StartedCommand {
  readonly child: ChildProcess;
  /** `host:port` by the name in the table that it prints. */
  readonly addresses: Readonly<Record<string, string>>;
  stdout(): string;
  readonly ended: Promise<Ended>;
}

/** Runs it until it ends by itself. */
export function runCommand(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const { child, ended } = launch(args, env);
  // A process that should have refused to start must not outlive the test.
  const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
  return ended.finally(() => clearTimeout(timer));
}

/** Runs it until it says that it is ready. */
export async function startCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<StartedCommand> {
  const { child, ended, stdout } = launch(args, env);
  const ready = new Promise<void>((resolve) => {
    child.stdout?.on('data', () => {
      if (stdout().includes('Ctrl-C stops.')) resolve();
    });
  });
  const early = ended.then(({ stderr }) => Promise.reject(new Error(`it ended before it was ready: ${stderr}`)));
  await Promise.race([ready, early]);
  early.catch(() => undefined);
  const rows = stdout().matchAll(/^ {2}([\w-]+) +http:\/\/(\S+)/gm);
  return { child, ended, stdout, addresses: Object.fromEntries([...rows].map(([, name, at]) => [name, at])) };
}

/** Kills it as a power cut does. */
export async function killCommand({ child, ended }: StartedCommand): Promise<void> {
  child.kill('SIGKILL');
  await ended;
}

function launch(args: readonly string[], env: Readonly<Record<string, string>>) {
  const ports = args.includes('--ports') ? [] : ['--ports', ANY];
  const child = spawn(process.execPath, ['cli/penstock.js', 'start', ...args, ...ports], {
    cwd: ROOT,
    // The suite's tests count what functions do under it, in processes that share the code.
    env: { ...uncountedEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const ended = once(child, 'close').then(
    ([code, signal]): Ended => ({
      code: code as number | null,
      signal: signal as NodeJS.Signals | null,
      stdout,
      stderr,
    }),
  );
  return { child, ended, stdout: () => stdout };
}

/** The command whose ports the table cannot tell, since they are given. */
export function portsBut(taken: Readonly<Record<string, number>>): string {
  return Object.entries({ ...Object.fromEntries(Object.keys(DEFAULT_PORTS).map((name) => [name, 0])), ...taken })
    .map(([name, port]) => `${name}=${port}`)
    .join(',');
}
