/** The administrative half of google.pubsub.v1.Subscriber, and Publisher's DetachSubscription. */

import { randomUUID } from 'node:crypto';
import { alreadyExists, notFound, PubsubError } from '../errors.ts';
import { checkExports } from '../export/exporter.ts';
import type { Hub } from '../hub.ts';
import { subscriptionDropped, subscriptionRecord } from '../kept/records.ts';
import type { Subscription } from '../kept/resource-state.ts';
import { object, type Plain, text } from './fields.ts';
import { checkName, checkProject, parseName } from './names.ts';
import { page } from './paging.ts';
import type { SubscriptionConfig } from './shapes.ts';
import { subscriptionConfig, updatedSubscription } from './subscription-config.ts';
import { topicNamed } from './topics.ts';

export async function createSubscription(hub: Hub, request: Plain): Promise<Plain> {
  const topicName = text(request, 'topic');
  const name = text(request, 'name') || madeUpName(topicName);
  // Fields that only the server sets are ignored if a client sends them.
  const config = subscriptionConfig({ ...request, name, detached: false });
  const topic = topicNamed(hub, topicName);
  checkDeadLetterTopic(hub, config);
  await checkExports(hub, config);
  if (hub.state.subscriptions.has(name)) throw alreadyExists(name);
  const uid = hub.state.nextUid;
  const subscription = hub.state.putSubscription(uid, topic.uid, config);
  await hub.append(subscriptionRecord(uid, topic.uid, config));
  hub.reconsider(subscription);
  return shown(subscription);
}

export async function getSubscription(hub: Hub, request: Plain): Promise<Plain> {
  return shown(subscriptionNamed(hub, text(request, 'subscription')));
}

export async function updateSubscription(hub: Hub, request: Plain): Promise<Plain> {
  const subscription = subscriptionNamed(hub, text(object(request, 'subscription') ?? {}, 'name'));
  const next = updatedSubscription(subscription.config, request);
  const { deadLetterPolicy } = subscription.config;
  if (next.deadLetterPolicy?.deadLetterTopic !== deadLetterPolicy?.deadLetterTopic) checkDeadLetterTopic(hub, next);
  if (
    next.bigqueryConfig !== subscription.config.bigqueryConfig ||
    next.cloudStorageConfig !== subscription.config.cloudStorageConfig
  )
    await checkExports(hub, next);
  await change(hub, subscription, updatedSubscription(subscription.config, request));
  return shown(subscription);
}

export async function modifyPushConfig(hub: Hub, request: Plain): Promise<Plain> {
  const subscription = subscriptionNamed(hub, text(request, 'subscription'));
  const pushConfig = object(request, 'pushConfig') ?? {};
  await change(hub, subscription, subscriptionConfig({ ...subscription.config, pushConfig }));
  return {};
}

export async function detachSubscription(hub: Hub, request: Plain): Promise<Plain> {
  const subscription = subscriptionNamed(hub, text(request, 'subscription'));
  await change(hub, subscription, { ...subscription.config, detached: true });
  return {};
}

export async function listSubscriptions(hub: Hub, request: Plain): Promise<Plain> {
  const prefix = `projects/${checkProject(text(request, 'project'))}/subscriptions/`;
  const mine = [...hub.state.subscriptions.keys()].filter((name) => name.startsWith(prefix));
  const { names, ...rest } = page(mine, request);
  return { subscriptions: names.flatMap((name) => shownIfThere(hub.state.subscriptions.get(name))), ...rest };
}

export async function deleteSubscription(hub: Hub, request: Plain): Promise<Plain> {
  const subscription = subscriptionNamed(hub, text(request, 'subscription'));
  hub.state.dropSubscription(subscription.uid);
  await hub.append(subscriptionDropped(subscription.uid));
  hub.dismiss(subscription, notFound(subscription.config.name));
  return {};
}

export function subscriptionNamed(hub: Hub, name: string): Subscription {
  const subscription = hub.state.subscriptions.get(checkName('subscriptions', name));
  if (subscription === undefined) throw notFound(name);
  return subscription;
}

/** For the methods that a detached subscription refuses (proto comment of `Subscription.detached`). */
export function attachedSubscription(hub: Hub, name: string): Subscription {
  const subscription = subscriptionNamed(hub, name);
  if (subscription.config.detached === true) throw detached(name);
  return subscription;
}

export function detached(name: string): PubsubError {
  const { id } = parseName('subscriptions', name);
  return new PubsubError('FAILED_PRECONDITION', `The subscription is detached from its topic (resource=${id}).`);
}

async function change(hub: Hub, subscription: Subscription, config: SubscriptionConfig): Promise<void> {
  const topic = subscription.topic?.uid ?? 0;
  const wasDetached = subscription.config.detached === true;
  hub.state.putSubscription(subscription.uid, topic, config);
  await hub.append(subscriptionRecord(subscription.uid, topic, config));
  if (config.detached === true && !wasDetached) hub.dismiss(subscription, detached(config.name));
  else hub.reconsider(subscription);
}

function shown(subscription: Subscription): Plain {
  const retention = subscription.topic?.config.messageRetentionDuration;
  return { ...subscription.config, ...(retention !== undefined && { topicMessageRetentionDuration: retention }) };
}

function shownIfThere(subscription: Subscription | undefined): Plain[] {
  return subscription === undefined ? [] : [shown(subscription)];
}

/** "If the name is not provided in the request, the server will assign a random name" (proto comment of CreateSubscription). */
function madeUpName(topic: string): string {
  const { project } = parseName('topics', topic);
  return `projects/${project}/subscriptions/s-${randomUUID()}`;
}

function checkDeadLetterTopic(hub: Hub, { deadLetterPolicy }: SubscriptionConfig): void {
  if (deadLetterPolicy !== undefined) topicNamed(hub, deadLetterPolicy.deadLetterTopic);
}
