/** The last step of everything that makes an object: conditions against the live version, then one durable commit. */

import { checkForChange } from '../rules/preconditions.ts';
import { type Outcome, putVersion } from '../rules/versions.ts';
import type { Conditions, Content, ObjectSettings, ObjectVersion } from '../state/model.ts';
import { bucketNamed, type Context, commit, liveNamed } from './context.ts';

export interface Making {
  readonly bucket: string;
  readonly name: string;
  readonly content: Content;
  readonly settings: ObjectSettings;
  readonly conditions: Conditions;
  readonly componentCount?: number;
}

/**
 * Decided and applied in one turn of the event loop: no other request can come between the condition and the change.
 * `also` is committed in the same step, and learns the new version first.
 */
export async function publish(
  context: Context,
  making: Making,
  also: (version: ObjectVersion) => Partial<Outcome> = () => ({}),
): Promise<ObjectVersion> {
  const bucket = bucketNamed(context, making.bucket);
  const live = liveNamed(bucket, making.name);
  checkForChange(making.conditions, live);
  const now = context.now();
  const version: ObjectVersion = {
    ...making.content,
    bucket: making.bucket,
    name: making.name,
    generation: context.store.nextGeneration(),
    metageneration: 1,
    created: now,
    updated: now,
    classUpdated: now,
    settings: { ...making.settings, storageClass: making.settings.storageClass ?? bucket.record.storageClass },
    ...(making.componentCount === undefined ? {} : { componentCount: making.componentCount }),
  };
  const made = putVersion(version, live, bucket.record.versioning);
  const { changes = [], happened = [] } = also(version);
  await commit(context, { changes: [...made.changes, ...changes], happened: [...made.happened, ...happened] });
  return version;
}
