/**
 * Runs a transform's SQL over copies of the batch's files. A script is judged by its statements too, and is never run again
 * by itself once one of them has taken effect.
 */

import type { Job, JobConfiguration } from '@penstock/shared/bigquery/jobs/job.ts';
import { committedStatements, statementsOf } from '@penstock/shared/bigquery/jobs/script.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { LoaderContext } from './context.ts';
import { stepJob } from './job-step.ts';
import { directoryOf } from './names.ts';
import { entering, type LoadRecord, type Problem, problemOf, type Transform } from './record.ts';
import { manifestOf, partUris, stagingBucketOf, stagingPrefixOf } from './staging.ts';
import { LOOK_AGAIN_MS, type StepResult } from './step.ts';
import { SHORT } from './tables.ts';
import { destinationOf, recordLabels } from './target.ts';
import { EXTERNAL_TABLE } from './transform-sql.ts';

/** Statements that change rows: one that changes none is told. */
const DML: ReadonlySet<string> = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

export async function stepRunning(context: LoaderContext, record: LoadRecord): Promise<StepResult> {
  const transform = record.transform as Transform;
  const now = (): number => context.clock.now();
  const failing = (problem: Problem): StepResult => ({ change: entering(record, 'failing', now(), { problem }) });
  const result = await stepJob(context, record, {
    purpose: 'transform',
    part: 0,
    progress: record.publication,
    configuration: async () => configurationOf(context, record, transform),
    repeatable: (job) => isRepeatable(context, transform, job),
  });
  switch (result.state) {
    case 'failed':
      return failing(result.problem);
    case 'again':
      return { change: { ...record, publication: result.progress, notBeforeMs: now() + result.waitMs } };
    case 'running':
      return { waitMs: LOOK_AGAIN_MS };
    case 'succeeded': {
      const statements = await statementsIn(context, transform, result.job);
      const failed = statements.find(({ outcome }) => outcome === 'failed');
      if (failed !== undefined) return failing(failedStatement(failed, now()));
      const changed = rowsChanged(statements);
      if (changed === 0 && context.config.failOnZeroRows && record.config.allowZeroRows !== true) {
        const message = `${transform.origin} changed no row. Set allowZeroRows in _config/load.json where that is right`;
        return failing(problemOf(new PenstockError('INPUT_INVALID', message), [], now(), result.job.reference.jobId));
      }
      return {
        change: entering(record, 'settling', now(), { publication: result.progress, rows: changed ?? 0 }),
        soft: true,
      };
    }
  }
}

/** The job itself, and for a script its statements. */
async function statementsIn(context: LoaderContext, { script }: Transform, job: Job): Promise<readonly Job[]> {
  return script ? statementsOf(await context.rest(), job.reference, SHORT) : [job];
}

/** Undefined where no statement is one that changes rows: CREATE TABLE AS SELECT is exempt. */
export function rowsChanged(statements: readonly Job[]): number | undefined {
  const changing = statements.filter(({ statistics }) => DML.has(statistics.statementType));
  return changing.length === 0 ? undefined : changing.reduce((sum, { statistics }) => sum + statistics.rows, 0);
}

/** A single statement that failed had no effect. Of a script, what ran is asked for; where that is not known, it is not run again. */
async function isRepeatable(context: LoaderContext, transform: Transform, job: Job): Promise<boolean> {
  if (!transform.script) return true;
  const statements = await statementsIn(context, transform, job);
  return statements.length > 0 && committedStatements(statements).length === 0;
}

function failedStatement({ problems, reference, statistics }: Job, atMs: number): Problem {
  const { line, column } = statistics.statement;
  const error = new PenstockError(
    'INPUT_INVALID',
    `The statement at ${line}:${column} failed: ${problems.map(({ message }) => message).join('; ')}`,
  );
  return problemOf(error, problems, atMs, reference.jobId);
}

async function configurationOf(
  context: LoaderContext,
  record: LoadRecord,
  transform: Transform,
): Promise<JobConfiguration> {
  const { projectId, datasetId } = destinationOf(record);
  const sourceUris = await partUris(context, record);
  const external = { ...transform.external, ...hiveOptions(context, record, transform), sourceUris };
  return {
    query: {
      query: transform.sql,
      useLegacySql: false,
      tableDefinitions: { [EXTERNAL_TABLE]: external },
      defaultDataset: { projectId, datasetId },
    },
    labels: recordLabels(context, record),
  };
}

interface HiveOptions {
  readonly mode?: string;
  readonly sourceUriPrefix?: string;
  readonly requirePartitionFilter?: boolean;
}

/**
 * Hive partitioning of the copies: the given prefix, or the one in front of the first `key=value` directory, below the
 * staging folder. The other keys of `external.json` about it stay (upstream dropped them).
 */
function hiveOptions(
  context: LoaderContext,
  record: LoadRecord,
  { external, origin }: Transform,
): { readonly hivePartitioningOptions?: HiveOptions } {
  const given = external.hivePartitioningOptions as HiveOptions | undefined;
  if (given === undefined) return {};
  const { bucket, name } = record.success;
  const prefix = given.sourceUriPrefix?.replace(`gs://${bucket}/`, '') ?? hivePrefix(manifestOf(record).firstName);
  if (prefix === undefined) {
    throw new PenstockError(
      'CONFIG_INVALID',
      `${origin}: external.json asks for hive partitioning, and gs://${bucket}/${directoryOf(name)} has no directory like key=value`,
    );
  }
  const sourceUriPrefix = `gs://${stagingBucketOf(context, record)}/${stagingPrefixOf(context, record)}${prefix}`;
  return { hivePartitioningOptions: { mode: 'AUTO', ...given, sourceUriPrefix } };
}

/** `ds/t/dt=2020/x` has the prefix `ds/t`. */
export function hivePrefix(name: string): string | undefined {
  const segments = name.split('/').slice(0, -1);
  const first = segments.findIndex((segment) => /^[\p{L}\p{N}_-]+=/u.test(segment));
  return first < 0 ? undefined : segments.slice(0, first).join('/');
}
