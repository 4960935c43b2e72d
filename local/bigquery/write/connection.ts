/** One AppendRows RPC: its destination, its requests in order, its limits, and the faults that strike it. */

import { status } from '@grpc/grpc-js';
import type { Fault, Faults } from '../../faults/faults.ts';
import type { Happening } from '../../service.ts';
import type { Catalog } from '../catalog.ts';
import { findColumn, type Schema } from '../schema.ts';
import { type Answer, Answers, type Wire } from './answers.ts';
import type { Committer } from './committer.ts';
import type { Interpretations } from './decode.ts';
import { Destination } from './destination.ts';
import { errorResponse, invalid, notFound, offsetError, WriteError } from './errors.ts';
import { idleError, refusalOf, type StaleCounts } from './faults.ts';
import { DEFAULT_STREAM, parseStreamName } from './names.ts';
import type { Protos } from './protos.ts';
import { type AppendRequest, DEFAULT_VALUE, NULL_VALUE, readAppendRequest } from './request.ts';
import type { Streams } from './streams.ts';
import { tableSchema } from './table-schema.ts';
import { Malformed } from './wire.ts';

export interface ConnectionParts {
  readonly catalog: Catalog;
  readonly streams: Streams;
  readonly committer: Committer;
  readonly stale: StaleCounts;
  readonly protos: Protos;
  readonly faults: Faults;
  readonly report: (happening: Happening) => void;
  readonly now: () => number;
  readonly maxRequestBytes: number;
  readonly idleMs: number;
  readonly staleMs: number;
  /** How long the service takes to notice that a table's schema has changed. */
  readonly schemaDelayMs: number;
}

export interface ConnectionWire extends Wire {
  goAway(graceMs: number): void;
  /** Stops and starts the reading of requests. */
  pause(): void;
  resume(): void;
}

/** The backend's own queue is about as long (reference/write-api.md 1.6, in-flight). */
const MAX_IN_FLIGHT = 1000;
const MAX_IN_FLIGHT_BYTES = 128 * 1024 * 1024;
const GO_AWAY_GRACE_MS = 1000;

export class AppendConnection {
  readonly #parts: ConnectionParts;
  readonly #wire: ConnectionWire;
  readonly #answers: Answers;
  readonly #openedMs: number;
  readonly #idle: NodeJS.Timeout;
  #destination: Destination | undefined;
  #hasSwitched = false;
  #missingDefault = NULL_VALUE;
  #knownSchema: Schema | undefined;
  #stale: { readonly rows: bigint | undefined } | undefined;
  /** A request has ended the RPC, though answers before it may still be due: what follows is not read. */
  #isEnding = false;
  #inFlight = 0;
  #inFlightBytes = 0;

  constructor(parts: ConnectionParts, wire: ConnectionWire) {
    this.#parts = parts;
    this.#wire = wire;
    this.#answers = new Answers(wire);
    this.#openedMs = parts.now();
    this.#idle = setTimeout(() => this.#closeIdle(), parts.idleMs).unref();
  }

  receive(bytes: Buffer): void {
    if (this.#isEnding || this.#answers.isOver) return;
    this.#idle.refresh();
    this.#inFlight += 1;
    this.#inFlightBytes += bytes.length;
    if (this.#inFlight >= MAX_IN_FLIGHT || this.#inFlightBytes >= MAX_IN_FLIGHT_BYTES) this.#wire.pause();
    void this.#answers.add(this.#handle(bytes)).then(() => {
      this.#inFlight -= 1;
      this.#inFlightBytes -= bytes.length;
      this.#wire.resume();
    });
  }

  /** The client has sent its last request: the RPC ends when that is answered. */
  finish(): void {
    clearTimeout(this.#idle);
    void this.#answers.add({ kind: 'end' });
  }

  /** The client is gone. What was submitted is still written. */
  abandon(): void {
    clearTimeout(this.#idle);
    this.#answers.stop();
  }

  #closeIdle(): void {
    if (this.#inFlight > 0) {
      this.#idle.refresh();
      return;
    }
    this.#isEnding = true;
    const entity = this.#destination?.stream.name ?? '';
    void this.#answers.add({ kind: 'end', error: idleError(this.#parts.idleMs, entity) });
  }

  /** Everything up to the submission happens before this returns, so that requests keep their order. */
  #handle(bytes: Buffer): Promise<Answer> | Answer {
    let name = this.#destination?.stream.name ?? '';
    try {
      const request = readAppendRequest(bytes);
      name = parseStreamName(request.writeStream)?.name ?? (request.writeStream || name);
      const fault = this.#parts.faults.next('bigquery-storage', 'AppendRows', name);
      const instead = fault === undefined ? undefined : this.#playBefore(fault, name);
      if (instead !== undefined) return instead;
      const written = this.#write(request, bytes.length, name).catch((error: unknown) => this.#refuse(error, name));
      return fault === undefined ? written : this.#playAfter(fault, written);
    } catch (error) {
      return this.#refuse(error, name);
    }
  }

