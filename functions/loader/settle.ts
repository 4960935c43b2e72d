/** The end of a load: hooks, tracking, and the removal of what it needed on the way. Every step can be done twice. */

import { cancelJob, lookAtJob } from '@penstock/shared/bigquery/jobs/submit.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { LoaderContext, Store } from './context.ts';
import { removeFailed, writeFailed } from './failed-object.ts';
import { failureHooks, loadMessage, moveFiles, successHooks, tableText } from './hooks.ts';
import { stepJob } from './job-step.ts';
import { loaderJobId } from './names.ts';
import { releaseTurn } from './order.ts';
import { entering, type LoadRecord, problemIn } from './record.ts';
import { dropStaging } from './staging.ts';
import { LOOK_AGAIN_MS, type StepResult } from './step.ts';
import { dropTable, SHORT } from './tables.ts';
import { destinationOf, partTable, recordLabels, withoutDecorator } from './target.ts';
import { substitute } from './transform-sql.ts';

/** After success. A hook that fails for good is reported, and the load stays a success: its rows are in the table. */
export async function stepSettling(context: LoaderContext, store: Store, record: LoadRecord): Promise<StepResult> {
  const hooks = successHooks(record);
  if (hooks.sql !== undefined && record.hook.status !== 'done') {
    return stepSql(context, record, hooks.sql);
  }
  await orReport(context, record, async () => {
    if (hooks.files === 'delete' || hooks.files === 'archive') await moveFiles(context, record, hooks.archiveTo);
  });
  await orReport(context, record, async () => {
    if (hooks.topic !== undefined) await notify(context, record, hooks.topic);
  });
  await removeFailed(context, record);
  await cleanUp(context, record);
  const done = entering(record, 'done', context.clock.now());
  const next = await releaseTurn(context, store, record, true);
  await track(context, done);
  report(context, done);
  return { change: done, ...(next !== undefined && { next }) };
}

async function stepSql(context: LoaderContext, record: LoadRecord, sql: string): Promise<StepResult> {
  const destination = destinationOf(record);
  const query = substitute(sql, destination);
  const { projectId, datasetId } = destination;
  const result = await stepJob(context, record, {
    purpose: 'hook',
    part: 0,
    progress: record.hook,
    configuration: async () => ({
      query: { query, useLegacySql: false, defaultDataset: { projectId, datasetId } },
      labels: recordLabels(context, record),
    }),
    // Whether the SQL may run twice is not known here.
    repeatable: async () => false,
  });
  if (result.state === 'running') return { waitMs: LOOK_AGAIN_MS };
  if (result.state === 'failed') {
    context.log.error(
      'the SQL after a load failed',
      new PenstockError('INPUT_INVALID', result.problem.message),
      facts(record),
    );
  }
  return { change: { ...record, hook: { ...record.hook, status: 'done' } } };
}

/** After a permanent failure: nothing is left running, the reason is told once, and the table keeps its rows. */
export async function stepFailing(context: LoaderContext, record: LoadRecord): Promise<StepResult> {
  if (await stopJobs(context, record)) return { waitMs: LOOK_AGAIN_MS };
  if (!record.settled.includes(TOLD)) {
    await tell(context, record);
    return { change: { ...record, settled: [...record.settled, TOLD] } };
  }
  await writeFailed(context, record);
  const hooks = failureHooks(record);
  await orReport(context, record, async () => {
    if (hooks.files === 'quarantine' && record.manifest !== undefined)
      await moveFiles(context, record, hooks.quarantineTo);
  });
  await orReport(context, record, async () => {
    if (hooks.topic !== undefined) await notify(context, record, hooks.topic);
  });
  await cleanUp(context, record);
  const failed = entering(record, 'failed', context.clock.now());
  await track(context, failed);
  report(context, failed);
  return { change: failed };
}

const TOLD = 'told';

