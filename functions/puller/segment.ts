/**
 * Sends a part of the plan by one Committed stream. Its name is in the ledger before the first append, offsets begin at 0
 * and count rows, and lost answers are sent again with the same bytes at the same offset.
 */

import type { TableName } from '@penstock/shared/bigquery/table-name.ts';
import { tablePath } from '@penstock/shared/bigquery/table-name.ts';
import type { Batch, RejectedRow } from '@penstock/shared/bigquery/write/batch.ts';
import type { WriteClient } from '@penstock/shared/bigquery/write/client.ts';
import { createCommittedStream, openCommittedStream } from '@penstock/shared/bigquery/write/committed-stream.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { HeldLease } from '@penstock/shared/storage/lease.ts';
import { type PlanObject, readBatches, readSchema, type Spool, type SpooledBatch, withoutRows } from './spool.ts';
import { type WindowRecord, withCount, withRefused, withSegment } from './window-ledger.ts';

export interface SegmentContext {
  readonly core: WriteClient;
  readonly table: TableName;
  readonly spool: Spool;
  readonly errors: { readonly bucket: string; readonly prefix: string };
  /** Batches that are read ahead of the one that is sent. */
  readonly ahead: number;
  /** Rows of one window that the service may refuse. */
  readonly maxRefused: number;
  /** Says whether the run should end here and leave the rest to the next one. */
  readonly enough: () => boolean;
}

/**
 * Sends from row `from` until the plan ends or the run has had enough, and records how many rows the stream holds. Throws
 * where the stream failed: then the ledger still names it as open, and the next step is to fence it.
 */
export async function sendSegment(
  context: SegmentContext,
  lease: HeldLease<WindowRecord>,
  plan: PlanObject,
  from: number,
  signal: AbortSignal,
): Promise<void> {
  const { core, table, spool } = context;
  const schema = await readSchema(spool, plan.listing);
  const { name } = await createCommittedStream(core, table);
  // From here on a run that takes over knows which stream to end. An owner that lost its lease stops at this write.
  await lease.update(withSegment(lease.value, name));
  const stream = openCommittedStream(core, name, {
    traceId: 'penstock-puller',
    onRejected: (batch, rejected) => refuse(context, lease, plan, batch as PlannedBatch, rejected),
  });
  // A lost lease ends it at once; what is on its way is counted by the run that took over.
  const stop = (): void => void stream.close();
  signal.addEventListener('abort', stop, { once: true });
  let failure: unknown;
  try {
    for await (const spooled of readBatches(spool, plan, from, context.ahead)) {
      if (signal.aborted || failure !== undefined || context.enough()) break;
      const batch = planned(spooled, lease.value, schema);
      if (batch.rowCount === 0) continue;
      const { acknowledged } = await stream.append(batch);
      acknowledged.catch((error: unknown) => {
        failure ??= error;
      });
    }
    signal.throwIfAborted();
    // Waits for every acknowledgement and compares the count with what was acknowledged.
    const rows = await stream.finalize();
    await lease.update(withCount(lease.value, rows));
  } finally {
    signal.removeEventListener('abort', stop);
    await stream.close();
  }
}

/** A batch that knows where its rows stand in the plan. */
interface PlannedBatch extends Batch {
  readonly placeOf: (index: number) => number;
}

/** The rows of the batch, without those that the service refused before. */
function planned(spooled: SpooledBatch, { refused }: WindowRecord, schema: Batch['schema']): PlannedBatch {
  const { first, rows, protoRows } = spooled;
  const out = new Set(refused.filter((row) => row >= first && row < first + rows));
  const places = Array.from({ length: rows }, (_, at) => first + at).filter((row) => !out.has(row));
  const left = new Set([...out].map((row) => row - first));
  return {
    schema,
    protoRows: left.size === 0 ? protoRows : withoutRows(protoRows, left),
    rowCount: places.length,
    placeOf: (index) => places[index] as number,
  };
}

/** Makes rows that the service refused durable, and takes them out of the plan, before the good rows are sent again. */
async function refuse(
  { spool, errors, table, maxRefused }: SegmentContext,
  lease: HeldLease<WindowRecord>,
  { listing }: PlanObject,
  batch: PlannedBatch,
  rejected: readonly RejectedRow[],
): Promise<void> {
  const rows = rejected.map(({ index }) => batch.placeOf(index));
  const record = withRefused(lease.value, rows);
  if (record.refused.length > maxRefused) {
    const message = `BigQuery refused ${record.refused.length} rows of the window: ${rejected[0]?.message}`;
    throw new PenstockError('ROW_REJECTED', message, { stage: 'sending' });
  }
  const lines = rejected.map(({ index, message }, at) => {
    const encoded = withoutRows(Buffer.from(batch.protoRows), allBut(batch.rowCount, index));
    return `${JSON.stringify({
      attributes: {
        error_type: 'sending',
        error_message: message,
        error_reason: 'ROW_REJECTED',
        error_table: tablePath(table),
        listing,
        plan_row: String(rows[at]),
        encoding: 'protobuf',
      },
      data: encoded.toString('base64'),
    })}\n`;
  });
  const name = `${errors.prefix}${spool.folder}${listing}/refused-${rows[0]}-${lease.epoch}.ndjson`;
  await spool.objects.create(errors.bucket, name, Buffer.from(lines.join('')), { contentType: 'application/x-ndjson' });
  await lease.update(record);
}

function allBut(count: number, index: number): ReadonlySet<number> {
  return new Set(Array.from({ length: count }, (_, at) => at).filter((at) => at !== index));
}
