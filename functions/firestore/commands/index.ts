/** The words that this door adds to the `penstock` command. */

import type { CommandGroup } from '@penstock/shared/runtime/command.ts';
import { backfill } from './backfill.ts';

export const commands: CommandGroup = {
  name: 'firestore',
  about: 'publish documents that are there already',
  commands: [backfill],
};
