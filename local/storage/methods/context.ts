/** The services that every method works with, and the few steps they share: look up, commit, report. */

import type { Happening } from '../../core/service.ts';
import { oneUnit } from '../../way/ids.ts';
import type { Answer, Call } from '../api/call.ts';
import { noSuchBucket, noSuchObject } from '../api/errors.ts';
import type { Happened, Outcome } from '../rules/versions.ts';
import type { Change, ObjectEvent, ObjectVersion } from '../state/model.ts';
import { EVENT_BUS, type Outbox } from '../state/outbox.ts';
import { type BucketState, liveOf } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import type { UploadProgress } from './upload-progress.ts';

export interface Context {
  readonly store: Store;
  readonly outbox: Outbox;
  readonly uploads: UploadProgress;
  readonly report: (happening: Happening) => void;
  readonly now: () => number;
  readonly newId: () => string;
}

/** The variable parts of a path, decoded. */
export interface Params {
  readonly bucket: string;
  readonly object: string;
  readonly destinationBucket: string;
  readonly destinationObject: string;
  readonly id: string;
}

export type Method = (context: Context, call: Call, params: Params) => Promise<Answer>;

export function bucketNamed({ store }: Context, name: string): BucketState {
  const bucket = store.state.buckets.get(name);
  if (bucket === undefined) throw noSuchBucket();
  return bucket;
}

export function liveNamed(bucket: BucketState, name: string): ObjectVersion | undefined {
  return liveOf(bucket.objects.get(name));
}

/** The live version, or the one of this generation, live or not. */
export function versionNamed(bucket: BucketState, name: string, generation: number | undefined): ObjectVersion {
  const version =
    generation === undefined
      ? liveNamed(bucket, name)
      : bucket.objects.get(name)?.find((candidate) => candidate.generation === generation);
  if (version === undefined) throw noSuchObject(bucket.record.name, name);
  return version;
}

/** Makes the outcome durable, then lets those know who asked to be told. */
export async function commit(context: Context, outcome: Outcome): Promise<void> {
  const events = outcome.happened.flatMap((happened) => eventOf(context, happened));
  const told = events.map((event): Change => ({ op: 'event', event }));
  await context.store.commit([...outcome.changes, ...told]);
  context.outbox.send(events);
  const eventIds = new Map(events.map(({ version, id }) => [version, id]));
  for (const { type, version } of outcome.happened) {
    context.report({
      service: 'storage',
      what: WHAT[type],
      resource: `${version.bucket}/${version.name}`,
      facts: { bytes: version.size, generation: version.generation },
      units: oneUnit({
        object: `${version.bucket}/${version.name}#${version.generation}`,
        path: `${version.bucket}/${version.name}`,
        event: eventIds.get(version) ?? '',
      }),
    });
  }
}

const WHAT = {
  OBJECT_FINALIZE: 'finalized',
  OBJECT_METADATA_UPDATE: 'updated',
  OBJECT_DELETE: 'deleted',
  OBJECT_ARCHIVE: 'archived',
} as const;

function eventOf(context: Context, happened: Happened): readonly ObjectEvent[] {
  if (!context.outbox.listening) return [];
  const { version, type } = happened;
  const configs = context.store.state.buckets.get(version.bucket)?.notifications.values() ?? [];
  const wanted = [...configs]
    .filter((config) => config.eventTypes?.includes(type) ?? true)
    .filter((config) => version.name.startsWith(config.objectNamePrefix ?? ''))
    .map((config) => config.id);
  return [{ id: context.newId(), time: context.now(), wanted: [EVENT_BUS, ...wanted], ...happened }];
}
