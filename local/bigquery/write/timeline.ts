/**
 * The rows of `INFORMATION_SCHEMA.WRITE_API_TIMELINE`: append requests of each minute by table, kind of stream and
 * code, since the service started.
 */

import { status } from '@grpc/grpc-js';
import type { AppendRow } from '../../googlesql/host.ts';
import type { TableRef } from '../catalog.ts';
import { DEFAULT_STREAM, parseStreamName } from './names.ts';
import type { Streams } from './streams.ts';

const MINUTE_MS = 60_000;
/** The oldest are forgotten beyond: a table that is written to all the time takes 1,440 a day. */
const MOST = 50_000;

interface Minute extends AppendRow {
  readonly table: TableRef;
  requests: number;
  rows: number;
  bytes: number;
}

export class AppendTimeline {
  readonly #streams: Pick<Streams, 'get'>;
  readonly #now: () => number;
  readonly #most: number;
  readonly #minutes = new Map<string, Minute>();

  constructor(streams: Pick<Streams, 'get'>, now: () => number, most = MOST) {
    this.#streams = streams;
    this.#now = now;
    this.#most = most;
  }

  /** Counts a request. One that names no stream counts for no table. */
  count(name: string, code: status, rows: number, bytes: number): void {
    const stream = parseStreamName(name);
    if (stream === undefined) return;
    const { table, id } = stream;
    const streamType = id === DEFAULT_STREAM ? 'DEFAULT' : (this.#streams.get(stream.name)?.type ?? 'UNKNOWN');
    const now = this.#now();
    const startMs = now - (now % MINUTE_MS);
    const key = JSON.stringify([startMs, table, streamType, code]);
    const known = this.#minutes.get(key);
    const minute = known ?? { table, startMs, streamType, errorCode: status[code], requests: 0, rows: 0, bytes: 0 };
    minute.requests += 1;
    minute.rows += rows;
    minute.bytes += bytes;
    if (known === undefined) this.#add(key, minute);
  }

  list(projectId: string): readonly AppendRow[] {
    return [...this.#minutes.values()].filter(({ table }) => table.projectId === projectId);
  }

  #add(key: string, minute: Minute): void {
    this.#minutes.set(key, minute);
    const [oldest = key] = this.#minutes.keys();
    if (this.#minutes.size > this.#most) this.#minutes.delete(oldest);
  }
}
