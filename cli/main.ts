/** The process of the command: signals, streams, and a line for the error that ends it. */

import { readFileSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import process from 'node:process';
import { systemClock } from '@penstock/shared/runtime/clock.ts';
import { EXIT } from './exit-codes.ts';
import { run } from './run.ts';
import { WORDS } from './words.ts';

const stop = new AbortController();
let ended = false;

const SIGNALS = { SIGINT: 'Ctrl-C.', SIGTERM: 'Asked to end.', SIGHUP: 'The terminal was closed.' } as const;
for (const [signal, reason] of Object.entries(SIGNALS)) {
  process.on(signal, () => {
    // A second one does not wait for what is under way.
    if (stop.signal.aborted) end(EXIT.interrupted, `Ended by ${signal} before everything was finished.`);
    stop.abort(new Error(reason));
  });
}
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
    end(EXIT.failed, `Penstock ended by an error that nothing caught; please report it.\n${told}`);
  });
}
// The reader of our lines may go away, as in `npm start | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (!stop.signal.aborted) tell(`Stopping, because the output cannot be written any more (${error.code}).`);
  stop.abort(new Error('Nothing reads the output any more.'));
});
process.on('exit', (code) => {
  // Only where the event loop ran empty: every other end has told its reason.
  if (!ended) tell(`Penstock ended because nothing was left to wait for (exit code ${code}).`);
});

const code = await run(process.argv.slice(2), WORDS, {
  env: process.env,
  out: (text) => void process.stdout.write(text),
  error: (text) => void process.stderr.write(text),
  isTerminal: process.stderr.isTTY === true,
  clock: systemClock,
  signal: stop.signal,
  version: versionOf(),
  setEnvironment: (env) => void Object.assign(process.env, env),
});
flushCompileCache();
end(code);

function end(code: number, line?: string): never {
  ended = true;
  if (line !== undefined) tell(line);
  process.exit(code);
}

function tell(line: string): void {
  try {
    process.stderr.write(`${line}\n`);
  } catch {
    // Standard error may be gone with the terminal.
  }
}

function versionOf(): string {
  const file = readFileSync(new URL('./package.json', import.meta.url), 'utf8');
  return (JSON.parse(file) as { readonly version: string }).version;
}
