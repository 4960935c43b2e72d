/** One AppendRows RPC: its destination, its requests in order, its limits, and the faults that strike it. */

import { status } from '@grpc/grpc-js';
import type { Fault, Faults } from '../../core/faults/faults.ts';
import type { Happening } from '../../core/service.ts';
import { oneUnit } from '../../way/ids.ts';
import type { Catalog } from '../catalog.ts';
import type { Schema } from '../schema.ts';
import { type Answer, Answers, type Wire } from './answers.ts';
import { appendUnits, streamIds } from './append-ids.ts';
import type { Committer } from './committer.ts';
import type { Destination } from './destination.ts';
import { errorResponse, invalid, offsetError, WriteError } from './errors.ts';
import { idleError, refusalOf, type StaleCounts } from './faults.ts';
import { costOf, type InFlight } from './in-flight.ts';
import { parseStreamName } from './names.ts';
import type { Protos } from './protos.ts';
import { type AppendRequest, readAppendRequest } from './request.ts';
import { Session } from './session.ts';
import type { Streams } from './streams.ts';
import { tableSchema } from './table-schema.ts';
import type { AppendTimeline } from './timeline.ts';
import { Malformed } from './wire.ts';

export interface ConnectionParts {
  readonly catalog: Catalog;
  readonly streams: Streams;
  readonly committer: Committer;
  readonly stale: StaleCounts;
  readonly timeline: AppendTimeline;
  readonly protos: Protos;
  readonly faults: Faults;
  readonly inFlight: InFlight;
  readonly report: (happening: Happening) => void;
  readonly now: () => number;
  readonly maxRequestBytes: number;
  readonly idleMs: number;
  readonly staleMs: number;
  /** The time that the service takes to notice that a table's schema has changed. */
  readonly schemaDelayMs: number;
  /** The trace of the RPC, if its metadata names one. */
  readonly traceId?: string | undefined;
}

export interface ConnectionWire extends Wire {
  goAway(graceMs: number): void;
  /** Stops and starts the reading of requests. */
  pause(): void;
  resume(): void;
}

/** The backend's own queue is about as long (write-api.md, Limits). */
const MAX_IN_FLIGHT = 1000;
const GO_AWAY_GRACE_MS = 1000;

export class AppendConnection {
  readonly #parts: ConnectionParts;
  readonly #wire: ConnectionWire;
  readonly #answers: Answers;
  readonly #openedMs: number;
  readonly #idle: NodeJS.Timeout;
  readonly #session: Session;
  #lastDestination: Destination | undefined;
  #traceId = '';
  #knownSchema: Schema | undefined;
  #stale: { readonly rows: bigint | undefined } | undefined;
  /** A request has ended the RPC, though answers before it may still be due: what follows is not read. */
  #isEnding = false;
  #inFlight = 0;
  /** The memory of the current request, as far as it is read. */
  #cost = 0;

  constructor(parts: ConnectionParts, wire: ConnectionWire) {
    this.#parts = parts;
    this.#wire = wire;
    this.#answers = new Answers(wire);
    this.#session = new Session(parts);
    this.#openedMs = parts.now();
    this.#idle = setTimeout(() => this.#closeIdle(), parts.idleMs).unref();
  }

  receive(bytes: Buffer): void {
    if (this.#isEnding || this.#answers.isOver) return;
    this.#idle.refresh();
    this.#cost = costOf(bytes.length, 0);
    const answer = this.#handle(bytes);
    const known = 'kind' in answer && answer.kind === 'response' ? answer.bytes.length : 0;
    const give = this.#parts.inFlight.take(this.#cost + known);
    this.#inFlight += 1;
    if (this.#isFull()) this.#wire.pause();
    void this.#answers.add(answer).then(() => {
      give();
      this.#inFlight -= 1;
      if (!this.#isFull()) this.#wire.resume();
    });
  }

  /** Whether no more is read before an answer has left; one that has nothing under way always reads. */
  #isFull(): boolean {
    return this.#inFlight >= MAX_IN_FLIGHT || (this.#inFlight > 0 && this.#parts.inFlight.isFull);
  }

  /** The client has sent its last request: the RPC ends when that is answered. */
  finish(): void {
    clearTimeout(this.#idle);
    void this.#answers.add({ kind: 'end' });
  }

  /** The client is gone. Submitted rows are still written. */
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
    const entity = this.#session.destination?.stream.name ?? '';
    void this.#answers.add({ kind: 'end', error: idleError(this.#parts.idleMs, entity) });
  }

