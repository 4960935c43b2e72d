/** The stream behind a TableWriter: one shape for the default stream, changes and Committed streams. */

import { PenstockError } from '../../runtime/errors.ts';
import { compileCodec, type RowCodec } from '../codec/codec.ts';
import type { TableSchema } from '../schema/table-schema.ts';
import { type TableName, tablePath } from '../table-name.ts';
import type { Accepted, Batch, OnRejected, OnSchemaUpdated } from '../write/batch.ts';
import { checkCdcTable } from '../write/cdc-table.ts';
import type { WriteClient } from '../write/client.ts';
import { resumeCommittedStream } from '../write/committed-stream.ts';
import { DefaultStream } from '../write/default-stream.ts';
import { OffsetStream } from '../write/offset-stream.ts';
import { parseStreamName } from '../write/stream-name.ts';
import type { WriterOptions } from './options.ts';

export interface Target {
  readonly name: string;
  /** Whether a batch that was refused may be sent again behind others. */
  readonly ordered: boolean;
  /** Why the stream takes nothing more. */
  readonly failure: PenstockError | undefined;
  append(batch: Batch): Promise<Accepted>;
  close(): Promise<void>;
  /** Ends a Committed stream and returns its exact number of rows. */
  finalize(): Promise<number>;
}

interface Listeners {
  readonly onRejected: OnRejected;
  readonly onSchemaUpdated: OnSchemaUpdated;
}

type Options = Pick<WriterOptions<unknown>, 'stream' | 'traceId' | 'missingValues' | 'missingValuesByColumn'>;

export function openTarget(client: WriteClient, table: TableName, options: Options, listeners: Listeners): Target {
  const { stream, traceId, missingValues, missingValuesByColumn } = options;
  const common = {
    ...listeners,
    ...(traceId === undefined ? {} : { traceId }),
    ...(missingValues === undefined ? {} : { missingValues }),
    ...(missingValuesByColumn === undefined ? {} : { missingValuesByColumn }),
  };
  if (stream.kind === 'committed') {
    if (parseStreamName(stream.name).table !== tablePath(table)) {
      throw new PenstockError('INPUT_INVALID', `stream ${stream.name} is not of table ${tablePath(table)}`);
    }
    return offsetTarget(
      stream.firstOffset === 0
        ? new OffsetStream(client, { name: stream.name, firstOffset: 0, justCreated: true }, common)
        : resumeCommittedStream(client, stream, common),
    );
  }
  const changes = stream.kind === 'cdc';
  const inOrder = changes && !stream.sequenced;
  const { connections = 1 } = stream;
  return defaultTarget(new DefaultStream(client, table, { ...common, connections, changes, inOrder }), inOrder);
}

function offsetTarget(stream: OffsetStream): Target {
  return {
    name: stream.name,
    ordered: true,
    get failure() {
      return stream.failure;
    },
    append: (batch) => stream.append(batch),
    close: () => stream.close(),
    finalize: () => stream.finalize(),
  };
}

function defaultTarget(stream: DefaultStream, ordered: boolean): Target {
  return {
    name: stream.name,
    ordered,
    // It recovers from everything.
    failure: undefined,
    append: (batch) => stream.append(batch),
    close: () => stream.close(),
    finalize: () => {
      throw new PenstockError('INPUT_INVALID', 'only a Committed stream is finalized');
    },
  };
}

/** The codec that rows of this stream are encoded by. Throws what does not go together, by name. */
export function codecFor(table: TableName, schema: TableSchema, options: WriterOptions<never>): RowCodec {
  const { stream, unknownFields = 'reject', sensitive } = options;
  const codec = { unknownFields, ...(sensitive === undefined ? {} : { sensitive }) };
  if (stream.kind !== 'cdc') return compileCodec(schema, codec);
  const { primaryKey } = stream;
  checkCdcTable({ name: table, schema, primaryKey });
  return compileCodec(schema, { ...codec, cdc: true, primaryKey });
}
