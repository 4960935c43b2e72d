/** `penstock cost`: dollars a month and the capacity that volumes need. */

import { command, optional } from '@penstock/shared/runtime/command.ts';
import { bytes, flag, integer, oneOf, text } from '@penstock/shared/runtime/config.ts';

const MOST = { min: 0, max: 1_000_000_000 };

export const cost = command({
  name: 'cost',
  about: 'reckon dollars a month, instances and quotas from volumes',
  details: `Prices, measured figures and quotas come from dated files beside the command. A flag counts over the file, the file over the
defaults; the file's keys are in cli/README.md. With --json each line has a kind: item, total, alternative, capacity, quota or rate.`,
  flags: {
    volumes: optional(text('volumes', { about: 'a file with volumes, JSON or YAML' })),
    intake: optional(integer('intake', { about: 'issues a second', ...MOST })),
    firestore: optional(integer('firestore', { about: 'changes of documents a second', ...MOST })),
    other: optional(integer('other', { about: 'messages of other publishers a second', ...MOST })),
    bytes: optional(integer('bytes', { about: 'bytes of a message', min: 1, max: 10_000_000 })),
    sink: optional(oneOf('sink', ['worker', 'push'], { about: 'how the sink takes messages' })),
    mode: optional(
      oneOf('mode', ['STORAGE_WRITE', 'CDC', 'STREAMING_INSERTS', 'MIXED', 'FILE_LOADS'], {
        about: 'the way of rows into BigQuery',
      }),
    ),
    tables: optional(integer('tables', { about: 'tables that the sink writes to', min: 1, max: 10_000 })),
    connections: optional(
      integer('connections', { about: 'connections for appends, an instance and table', min: 1, max: 64 }),
    ),
    pullStreams: optional(integer('pull-streams', { about: 'StreamingPull connections of a worker', min: 1, max: 64 })),
    loads: optional(integer('loads', { about: 'batches of the loader a day', ...MOST })),
    loaded: optional(bytes('loaded', { about: 'bytes of the loader a day', min: '0B', max: '1000000GB' })),
    windows: optional(integer('windows', { about: 'windows of the puller a day', ...MOST })),
    rows: optional(integer('rows', { about: 'rows of a window', ...MOST })),
    rowBytes: optional(integer('row-bytes', { about: 'bytes of such a row', min: 1, max: 10_000_000 })),
    months: optional(integer('months', { about: 'months for which rows are kept', min: 0, max: 1_200 })),
    location: optional(oneOf('location', ['region', 'multi-region'], { about: 'where the datasets are' })),
    peak: optional(integer('peak', { about: 'the busiest minute over the average', min: 1, max: 1_000 })),
    details: flag('details', { about: 'each item instead of each part', default: false }),
  },
  examples: [
    { command: 'penstock cost --intake 50 --firestore 0 --mode CDC', about: 'fifty issues a second' },
    { command: 'penstock cost --volumes volumes.yaml --json', about: 'for a program' },
  ],
  writes: false,
  run: async (call) => (await import('./cost/run-cost.ts')).runCost(call),
});
