/** `penstock redrive`: sends rejected messages again, from an error topic's subscription or from Cloud Storage. */

import { command, optional } from '@penstock/shared/runtime/command.ts';
import { flag, integer, list, text } from '@penstock/shared/runtime/config.ts';

export const redrive = command({
  name: 'redrive',
  about: 'send rejected messages again, with their original bytes and attributes',
  details: `A record counts as done only after the new message is acknowledged: a redrive that is stopped and started again loses
nothing, and may send a message twice. Records that are not sent stay where they are.`,
  operands: [{ name: 'from', about: 'a subscription of an error topic, or gs://bucket/prefix with records' }],
  flags: {
    to: text('to', { about: 'the topic they are sent to' }),
    only: list('only', {
      about: 'only records with these attributes, error_reason=TOO_LONG,…',
      default: [],
      pattern: /^[^=]+=.*$/s,
    }),
    limit: optional(integer('limit', { about: 'messages sent at most', min: 1, max: 1_000_000_000 })),
    cursor: optional(
      text('cursor', { about: 'a file that remembers the last object, for a prefix; the same command goes on there' }),
    ),
    deleteSent: flag('delete-sent', {
      about: 'delete an object when all its records are sent, for a prefix',
      default: false,
    }),
  },
  examples: [
    { command: 'penstock redrive issues-errors-sub --to issues-topic --dry-run', about: 'counts what would be sent' },
    {
      command: 'penstock redrive gs://rejected/errors/sink/ --to issues-topic --only error_reason=TOO_LONG',
      about: 'some',
    },
  ],
  writes: true,
  run: async (call) => (await import('./redrive/run-redrive.ts')).runRedrive(call),
});
