/** Everything remembered, in memory, changed by `Change`s only: what a replay of the journal gives is what was. */

import type {
  BlobRef,
  BucketRecord,
  Change,
  EndedSession,
  NotificationConfig,
  ObjectEvent,
  ObjectVersion,
  UploadSession,
} from './model.ts';
import { SortedMap } from './sorted-map.ts';

export interface BucketState {
  record: BucketRecord;
  /** The versions of each name, oldest first; only the last can be live. */
  readonly objects: SortedMap<readonly ObjectVersion[]>;
  readonly notifications: Map<string, NotificationConfig>;
}

/** Told which content a change begins or ceases to need. */
export interface ContentHolder {
  retain(ref: BlobRef): void;
  release(ref: BlobRef): void;
}

export class State {
  readonly buckets = new SortedMap<BucketState>();
  readonly sessions = new Map<string, UploadSession>();
  readonly ended = new Map<string, EndedSession>();
  readonly events = new Map<string, ObjectEvent>();
  lastGeneration = 0;

  apply(change: Change, content: ContentHolder): void {
    switch (change.op) {
      case 'bucket':
        this.#putBucket(change.bucket);
        return;
      case 'drop-bucket':
        this.buckets.delete(change.name);
        return;
      case 'object':
        this.#putObject(change.version, content);
        return;
      case 'drop-object':
        this.#dropObject(change.bucket, change.name, change.generation, content);
        return;
      case 'notification':
        this.buckets.get(change.config.bucket)?.notifications.set(change.config.id, change.config);
        return;
      case 'drop-notification':
        this.buckets.get(change.bucket)?.notifications.delete(change.id);
        return;
      case 'session':
        content.retain(change.session.blob);
        this.sessions.set(change.session.id, change.session);
        return;
      case 'end-session':
        this.#endSession(change.ended, content);
        return;
      case 'forget-session':
        this.ended.delete(change.id);
        return;
      case 'event':
        this.events.set(change.event.id, change.event);
        return;
      case 'told':
        for (const id of change.ids) this.events.delete(id);
        return;
      case 'clock':
        this.lastGeneration = Math.max(this.lastGeneration, change.generation);
    }
  }

  /** The changes that lead from nothing to here. */
  *snapshot(): Generator<Change> {
    yield { op: 'clock', generation: this.lastGeneration };
    for (const [, bucket] of this.buckets.from('')) {
      yield { op: 'bucket', bucket: bucket.record };
      for (const config of bucket.notifications.values()) yield { op: 'notification', config };
      for (const [, versions] of bucket.objects.from('')) {
        for (const version of versions) yield { op: 'object', version };
      }
    }
    for (const session of this.sessions.values()) yield { op: 'session', session };
    for (const ended of this.ended.values()) yield { op: 'end-session', ended };
    for (const event of this.events.values()) yield { op: 'event', event };
  }

  /** Live versions whose names begin with `prefix`, in order. */
  *live(bucket: BucketState, prefix: string): Generator<ObjectVersion> {
    for (const [name, versions] of bucket.objects.from(prefix)) {
      if (!name.startsWith(prefix)) return;
      const live = liveOf(versions);
      if (live !== undefined) yield live;
    }
  }

  #putBucket(record: BucketRecord): void {
    this.lastGeneration = Math.max(this.lastGeneration, record.generation);
    const known = this.buckets.get(record.name);
    if (known !== undefined) known.record = record;
    else this.buckets.set(record.name, { record, objects: new SortedMap(), notifications: new Map() });
  }

  #putObject(version: ObjectVersion, content: ContentHolder): void {
    this.lastGeneration = Math.max(this.lastGeneration, version.generation);
    const objects = this.buckets.get(version.bucket)?.objects;
    if (objects === undefined) return;
    content.retain(version.blob);
    const before = objects.get(version.name) ?? [];
    const replaced = before.find((known) => known.generation === version.generation);
    if (replaced === undefined) objects.set(version.name, [...before, version].sort(byGeneration));
    else {
      objects.set(
        version.name,
        before.map((known) => (known === replaced ? version : known)),
      );
      content.release(replaced.blob);
    }
  }

  #dropObject(bucket: string, name: string, generation: number, content: ContentHolder): void {
    const objects = this.buckets.get(bucket)?.objects;
    const before = objects?.get(name);
    const dropped = before?.find((known) => known.generation === generation);
    if (objects === undefined || before === undefined || dropped === undefined) return;
    if (before.length === 1) objects.delete(name);
    else
      objects.set(
        name,
        before.filter((known) => known !== dropped),
      );
    content.release(dropped.blob);
  }

  #endSession(ended: EndedSession, content: ContentHolder): void {
    const session = this.sessions.get(ended.id);
    if (session !== undefined) content.release(session.blob);
    this.sessions.delete(ended.id);
    this.ended.set(ended.id, ended);
  }
}

export function liveOf(versions: readonly ObjectVersion[] | undefined): ObjectVersion | undefined {
  const last = versions?.at(-1);
  return last?.deleted === undefined ? last : undefined;
}

function byGeneration(a: ObjectVersion, b: ObjectVersion): number {
  return a.generation - b.generation;
}
