/** Decides about a message that was nacked, not answered in time or refused by its push endpoint. Pure. */

import { parseName } from '../resources/names.ts';
import { milliseconds, type SubscriptionConfig } from '../resources/shapes.ts';
import type { Entry } from './backlog.ts';
import type { Contents, Message } from './message.ts';
import { contentsOf } from './message.ts';

/** Push without a retry policy backs off from 100 ms to 60 s (https://cloud.google.com/pubsub/docs/push#push_backoff). */
const PUSH_BACKOFF = { min: 100, max: 60_000 };

/** Milliseconds until a message that has now failed `failures` times may be delivered again. */
export function redeliveryDelay(config: SubscriptionConfig, failures: number): number {
  const policy = config.retryPolicy;
  if (policy !== undefined) {
    return exponential(milliseconds(policy.minimumBackoff), milliseconds(policy.maximumBackoff), failures);
  }
  if (config.pushConfig.pushEndpoint !== undefined) return exponential(PUSH_BACKOFF.min, PUSH_BACKOFF.max, failures);
  return 0;
}

/** The attempts are counted as `1 + nacks + missed deadlines` (proto comment of `DeadLetterPolicy`). */
export function isDeadLetter(config: SubscriptionConfig, entry: Entry): boolean {
  const policy = config.deadLetterPolicy;
  return policy !== undefined && entry.failures + 1 >= policy.maxDeliveryAttempts;
}

/** The message for the dead-letter topic, with the attributes that Google's service adds. */
export function deadLetter(config: SubscriptionConfig, message: Message, attempts: number): Contents {
  const { data, attributes, orderingKey } = contentsOf(message);
  const { project, id } = parseName('subscriptions', config.name);
  const added: [string, string][] = [
    ['CloudPubSubDeadLetterSourceDeliveryCount', String(attempts)],
    ['CloudPubSubDeadLetterSourceSubscription', id],
    ['CloudPubSubDeadLetterSourceSubscriptionProject', project],
    ['CloudPubSubDeadLetterSourceTopicPublishTime', new Date(message.time).toISOString()],
  ];
  return { data, attributes: new Map([...attributes, ...added]), orderingKey };
}

function exponential(minimum: number, maximum: number, failures: number): number {
  return Math.min(maximum, minimum * 2 ** Math.min(failures - 1, 40));
}
