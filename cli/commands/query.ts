/** `penstock query`: runs GoogleSQL and prints its rows, page by page. */

import { command } from '@penstock/shared/runtime/command.ts';
import { integer } from '@penstock/shared/runtime/config.ts';

export const query = command({
  name: 'query',
  about: 'run GoogleSQL and print its rows',
  operands: [{ name: 'statement', about: 'GoogleSQL, in quotes', many: true }],
  flags: {
    limit: integer('limit', { about: 'rows printed at most, 0 for all', default: 1_000, min: 0, max: 1_000_000_000 }),
    page: integer('page', { about: 'rows a page, held in memory', default: 500, min: 1, max: 10_000 }),
  },
  examples: [{ command: 'penstock query --local "SELECT 1 AS one"', about: 'on the local BigQuery' }],
  writes: true,
  run: async (call) => (await import('./query/run-query.ts')).runQuery(call),
});
