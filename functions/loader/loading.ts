/** Loads the parts of a batch, each into a temporary table of its own, several at a time. */

import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { LoaderContext } from './context.ts';
import { type JobResult, stepJob } from './job-step.ts';
import { partLoad, shapedResource, temporaryKind } from './load-job.ts';
import { entering, type LoadRecord, type PartProgress, problemOf } from './record.ts';
import { partUris } from './staging.ts';
import { LOOK_AGAIN_MS, type StepResult } from './step.ts';
import { createTable, patchTable, tableShape } from './tables.ts';
import { destinationTable, partTable, recordLabels, withoutDecorator } from './target.ts';

const PARTS_AT_ONCE = 16;

export async function stepLoading(context: LoaderContext, record: LoadRecord): Promise<StepResult> {
  if (record.target === undefined)
    return { change: { ...record, target: await lookAtTarget(context, record) }, soft: true };
  const results = new Map<number, JobResult>();
  const due = record.parts.flatMap(({ status }, part) => (status === 'done' ? [] : [part])).slice(0, PARTS_AT_ONCE);
  // The first part decides the schema of all where no table lends one.
  const first = record.parts[0];
  const alone = record.parts.length > 1 && first?.status !== 'done' ? due.slice(0, 1) : due;
  await Promise.all(
    alone.map(async (part) => {
      results.set(part, await stepPart(context, record, part));
    }),
  );
  return judged(context, record, results);
}

async function lookAtTarget(context: LoaderContext, record: LoadRecord): Promise<'existing' | 'new'> {
  const table = destinationTable(record);
  const shape = await tableShape(await context.rest(), table);
  if (shape === undefined && record.config.createDisposition === 'CREATE_NEVER') {
    throw new PenstockError(
      'NOT_FOUND',
      `There is no table ${table.datasetId}.${table.tableId}, and createDisposition is CREATE_NEVER: create the table, or remove createDisposition`,
    );
  }
  if (shape?.type !== undefined && shape.type !== 'TABLE') {
    throw new PenstockError(
      'INPUT_INVALID',
      `${table.datasetId}.${table.tableId} is a ${shape.type}: only a table can be loaded into`,
    );
  }
  return shape === undefined ? 'new' : 'existing';
}

async function stepPart(context: LoaderContext, record: LoadRecord, part: number): Promise<JobResult> {
  const progress = record.parts[part] as PartProgress;
  const result = await stepJob(context, record, {
    purpose: 'load',
    part,
    progress,
    configuration: () => configurationOf(context, record, part, progress),
  });
  if (result.state !== 'succeeded') return result;
  const { inputFiles } = result.job.statistics;
  if (inputFiles === progress.files) return result;
  const error = new PenstockError(
    'INTERNAL',
    `The job of part ${part} read ${inputFiles} files, and the manifest has ${progress.files}`,
    { kind: 'permanent' },
  );
  return { state: 'failed', problem: problemOf(error, [], context.clock.now(), result.job.reference.jobId) };
}

async function configurationOf(context: LoaderContext, record: LoadRecord, part: number, progress: PartProgress) {
  const rest = await context.rest();
  const table = partTable(context, record, part);
  const shape = record.target === 'new' ? undefined : await tableShape(rest, destinationTable(record));
  const own = temporaryKind(record.config, table.decorator, shape);
  // Parts behind the first are loaded into tables like the one that the first part's job made.
  const lent = own === 'by-load' && part > 0 ? await firstShape(context, record) : shape;
  const kind = part > 0 ? 'shaped' : own;
  if (kind === 'shaped' && lent !== undefined) {
    await createTable(rest, withoutDecorator(table), shapedResource(lent, expiryOf(context)));
  }
  const sourceUris = await partUris(context, record, progress);
  const load = partLoad({ config: record.config, kind, shape: lent, table, sourceUris, detect: own === 'by-load' });
  return { load, labels: recordLabels(context, record) };
}

async function firstShape(context: LoaderContext, record: LoadRecord) {
  return tableShape(await context.rest(), withoutDecorator(partTable(context, record, 0)));
}

function expiryOf({ clock, config }: LoaderContext): number {
  return clock.now() + config.tempExpiry;
}

async function judged(
  context: LoaderContext,
  record: LoadRecord,
  results: ReadonlyMap<number, JobResult>,
): Promise<StepResult> {
  const now = context.clock.now();
  let notBeforeMs = 0;
  const parts = [...record.parts];
  for (const [part, result] of results) {
    if (result.state === 'failed') return { change: entering(record, 'failing', now, { problem: result.problem }) };
    const before = parts[part] as PartProgress;
    const figures =
      result.state === 'succeeded'
        ? { rows: result.job.statistics.rows, badRecords: result.job.statistics.badRecords }
        : {};
    if (result.state !== 'running') parts[part] = { ...before, ...result.progress, ...figures };
    if (result.state === 'again') notBeforeMs = Math.max(notBeforeMs, now + result.waitMs);
    if (result.state === 'succeeded') await keepForAWhile(context, record, part);
  }
  if (parts.every(({ status }) => status === 'done'))
    return { change: entering({ ...record, parts }, 'loaded', now), soft: true };
  if (JSON.stringify(parts) === JSON.stringify(record.parts)) return { waitMs: LOOK_AGAIN_MS };
  const again = [...results.values()].some(({ state }) => state === 'again');
  return { change: { ...record, parts, notBeforeMs }, soft: !again };
}

/** A table that a load job has made expires like one that the loader makes. */
async function keepForAWhile(context: LoaderContext, record: LoadRecord, part: number): Promise<void> {
  const table = withoutDecorator(partTable(context, record, part));
  await patchTable(await context.rest(), table, { expirationTime: String(expiryOf(context)) });
}
