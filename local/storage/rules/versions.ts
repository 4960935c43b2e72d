/** Decides how writing, changing or deleting a name affects its versions. Pure: it returns changes and events. */

import { ApiError } from '../api/errors.ts';
import type { Change, EventType, ObjectVersion } from '../state/model.ts';

export interface Happened {
  readonly type: EventType;
  readonly version: ObjectVersion;
  readonly overwroteGeneration?: number;
  readonly overwrittenByGeneration?: number;
}

export interface Outcome {
  readonly changes: readonly Change[];
  readonly happened: readonly Happened[];
}

/** A new live version. The one it replaces becomes noncurrent under versioning and is gone without. */
export function putVersion(next: ObjectVersion, live: ObjectVersion | undefined, versioning: boolean): Outcome {
  if (live === undefined) return { changes: [object(next)], happened: [{ type: 'OBJECT_FINALIZE', version: next }] };
  refuseHeld(live);
  const retired = { ...live, deleted: next.created };
  return {
    changes: [versioning ? object(retired) : drop(live), object(next)],
    happened: [
      { type: 'OBJECT_FINALIZE', version: next, overwroteGeneration: live.generation },
      {
        type: versioning ? 'OBJECT_ARCHIVE' : 'OBJECT_DELETE',
        version: retired,
        overwrittenByGeneration: next.generation,
      },
    ],
  };
}

/** Deleting without a generation retires the live version under versioning; naming a generation deletes it for good. */
export function removeVersion(version: ObjectVersion, now: number, archive: boolean): Outcome {
  refuseHeld(version);
  const retired = { ...version, deleted: version.deleted ?? now };
  return archive
    ? { changes: [object(retired)], happened: [{ type: 'OBJECT_ARCHIVE', version: retired }] }
    : { changes: [drop(version)], happened: [{ type: 'OBJECT_DELETE', version: retired }] };
}

export function changeMetadata(next: ObjectVersion): Outcome {
  return { changes: [object(next)], happened: [{ type: 'OBJECT_METADATA_UPDATE', version: next }] };
}

function refuseHeld(version: ObjectVersion): void {
  const { temporaryHold, eventBasedHold } = version.settings;
  if (temporaryHold !== true && eventBasedHold !== true) return;
  const kind = temporaryHold === true ? 'Temporary' : 'Event-Based';
  throw new ApiError(
    403,
    'forbidden',
    `Object '${version.bucket}/${version.name}' is under active ${kind} hold and cannot be deleted, overwritten or archived until hold is removed.`,
  );
}

function object(version: ObjectVersion): Change {
  return { op: 'object', version };
}

function drop({ bucket, name, generation }: ObjectVersion): Change {
  return { op: 'drop-object', bucket, name, generation };
}
