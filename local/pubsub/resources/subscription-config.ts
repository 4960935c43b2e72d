/** The settings that a subscription may be made with and changed to. */

import { parseFilter } from '../backlog/filter.ts';
import { invalid, outOfBounds, tooSmall } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { onlyOneDestination } from './destination.ts';
import {
  boundedDuration,
  camelCase,
  durationIn,
  flag,
  labelsIn,
  maskPaths,
  number,
  object,
  type Plain,
  refuseFields,
  text,
} from './fields.ts';
import { checkName, DELETED_TOPIC } from './names.ts';
import { pushConfig } from './push-config.ts';
import {
  type DeadLetterPolicy,
  durationText,
  milliseconds,
  type RetryPolicy,
  type SubscriptionConfig,
} from './shapes.ts';
import { bigQueryConfig, cloudStorageConfig } from './sink-config.ts';

const REFUSED = {
  bigtableConfig: 'bigtable_config',
  messageTransforms: 'message_transforms',
};

const FIELDS = {
  mutable: [
    'push_config',
    'bigquery_config',
    'cloud_storage_config',
    'bigtable_config',
    'ack_deadline_seconds',
    'retain_acked_messages',
    'message_retention_duration',
    'labels',
    'expiration_policy',
    'dead_letter_policy',
    'retry_policy',
    'enable_exactly_once_delivery',
    'message_transforms',
  ],
  fixed: [
    'name',
    'topic',
    'filter',
    'enable_message_ordering',
    'detached',
    'tags',
    'state',
    'topic_message_retention_duration',
    'analytics_hub_subscription_info',
  ],
};

/** `plain` has its name already: the service makes one up where the client gave none. */
export function subscriptionConfig(plain: Plain): SubscriptionConfig {
  const name = checkName('subscriptions', text(plain, 'name'));
  const topic = text(plain, 'topic');
  if (topic !== DELETED_TOPIC) checkName('topics', topic);
  refuseFields('Subscription', plain, REFUSED);
  const labels = labelsIn(plain);
  const filter = text(plain, 'filter');
  parseFilter(filter);
  const deadLetter = deadLetterPolicy(object(plain, 'deadLetterPolicy'));
  const retry = retryPolicy(object(plain, 'retryPolicy'));
  const push = pushConfig(object(plain, 'pushConfig') ?? {});
  const exactlyOnce = flag(plain, 'enableExactlyOnceDelivery');
  if (exactlyOnce && push.pushEndpoint !== undefined) {
    throw invalid('Exactly-once delivery is not supported on push subscriptions.');
  }
  const bigquery = bigQueryConfig(object(plain, 'bigqueryConfig'));
  const storage = cloudStorageConfig(object(plain, 'cloudStorageConfig'));
  const config: SubscriptionConfig = {
    name,
    topic,
    pushConfig: push,
    ...(bigquery !== undefined && { bigqueryConfig: bigquery }),
    ...(storage !== undefined && { cloudStorageConfig: storage }),
    ackDeadlineSeconds: ackDeadline(number(plain, 'ackDeadlineSeconds')),
    ...(flag(plain, 'retainAckedMessages') && { retainAckedMessages: true }),
    messageRetentionDuration: boundedDuration(
      'message_retention_duration',
      durationIn(plain, 'messageRetentionDuration') ?? { seconds: LIMITS.retention.default },
      LIMITS.retention,
    ),
    ...(labels !== undefined && { labels }),
    ...(flag(plain, 'enableMessageOrdering') && { enableMessageOrdering: true }),
    expirationPolicy: expirationPolicy(object(plain, 'expirationPolicy')),
    ...(filter !== '' && { filter }),
    ...(deadLetter !== undefined && { deadLetterPolicy: deadLetter }),
    ...(retry !== undefined && { retryPolicy: retry }),
    ...(flag(plain, 'detached') && { detached: true }),
    ...(exactlyOnce && { enableExactlyOnceDelivery: true }),
    state: 'ACTIVE',
  };
  onlyOneDestination(config);
  return config;
}

/** The subscription after an UpdateSubscriptionRequest. */
export function updatedSubscription(current: SubscriptionConfig, request: Plain): SubscriptionConfig {
  const paths = maskPaths('UpdateSubscriptionRequest', 'Subscription', request, FIELDS);
  const given = object(request, 'subscription') ?? {};
  const next: Record<string, unknown> = { ...current };
  for (const path of paths) next[camelCase(path)] = given[camelCase(path)];
  return subscriptionConfig(next);
}

export function ackDeadline(seconds: number): number {
  const { min, max } = LIMITS.ackDeadline;
  if (seconds === 0) return LIMITS.ackDeadline.default;
  if (seconds < min || seconds > max) throw outOfBounds('ack_deadline_seconds', seconds, min, max);
  return seconds;
}

function deadLetterPolicy(plain: Plain | undefined): DeadLetterPolicy | undefined {
  if (plain === undefined || Object.keys(plain).length === 0) return undefined;
  const deadLetterTopic = checkName('topics', text(plain, 'deadLetterTopic'));
  const attempts = number(plain, 'maxDeliveryAttempts') || LIMITS.deliveryAttempts.default;
  const { min, max } = LIMITS.deliveryAttempts;
  if (attempts < min || attempts > max) {
    throw outOfBounds('max_delivery_attempts', attempts, min, max);
  }
  return { deadLetterTopic, maxDeliveryAttempts: attempts };
}

function retryPolicy(plain: Plain | undefined): RetryPolicy | undefined {
  if (plain === undefined) return undefined;
  const { backoff } = LIMITS;
  const minimum = durationIn(plain, 'minimumBackoff') ?? { seconds: backoff.defaultMin };
  const maximum = durationIn(plain, 'maximumBackoff') ?? { seconds: backoff.defaultMax };
  const minimumBackoff = boundedDuration('minimum_backoff', minimum, backoff);
  const maximumBackoff = boundedDuration('maximum_backoff', maximum, backoff);
  if (milliseconds(minimumBackoff) > milliseconds(maximumBackoff)) {
    throw tooSmall('maximum_backoff', durationText(maximumBackoff), durationText(minimumBackoff));
  }
  return { minimumBackoff, maximumBackoff };
}

/** Absent: 31 days. Present without `ttl`: never (proto comment of `Subscription.expiration_policy`). */
function expirationPolicy(plain: Plain | undefined): SubscriptionConfig['expirationPolicy'] {
  if (plain === undefined) return { ttl: { seconds: LIMITS.expirationTtl.default } };
  const ttl = durationIn(plain, 'ttl');
  if (ttl === undefined) return {};
  if (milliseconds(ttl) < LIMITS.expirationTtl.min * 1000) {
    throw tooSmall('expiration_policy.ttl', durationText(ttl), `${LIMITS.expirationTtl.min}s`);
  }
  return { ttl };
}
