/**
 * The local Cloud Storage in a process of its own, to be killed. Run as a program it serves the folder it is given;
 * imported, it starts that program and tells where it listens and which notifications it delivered.
 */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Faults } from '../../local/core/faults/faults.ts';
import { type StorageNotification, type StoreLimits, startStorage } from '../../local/storage/index.ts';
import { uncountedEnvironment } from './child-environment.ts';

export interface StorageProcess {
  readonly address: string;
  /** The CPU time of the service's start in milliseconds, the process's own start left out: a busy machine does not change it. */
  readonly startedInMs: number;
  /** `eventType bucket/object#generation` of every delivery to the event bus, in order. */
  readonly delivered: readonly string[];
  /** kill -9, and waits until it is gone. */
  kill(): Promise<void>;
}

type Message = { readonly address: string; readonly startedInMs: number } | { readonly delivered: string };

export async function startStorageProcess(stateDir: string, limits?: StoreLimits): Promise<StorageProcess> {
  const args = [stateDir, ...(limits === undefined ? [] : [JSON.stringify(limits)])];
  const child = fork(fileURLToPath(import.meta.url), args, {
    env: uncountedEnvironment(),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const delivered: string[] = [];
  const started = await new Promise<{ readonly address: string; readonly startedInMs: number }>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the storage process ended with ${code}`)));
    child.on('message', (message: Message) => {
      if ('address' in message) resolve(message);
      else delivered.push(message.delivered);
    });
  });
  return { ...started, delivered, kill: () => kill(child) };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

async function serve(stateDir: string, limits: StoreLimits | undefined): Promise<void> {
  const begun = process.cpuUsage();
  const tell = (notification: StorageNotification): void => {
    const { to, eventType, bucket, object, generation } = notification;
    if (to === 'eventarc') process.send?.({ delivered: `${eventType} ${bucket}/${object}#${generation}` });
  };
  const service = await startStorage({
    host: '127.0.0.1',
    port: 0,
    stateDir,
    faults: new Faults(),
    report: () => undefined,
    now: Date.now,
    onNotification: tell,
    ...(limits === undefined ? {} : { limits }),
  });
  process.send?.({ address: service.address, startedInMs: cpuMs(begun) });
  // Without its parent the process has no client left to serve.
  process.on('disconnect', () => process.exit(0));
}

function cpuMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000;
}

const [, program, stateDir, limits] = process.argv;
if (program === fileURLToPath(import.meta.url) && stateDir !== undefined && process.send !== undefined) {
  await serve(stateDir, limits === undefined ? undefined : JSON.parse(limits));
}
