/** `npm run backfill`: publishes the documents that are there already. `--help` says how. */

import { systemClock } from '@penstock/shared/runtime/clock.ts';
import { backfill } from './backfill/command.ts';

const stop = new AbortController();
process.once('SIGINT', () => stop.abort(new Error('Stopped.')));

const writeTo = (stream: NodeJS.WriteStream) => (line: string) => void stream.write(`${line}\n`);

process.exitCode = await backfill(process.argv.slice(2), {
  env: process.env,
  out: writeTo(process.stdout),
  error: writeTo(process.stderr),
  clock: systemClock,
  signal: stop.signal,
});
