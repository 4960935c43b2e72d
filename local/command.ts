#!/usr/bin/env node
/** The command `penstock`, which `npm start` and `npm run query` call. */

import { readFileSync } from 'node:fs';

const [major] = process.versions.node.split('.').map(Number) as [number];
if (major < 24) {
  process.stderr.write(
    `Penstock runs on Node 24 and this is ${process.versions.node}. npm installs Node 24 for Linux by itself; elsewhere install it, then run npm ci again.\n`,
  );
  process.exit(1);
}

const { HELP, readArguments, UsageError } = await import('./command/arguments.ts');

try {
  const args = readArguments(process.argv.slice(2));
  switch (args.command) {
    case 'help':
      process.stdout.write(HELP);
      break;
    case 'version':
      process.stdout.write(
        `${(JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8')) as { version: string }).version}\n`,
      );
      break;
    case 'query': {
      const { query } = await import('./command/query.ts');
      const host = process.env.BIGQUERY_EMULATOR_HOST ?? '127.0.0.1:9050';
      process.stdout.write(`${await query(host, process.env.GOOGLE_CLOUD_PROJECT ?? 'demo-penstock', args.sql)}\n`);
      break;
    }
    case 'start':
      await run(args);
      break;
  }
} catch (error) {
  const usage = error instanceof UsageError ? '\nnpm start -- --help tells what there is.' : '';
  process.stderr.write(`${(error as Error).message}${usage}\n`);
  process.exit(error instanceof UsageError ? 2 : 1);
}

async function run(args: import('./command/arguments.ts').StartArguments): Promise<void> {
  const { start } = await import('./command/start.ts');
  const print = (text: string): void => void process.stdout.write(text);
  let stopping = false;
  const stop = async (code: number): Promise<void> => {
    // A second Ctrl-C is somebody who does not want to wait.
    if (stopping) process.exit(code || 130);
    stopping = true;
    await cloud?.close();
    process.exit(code);
  };
  let cloud: Awaited<ReturnType<typeof start>> | undefined;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(0));
  cloud = await start(args, print, (message) => {
    process.stderr.write(`${message}\n`);
    void stop(1);
  });
}
