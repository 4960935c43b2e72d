/** Read sessions: streams of a session are ranges of its rows, and a read may begin at any row of its stream. */

import { randomUUID } from 'node:crypto';
import { status } from '@grpc/grpc-js';
import { grpcError } from '../../core/grpc/server.ts';
import { arrowEncoder } from './arrow-encoder.ts';
import { avroEncoder } from './avro-encoder.ts';
import type { RowEncoder } from './encoder.ts';
import { invalid, openSession, type Reading, type SessionRows } from './open-session.ts';

/** "the session expires 6 hours after its creation" (proto comment of ReadSession.expire_time). */
const LIFE_MS = 6 * 3_600_000;
/** Sessions kept, and rows of their own among them; the oldest goes first. */
const KEPT = 200;
const KEPT_ROWS = 5_000_000;
/** A stream of its own pays from so many rows on. */
const STREAM_ROWS = 50_000;
const MOST_STREAMS = 8;
/** A response is cut beyond this; one row is sent however large. */
const RESPONSE_BYTES = 8 * 1024 * 1024;

interface Session extends SessionRows {
  readonly name: string;
  readonly encoder: RowEncoder;
  readonly expireMs: number;
  readonly streams: Map<string, Range>;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

type Message = Readonly<Record<string, unknown>>;

export interface Responses {
  readonly rowCount: number;
  /** One ReadRowsResponse after the other. */
  readonly responses: Iterable<object>;
}

export class Sessions {
  readonly #reading: Reading;
  readonly #sessions = new Map<string, Session>();

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  async create(request: Message): Promise<object> {
    const project = /^projects\/([^/]+)$/.exec(String(request.parent))?.[1];
    if (project === undefined) throw invalid(`Invalid parent: ${String(request.parent)}`);
    const asked = (request.readSession ?? {}) as Message;
    const options = (asked.readOptions ?? {}) as Message;
    checkOptions(options);
    const dataFormat = String(asked.dataFormat);
    if (dataFormat !== 'ARROW' && dataFormat !== 'AVRO') throw invalid('data_format must be AVRO or ARROW');
    const rows = await openSession(this.#reading, {
      table: String(asked.table),
      selectedFields: (options.selectedFields ?? []) as readonly string[],
      rowRestriction: String(options.rowRestriction ?? ''),
      snapshotMs: milliseconds((asked.tableModifiers as Message | null)?.snapshotTime),
    });
    const { warehouse } = this.#reading;
    const name = `projects/${project}/locations/${warehouse.location.toLowerCase()}/sessions/${randomUUID().replaceAll('-', '')}`;
    const encoder = dataFormat === 'ARROW' ? arrowEncoder(rows.columns) : avroEncoder(rows.columns);
    const session: Session = { ...rows, name, encoder, expireMs: warehouse.now() + LIFE_MS, streams: new Map() };
    const count = streamCount(
      rows.rows.rowCount,
      Number(request.maxStreamCount),
      Number(request.preferredMinStreamCount),
    );
    for (let index = 0; index < count; index += 1) {
      const at = (part: number): number => Math.floor((rows.rows.rowCount * part) / count);
      addStream(session, { from: at(index), to: at(index + 1) });
    }
    this.#keep(session);
    return {
      name,
      expireTime: { seconds: Math.floor(session.expireMs / 1_000) },
      dataFormat,
      ...encoder.schema,
      table: asked.table,
      readOptions: options,
      streams: [...session.streams.keys()].map((stream) => ({ name: stream })),
      estimatedRowCount: rows.rows.rowCount,
      traceId: asked.traceId,
    };
  }

  /** The responses of a stream from this row of it on. */
  read(streamName: string, offset: number): Responses {
    const { session, range } = this.#stream(streamName);
    const rowCount = range.to - range.from;
    if (!Number.isSafeInteger(offset) || offset < 0 || offset > rowCount) {
      throw grpcError(
        status.OUT_OF_RANGE,
        `there was an error operating on '${streamName}': requested offset is out of range: ${offset} of ${rowCount} rows`,
      );
    }
    return { rowCount, responses: responses(session, range, range.from + offset) };
  }

