/** The variables that point Google's clients, and Penstock's functions, at this cloud. */

export function environment(
  projectId: string,
  addresses: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return {
    GOOGLE_CLOUD_PROJECT: projectId,
    PUBSUB_EMULATOR_HOST: addresses.pubsub ?? '',
    STORAGE_EMULATOR_HOST: `http://${addresses.storage}`,
    BIGQUERY_EMULATOR_HOST: `http://${addresses.bigquery}`,
    BIGQUERY_STORAGE_EMULATOR_HOST: addresses['bigquery-storage'] ?? '',
    SECRET_MANAGER_EMULATOR_HOST: addresses.secrets ?? '',
    // Functions call neither, so both may start after them.
    ...(addresses.scheduler === undefined ? {} : { CLOUD_SCHEDULER_EMULATOR_HOST: addresses.scheduler }),
    ...(addresses.eventarc === undefined ? {} : { EVENTARC_EMULATOR_HOST: addresses.eventarc }),
    // Google's clients look for a metadata server; there is none on a machine without an account.
    METADATA_SERVER_DETECTION: 'none',
  };
}
