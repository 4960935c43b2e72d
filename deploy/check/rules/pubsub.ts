/** Subscriptions that lose nothing: they never expire, and each has a dead letter that is kept. */

import { blockOf, type Resource, textOf } from '../resources.ts';
import { type Rule, ruleFor } from '../rule.ts';

const SUBSCRIPTION = 'google_pubsub_subscription';

const neverExpires = ruleFor(
  SUBSCRIPTION,
  'subscription-never-expires',
  'A subscription that nobody pulls for 31 days is deleted with its messages, unless its ttl is empty.',
  (values) =>
    blockOf(values, 'expiration_policy')?.ttl === ''
      ? []
      : ['the subscription expires: set expiration_policy.ttl = ""'],
);

const deadLetter = ruleFor(
  SUBSCRIPTION,
  'subscription-has-dead-letter',
  'A message that is refused for ever must end in a dead letter that a subscription keeps.',
  (values, _resource, all) => {
    if (keepsDeadLetters(values, all)) return [];
    const topic = textOf(blockOf(values, 'dead_letter_policy')?.dead_letter_topic);
    if (topic === '') return ['no dead_letter_policy: a poison message is delivered for ever'];
    const kept = all.some(({ type, values: other }) => type === SUBSCRIPTION && other.topic === topic);
    return kept ? [] : [`nothing subscribes to the dead-letter topic ${topic}: its messages are lost`];
  },
);

/** A subscription of a dead-letter topic needs no dead letter itself: nothing acknowledges or refuses there but a person. */
function keepsDeadLetters(values: Resource['values'], all: readonly Resource[]): boolean {
  return all.some(
    ({ type, values: other }) =>
      type === SUBSCRIPTION && blockOf(other, 'dead_letter_policy')?.dead_letter_topic === values.topic,
  );
}

const signedPush = ruleFor(
  SUBSCRIPTION,
  'push-is-signed',
  'A push without a token is refused by a service that is not public.',
  (values) => {
    const push = blockOf(values, 'push_config');
    if (push === undefined || textOf(push.push_endpoint) === '') return [];
    return textOf(blockOf(push, 'oidc_token')?.service_account_email) === '' ? ['push_config has no oidc_token'] : [];
  },
);

const residency = ruleFor(
  'google_pubsub_topic',
  'topic-stays-in-region',
  'Without allowed regions a message may be stored anywhere.',
  (values) => {
    const regions = blockOf(values, 'message_storage_policy')?.allowed_persistence_regions;
    return Array.isArray(regions) && regions.length > 0 ? [] : ['message_storage_policy names no region'];
  },
);

export const PUBSUB_RULES: readonly Rule[] = [neverExpires, deadLetter, signedPush, residency];
