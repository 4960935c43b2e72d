/**
 * Makes a batch visible: the files are looked at once more, and one copy job puts all parts into the destination, so that
 * readers see all of the batch or none. Files that cannot change (copies) in one part are loaded straight.
 */

import { MOST_COPY_SOURCES } from '@penstock/shared/bigquery/jobs/copy.ts';
import type { JobConfiguration } from '@penstock/shared/bigquery/jobs/job.ts';
import { tableReference } from '@penstock/shared/bigquery/table-name.ts';
import type { LoaderContext, Store } from './context.ts';
import { stepJob } from './job-step.ts';
import { directLoad } from './load-job.ts';
import { takeStart } from './quota.ts';
import { entering, type LoadRecord } from './record.ts';
import { confirmFiles, partUris } from './staging.ts';
import { LOOK_AGAIN_MS, type StepResult } from './step.ts';
import { type Field, patchTable, sameFields, type TableShape, tableShape, unionOf } from './tables.ts';
import { destinationTable, partTable, recordLabels, withoutDecorator } from './target.ts';

/** A snapshot of one part is atomic by itself: no temporary table, no copy job. */
export function isDirect({ hold, parts, transform }: LoadRecord): boolean {
  return hold === 'snapshot' && transform === undefined && parts.length === 1;
}

/** From loaded parts to the decision that they are published. The decision is in the ledger before the copy is submitted. */
export async function stepLoaded(context: LoaderContext, store: Store, record: LoadRecord): Promise<StepResult> {
  const waitMs = await takeStart(context, store, record);
  if (waitMs > 0) return { change: { ...record, notBeforeMs: context.clock.now() + waitMs } };
  if (record.hold === 'verify') await confirmFiles(context, record);
  await widen(context, record);
  return { change: entering(record, 'publishing', context.clock.now()) };
}

export async function stepPublishing(context: LoaderContext, store: Store, record: LoadRecord): Promise<StepResult> {
  const now = (): number => context.clock.now();
  const waitMs = await takeStart(context, store, record);
  if (waitMs > 0) return { change: { ...record, notBeforeMs: now() + waitMs } };
  const direct = isDirect(record);
  const result = await stepJob(context, record, {
    purpose: direct ? 'load' : 'copy',
    part: 0,
    progress: record.publication,
    configuration: () => (direct ? directConfiguration(context, record) : copyConfiguration(context, record)),
  });
  switch (result.state) {
    case 'failed':
      return { change: entering(record, 'failing', now(), { problem: result.problem }) };
    case 'again':
      return { change: { ...record, publication: result.progress, notBeforeMs: now() + result.waitMs } };
    case 'running':
      return { waitMs: LOOK_AGAIN_MS };
    case 'succeeded': {
      const { rows: written, badRecords } = result.job.statistics;
      const rows = direct ? written : record.parts.reduce((sum, part) => sum + Number(part.rows), 0);
      const parts = direct
        ? record.parts.map((part) => ({ ...part, rows, badRecords, status: 'done' as const }))
        : record.parts;
      return { change: entering(record, 'settling', now(), { publication: result.progress, rows, parts }), soft: true };
    }
  }
}

async function directConfiguration(context: LoaderContext, record: LoadRecord): Promise<JobConfiguration> {
  const table = destinationTable(record);
  const exists = (await tableShape(await context.rest(), withoutDecorator(table))) !== undefined;
  const load = directLoad(record.config, table, exists, await partUris(context, record));
  return { load, labels: recordLabels(context, record) };
}

async function copyConfiguration(context: LoaderContext, record: LoadRecord): Promise<JobConfiguration> {
  const {
    writeDisposition,
    createDisposition = 'CREATE_IF_NEEDED',
    destinationEncryptionConfiguration,
  } = record.config;
  const sourceTables = record.parts
    .slice(0, MOST_COPY_SOURCES)
    .map((_, part) => tableReference(partTable(context, record, part)));
  return {
    copy: {
      sourceTables,
      destinationTable: tableReference(destinationTable(record)),
      writeDisposition,
      createDisposition,
      ...(destinationEncryptionConfiguration !== undefined && { destinationEncryptionConfiguration }),
    },
    labels: recordLabels(context, record),
  };
}

/**
 * A copy job adds no columns, so new and relaxed ones are given to the destination first, where `schemaUpdateOptions` allow
 * them. They hold NULL until the copy.
 */
async function widen(context: LoaderContext, record: LoadRecord): Promise<void> {
  const { schemaUpdateOptions } = record.config;
  if (!Array.isArray(schemaUpdateOptions) || schemaUpdateOptions.length === 0) return;
  const rest = await context.rest();
  const destination = withoutDecorator(destinationTable(record));
  const shape = await tableShape(rest, destination);
  if (shape === undefined) return;
  const temporary = record.parts.map((_, part) => withoutDecorator(partTable(context, record, part)));
  const shapes = await Promise.all(temporary.map((table) => tableShape(rest, table)));
  const wanted = unionOf([fieldsOf(shape), ...shapes.map(fieldsOf)]);
  for (const [index, table] of [destination, ...temporary].entries()) {
    const fields = fieldsOf([shape, ...shapes][index]);
    if (!sameFields(fields, wanted)) await patchTable(rest, table, { schema: { fields: wanted } });
  }
}

function fieldsOf(shape: TableShape | undefined): readonly Field[] {
  return (shape as Required<TableShape>).schema.fields as readonly Field[];
}
