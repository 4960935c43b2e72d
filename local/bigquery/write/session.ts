/** The memory of a connection between requests: its destination, its writer schema, its missing values. */

import { findColumn } from '../schema.ts';
import type { Interpretations } from './decode.ts';
import { Destination, type DestinationParts } from './destination.ts';
import { invalid, notFound } from './errors.ts';
import { DEFAULT_STREAM, parseStreamName } from './names.ts';
import { type AppendRequest, DEFAULT_VALUE, NULL_VALUE } from './request.ts';
import type { Streams } from './streams.ts';

export interface SessionParts extends DestinationParts {
  readonly streams: Streams;
}

export class Session {
  readonly #parts: SessionParts;
  #destination: Destination | undefined;
  #hasSwitched = false;
  #missingDefault = NULL_VALUE;

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  get destination(): Destination | undefined {
    return this.#destination;
  }

  /** The rules of `write_stream` and `writer_schema` (write-api.md, Requests; choices in docs/assumptions/storage-write.md). */
  destinationOf(request: AppendRequest): Destination {
    const current = this.#destination;
    const { descriptor, isArrow, writeStream } = request;
    const hasRows = isArrow || request.rows !== undefined;
    if (current !== undefined && hasRows && isArrow !== current.isArrow && descriptor === undefined)
      throw invalid('The rows of a connection must have one format: Arrow or protocol buffers', current.stream.name);
    if (writeStream === '' && current === undefined) {
      throw invalid('write_stream must be specified in the first request of a connection', '', true);
    }
    if (writeStream === '' && this.#hasSwitched) {
      throw invalid('write_stream must be specified in every request once the destination of a connection has changed');
    }
    const stream = writeStream === '' ? current?.stream : parseStreamName(writeStream);
    if (stream === undefined) throw invalid(`Invalid stream name: ${writeStream}`, writeStream, true);
    if (current !== undefined && current.stream.name === stream.name) {
      if (descriptor === undefined || (descriptor.equals(current.descriptorBytes) && isArrow === current.isArrow))
        return current;
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
    const destination = new Destination(this.#parts, stream, descriptor, isArrow);
    this.#destination = destination;
    return destination;
  }

  interpretationsOf({ missing, missingDefault }: AppendRequest, destination: Destination): Interpretations {
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
}
