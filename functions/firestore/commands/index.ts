/** The words that this door adds to the `penstock` command. */

import type { DoorConfiguration } from '@penstock/shared/config/door-configuration.ts';
import type { CommandGroup } from '@penstock/shared/runtime/command.ts';
import { backfill } from './backfill.ts';

export const commands: CommandGroup = {
  name: 'firestore',
  about: 'publish documents that are there already',
  commands: [backfill],
};

/** Loaded by `penstock config` alone. */
export async function loadConfiguration(): Promise<DoorConfiguration> {
  return (await import('./configuration.ts')).configuration;
}