  /** Everything up to the submission happens before this returns, so that requests keep their order. */
  #handle(bytes: Buffer): Promise<Answer> | Answer {
    let name = this.#session.destination?.stream.name ?? '';
    try {
      const request = readAppendRequest(bytes);
      this.#cost = costOf(bytes.length, request.rows?.length ?? 0);
      name = parseStreamName(request.writeStream)?.name ?? (request.writeStream || name);
      const fault = this.#parts.faults.next('bigquery-storage', 'AppendRows', name);
      if (fault === undefined) return this.#answer(request, bytes.length, name, undefined);
      const refusal = refusalOf(fault, 'AppendRows', name);
      if (refusal?.endsRpc) throw refusal;
      const instead = this.#playBefore(fault, name);
      return instead ?? this.#playAfter(fault, this.#answer(request, bytes.length, name, refusal));
    } catch (error) {
      return this.#refuse(error, name);
    }
  }

  #answer(
    request: AppendRequest,
    size: number,
    name: string,
    refusal: WriteError | undefined,
  ): Promise<Answer> | Answer {
    try {
      const destination = this.#agree(request);
      // A request that is refused has still told the connection its stream and schema: the next may leave them out.
      if (refusal !== undefined) throw refusal;
      return this.#write(request, size, destination).catch((error: unknown) => this.#refuse(error, name));
    } catch (error) {
      return this.#refuse(error, name);
    }
  }

  /** Faults that take the request's place. */
  #playBefore(fault: Fault, name: string): Answer | undefined {
    if (fault.kind === 'idle-close') throw idleError(this.#parts.idleMs, name);
    if (fault.kind === 'half-close' || (fault.kind === 'reset' && fault.at !== 'after')) {
      this.#isEnding = true;
      this.abandon();
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
  async #playAfter(fault: Fault, answered: Promise<Answer> | Answer): Promise<Answer> {
    const answer = await answered;
    if (fault.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.delayMs ?? 0).unref());
    const isLost = fault.kind === 'ack-lost' || fault.kind === 'reset';
    return isLost ? { kind: 'cut' } : answer;
  }

  /** The destination that the request names or that the connection remembers. */
  #agree(request: AppendRequest): Destination {
    const destination = this.#session.destinationOf(request);
    if (destination !== this.#lastDestination) this.#begin(destination, request.traceId);
    return destination;
  }

  #write(request: AppendRequest, size: number, destination: Destination): Promise<Answer> {
    const { committer, maxRequestBytes, report, timeline } = this.#parts;
    const { name } = destination.stream;
    if (size > maxRequestBytes) {
      throw invalid(`AppendRows request too large: ${size} limit ${maxRequestBytes}`, name);
    }
    const { offset } = request;
    const interpretations = this.#session.interpretationsOf(request, destination);
    const rows = destination.rowsOf(request);
    if (rows === undefined || rows.length === 0) throw invalid('Rows must be specified', name);
    // Told only now: an Arrow batch says how many rows it has when it is opened.
    this.#cost = costOf(size, rows.length);
    if (destination.isDefault && offset !== undefined) {
      throw invalid(
        `Specifying an offset is not allowed when appending to the '_default' stream. Entity: ${name}`,
        name,
      );
    }
    const table = destination.table();
    if (offset !== undefined) this.#checkStale(name, offset);
    const prepared = destination.prepare(rows, interpretations, table);
    return committer
      .submit({
        name,
        table: table.ref,
        isDefault: destination.isDefault,
        offset,
        rows: prepared,
        prepareAgain: (changed) => destination.prepare(rows, interpretations, changed),
      })
      .then((start) => {
        timeline.count(name, status.OK, rows.length, size);
        report({
          service: 'bigquery-storage',
          what: 'appended',
          resource: name,
          facts: { rows: rows.length, ...(start !== undefined && { offset: String(start) }) },
          units: appendUnits(prepared, name, this.#parts.traceId),
        });
        return this.#accept(start, destination);
      });
  }

  /** The first request of a destination. */
  #begin(destination: Destination, traceId: string): void {
    const { stale, report } = this.#parts;
    const { name } = destination.stream;
    this.#knownSchema = destination.table().schema;
    this.#stale ??= stale.takeArmed(name);
    // "Only initial request setting is respected": a later trace id of the same connection is not.
    if (this.#lastDestination === undefined) this.#traceId = traceId;
    this.#lastDestination = destination;
    const units = oneUnit({
      ...streamIds(name),
      ...(this.#parts.traceId !== undefined && { trace: this.#parts.traceId }),
    });
    report({ service: 'bigquery-storage', what: 'connected', resource: name, facts: { trace: this.#traceId }, units });
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
    this.#parts.timeline.count(name, refusal.code, 0, 0);
    if (!refusal.endsRpc) return { kind: 'response', bytes: errorResponse(this.#parts.protos, refusal, name) };
    this.#isEnding = true;
    clearTimeout(this.#idle);
    return { kind: 'end', error: refusal };
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

function asWriteError(error: unknown, name: string): WriteError {
  if (error instanceof WriteError) return error;
  if (error instanceof Malformed || error instanceof RangeError) {
    return invalid(`Cannot parse the request: ${error.message}`, name, true);
  }
  const message = error instanceof Error ? error.message : String(error);
  return new WriteError({ code: status.INTERNAL, message: `Internal error: ${message}`, entity: name, endsRpc: true });
}
