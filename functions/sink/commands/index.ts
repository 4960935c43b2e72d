/** The words that this door adds to the `penstock` command. */

import type { DoorConfiguration } from '@penstock/shared/config/door-configuration.ts';
import { type CommandGroup, command } from '@penstock/shared/runtime/command.ts';
import { flag, integer, list, text } from '@penstock/shared/runtime/config.ts';

const SETTINGS_NOTE =
  'The settings are the function’s, from the environment: SINK_CONFIG, or OUTPUT_TABLE and its like.';

export const commands: CommandGroup = {
  name: 'sink',
  about: 'pull, explain and replay messages on their way to BigQuery',
  commands: [
    command({
      name: 'worker',
      about: 'pull messages from the subscriptions until it is told to end',
      details: `Writes a line of JSON for each event, as the function does. SIGTERM and Ctrl-C end it: rows on their way are waited for. ${SETTINGS_NOTE}`,
      flags: {},
      examples: [{ command: 'SINK_CONFIG=sink.yaml penstock sink worker', about: 'as in a worker pool' }],
      writes: false,
      run: async (call) => (await import('./worker.ts')).worker(call),
    }),
    {
      name: 'routes',
      about: 'show which way messages take',
      commands: [
        command({
          name: 'explain',
          about: 'show the route of one message, the row it becomes, and why',
          details: `Asks BigQuery for the table's columns, and writes nothing. ${SETTINGS_NOTE}`,
          flags: {
            attributes: list('attributes', {
              about: 'the message’s attributes, name=value,…',
              default: [],
              pattern: /^[^=]+=/,
            }),
            payload: text('payload', { about: 'the payload as text', default: '' }),
            subscription: text('subscription', { about: 'the subscription that it comes by', default: 'command-line' }),
            file: text('file', { about: 'instead: a file with the payload', default: '' }),
          },
          examples: [
            {
              command: `penstock sink routes explain --attributes source=manual-api --payload '{"issue_id":"INC-1"}'`,
              about: 'route, table and row',
            },
          ],
          writes: false,
          run: async (call) => (await import('./explain.ts')).explain(call),
        }),
        command({
          name: 'list',
          about: 'show the routes in their order',
          details: SETTINGS_NOTE,
          flags: {},
          writes: false,
          run: async (call) => (await import('./explain.ts')).listRoutes(call),
        }),
      ],
    },
    command({
      name: 'replay',
      about: 'deliver the messages of files in Cloud Storage',
      details: `Each line is a message: {"data": base64, "attributes": {…}} or {"payload": JSON, "attributeMap": {…}}; gzip is
recognised. A message is known by its own messageId, or by file and line, so that a second replay is recognised where the mode recognises repetitions. ${SETTINGS_NOTE}`,
      operands: [{ name: 'place', about: 'an object or a prefix, gs://bucket/name' }],
      flags: {
        most: integer('most', { about: 'messages under way at once', default: 10_000, min: 1, max: 1_000_000 }),
        keepGoing: flag('keep-going', { about: 'pass over lines that are no messages', default: false }),
      },
      writes: true,
      run: async (call) => (await import('./replay.ts')).replay(call),
    }),
    command({
      name: 'demo-cdc',
      about: 'insert, update and delete rows of a demo table by CDC, and show it before and after',
      details:
        'Makes the dataset and the table where there are none. Works on the local cloud, and on a project of yours.',
      flags: {
        table: text('table', { about: 'the table', default: 'demo_dataset.cdc_demo' }),
        location: text('location', { about: 'where a new dataset is made', default: 'US' }),
      },
      writes: true,
      run: async (call) => (await import('./demo-cdc.ts')).demoCdc(call),
    }),
  ],
};

/** Loaded by `penstock config` alone. */
export async function loadConfiguration(): Promise<DoorConfiguration> {
  return (await import('./configuration.ts')).configuration;
}
