/** `penstock puller backfill`: its flags, and what its help says. */

import { command } from '@penstock/shared/runtime/command.ts';
import { type Config, duration, flag, integer, text } from '@penstock/shared/runtime/config.ts';
import { LEDGERS, TIME } from './flags.ts';

export const BACKFILL_FLAGS = {
  from: text('from', { about: 'a time in the first window', ...TIME }),
  to: text('to', { about: 'the end of the last window; the windows before it are pulled', ...TIME }),
  ...LEDGERS,
  sources: text('sources', {
    about: 'the folder of the source files, PULLER_SOURCES of the function',
    default: 'sources',
  }),
  errorsBucket: text('errors-bucket', {
    about: 'another bucket for the error output, PULLER_ERRORS_BUCKET of the function',
    default: '',
  }),
  proto: text('proto', { about: 'the folder of the .proto files, PULLER_PROTO of the function', default: 'proto' }),
  parallel: integer('parallel', { about: 'windows pulled at once', default: 2, min: 1, max: 16 }),
  wait: duration('wait', {
    about: 'the longest wait for a window that another run holds',
    default: '15m',
    min: '0s',
    max: '24h',
  }),
  leaseTerm: duration('lease-term', {
    about: 'the time that a backfill that was killed keeps others from its windows',
    default: '1m',
    min: '15s',
    max: '15m',
  }),
  keepGoing: flag('keep-going', { about: 'go on with the other windows behind one that failed', default: false }),
  loopback: flag('loopback', { about: 'allow http to this machine, for fake APIs', default: false }),
} as const;

export type BackfillFlags = Config<typeof BACKFILL_FLAGS>;

export const backfill = command({
  name: 'backfill',
  about: 'pull the windows of a past range, beside the live schedule',
  details: `Pulls each window that touches the range, by the ledgers and leases of the function: a window that has landed is not pulled
again, and one that a run holds is waited for. The same command goes on where one before was killed or stopped; it may
run twice at once, and beside the schedule. The schedule's own place does not move.

Secrets, the table and the bucket are reached with the credentials of this machine. Each process keeps to the rate of the
source file by itself: divide it where the function pulls at the same time.`,
  operands: [{ name: 'source', about: 'the name of the source' }],
  flags: BACKFILL_FLAGS,
  examples: [
    {
      command:
        'penstock puller backfill orders --from 2025-01-01T00:00:00Z --to 2026-01-01T00:00:00Z --bucket my-spool --dry-run',
      about: 'counts the windows that are left',
    },
  ],
  writes: true,
  run: async (call) => (await import('./backfill.ts')).backfillRange(call),
});
