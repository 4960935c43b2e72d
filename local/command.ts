/** Reads the command line and does what it says; whatever goes wrong is one sentence and a status. */

import { readFileSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { HELP, readArguments, type StartArguments, UsageError } from './command/arguments.ts';

try {
  const args = readArguments(process.argv.slice(2));
  switch (args.command) {
    case 'help':
      process.stdout.write(HELP);
      break;
    case 'version':
      process.stdout.write(`${version()}\n`);
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

async function run(args: StartArguments): Promise<void> {
  const { start } = await import('./command/start.ts');
  let cloud: Awaited<ReturnType<typeof start>> | undefined;
  let stopping = false;
  const stop = async (code: number): Promise<void> => {
    stopping = true;
    await cloud?.close();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // A second Ctrl-C is somebody who does not want to wait.
      if (stopping) process.exit(130);
      void stop(0);
    });
  }
  // Whoever reads our lines may stop reading: `npm start | head`.
  process.stdout.on('error', () => {
    if (!stopping) void stop(0);
  });
  cloud = await start(
    args,
    (text) => void process.stdout.write(text),
    (message) => {
      if (stopping) return;
      process.stderr.write(`${message}\n`);
      void stop(1);
    },
  );
  flushCompileCache();
}

function version(): string {
  const file = readFileSync(new URL('./package.json', import.meta.url), 'utf8');
  return (JSON.parse(file) as { version: string }).version;
}
