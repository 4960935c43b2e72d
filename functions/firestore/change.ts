/** One change of one document, read from an event or made by the backfill. */

import { isDeepStrictEqual } from 'node:util';
import type { CloudEvent } from '@penstock/shared/events/cloud-event.ts';
import { inMicros, microsOf, microsText } from '@penstock/shared/events/timestamp.ts';
import { derivedIssueId } from '@penstock/shared/issues/issue-id.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { DocumentName } from './document-name.ts';
import type { EventData } from './event-data.ts';
import { fieldPath } from './field-path.ts';
import type { PathParams } from './path-pattern.ts';
import type { Document, Fields } from './value.ts';

export type Operation = 'CREATE' | 'UPDATE' | 'DELETE' | 'IMPORT';

export interface Change {
  /** The same whenever this change is told again. */
  readonly issueId: string;
  readonly operation: Operation;
  readonly name: DocumentName;
  readonly params: PathParams;
  readonly data: Fields | undefined;
  readonly oldData: Fields | undefined;
  /** Field paths; undefined where nothing is known to have changed. */
  readonly changedFields: readonly string[] | undefined;
  readonly createTime: string | undefined;
  readonly updateTime: string | undefined;
  /** The place of this change in the document's history: a later one has a later text, because all have six digits. */
  readonly time: string;
  readonly auth: { readonly type: string; readonly id: string | undefined } | undefined;
  /** Undefined for an import. */
  readonly event: Pick<CloudEvent, 'id' | 'type' | 'time'> | undefined;
}

const EVENT_TYPE = /^google\.cloud\.firestore\.document\.v1\.(created|updated|deleted|written)(?:\.withAuthContext)?$/;

export function isDocumentEvent(type: string): boolean {
  return EVENT_TYPE.test(type);
}

export function eventChange(event: CloudEvent, data: EventData, name: DocumentName, params: PathParams): Change {
  const { value, oldValue } = data;
  const operation = operationOf(event.type, data);
  const { authtype, authid } = event.attributes;
  return {
    issueId: derivedIssueId('FS', event.source, event.id),
    operation,
    name,
    params,
    data: value?.fields,
    oldData: oldValue?.fields,
    changedFields: changedFields(data),
    createTime: (value ?? oldValue)?.createTime,
    updateTime: value?.updateTime,
    time: value?.updateTime === undefined ? endOf(event, oldValue) : inMicros(value.updateTime),
    auth: authtype === undefined ? undefined : { type: authtype, id: authid },
    event,
  };
}

/** Carries the document's own update time, so that whatever really happens to it later is later. */
export function importedChange(document: Document, name: DocumentName, params: PathParams): Change {
  const { fields, createTime, updateTime } = document;
  if (updateTime === undefined)
    throw new PenstockError('INPUT_MALFORMED', `Not a Firestore document: ${name.path} has no updateTime`);
  return {
    // The document in this state, so that to walk it again publishes the same.
    issueId: derivedIssueId('FS', 'import', document.name, updateTime),
    operation: 'IMPORT',
    name,
    params,
    data: fields,
    oldData: undefined,
    changedFields: undefined,
    createTime,
    updateTime,
    time: inMicros(updateTime),
    auth: undefined,
    event: undefined,
  };
}

/**
 * A deleted document has no update time of its own any more: its end is the event's time. Google's emulator cuts that to
 * seconds, and it may be the very time of the last change; the end is then a microsecond behind that change, so that the
 * order of `created_at` is the order of what happened.
 */
function endOf({ time }: CloudEvent, { updateTime }: Partial<Document> = {}): string {
  const end = microsOf(time);
  const last = updateTime === undefined ? end - 1n : microsOf(updateTime);
  return microsText(end > last ? end : last + 1n);
}

/**
 * `written` does not say what happened; which of the two documents are there does. Only an update has a mask with
 * fields in it, also one whose old document was left out.
 */
function operationOf(type: string, { value, oldValue, updateMask = [] }: EventData): Operation {
  switch (EVENT_TYPE.exec(type)?.[1]) {
    case 'created':
      return 'CREATE';
    case 'updated':
      return 'UPDATE';
    case 'deleted':
      return 'DELETE';
    default:
      if (value === undefined) return 'DELETE';
      return oldValue === undefined && updateMask.length === 0 ? 'CREATE' : 'UPDATE';
  }
}

/** As the mask has them, or else the top-level fields that differ. Google's emulator sends masks that are empty. */
function changedFields({ value, oldValue, updateMask = [] }: EventData): readonly string[] {
  if (updateMask.length > 0) return updateMask;
  const [before, after] = [oldValue?.fields ?? {}, value?.fields ?? {}];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .filter((name) => !sameField(name, before, after))
    .sort()
    .map((name) => fieldPath([name]));
}

function sameField(name: string, before: Fields, after: Fields): boolean {
  return Object.hasOwn(before, name) && Object.hasOwn(after, name) && isDeepStrictEqual(before[name], after[name]);
}
