/** Snapshots and seek. */

import { randomUUID } from 'node:crypto';
import { alreadyExists, invalid, notFound, PubsubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import { snapshotDropped, snapshotRecord, snapshotTaken, soughtSnapshot, soughtTime } from '../kept/records.ts';
import type { Snapshot, Subscription } from '../kept/resource-state.ts';
import { LIMITS } from '../limits.ts';
import { durationIn, labelsIn, maskPaths, object, type Plain, text } from './fields.ts';
import { checkName, checkProject, parseName } from './names.ts';
import { page } from './paging.ts';
import { type Duration, milliseconds, type SnapshotConfig } from './shapes.ts';
import { attachedSubscription } from './subscriptions.ts';

const FIELDS = { mutable: ['labels', 'expire_time'], fixed: ['name', 'topic', 'tags'] };

export async function createSnapshot(hub: Hub, request: Plain): Promise<Plain> {
  const source = text(request, 'subscription');
  const { project } = parseName('subscriptions', source);
  const name = checkName('snapshots', text(request, 'name') || `projects/${project}/snapshots/s-${randomUUID()}`);
  const labels = labelsIn(request);
  const subscription = attachedSubscription(hub, source);
  const { topic } = subscription;
  if (topic === undefined) {
    throw new PubsubError('FAILED_PRECONDITION', 'The topic of the subscription has been deleted.');
  }
  if (hub.state.snapshots.has(name)) throw alreadyExists(name);
  const config: SnapshotConfig = {
    name,
    topic: topic.config.name,
    expireTime: expireTime(subscription, hub.now),
    ...(labels !== undefined && { labels }),
  };
  const uid = hub.state.nextUid;
  hub.state.takeSnapshot(uid, config, subscription.uid);
  await hub.append(snapshotTaken(uid, subscription.uid, config));
  return { ...config };
}

export async function getSnapshot(hub: Hub, request: Plain): Promise<Plain> {
  return { ...snapshotNamed(hub, text(request, 'snapshot')).config };
}

export async function listSnapshots(hub: Hub, request: Plain): Promise<Plain> {
  const prefix = `projects/${checkProject(text(request, 'project'))}/snapshots/`;
  const mine = [...hub.state.snapshots.keys()].filter((name) => name.startsWith(prefix));
  const { names, ...rest } = page(mine, request);
  return { snapshots: names.map((name) => hub.state.snapshots.get(name)?.config), ...rest };
}

export async function updateSnapshot(hub: Hub, request: Plain): Promise<Plain> {
  const given = object(request, 'snapshot') ?? {};
  const snapshot = snapshotNamed(hub, text(given, 'name'));
  const paths = maskPaths('UpdateSnapshotRequest', 'Snapshot', request, FIELDS);
  const labels = paths.includes('labels') ? labelsIn(given) : snapshot.config.labels;
  const { labels: _before, ...others } = snapshot.config;
  const config: SnapshotConfig = {
    ...others,
    ...(paths.includes('expire_time') && { expireTime: newExpireTime(given, hub.now) }),
    ...(labels !== undefined && { labels }),
  };
  hub.state.putSnapshot(snapshot.uid, snapshot.topic.uid, config);
  await hub.append(snapshotRecord(snapshot.uid, snapshot.topic.uid, config));
  return { ...config };
}

export async function deleteSnapshot(hub: Hub, request: Plain): Promise<Plain> {
  const { uid } = snapshotNamed(hub, text(request, 'snapshot'));
  hub.state.dropSnapshot(uid);
  await hub.append(snapshotDropped(uid));
  return {};
}

export async function seek(hub: Hub, request: Plain): Promise<Plain> {
  const subscription = attachedSubscription(hub, text(request, 'subscription'));
  const name = text(request, 'snapshot');
  const time = durationIn(request, 'time');
  if (name !== '') {
    const snapshot = snapshotNamed(hub, name);
    if (snapshot.topic !== subscription.topic) {
      throw invalid("The snapshot's topic must be the same as that of the subscription.");
    }
    hub.state.seekToSnapshot(subscription, snapshot);
    await hub.append(soughtSnapshot(subscription, snapshot));
  } else if (time !== undefined) {
    const at = milliseconds(time);
    hub.state.seekToTime(subscription, at);
    await hub.append(soughtTime(subscription, at));
  } else {
    throw invalid('No target was specified in the SeekRequest. Must specify either a time or a snapshot.');
  }
  return {};
}

function snapshotNamed(hub: Hub, name: string): Snapshot {
  const snapshot = hub.state.snapshots.get(checkName('snapshots', name));
  if (snapshot === undefined) throw notFound(name);
  return snapshot;
}

/** "7 days - (age of oldest unacked message in the subscription)", refused below an hour (proto comment of `expire_time`). */
function expireTime(subscription: Subscription, now: number): Duration {
  const oldest = subscription.backlog.entries().next();
  const age = oldest.done === true ? 0 : Math.max(0, now - oldest.value.message.time);
  const life = LIMITS.snapshotLife * 1000 - age;
  if (life < LIMITS.snapshotLeast * 1000) {
    throw new PubsubError(
      'FAILED_PRECONDITION',
      'The backlog of the subscription is too old: the snapshot would expire in less than an hour.',
    );
  }
  return asTimestamp(now + life);
}

function newExpireTime(given: Plain, now: number): Duration {
  const time = milliseconds(durationIn(given, 'expireTime'));
  if (time <= now || time > now + LIMITS.snapshotLife * 1000) {
    throw invalid('The expire_time of a snapshot must lie within the next 7 days.');
  }
  return asTimestamp(time);
}

function asTimestamp(time: number): Duration {
  const seconds = Math.floor(time / 1000);
  return { seconds, nanos: Math.round((time - seconds * 1000) * 1e6) };
}
