/** `penstock trace`: prints the way of a row through the local cloud, by any of its ids. */

import { DEFAULT_PORTS } from '@penstock/local/core/ports.ts';
import { command } from '@penstock/shared/runtime/command.ts';
import { integer, text } from '@penstock/shared/runtime/config.ts';
import { LOOPBACK } from '../local-variables.ts';

export const trace = command({
  name: 'trace',
  about: 'print the way of a row through the local cloud, by any of its ids',
  details: `Takes an issue id, a message id, an event id, an object (gs://bucket/name or bucket/name#generation), a document's path, a job, a load,
a window (its start, or "source start"), a table, or a trace id. The local cloud remembers the latest 20,000 rows, messages and objects.
docs/tracing.md says where the same ids are found in production.`,
  operands: [{ name: 'id', about: 'the id, in quotes where it has spaces', many: true }],
  flags: {
    console: text('console', {
      about: 'where the console of the local cloud listens',
      default: `${LOOPBACK}:${DEFAULT_PORTS.console}`,
    }),
    wait: integer('wait', {
      about: 'seconds to wait for an id of which nothing has happened yet',
      default: 0,
      min: 0,
      max: 600,
    }),
  },
  examples: [
    { command: 'penstock trace INC-8Q2W…', about: 'a posted issue, to its row' },
    { command: 'penstock trace gs://penstock-demo/demo/people/_SUCCESS --json', about: 'a load, a step a line' },
  ],
  writes: false,
  run: async (call) => (await import('./trace/run-trace.ts')).runTrace(call),
});
