/** The part of this door in the `penstock` command: no words of its own, and its configuration. */

import type { DoorConfiguration } from '@penstock/shared/config/door-configuration.ts';

/** Loaded by `penstock config` alone. */
export async function loadConfiguration(): Promise<DoorConfiguration> {
  return (await import('./configuration.ts')).configuration;
}