  /** Two streams with the rows of one; neither where it has fewer than two rows on one side. */
  split(streamName: string, fraction: number): object {
    const { session, range } = this.#stream(streamName);
    if (!(fraction > 0 && fraction < 1)) throw invalid(`fraction must be between 0 and 1, and is ${fraction}`);
    const middle = range.from + Math.floor((range.to - range.from) * fraction);
    if (middle === range.from || middle === range.to) return {};
    return {
      primaryStream: { name: addStream(session, { from: range.from, to: middle }) },
      remainderStream: { name: addStream(session, { from: middle, to: range.to }) },
    };
  }

  close(): void {
    for (const session of this.#sessions.values()) drop(session);
    this.#sessions.clear();
  }

  #keep(session: Session): void {
    this.#sessions.set(session.name, session);
    const now = this.#reading.warehouse.now();
    let rows = 0;
    for (const one of this.#sessions.values()) if (one.own) rows += one.rows.rowCount;
    for (const [name, oldest] of this.#sessions) {
      if (name === session.name) return;
      if (oldest.expireMs > now && this.#sessions.size <= KEPT && rows <= KEPT_ROWS) return;
      this.#sessions.delete(name);
      if (oldest.own) rows -= oldest.rows.rowCount;
      drop(oldest);
    }
  }

  #stream(name: string): { readonly session: Session; readonly range: Range } {
    const session = this.#sessions.get(name.replace(/\/streams\/[^/]*$/, ''));
    const range = session?.streams.get(name);
    if (session === undefined || range === undefined || session.expireMs <= this.#reading.warehouse.now()) {
      throw grpcError(status.NOT_FOUND, `Requested entity was not found. Entity: ${name}`);
    }
    return { session, range };
  }
}

function drop({ own, rows }: Session): void {
  if (own) rows.close();
}

function addStream(session: Session, range: Range): string {
  const name = `${session.name}/streams/${randomUUID().replaceAll('-', '')}`;
  session.streams.set(name, range);
  return name;
}

/** As many streams as pay, within what is asked for; never none. */
function streamCount(rowCount: number, most: number, least: number): number {
  if (most < 0 || least < 0) throw invalid('max_stream_count and preferred_min_stream_count must not be negative');
  if (most > 0 && least > most) throw invalid('preferred_min_stream_count must not exceed max_stream_count');
  const paying = Math.min(Math.ceil(rowCount / STREAM_ROWS), MOST_STREAMS);
  const wanted = Math.min(Math.max(paying, least), rowCount, 1_000);
  return Math.max(1, most > 0 ? Math.min(wanted, most) : wanted);
}

function* responses({ encoder, rows, name }: Session, { from, to }: Range, first: number): Iterable<object> {
  let at = first;
  while (at < to) {
    const found = rows.chunkOf(at);
    if (found === undefined) throw grpcError(status.NOT_FOUND, `Requested entity was not found. Entity: ${name}`);
    const until = Math.min(to, found.first + found.chunk.rowCount);
    for (let start = at; start < until; ) {
      let end = until;
      let encoded = encoder.rows(found.chunk, start - found.first, end - found.first);
      while (encoded.size > RESPONSE_BYTES && end - start > 1) {
        end = start + Math.max(1, Math.floor((end - start) / Math.ceil(encoded.size / RESPONSE_BYTES + 1)));
        encoded = encoder.rows(found.chunk, start - found.first, end - found.first);
      }
      const progress = { atResponseStart: (start - from) / (to - from), atResponseEnd: (end - from) / (to - from) };
      yield {
        ...encoded.rows,
        rowCount: end - start,
        stats: { progress },
        ...(start === first ? encoder.schema : {}),
      };
      start = end;
    }
    at = until;
  }
}

function checkOptions(options: Message): void {
  const sample = options.samplePercentage;
  if (sample !== undefined && sample !== null && sample !== 0 && sample !== 100) {
    throw grpcError(status.UNIMPLEMENTED, 'The local cloud does not sample: leave sample_percentage out.');
  }
}

function milliseconds(time: unknown): number | undefined {
  if (time === undefined || time === null) return undefined;
  const { seconds, nanos } = time as { readonly seconds?: unknown; readonly nanos?: unknown };
  return Number(seconds ?? 0) * 1_000 + Math.floor(Number(nanos ?? 0) / 1_000_000);
}
