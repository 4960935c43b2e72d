/** `penstock start` of the package: starts the local cloud, says where it is, and stops it on Ctrl-C. */

import { createRequire } from 'node:module';
import process from 'node:process';
import { type LocalCloud, startLocalCloud } from '../cloud.ts';
import { lineOf } from './line.ts';
import { HELP, readCommandLine } from './options.ts';

const order = readCommandLine(process.argv.slice(2));

switch (order.does) {
  case 'help':
    say(HELP);
    break;
  case 'version':
    say(`${version()}\n`);
    break;
  case 'refuse':
    fail(order.message, 2);
    break;
  case 'start':
    await start(order);
}

async function start({ cloud: options, json, quiet }: Extract<typeof order, { does: 'start' }>): Promise<void> {
  const began = performance.now();
  const stopped = new Promise<void>((resolve) => {
    // The second signal ends the process at once: Node's own way is back after `once`.
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  let ready = false;
  let cloud: LocalCloud;
  try {
    cloud = await startLocalCloud({
      ...options,
      report: (happening) => {
        if (!ready || quiet) return;
        const time = new Date();
        say(`${json ? JSON.stringify({ time: time.toISOString(), ...happening }) : lineOf(happening, time)}\n`);
      },
    });
  } catch (error) {
    fail((error as Error).message, 1);
    return;
  }
  ready = true;
  const readyMs = Math.round(performance.now() - began);
  const { projectId, addresses, env } = cloud;
  say(json ? `${JSON.stringify({ ready: true, readyMs, projectId, addresses, env })}\n` : welcome(cloud, readyMs));
  await stopped;
  await cloud.close();
}

function welcome({ addresses, env, mended }: LocalCloud, ms: number): string {
  const width = Math.max(...Object.keys(addresses).map((name) => name.length));
  const rows = Object.entries(addresses).map(([name, address]) => `  ${name.padEnd(width)}  http://${address}`);
  const variables = Object.entries(env).map(([name, value]) => `  export ${name}=${value}`);
  const repairs = mended.map((line) => `Mended: ${line}\n`).join('');
  return `\nThe local cloud is ready in ${(ms / 1_000).toFixed(1)} s.\n${repairs}\n${rows.join('\n')}\n\nThe variables that point Google's clients at it:\n\n${variables.join('\n')}\n\nCtrl-C stops.\n`;
}

function version(): string {
  return (createRequire(import.meta.url)('../package.json') as { version: string }).version;
}

function say(text: string): void {
  process.stdout.write(text);
}

function fail(message: string, code: number): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = code;
}
