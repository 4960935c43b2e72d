/** The alerts that a person is called by where a function fails with a code: one of them fires, by the door that met it. */

import type { ErrorCode } from '../../shared/runtime/errors.ts';

const REJECTED = ['IntakeRejecting', 'FirestoreRejecting', 'SinkRejecting', 'LoaderLoadFailed', 'PullerWindowFailed'];
/** Work waits while it lasts and no message is lost. Other alerts watch the waiting. */
const WAITS = [
  'IntakeNotPublishing',
  'FunctionFailing',
  'SinkBacklogOld',
  'SinkPaused',
  'LoaderBacklogOld',
  'LoaderStuck',
  'PullerLate',
];
const DEFECT = ['FunctionFailing', 'SinkPaused', 'WriteRefused', ...REJECTED];

export const WATCHED_BY: Readonly<Record<ErrorCode, readonly string[]>> = {
  CONFIG_INVALID: ['ConfigInvalid'],
  INPUT_MALFORMED: REJECTED,
  INPUT_INVALID: REJECTED,
  INPUT_TOO_LARGE: REJECTED,
  UNAUTHENTICATED: ['PermissionDenied'],
  PERMISSION_DENIED: ['PermissionDenied'],
  NOT_FOUND: ['SinkPaused', ...REJECTED],
  ALREADY_EXISTS: REJECTED,
  CONFLICT: WAITS,
  ROW_REJECTED: ['PullerRejecting', 'WriteRefused', ...REJECTED],
  SCHEMA_MISMATCH: ['SinkPaused', 'WriteRefused', ...REJECTED],
  OFFSET_MISMATCH: ['WriteRefused', 'PullerWindowFailed'],
  STREAM_FINALIZED: ['WriteRefused', 'PullerWindowFailed'],
  LEASE_LOST: WAITS,
  RESOURCE_EXHAUSTED: ['QuotaNear', ...WAITS],
  UNAVAILABLE: WAITS,
  DEADLINE_EXCEEDED: WAITS,
  OUTCOME_UNKNOWN: WAITS,
  ABORTED: WAITS,
  CANCELLED: [...WAITS, 'PullerWindowFailed', 'LoaderLoadFailed'],
  UNIMPLEMENTED: DEFECT,
  INTERNAL: DEFECT,
};
