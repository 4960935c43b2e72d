/** A function started as the platform starts it: functions-framework over its bundle, in a process of its own. */

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';

const ROOT = new URL('../..', import.meta.url).pathname;
const FRAMEWORK = join(ROOT, 'node_modules/@google-cloud/functions-framework/build/src/main.js');

export interface Deployed {
  readonly url: string;
  readonly child: ChildProcess;
  stop(): Promise<void>;
}

/** Resolves as soon as the process is spawned; `url` answers when it listens. */
export async function deploy(
  folder: string,
  target: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Deployed> {
  const port = await freePort();
  const child = spawn(process.execPath, [FRAMEWORK, `--source=${folder}`, `--target=${target}`], {
    env: { ...process.env, NODE_ENV: 'production', METADATA_SERVER_DETECTION: 'none', ...env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    url: `http://127.0.0.1:${port}/`,
    child,
    stop: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

export async function untilUp(url: string, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the function ended with ${child.exitCode}`);
    const up = await fetch(url, { method: 'HEAD' }).then(
      () => true,
      () => false,
    );
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
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

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}
