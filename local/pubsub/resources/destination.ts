/** The destination of a subscription's messages: callers that pull, or one place that the subscription sends them to. */

import { invalid } from '../errors.ts';
import type { SubscriptionConfig } from './shapes.ts';

export function onlyOneDestination(config: SubscriptionConfig): void {
  const { pushConfig, bigqueryConfig, cloudStorageConfig, enableExactlyOnceDelivery } = config;
  const set = [pushConfig.pushEndpoint, bigqueryConfig, cloudStorageConfig].filter((one) => one !== undefined);
  if (set.length > 1) throw invalid('A subscription has one of push_config, bigquery_config and cloud_storage_config.');
  if (enableExactlyOnceDelivery === true && (bigqueryConfig ?? cloudStorageConfig) !== undefined) {
    throw invalid('Exactly-once delivery is not supported on export subscriptions.');
  }
}
