/** The variables that point clients at the local cloud, as `penstock env` prints them. */

import { DEFAULT_PORTS, type Ports } from '@penstock/local/core/ports.ts';

export const DEFAULT_PROJECT = 'demo-penstock';
export const LOOPBACK = '127.0.0.1';

export function localVariables(
  project: string = DEFAULT_PROJECT,
  ports: Ports = DEFAULT_PORTS,
  host: string = LOOPBACK,
): Readonly<Record<string, string>> {
  return {
    GOOGLE_CLOUD_PROJECT: project,
    PUBSUB_EMULATOR_HOST: `${host}:${ports.pubsub}`,
    STORAGE_EMULATOR_HOST: `http://${host}:${ports.storage}`,
    BIGQUERY_EMULATOR_HOST: `http://${host}:${ports.bigquery}`,
    BIGQUERY_STORAGE_EMULATOR_HOST: `${host}:${ports['bigquery-storage']}`,
    SECRET_MANAGER_EMULATOR_HOST: `${host}:${ports.secrets}`,
    CLOUD_SCHEDULER_EMULATOR_HOST: `${host}:${ports.scheduler}`,
    EVENTARC_EMULATOR_HOST: `${host}:${ports.eventarc}`,
    // Google's clients look for a metadata server, and print a warning where there is none.
    METADATA_SERVER_DETECTION: 'none',
  };
}
