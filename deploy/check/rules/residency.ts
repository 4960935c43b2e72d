/** Everything that holds or handles data is in the region of the functions (docs/compliance.md). */

import { blockOf, type Resource, textOf } from '../resources.ts';
import type { Rule } from '../rule.ts';

const SERVICE = 'google_cloud_run_v2_service';

const PLACED: ReadonlySet<string> = new Set([
  SERVICE,
  'google_cloud_run_v2_worker_pool',
  'google_storage_bucket',
  'google_bigquery_dataset',
  'google_artifact_registry_repository',
  'google_pubsub_topic',
  'google_dataflow_job',
  'google_dataflow_flex_template_job',
]);

const oneRegion: Rule = {
  name: 'one-region',
  about: 'Data that is kept in another region than the functions leaves it on every way.',
  check: (resource, all) => {
    if (!PLACED.has(resource.type)) return [];
    const home = textOf(all.find(({ type }) => type === SERVICE)?.values.location).toLowerCase();
    return placesOf(resource)
      .filter((place) => home !== '' && place !== '' && !holds(place, home, resource.type))
      .map((place) => `is in ${place}, and the functions are in ${home}: give it the variable region`);
  },
};

function placesOf({ type, values }: Resource): readonly string[] {
  if (type.startsWith('google_dataflow_')) return [textOf(values.region).toLowerCase()];
  if (type !== 'google_pubsub_topic') return [textOf(values.location).toLowerCase()];
  const regions = blockOf(values, 'message_storage_policy')?.allowed_persistence_regions;
  return Array.isArray(regions) ? regions.map((region) => String(region).toLowerCase()) : [];
}

/** A dataset may be in US or EU for its quotas, if the functions are there too. */
function holds(place: string, home: string, type: string): boolean {
  if (place === home) return true;
  if (type !== 'google_bigquery_dataset') return false;
  return (place === 'us' && home.startsWith('us-')) || (place === 'eu' && home.startsWith('europe-'));
}

export const RESIDENCY_RULES: readonly Rule[] = [oneRegion];
