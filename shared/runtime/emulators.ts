/**
 * The variables that send clients to an emulator, or to the local cloud, instead of Google. They are read here alone, so
 * that an empty value means none and a scheme in front of a host is taken off everywhere alike.
 */

import type { Environment } from './config.ts';

export const EMULATOR_VARIABLES = {
  pubsub: 'PUBSUB_EMULATOR_HOST',
  storage: 'STORAGE_EMULATOR_HOST',
  bigquery: 'BIGQUERY_EMULATOR_HOST',
  bigqueryStorage: 'BIGQUERY_STORAGE_EMULATOR_HOST',
  firestore: 'FIRESTORE_EMULATOR_HOST',
  secretManager: 'SECRET_MANAGER_EMULATOR_HOST',
} as const;

export type EmulatedService = keyof typeof EMULATOR_VARIABLES;

/** A service's `host:port`; undefined where the client talks to Google. */
export type Emulators = Readonly<Record<EmulatedService, string | undefined>>;

/**
 * @example
 * readEmulators({ PUBSUB_EMULATOR_HOST: 'http://127.0.0.1:8085' }).pubsub; // '127.0.0.1:8085'
 */
export function readEmulators(env: Environment): Emulators {
  const hosts = Object.entries(EMULATOR_VARIABLES).map(([service, variable]) => [service, hostIn(env[variable])]);
  return Object.fromEntries(hosts) as Emulators;
}

function hostIn(value: string | undefined): string | undefined {
  const host = (value ?? '')
    .trim()
    .replace(/^https?:\/\//, '')
    .replace(/\/$/, '');
  return host === '' ? undefined : host;
}
