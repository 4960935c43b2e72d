/** `penstock firestore backfill`: its flags, and what its help says. */

import { command, optional } from '@penstock/shared/runtime/command.ts';
import { type Config, integer, text } from '@penstock/shared/runtime/config.ts';

export const BACKFILL_FLAGS = {
  collection: optional(text('collection', { about: 'the collection: issues, or users/alice/orders' })),
  group: optional(
    text('group', {
      about: 'instead: every collection of this id, wherever it is',
      pattern: /^[^/]+$/,
      allowed: 'a collection id',
    }),
  ),
  database: text('database', {
    about: 'the database',
    default: '(default)',
    pattern: /^[^/]+$/,
    allowed: 'a database id',
  }),
  cursor: optional(
    text('cursor', { about: 'a file that remembers where the walk is; the same command goes on from there' }),
  ),
  rate: integer('rate', { about: 'documents a second at most', default: 500, min: 1, max: 10_000 }),
  page: integer('page', { about: 'documents a page; a page is held in memory', default: 100, min: 1, max: 300 }),
} as const;

export type BackfillFlags = Config<typeof BACKFILL_FLAGS>;

export const backfill = command({
  name: 'backfill',
  about: 'publish each document of a collection as the function would',
  details: `Walks the documents of a Firestore collection and publishes each, marked IMPORT and with the document's own update time.
Walking again publishes the same issue ids, and a later change of a document is later.

The function's settings are read from the environment: ISSUES_TOPIC, FIRESTORE_DOCUMENTS, FIRESTORE_ENCODING,
FIRESTORE_FIELDS, and so on. With FIRESTORE_EMULATOR_HOST the documents come from an emulator, else from Google with the
credentials that Google's libraries find.`,
  flags: BACKFILL_FLAGS,
  examples: [
    { command: 'penstock firestore backfill --collection issues --dry-run', about: 'counts what would be published' },
    { command: 'penstock firestore backfill --group orders --cursor orders.json', about: 'goes on where it was' },
  ],
  writes: true,
  run: async (call) => (await import('../backfill/command.ts')).backfill(call),
});
