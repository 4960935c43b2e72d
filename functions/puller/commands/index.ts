/** The words that this door adds to the `penstock` command. */

import type { DoorConfiguration } from '@penstock/shared/config/door-configuration.ts';
import { type CommandGroup, command, optional } from '@penstock/shared/runtime/command.ts';
import { duration, flag, integer, text } from '@penstock/shared/runtime/config.ts';
import { backfill } from './backfill-flags.ts';
import { LEDGERS, TIME } from './flags.ts';

export const commands: CommandGroup = {
  name: 'puller',
  about: 'try, import, watch and backfill sources that are pulled',
  commands: [
    command({
      name: 'try',
      about: 'fetch the first pages of one window and show what would land; lands nothing',
      details:
        'Shows the rows as the table would get them, the request that would follow, and why the listing ends. With --record the answers are kept in a folder, without credentials; with --replay they come from there, and neither the API nor a secret is needed.',
      operands: [{ name: 'file', about: 'the source file' }],
      flags: {
        at: optional(
          text('at', {
            about: 'a time in the window; default: the last window that has settled',
            default: '',
            ...TIME,
          }),
        ),
        pages: integer('pages', { about: 'pages fetched', default: 2, min: 1, max: 1_000 }),
        rows: integer('rows', { about: 'rows shown of a page', default: 3, min: 0, max: 10_000 }),
        schema: optional(
          text('schema', {
            about: 'a file with the schema of the table, as `bq show --schema` writes it',
            default: '',
          }),
        ),
        record: optional(text('record', { about: 'a folder that answers are kept in', default: '' })),
        replay: optional(text('replay', { about: 'a folder that answers come from', default: '' })),
        loopback: flag('loopback', { about: 'allow http to this machine, for fake APIs', default: false }),
      },
      examples: [
        {
          command: 'penstock puller try sources/orders.yaml --record fixtures/orders',
          about: 'keeps two pages for tests',
        },
        {
          command: 'penstock puller try sources/orders.yaml --replay fixtures/orders',
          about: 'shows them again without the API',
        },
      ],
      writes: false,
      run: async (call) => (await import('./try.ts')).tryOut(call),
    }),
    command({
      name: 'import',
      about: 'write source files from a manifest in Airbyte’s low-code schema',
      details:
        'Writes one file a stream into the folder. A stream of which anything cannot be carried over is not written; each reason is listed by its path in the manifest. Nothing is guessed: values of the config that are secret become names of secrets, others come from --config.',
      operands: [{ name: 'manifest', about: 'the manifest, YAML or JSON' }],
      flags: {
        out: text('out', { about: 'the folder for the source files', default: 'sources' }),
        source: optional(
          text('source', {
            about: 'before the streams’ names; default: the name of the manifest’s folder',
            default: '',
          }),
        ),
        dataset: text('dataset', { about: 'the dataset of the tables', default: 'raw' }),
        config: optional(text('config', { about: 'a JSON file with values of the manifest’s config', default: '' })),
        start: text('start', {
          about: 'where windows begin if the manifest does not say',
          default: '2026-01-01T00:00:00Z',
          ...TIME,
        }),
        window: optional(
          duration('window', {
            about: 'how long windows are; default: a day for dates and whole listings, else an hour',
            default: '1h',
            min: '1m',
            max: '365d',
          }),
        ),
      },
      examples: [
        {
          command: 'penstock puller import manifest.yaml --out sources --dataset shop --dry-run',
          about: 'shows the report alone',
        },
      ],
      writes: true,
      run: async (call) => (await import('./import.ts')).importFile(call),
    }),
    command({
      name: 'status',
      about: 'list the newest windows of a source with their rows and problems',
      operands: [{ name: 'source', about: 'the name of the source' }],
      flags: {
        ...LEDGERS,
        most: integer('most', { about: 'windows shown at most', default: 50, min: 1, max: 10_000 }),
      },
      examples: [
        { command: 'penstock puller status orders --bucket my-spool', about: 'exit code 3 says that one failed' },
      ],
      writes: false,
      run: async (call) => (await import('./windows.ts')).status(call),
    }),
    command({
      name: 'replay',
      about: 'open a failed window again, so that the next run pulls it',
      details: 'Rows that have landed stay landed: a window with rows in the table goes on behind the last of them.',
      operands: [
        { name: 'source', about: 'the name of the source' },
        { name: 'window', about: 'its start, as status shows it' },
      ],
      flags: LEDGERS,
      writes: true,
      run: async (call) => (await import('./windows.ts')).replay(call),
    }),
    backfill,
  ],
};

/** Loaded by `penstock config` alone. */
export async function loadConfiguration(): Promise<DoorConfiguration> {
  return (await import('./configuration.ts')).configuration;
}