/** Ends the parts that still run; true while one does. */
async function stopJobs(context: LoaderContext, record: LoadRecord): Promise<boolean> {
  if (record.destination === undefined) return false;
  const rest = await context.rest();
  const projectId = await rest.projectId();
  let running = false;
  for (const [part, { attempt, status }] of record.parts.entries()) {
    if (status === 'done') continue;
    const jobId = loaderJobId(context.config.jobPrefix, 'load', record.success, part, attempt);
    const reference = { projectId, jobId, location: record.location };
    if ((await lookAtJob(rest, reference, SHORT))?.outcome !== 'running') continue;
    await cancelJob(rest, reference, SHORT);
    running = true;
  }
  return running;
}

/** To the log and the error topic, with every reason of BigQuery. */
async function tell(context: LoaderContext, record: LoadRecord): Promise<void> {
  const problem = problemIn(record);
  const error = new PenstockError(problem.code as PenstockError['code'], problem.message, {
    kind: 'permanent',
    context: { load_id: record.id },
  });
  context.log.error('load failed', error, { ...facts(record), errors: problem.details, job_id: problem.jobId });
  const [first] = problem.details;
  await context.reject?.({
    data: Buffer.from(JSON.stringify(loadMessage(record))),
    attributes: {
      load_id: record.id,
      bucket: record.success.bucket,
      object: record.success.name,
      generation: record.success.generation,
    },
    error,
    facts: {
      ...(record.destination !== undefined && { error_table: tableText(record) }),
      ...(first !== undefined && { error_reason: first.reason, error_location: first.location }),
      input: `gs://${record.success.bucket}/${record.success.name}`,
      input_type: 'storage',
      ...(problem.jobId !== undefined && { job_name: problem.jobId }),
      attempt: String(record.publication.attempt),
    },
  });
}

async function notify(context: LoaderContext, record: LoadRecord, topic: string): Promise<void> {
  const { id, success } = record;
  await context.notify(topic, loadMessage(record), { load_id: id, bucket: success.bucket, object: success.name });
}

/** Transient failures are tried again with the whole step; permanent ones of a hook do not change what the load is. */
async function orReport(context: LoaderContext, record: LoadRecord, hook: () => Promise<void>): Promise<void> {
  try {
    await hook();
  } catch (error) {
    if (!(error instanceof PenstockError) || error.kind === 'transient') throw error;
    context.log.error('a hook of a load failed', error, facts(record));
  }
}

async function cleanUp(context: LoaderContext, record: LoadRecord): Promise<void> {
  if (record.hold === 'snapshot') await dropStaging(context, record);
  if (record.destination === undefined || record.transform !== undefined) return;
  const rest = await context.rest();
  for (const part of record.parts.keys()) await dropTable(rest, withoutDecorator(partTable(context, record, part)));
}

async function track(context: LoaderContext, record: LoadRecord): Promise<void> {
  await context.tracker?.track(context, record);
}

function facts(record: LoadRecord): Readonly<Record<string, unknown>> {
  const { id, success, manifest, parts, rows, plannedMs } = record;
  return {
    load_id: id,
    object: `gs://${success.bucket}/${success.name}`,
    generation: success.generation,
    ...(record.destination !== undefined && { table: tableText(record) }),
    ...(manifest !== undefined && { files: manifest.files, bytes: manifest.bytes }),
    parts: parts.length,
    ...(rows !== undefined && { rows }),
    planned_at: new Date(plannedMs).toISOString(),
  };
}

/** One wide line and the counts of a load that ended. */
function report({ log, metrics, clock }: LoaderContext, record: LoadRecord): void {
  const { problem, transform, rows = 0, parts, successMs } = record;
  const { bytes = 0 } = record.manifest ?? {};
  const outcome = problem === undefined ? 'delivered' : 'rejected';
  const mode = transform === undefined ? 'load' : 'transform';
  const duration = clock.now() - successMs;
  metrics.count('loader/loads', 1, { outcome, mode });
  if (problem === undefined) {
    metrics.count('loader/rows', rows);
    metrics.count('loader/bytes', bytes);
    metrics.observe('loader/load_ms', duration);
  }
  const badRecords = parts.reduce((sum, part) => sum + (part.badRecords ?? 0), 0);
  log.info('load', {
    outcome,
    mode,
    ...facts(record),
    bad_records: badRecords,
    duration_ms: duration,
    attempt: record.publication.attempt,
    late: record.late === true,
  });
}
