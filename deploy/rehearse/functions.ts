/** Starts functions from their zips with exactly the environment that Terraform planned, and the local cloud's addresses. */

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { unzipSync } from 'fflate';
import { gatherLines } from './lines.ts';

export interface FunctionToStart {
  readonly door: string;
  readonly zip: string;
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
}

export interface RunningFunctions {
  /** The lines that each function wrote, keyed by its name. */
  readonly output: ReadonlyMap<string, readonly string[]>;
  close(): Promise<void>;
}

const READY_WITHIN_MS = 30_000;
const STOP_WITHIN_MS = 15_000;

export interface Place {
  /** Must lie where `@google-cloud/functions-framework` can be found from, as it is in a deployed function. */
  readonly folder: string;
  /** The objects of the config bucket, which a deployed function sees below `/config`. */
  readonly config: readonly { readonly name: string; readonly content: string }[];
}

export async function startFunctions(
  functions: readonly FunctionToStart[],
  cloud: Readonly<Record<string, string>>,
  { folder, config }: Place,
): Promise<RunningFunctions> {
  rmSync(folder, { recursive: true, force: true });
  const mounted = join(folder, 'config');
  for (const { name, content } of config) write(join(mounted, name), content);
  const output = new Map<string, string[]>();
  const children: ChildProcess[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(children.map(stop));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (const one of functions) {
      const env = Object.fromEntries(Object.entries(one.env).map(([name, value]) => [name, beside(value, mounted)]));
      children.push(start({ ...one, env }, cloud, join(folder, one.door), output));
    }
    await Promise.all(functions.map(ready));
    return { output, close };
  } catch (error) {
    await close();
    const said = [...output].map(([door, lines]) => `${door}: ${lines.slice(-5).join('\n')}`).join('\n');
    throw new Error(`${(error as Error).message}\n${said}`);
  }
}

function start(
  { door, zip, port, env }: FunctionToStart,
  cloud: Readonly<Record<string, string>>,
  folder: string,
  output: Map<string, string[]>,
): ChildProcess {
  for (const [name, bytes] of Object.entries(unzipSync(readFileSync(zip)))) {
    write(join(folder, name), bytes);
  }
  const framework = import.meta.resolve('@google-cloud/functions-framework').replace(/index\.js$/, 'main.js');
  const words = [new URL(framework).pathname, '--target', door, '--source', folder];
  // Only what a deployed function would have: a variable of this machine must not make up for one that is missing.
  const child = spawn(process.execPath, words, {
    env: { PATH: process.env.PATH, PORT: String(port), ...env, ...cloud },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  output.set(door, lines);
  for (const stream of [child.stdout, child.stderr]) gatherLines(stream, lines);
  return child;
}

/** The one thing that this machine has elsewhere: a path below the mounted bucket. */
function beside(value: string, mounted: string): string {
  return value.replace(/^\/config\//, `${mounted}/`);
}

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** Any answer will do: a function that refuses a GET is there. */
async function ready({ door, port }: FunctionToStart): Promise<void> {
  const end = Date.now() + READY_WITHIN_MS;
  while (Date.now() < end) {
    const response = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    if (response !== undefined) return void (await response.arrayBuffer());
    await sleep(100);
  }
  throw new Error(`the function ${door} does not answer after ${READY_WITHIN_MS / 1000} s`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await ended;
  clearTimeout(timer);
}
