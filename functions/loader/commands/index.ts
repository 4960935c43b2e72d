/** The words that this door adds to the `penstock` command. */

import type { DoorConfiguration } from '@penstock/shared/config/door-configuration.ts';
import { type CommandGroup, command } from '@penstock/shared/runtime/command.ts';
import { duration, flag, integer, text } from '@penstock/shared/runtime/config.ts';

const PLACE = { name: 'place', about: 'the success file or a prefix, gs://bucket/name' };
const LOAD = {
  name: 'place',
  about: 'the success file, gs://bucket/name, with #GENERATION where an earlier one is meant',
};
const TABLE = { name: 'table', about: 'the table, dataset.table or project.dataset.table' };
const wait = duration('wait', { about: 'how long the load is followed', default: '1m', min: '1s', max: '6h' });
const bucket = text('bucket', { about: 'the bucket of the files, where LEDGER_BUCKET is not set', default: '' });

const SETTINGS_NOTE =
  'The function’s settings are read from the environment: LEDGER_BUCKET, SUCCESS_FILENAME, DESTINATION_REGEX, and so on.';

export const commands: CommandGroup = {
  name: 'loader',
  about: 'plan, watch and repair loads of files',
  commands: [
    command({
      name: 'plan',
      about: 'show what a success file would load, and run nothing',
      details: `Prints the merged configuration with the file that set each key, the destination, the files, the parts and the job ids. ${SETTINGS_NOTE}`,
      operands: [PLACE],
      flags: { files: integer('files', { about: 'files shown', default: 10, min: 0, max: 100_000 }) },
      writes: false,
      run: async (call) => (await import('./plan.ts')).plan(call),
    }),
    command({
      name: 'status',
      about: 'list loads that are unfinished or failed',
      details: SETTINGS_NOTE,
      operands: [PLACE],
      flags: { all: flag('all', { about: 'also loads that are done', default: false }) },
      writes: false,
      run: async (call) => (await import('./status.ts')).status(call),
    }),
    command({
      name: 'retry',
      about: 'plan a failed load anew and run it',
      details: `Takes the configuration and the files that are there now. ${SETTINGS_NOTE}`,
      operands: [LOAD],
      flags: { wait },
      writes: true,
      run: async (call) => (await import('./verbs.ts')).retry(call),
    }),
    command({
      name: 'skip',
      about: 'give up a load that failed or waits, so that the next of its table goes on',
      details: SETTINGS_NOTE,
      operands: [LOAD],
      flags: { wait },
      writes: true,
      run: async (call) => (await import('./verbs.ts')).skip(call),
    }),
    command({
      name: 'pause',
      about: 'let the batches of an ordered table wait',
      details: `The batch that is being loaded ends. ${SETTINGS_NOTE}`,
      operands: [TABLE],
      flags: { bucket, wait },
      writes: true,
      run: async (call) => (await import('./verbs.ts')).pause(call),
    }),
    command({
      name: 'resume',
      about: 'let a paused table go on, or one whose last batch was to be validated',
      details: SETTINGS_NOTE,
      operands: [TABLE],
      flags: { bucket, wait },
      writes: true,
      run: async (call) => (await import('./verbs.ts')).resume(call),
    }),
    command({
      name: 'backfill',
      about: 'load every success file that is in the bucket already',
      details: `Loads that have ended are passed over: it can be run again, and beside live events. ${SETTINGS_NOTE}`,
      operands: [PLACE],
      flags: {
        parallel: integer('parallel', { about: 'loads at once', default: 8, min: 1, max: 64 }),
        topic: text('topic', { about: 'publish notifications for the function instead of loading here', default: '' }),
        wait,
      },
      examples: [
        { command: 'penstock loader backfill gs://drop/sales/ --dry-run', about: 'counts the success files' },
        {
          command: 'penstock loader backfill gs://drop/ --topic drop-notifications',
          about: 'lets the function load them',
        },
      ],
      writes: true,
      run: async (call) => (await import('./backfill.ts')).backfill(call),
    }),
  ],
};

/** Loaded by `penstock config` alone. */
export async function loadConfiguration(): Promise<DoorConfiguration> {
  return (await import('./configuration.ts')).configuration;
}
