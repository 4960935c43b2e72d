/** The administrative half of google.pubsub.v1.Publisher. */

import { alreadyExists, notFound } from '../errors.ts';
import type { Hub } from '../hub.ts';
import { topicDropped, topicRecord } from '../kept/records.ts';
import type { Topic } from '../kept/resource-state.ts';
import { checkSettings } from '../schemas/settings.ts';
import { object, type Plain, text } from './fields.ts';
import { checkName, checkProject } from './names.ts';
import { page } from './paging.ts';
import { topicConfig, updatedTopic } from './topic-config.ts';

export async function createTopic(hub: Hub, request: Plain): Promise<Plain> {
  const config = topicConfig(request);
  if (hub.state.topics.has(config.name)) throw alreadyExists(config.name);
  checkSettings(hub.state.schemas, config.schemaSettings);
  const uid = hub.state.nextUid;
  hub.state.putTopic(uid, config);
  await hub.append(topicRecord(uid, config));
  return { ...config };
}

export async function updateTopic(hub: Hub, request: Plain): Promise<Plain> {
  const { uid, config } = topicNamed(hub, text(object(request, 'topic') ?? {}, 'name'));
  const next = updatedTopic(config, request);
  checkSettings(hub.state.schemas, next.schemaSettings);
  hub.state.putTopic(uid, next);
  await hub.append(topicRecord(uid, next));
  return { ...next };
}

export async function getTopic(hub: Hub, request: Plain): Promise<Plain> {
  return { ...topicNamed(hub, text(request, 'topic')).config };
}

export async function listTopics(hub: Hub, request: Plain): Promise<Plain> {
  const prefix = `projects/${checkProject(text(request, 'project'))}/topics/`;
  const mine = [...hub.state.topics.keys()].filter((name) => name.startsWith(prefix));
  const { names, ...rest } = page(mine, request);
  return { topics: names.map((name) => hub.state.topics.get(name)?.config), ...rest };
}

export async function listTopicSubscriptions(hub: Hub, request: Plain): Promise<Plain> {
  const topic = topicNamed(hub, text(request, 'topic'));
  const { names, ...rest } = page(
    [...topic.subscriptions].map(({ config }) => config.name),
    request,
  );
  return { subscriptions: names, ...rest };
}

export async function listTopicSnapshots(hub: Hub, request: Plain): Promise<Plain> {
  const topic = topicNamed(hub, text(request, 'topic'));
  const { names, ...rest } = page(
    [...topic.snapshots].map(({ config }) => config.name),
    request,
  );
  return { snapshots: names, ...rest };
}

export async function deleteTopic(hub: Hub, request: Plain): Promise<Plain> {
  const { uid } = topicNamed(hub, text(request, 'topic'));
  hub.state.dropTopic(uid);
  await hub.append(topicDropped(uid));
  return {};
}

export function topicNamed(hub: Hub, name: string): Topic {
  const topic = hub.state.topics.get(checkName('topics', name));
  if (topic === undefined) throw notFound(name);
  return topic;
}
