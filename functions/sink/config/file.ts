/** The sink's config file, as `sink.schema.json` describes it. */

import type { Sink } from '../sink.schema.generated.js';

export const MODES = ['STREAMING_INSERTS', 'STORAGE_WRITE', 'FILE_LOADS', 'MIXED', 'CDC'] as const;
export type Mode = (typeof MODES)[number];

export type SinkFile = Sink;
export type RouteFile = Sink['routes'][number];
