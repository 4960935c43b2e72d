/** The doors with their configuration, which is loaded when a command asks for it. */

import type { DoorConfiguration } from '@penstock/shared/config/door-configuration.ts';

export const DOOR_NAMES = ['intake', 'firestore', 'sink', 'loader', 'puller'] as const;

export type DoorName = (typeof DOOR_NAMES)[number];

const LOADERS: Readonly<Record<DoorName, () => Promise<DoorConfiguration>>> = {
  intake: async () => (await import('../functions/intake/commands/index.ts')).loadConfiguration(),
  firestore: async () => (await import('../functions/firestore/commands/index.ts')).loadConfiguration(),
  sink: async () => (await import('../functions/sink/commands/index.ts')).loadConfiguration(),
  loader: async () => (await import('../functions/loader/commands/index.ts')).loadConfiguration(),
  puller: async () => (await import('../functions/puller/commands/index.ts')).loadConfiguration(),
};

export function configurationOf(door: DoorName): Promise<DoorConfiguration> {
  return LOADERS[door]();
}

export function allConfigurations(): Promise<readonly DoorConfiguration[]> {
  return Promise.all(DOOR_NAMES.map(configurationOf));
}
