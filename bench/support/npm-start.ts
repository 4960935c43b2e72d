/** `npm start` itself, as a person runs it: how soon it is ready, what it takes while nothing happens, how it recovers. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { DEFAULT_PORTS } from '../../local/core/ports.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ANY = Object.keys(DEFAULT_PORTS)
  .map((name) => `${name}=0`)
  .join(',');

export interface NpmStart {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly addresses: Readonly<Record<string, string>>;
  /** From the call of npm until the table is printed. */
  readonly readyMs: number;
  /** As Ctrl-C does. */
  stop(): Promise<void>;
  /** The whole group at once, without a word. */
  kill(): Promise<void>;
}

export async function npmStart(stateDir: string): Promise<NpmStart> {
  const began = performance.now();
  const args = ['start', '--silent', '--', '--quiet', '--state', stateDir, '--ports', ANY];
  const child = spawn('npm', args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  const exited = once(child, 'exit');
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    // Its number may be another's by now.
    if (child.exitCode !== null || child.signalCode !== null) return;
    process.kill(-(child.pid as number), signal);
    await exited;
  };
  let text = '';
  await Promise.race([
    new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (text.includes('Ctrl-C stops.')) resolve();
      });
    }),
    exited.then(() => Promise.reject(new Error('npm start ended before it was ready'))),
  ]);
  const readyMs = Math.round(performance.now() - began);
  const rows = text.matchAll(/^ {2}([\w-]+) +http:\/\/(\S+)/gm);
  return {
    child,
    pid: child.pid as number,
    addresses: Object.fromEntries([...rows].map(([, name, at]) => [name, at])),
    readyMs,
    stop: () => end('SIGINT'),
    kill: () => end('SIGKILL'),
  };
}
