/** A function started as the platform starts it: functions-framework over its bundle, in a process of its own. */

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../test/support/free-port.ts';
import { bundleAll } from '../../tools/bundle.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const FRAMEWORK = join(ROOT, 'node_modules/@google-cloud/functions-framework/build/src/main.js');

export interface Deployed {
  readonly url: string;
  readonly child: ChildProcess;
  stop(): Promise<void>;
}

/**
 * The deploy bundles in a folder of their own: beside another benchmark that bundles at the same time, a function would
 * be started from files that are being written. Inside the tree, because functions-framework is found from there.
 */
export async function withBundles<T>(use: (folder: string) => Promise<T>): Promise<T> {
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  const folder = mkdtempSync(join(ROOT, 'dist/bench-'));
  try {
    await bundleAll(folder);
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface Started extends Deployed {
  /** From spawning the process to its first answer, whatever it says. */
  readonly startMs: number;
}

const ATTEMPTS = 3;
const LOOK_AGAIN_MS = 2;
/** A process that answers nothing for so long is ended. */
const START_MS = 30_000;

/** Another process may take a free port before the function listens: then another port is tried. */
export async function start(
  folder: string,
  target: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Started> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const port = await freePort();
    const began = performance.now();
    const deployed = deploy(folder, target, { ...env, PORT: String(port) });
    const late = setTimeout(() => deployed.child.kill('SIGKILL'), START_MS);
    const answered = await answers(deployed);
    clearTimeout(late);
    if (answered) return { ...deployed, startMs: performance.now() - began };
    process.stderr.write(`${target} ended with ${deployed.child.exitCode} before it answered\n`);
  }
  throw new Error(`${target} did not start in ${ATTEMPTS} attempts`);
}

export function deploy(folder: string, target: string, env: Readonly<Record<string, string>>): Deployed {
  const child = spawn(process.execPath, [FRAMEWORK, `--source=${folder}`, `--target=${target}`], {
    env: { ...process.env, NODE_ENV: 'production', METADATA_SERVER_DETECTION: 'none', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    url: `http://127.0.0.1:${env.PORT}/`,
    child,
    stop: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** False where the process ended. Any answer counts: whether the function likes the request is not what is asked. */
async function answers({ url, child }: Deployed): Promise<boolean> {
  const runs = (): boolean => child.exitCode === null && child.signalCode === null;
  while (runs()) {
    const answered = await fetch(url).then(
      () => true,
      () => false,
    );
    if (answered) return runs();
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  return false;
}

/** The CPU time of a process in microseconds: unlike wall time, it hardly depends on other processes. */
export function cpuMicros({ child }: Deployed): number {
  const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8');
  // After the name, which may hold anything: utime and stime are the 14th and 15th field, in ticks of 10 ms.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

/** A function of functions-framework that answers the same bytes and does nothing else. */
export function bareFunction(into: string, status: number, body: string): string {
  mkdirSync(into, { recursive: true });
  writeFileSync(join(into, 'package.json'), JSON.stringify({ name: 'bare', private: true, main: 'index.js' }));
  writeFileSync(
    join(into, 'index.js'),
    `const { http } = require('@google-cloud/functions-framework');
http('bare', (request, response) => {
  response.writeHead(${status}, { 'content-type': 'application/json' });
  response.end(${JSON.stringify(body)});
});
`,
  );
  return into;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}
