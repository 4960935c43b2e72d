/** Decides whether an event is published, and the reason if not. Pure. The configuration drops or rejects by that reason. */

import type { CloudEvent } from '@penstock/shared/events/cloud-event.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { type Change, eventChange, isDocumentEvent } from './change.ts';
import { type DocumentName, parseDocumentName } from './document-name.ts';
import { eventBytes } from './event-bytes.ts';
import { decodeEventData } from './event-data.ts';
import { matchPattern, type PathParams, type PathPattern } from './path-pattern.ts';

/** Why an event that can be read is not published. */
export const REASONS = ['foreign', 'unlisted', 'too-old'] as const;
export type Reason = (typeof REASONS)[number];

export interface DecideOptions {
  /** Empty takes every document. */
  readonly documents: readonly PathPattern[];
  readonly maxAge: number;
}

export type Decision = { readonly change: Change } | NotTaken;

export interface NotTaken {
  readonly reason: Reason;
  readonly error: PenstockError;
}

/** Throws INPUT_MALFORMED for data that cannot be decoded, and INPUT_INVALID for an event without a document. */
export function decide(event: CloudEvent, options: DecideOptions, now: number): Decision {
  if (!isDocumentEvent(event.type)) return notTaken('foreign', `${event.type} is no event of a Firestore document`);
  const data = decodeEventData(eventBytes(event.data));
  const document = data.value ?? data.oldValue;
  if (document === undefined) {
    // Databases with larger documents are said to leave a document above 10 MiB out of its event.
    throw new PenstockError('INPUT_INVALID', 'The event holds no document', { stage: 'receiving' });
  }
  const name = parseDocumentName(document.name);
  if (name === undefined) return notTaken('foreign', 'The event is not about a Firestore document');
  const params = paramsOf(name, options.documents);
  if (params === undefined) return notTaken('unlisted', 'The document matches no pattern of FIRESTORE_DOCUMENTS');
  if (now - Date.parse(event.time) > options.maxAge)
    return notTaken('too-old', `The event is of ${event.time} and older than FIRESTORE_MAX_AGE`);
  return { change: eventChange(event, data, name, params) };
}

/** Of the first pattern that matches; undefined where none does. */
export function paramsOf({ path }: DocumentName, patterns: readonly PathPattern[]): PathParams | undefined {
  if (patterns.length === 0) return {};
  for (const pattern of patterns) {
    const params = matchPattern(pattern, path);
    if (params !== undefined) return params;
  }
  return undefined;
}

function notTaken(reason: Reason, message: string): NotTaken {
  return { reason, error: new PenstockError('INPUT_INVALID', message, { stage: 'receiving' }) };
}