  /** Faults that take the request's place. */
  #playBefore(fault: Fault, name: string): Answer | undefined {
    const refusal = refusalOf(fault, 'AppendRows', name);
    if (refusal !== undefined) throw refusal;
    if (fault.kind === 'idle-close') throw idleError(this.#parts.idleMs, name);
    if (fault.kind === 'half-close' || (fault.kind === 'reset' && fault.at !== 'after')) {
      this.#isEnding = true;
      this.#answers.stop();
      if (fault.kind === 'reset') this.#wire.cut();
      else this.#wire.end(undefined);
      return { kind: 'end' };
    }
    if (fault.kind === 'goaway') this.#wire.goAway(fault.delayMs ?? GO_AWAY_GRACE_MS);
    if (fault.kind === 'stale') {
      if (this.#isYoung()) this.#stale = { rows: fault.rows === undefined ? undefined : BigInt(fault.rows) };
      else this.#parts.stale.arm(name, fault);
    }
    return undefined;
  }

  /** Faults that strike when the rows are durable. */
  async #playAfter(fault: Fault, written: Promise<Answer>): Promise<Answer> {
    const answer = await written;
    if (fault.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.delayMs ?? 0).unref());
    const isLost = fault.kind === 'ack-lost' || fault.kind === 'reset';
    return isLost ? { kind: 'cut' } : answer;
  }

  #write(request: AppendRequest, size: number, name: string): Promise<Answer> {
    const { committer, maxRequestBytes, stale, report } = this.#parts;
    if (size > maxRequestBytes) {
      throw invalid(`AppendRows request too large: ${size} limit ${maxRequestBytes}`, name);
    }
    if (request.isArrow) throw unsupportedArrow(name);
    const destination = this.#destinationOf(request);
    const { rows, offset } = request;
    const interpretations = this.#interpretations(request, destination);
    if (rows === undefined || rows.length === 0) throw invalid('Rows must be specified', name);
    if (destination.isDefault && offset !== undefined) {
      throw invalid(
        `Specifying an offset is not allowed when appending to the '_default' stream. Entity: ${name}`,
        name,
      );
    }
    const table = destination.table();
    if (offset !== undefined) this.#checkStale(name, offset);
    return committer
      .submit({
        name,
        table: table.ref,
        isDefault: destination.isDefault,
        offset,
        rows: destination.prepare(rows, interpretations, table),
        prepareAgain: (changed) => destination.prepare(rows, interpretations, changed),
      })
      .then((start) => {
        stale.appended(name, rows.length);
        report({ service: 'bigquery-storage', what: 'appended', resource: name, facts: { rows: rows.length } });
        return this.#accept(start, destination);
      });
  }

  #accept(start: bigint | undefined, destination: Destination): Answer {
    const { protos, catalog } = this.#parts;
    const { stream } = destination;
    const table = catalog.table(stream.table);
    const updated = table === undefined ? undefined : this.#noticeSchema(table.schema, table.modifiedMs);
    const bytes = protos.encode('AppendRowsResponse', {
      appendResult: start === undefined ? {} : { offset: { value: start.toString() } },
      ...(updated === undefined ? {} : { updatedSchema: tableSchema(updated) }),
      writeStream: stream.name,
    });
    return { kind: 'response', bytes };
  }

  /** The new schema, once for each change, when the service has had the time to notice. */
  #noticeSchema(schema: Schema, changedMs: number): Schema | undefined {
    const known = this.#knownSchema;
    if (known === schema) return undefined;
    if (known !== undefined && this.#parts.now() - changedMs < this.#parts.schemaDelayMs) return undefined;
    this.#knownSchema = schema;
    return known === undefined || JSON.stringify(known) === JSON.stringify(schema) ? undefined : schema;
  }

  #refuse(error: unknown, name: string): Answer {
    const refusal = asWriteError(error, name);
    if (!refusal.endsRpc) return { kind: 'response', bytes: errorResponse(this.#parts.protos, refusal, name) };
    this.#isEnding = true;
    clearTimeout(this.#idle);
    return { kind: 'end', error: refusal };
  }

  /** The rules of `write_stream` and `writer_schema` (reference/write-api.md 1.3; choices in docs/assumptions/storage-write.md). */
  #destinationOf(request: AppendRequest): Destination {
    const current = this.#destination;
    const { descriptor, writeStream } = request;
    if (writeStream === '' && current === undefined) {
      throw invalid('write_stream must be specified in the first request of a connection', '', true);
    }
    if (writeStream === '' && this.#hasSwitched) {
      throw invalid('write_stream must be specified in every request once the destination of a connection has changed');
    }
    const stream = writeStream === '' ? current?.stream : parseStreamName(writeStream);
    if (stream === undefined) throw invalid(`Invalid stream name: ${writeStream}`, writeStream, true);
    if (current !== undefined && current.stream.name === stream.name) {
      if (descriptor === undefined || descriptor.equals(current.descriptorBytes)) return current;
      if (!current.isDefault) {
        throw invalid(
          `The writer schema of a connection cannot change: open a new connection. Entity: ${stream.name}`,
          stream.name,
        );
      }
    } else if (current !== undefined) {
      if (!current.isDefault || stream.id !== DEFAULT_STREAM) {
        throw invalid(`Only default streams can share a connection. Entity: ${stream.name}`, stream.name);
      }
      if (descriptor !== undefined) this.#hasSwitched = true;
    }
    if (descriptor === undefined) {
      throw invalid(
        `writer_schema must be specified with a new destination. Entity: ${stream.name}`,
        stream.name,
        current === undefined,
      );
    }
    if (stream.id !== DEFAULT_STREAM && this.#parts.streams.get(stream.name) === undefined) {
      throw notFound('STREAM_NOT_FOUND', stream.name);
    }
    const destination = new Destination(this.#parts.catalog, stream, descriptor);
    this.#destination = destination;
    this.#knownSchema = destination.table().schema;
    this.#stale ??= this.#parts.stale.takeArmed(stream.name);
    return destination;
  }

  #interpretations({ missing, missingDefault }: AppendRequest, destination: Destination): Interpretations {
    const { name } = destination.stream;
    const isKnown = (value: number): boolean => value === NULL_VALUE || value === DEFAULT_VALUE;
    if (missingDefault !== 0) {
      if (!isKnown(missingDefault))
        throw invalid(`Invalid default_missing_value_interpretation ${missingDefault}`, name);
      this.#missingDefault = missingDefault;
    }
    const { schema } = missing.size === 0 ? { schema: [] } : destination.table();
    const byColumn = new Map<string, number>();
    for (const [column, value] of missing) {
      if (!isKnown(value)) throw invalid(`Invalid missing value interpretation for field ${column}`, name);
      if (findColumn(schema, column) === undefined) {
        throw invalid(`missing_value_interpretations names ${column}, which is no top-level column`, name);
      }
      byColumn.set(column.toLowerCase(), value);
    }
    return { byColumn, otherwise: this.#missingDefault };
  }

  #checkStale(name: string, offset: bigint): void {
    if (this.#stale === undefined || !this.#isYoung()) return;
    const end = this.#parts.stale.wrongEnd(name, offset, this.#stale.rows);
    if (end !== undefined) throw offsetError(end, offset, name);
  }

  #isYoung(): boolean {
    return this.#parts.now() - this.#openedMs < this.#parts.staleMs;
  }
}

function unsupportedArrow(entity: string): WriteError {
  const message = 'Arrow rows are not supported by the local cloud';
  return new WriteError({ code: status.UNIMPLEMENTED, message, entity, endsRpc: true });
}

function asWriteError(error: unknown, name: string): WriteError {
  if (error instanceof WriteError) return error;
  if (error instanceof Malformed || error instanceof RangeError) {
    return invalid(`Cannot parse the request: ${error.message}`, name, true);
  }
  const message = error instanceof Error ? error.message : String(error);
  return new WriteError({ code: status.INTERNAL, message: `Internal error: ${message}`, entity: name, endsRpc: true });
}
