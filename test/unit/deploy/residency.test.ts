import assert from 'node:assert/strict';
import type { Resource } from '../../../deploy/check/resources.ts';
import { checkAll } from '../../../deploy/check/rule.ts';
import { RESIDENCY_RULES } from '../../../deploy/check/rules/residency.ts';

const resource = (type: string, values: Resource['values']): Resource => ({ address: type, type, values });
const service = resource('google_cloud_run_v2_service', { location: 'europe-west4' });
const problems = (...more: readonly Resource[]) =>
  checkAll(RESIDENCY_RULES, [service, ...more]).map(({ address, message }) => `${address} ${message}`);

describe('the rule that data stays in one region', () => {
  it('finds a bucket, a dataset, a worker and a topic elsewhere', () => {
    const found = problems(
      resource('google_storage_bucket', { location: 'US-EAST1' }),
      resource('google_bigquery_dataset', { location: 'US' }),
      resource('google_cloud_run_v2_worker_pool', { location: 'us-east1' }),
      resource('google_pubsub_topic', {
        message_storage_policy: [{ allowed_persistence_regions: ['europe-west4', 'us-east1'] }],
      }),
    );
    assert.equal(found.length, 4);
    assert.match(found[0] ?? '', /is in us-east1, and the functions are in europe-west4: give it the variable region/);
  });

  it('is content with the same region in capitals, and with a dataset in the multi-region around it', () => {
    const at = (location: string) => [
      resource('google_storage_bucket', { location: 'EUROPE-WEST4' }),
      resource('google_bigquery_dataset', { location }),
      resource('google_pubsub_subscription', { location: 'us-east1' }),
      resource('google_pubsub_topic', {}),
    ];
    assert.deepEqual(problems(...at('EU')), []);
    const american = resource('google_cloud_run_v2_service', { location: 'us-central1' });
    const dataset = resource('google_bigquery_dataset', { location: 'US' });
    assert.deepEqual(checkAll(RESIDENCY_RULES, [american, dataset]), []);
    assert.deepEqual(checkAll(RESIDENCY_RULES, [dataset]), []);
  });
});
