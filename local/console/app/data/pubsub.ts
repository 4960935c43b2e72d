/** Topics and subscriptions: what waits comes from the console, everything else from Pub/Sub's REST API. */

import type { SubscriptionSummary, WaitingMessage } from '../../../pubsub/index.ts';
import type { TopicLine } from '../../api/topics.ts';
import { toBase64 } from '../format.ts';
import { get, part, send } from '../http.ts';
import { meta } from '../meta.ts';
import type { PageOf } from '../paged.ts';

const PROJECT = `projects/${meta.project}`;

export const topicName = (id: string): string => `${PROJECT}/topics/${id}`;
export const subscriptionName = (id: string): string => `${PROJECT}/subscriptions/${id}`;

const topicPath = (id: string): string => `/api/pubsub/${PROJECT}/topics/${part(id)}`;
const subscriptionPath = (id: string): string => `/api/pubsub/${PROJECT}/subscriptions/${part(id)}`;

export interface SubscriptionInfo {
  readonly name: string;
  readonly topic: string;
  readonly pushConfig?: { readonly pushEndpoint?: string };
  readonly bigqueryConfig?: { readonly table?: string };
  readonly cloudStorageConfig?: { readonly bucket?: string };
  readonly ackDeadlineSeconds?: number;
  readonly messageRetentionDuration?: string;
  readonly retainAckedMessages?: boolean;
  readonly enableMessageOrdering?: boolean;
  readonly enableExactlyOnceDelivery?: boolean;
  readonly filter?: string;
  readonly deadLetterPolicy?: { readonly deadLetterTopic: string; readonly maxDeliveryAttempts?: number };
  readonly retryPolicy?: { readonly minimumBackoff?: string; readonly maximumBackoff?: string };
  readonly detached?: boolean;
}

export function topics(from: string, match: string): Promise<PageOf<TopicLine>> {
  return get('/api/topics', { from, match });
}

export function topicNow(id: string): Promise<TopicLine> {
  return get('/api/topics/topic', { name: topicName(id) });
}

export function subscriptions(
  from: string,
  topic: string | undefined,
  match = '',
): Promise<PageOf<SubscriptionSummary>> {
  return get('/api/topics/subscriptions', { from, match, topic: topic === undefined ? undefined : topicName(topic) });
}

export function subscriptionNow(id: string): Promise<SubscriptionSummary> {
  return get('/api/topics/subscription', { name: subscriptionName(id) });
}

export function messagesOf(subscription: string, after: string): Promise<PageOf<WaitingMessage>> {
  return get('/api/topics/messages', { subscription: subscriptionName(subscription), after });
}

export function acknowledge(subscription: string, ids: readonly string[]): Promise<{ acknowledged: number }> {
  return send('POST', '/api/topics/acknowledge', { subscription: subscriptionName(subscription), ids });
}

export function redrive(
  subscription: string,
  ids: readonly string[],
  topic: string,
): Promise<{ sent: number; topics: readonly string[] }> {
  const to = topic === '' ? {} : { topic: topicName(topic) };
  return send('POST', '/api/topics/redrive', { subscription: subscriptionName(subscription), ids, ...to });
}

export function subscriptionInfo(id: string): Promise<SubscriptionInfo> {
  return get(subscriptionPath(id));
}

export function createTopic(id: string): Promise<unknown> {
  return send('PUT', topicPath(id), {});
}

export function deleteTopic(id: string): Promise<unknown> {
  return send('DELETE', topicPath(id));
}

export function createSubscription(id: string, topic: string, pushEndpoint: string): Promise<unknown> {
  return send('PUT', subscriptionPath(id), {
    topic: topicName(topic),
    ...(pushEndpoint === '' ? {} : { pushConfig: { pushEndpoint } }),
  });
}

export function deleteSubscription(id: string): Promise<unknown> {
  return send('DELETE', subscriptionPath(id));
}

export interface Publication {
  readonly data: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly orderingKey: string;
}

export function publish(
  topic: string,
  message: Publication,
  times: number,
): Promise<{ messageIds: readonly string[] }> {
  const { data, attributes, orderingKey } = message;
  const one = { data: toBase64(data), attributes, ...(orderingKey === '' ? {} : { orderingKey }) };
  return send('POST', `${topicPath(topic)}:publish`, { messages: Array.from({ length: times }, () => one) });
}

/** Everything published before `time` counts as acknowledged, what came later does not. */
export function seek(id: string, time: string): Promise<unknown> {
  return send('POST', `${subscriptionPath(id)}:seek`, { time });
}

/** `name=value` lines. */
export function readAttributes(text: string): Readonly<Record<string, string>> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf('=');
      return at < 0 ? [line.trim(), ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    }),
  );
}
