/** From the config file to what the sink works with: every default filled in, every size and duration a number. */

import type { UnknownFields } from '@penstock/shared/bigquery/codec/options.ts';
import type { BatchLimits } from '@penstock/shared/bigquery/write/batcher.ts';
import type { Limits } from '../isolation.ts';
import type { Match } from '../routing/match.ts';
import type { RouteRule } from '../routing/route.ts';
import type { ChangeRule } from '../rows/change.ts';
import type { Format } from '../rows/format.ts';
import type { Compression } from '../rows/payload.ts';
import type { Mode, RouteFile, SinkFile } from './file.ts';
import { toBytes, toMs } from './units.ts';

export interface Route extends RouteRule {
  readonly mode: Mode;
  readonly format: Format;
  readonly unknownFields: UnknownFields;
  readonly limits: BatchLimits;
  /** Limits for the files that MIXED stages: they are closed less often than its streamed batches. */
  readonly stagedLimits: BatchLimits;
  readonly connections: number;
  readonly insertIds: boolean;
  readonly streamed: { readonly match: Match; readonly maxBytes: number };
  readonly change: ChangeRule | undefined;
}

export interface FileLoads {
  readonly bucket: string;
  readonly prefix: string;
  readonly triggeringMs: number;
  readonly maxFiles: number;
  readonly maxBytes: number;
  readonly deduplicateMs: number;
  readonly mostKeys: number;
}

export interface SinkPlan {
  /** Full names. */
  readonly subscriptions: readonly string[];
  readonly compression: Compression;
  readonly limits: Limits;
  readonly pullStreams: number;
  readonly defaultProject: string;
  readonly fallbackTopic: string | undefined;
  readonly errorOutput: { readonly topic: string; readonly bucket: string; readonly prefix: string };
  readonly fileLoads: FileLoads | undefined;
  readonly routes: readonly Route[];
}

/**
 * Batches by mode. Streaming inserts are as upstream (docs/origins.md): 6 MB of the 10 MB that a request holds. The Storage
 * Write API's batches are small, because latency is their age and their size costs nothing (docs/performance.md). Files are as
 * large as memory allows and young enough for a lease.
 */
export const LIMITS: Readonly<Record<Mode, BatchLimits>> = {
  STREAMING_INSERTS: { maxBytes: 6_000_000, maxRows: 10_000, maxAgeMs: 1_000 },
  STORAGE_WRITE: { maxBytes: 4_000_000, maxRows: 1_000, maxAgeMs: 50 },
  CDC: { maxBytes: 4_000_000, maxRows: 1_000, maxAgeMs: 50 },
  FILE_LOADS: { maxBytes: 32_000_000, maxRows: 1_000_000, maxAgeMs: 10_000 },
  MIXED: { maxBytes: 6_000_000, maxRows: 10_000, maxAgeMs: 1_000 },
};

/** The largest payload that upstream streams. */
const STREAMED_BYTES = 1_000_000;

export function resolve(file: SinkFile, projectId: string): SinkPlan {
  const { topic = '', bucket = '', prefix = 'sink-errors/' } = file.errorOutput;
  return {
    subscriptions: (file.subscriptions ?? []).map((name) => subscriptionName(name, projectId)),
    compression: file.compression ?? 'NONE',
    limits: { maxMessages: file.maxMessages ?? 40_000, maxBytes: toBytes(file.maxBytes ?? '100MB') },
    pullStreams: file.pullStreams ?? 2,
    defaultProject: file.defaultProject ?? projectId,
    fallbackTopic: file.fallbackTopic,
    errorOutput: { topic, bucket, prefix },
    fileLoads: resolveLoads(file.fileLoads),
    routes: file.routes.map((route) => resolveRoute(route, projectId)),
  };
}

/** `projects/P/subscriptions/S` of a name that may be short. */
export function subscriptionName(name: string, projectId: string): string {
  return name.includes('/') ? name : `projects/${projectId}/subscriptions/${name}`;
}

function resolveLoads(file: SinkFile['fileLoads']): FileLoads | undefined {
  if (file === undefined) return undefined;
  return {
    bucket: file.bucket,
    prefix: file.prefix ?? 'sink-loads/',
    triggeringMs: toMs(file.triggeringFrequency ?? '5m'),
    maxFiles: file.maxFiles ?? 1_000,
    maxBytes: toBytes(file.maxBytes ?? '100GB'),
    deduplicateMs: toMs(file.deduplicateFor ?? '1h'),
    mostKeys: file.deduplicateMost ?? 5_000_000,
  };
}

function resolveRoute(route: RouteFile, projectId: string): Route {
  const { mode = 'STREAMING_INSERTS', format = 'json', columns, constants, unknownFields = 'drop', streamed } = route;
  const given = {
    ...(route.maxRows === undefined ? {} : { maxRows: route.maxRows }),
    ...(route.maxBytes === undefined ? {} : { maxBytes: toBytes(route.maxBytes) }),
    ...(route.maxDelay === undefined ? {} : { maxAgeMs: Math.max(1, toMs(route.maxDelay)) }),
  };
  return {
    name: route.name,
    from: route.from?.map((name) => subscriptionName(name, projectId)),
    match: route.match,
    table: route.table,
    mode,
    format: { name: format, columns, constants },
    unknownFields: unknownFields === 'collect' ? { collectInto: route.collectInto as string } : unknownFields,
    limits: { ...LIMITS[mode], ...given },
    stagedLimits: { ...LIMITS.FILE_LOADS, ...given },
    connections: route.connections ?? 1,
    insertIds: route.insertIds ?? true,
    streamed: { match: streamed?.match ?? {}, maxBytes: toBytes(streamed?.maxBytes ?? `${STREAMED_BYTES}B`) },
    change: mode === 'CDC' ? { sequence: route.sequence ?? [], deletes: route.deletes } : undefined,
  };
}
