/** The content of a window's ledger. The pure functions below make every change of it, under the window's lease. */

import type { StorageClient } from '@penstock/shared/storage/client.ts';
import { type Leased, leasedParser } from '@penstock/shared/storage/lease.ts';
import { createLedger, type Ledger } from '@penstock/shared/storage/ledger.ts';
import type { Window } from './window.ts';

/** The listing whose spooled rows are sent: the same rows in the same order for every run that goes on with the window. */
export interface Plan {
  readonly listing: string;
  /** Spooled batches, numbered from 0. */
  readonly batches: number;
  readonly pages: number;
  /** Rows to send: those that the codec rejected are not among them. */
  readonly rows: number;
  readonly rejected: number;
  readonly bytes: number;
}

/** The rows that one Committed stream holds. */
export interface Segment {
  readonly stream: string;
  /** The plan's row that stands at the stream's offset 0. */
  readonly from: number;
  /** Null while a run may still append to the stream. */
  readonly rows: number | null;
}

export interface Failure {
  readonly code: string;
  readonly message: string;
}

export interface WindowRecord {
  readonly window: Window;
  /** `failed` stays until it is replayed by command. */
  readonly state: 'open' | 'done' | 'failed';
  readonly plan: Plan | null;
  readonly segments: readonly Segment[];
  /** Rows of the plan that the service refused, in order: the codec catches nearly all before. */
  readonly refused: readonly number[];
  /** Runs that have worked on the window. */
  readonly runs: number;
  /** No run begins before, by the source's own word. */
  readonly notBeforeMs: number;
  readonly failure: Failure | null;
}

export function newWindow(window: Window): WindowRecord {
  return {
    window,
    state: 'open',
    plan: null,
    segments: [],
    refused: [],
    runs: 0,
    notBeforeMs: 0,
    failure: null,
  };
}

/** Rows of the plan that are known to be in the table. */
export function landedRows({ segments }: WindowRecord): number {
  return segments.reduce((sum, { rows }) => sum + (rows ?? 0), 0);
}

/** The next row of the plan to send: behind those that have landed and those that the service refused. */
export function nextRow(record: WindowRecord): number {
  let next = landedRows(record);
  for (const refused of record.refused) if (refused <= next) next += 1;
  return next;
}

export function withPlan(record: WindowRecord, plan: Plan): WindowRecord {
  return { ...record, plan };
}

/** Names a stream that is about to be appended to. */
export function withSegment(record: WindowRecord, stream: string): WindowRecord {
  return { ...record, segments: [...record.segments, { stream, from: nextRow(record), rows: null }] };
}

/** Records how many rows the last stream holds, now that it is finalized. */
export function withCount(record: WindowRecord, rows: number): WindowRecord {
  const segments = record.segments.map((segment, at) =>
    at === record.segments.length - 1 ? { ...segment, rows } : segment,
  );
  return { ...record, segments };
}

export function withRefused(record: WindowRecord, rows: readonly number[]): WindowRecord {
  return { ...record, refused: [...new Set([...record.refused, ...rows])].sort((a, b) => a - b) };
}

export function done(record: WindowRecord): WindowRecord {
  return { ...record, state: 'done' };
}

export function failed(record: WindowRecord, { code, message }: Failure): WindowRecord {
  return { ...record, state: 'failed', failure: { code, message } };
}

/** Opens a failed window again. Rows that have landed stay landed: the plan is kept where there are any. */
export function replayed(record: WindowRecord): WindowRecord {
  const plan = landedRows(record) > 0 || record.segments.some(({ rows }) => rows === null) ? record.plan : null;
  return { ...record, state: 'open', failure: null, notBeforeMs: 0, plan };
}

export interface LedgerPlace {
  readonly storage: StorageClient;
  readonly bucket: string;
  /** PULLER_PREFIX: empty, or with a final `/`. */
  readonly prefix: string;
}

export function windowLedger({ storage, bucket, prefix }: LedgerPlace): Ledger<Leased<WindowRecord>> {
  return createLedger({ storage, bucket, prefix: `${prefix}windows/`, parse: parseWindowLedger });
}

/** Reads a window's ledger. */
export const parseWindowLedger: (stored: unknown) => Leased<WindowRecord> = leasedParser(parseRecord);

function parseRecord(stored: unknown): WindowRecord {
  const record = stored as WindowRecord | null;
  const isRecord =
    typeof record?.window?.from === 'string' &&
    ['open', 'done', 'failed'].includes(record.state) &&
    Array.isArray(record.segments) &&
    Array.isArray(record.refused);
  if (!isRecord) throw new TypeError('not the ledger of a window');
  return record;
}
