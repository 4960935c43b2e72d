/** Query jobs: GoogleSQL run by the SQL engine, its outcome told in REST's statistics. */

import { ScriptError, type SqlRequest, type StatementOutcome } from '../../googlesql/index.ts';
import type { DatasetRef } from '../catalog.ts';
import { BigQueryError, jobErrors, toBigQueryError } from '../errors.ts';
import { findTable } from '../tables/changes.ts';
import { requiredLike } from '../tables/evolve.ts';
import { publish } from '../tables/publish.ts';
import { isObject, schemaToResource } from '../tables/schema-resource.ts';
import { Stage } from '../tables/stage.ts';
import type { Warehouse } from '../warehouse.ts';
import { destinationFrom, flag, type Json } from './configuration.ts';
import type { Job } from './job.ts';
import { jobName, withDestination } from './job.ts';
import type { Jobs, Outcome, Running } from './jobs.ts';
import { parametersFrom } from './parameters.ts';
import { queryStatistics } from './query-statistics.ts';
import { anonymousTable } from './results.ts';
import { fromSqlError } from './sql-errors.ts';

const REFUSED: Readonly<Record<string, string>> = {
  userDefinedFunctionResources: 'legacy user-defined function resources',
  createSession: 'sessions',
  continuous: 'continuous queries',
  systemVariables: 'system variables',
  destinationEncryptionConfiguration: 'customer-managed keys',
};

/** Reads a `configuration.query`; throws for what can be refused before there is a job. */
export function queryRequestFrom(configuration: Json, projectId: string, user: string, location?: string): SqlRequest {
  const { query, defaultDataset, connectionProperties } = configuration;
  if (typeof query !== 'string' || query.trim() === '')
    throw new BigQueryError('required', 'Required parameter is missing: query');
  // Absent means true in the API.
  if (flag(configuration.useLegacySql, 'useLegacySql', true) && !/^\s*#standardSQL\b/i.test(query)) {
    throw new BigQueryError(
      'notImplemented',
      'The local BigQuery does not support legacy SQL, which the API takes a query for unless useLegacySql is false',
      { status: 400 },
    );
  }
  for (const [key, what] of Object.entries(REFUSED)) {
    const value = configuration[key];
    if (value !== undefined && value !== null && value !== false && !(Array.isArray(value) && value.length === 0)) {
      throw new BigQueryError('notImplemented', `The local BigQuery does not support ${what}`, { status: 400 });
    }
  }
  if (Array.isArray(connectionProperties) && connectionProperties.length > 0) {
    throw new BigQueryError('notImplemented', 'The local BigQuery does not support connection properties', {
      status: 400,
    });
  }
  const external = externalTablesFrom(configuration.tableDefinitions);
  return {
    text: query,
    projectId,
    parameters: parametersFrom(configuration.parameterMode, configuration.queryParameters),
    user,
    ...(location !== undefined && { location }),
    ...(isObject(defaultDataset) &&
      typeof defaultDataset.datasetId === 'string' && { defaultDataset: datasetFrom(defaultDataset, projectId) }),
    ...(external !== undefined && { externalTables: external }),
  };
}

function datasetFrom(value: Json, projectId: string): DatasetRef {
  return {
    projectId: typeof value.projectId === 'string' && value.projectId !== '' ? value.projectId : projectId,
    datasetId: String(value.datasetId),
  };
}

function externalTablesFrom(value: unknown): ReadonlyMap<string, Json> | undefined {
  // `externalTableDefinitions` was its name in an older API; clients send tableDefinitions.
  if (!isObject(value)) return undefined;
  const entries = Object.entries(value).filter((entry): entry is [string, Json] => isObject(entry[1]));
  return entries.length === 0 ? undefined : new Map(entries);
}

/** `settings` are the caller's own: the job's may also name the place where rows are kept that go to no table. */
export async function runQuery(
  warehouse: Warehouse,
  jobs: Jobs,
  request: SqlRequest,
  settings: Json,
  running: Running,
): Promise<Outcome> {
  const { job } = running;
  const goesToTable = isObject(settings.destinationTable);
  if (goesToTable) await checkGoesSomewhere(warehouse, request);
  let commits = 0;
  const outcome = await warehouse.engine
    .committing(
      async (connection) => {
        commits += 1;
        await jobs.store.saveIn(connection, { ...job, commits });
      },
      () => running.interruptible(() => warehouse.sql.run(request)),
    )
    .catch(async (error: unknown) => {
      // The statements that ran before the script failed have had their effect: they are its children, and so is that one.
      if (error instanceof ScriptError) await keepChildren(warehouse, jobs, job, error.children);
      throw error;
    });
  const children =
    outcome.children === undefined ? undefined : await keepChildren(warehouse, jobs, job, outcome.children);
  const { final } = outcome;
  const statistics = await queryStatistics(warehouse, final, children !== undefined);
  const done: Outcome = {
    statistics: { query: statistics },
    statementType: children === undefined ? final.statementType : 'SCRIPT',
    referenced: final.referencedTables,
    ...(children !== undefined && { numChildJobs: children }),
  };
  if (children === undefined && final.ddl?.table !== undefined && final.statementType === 'CREATE_TABLE_AS_SELECT')
    return { ...done, configuration: withDestination(job, final.ddl.table) };
  if (final.schema === undefined || final.rows === undefined) return done;
  jobs.results.keep(jobName(job), { schema: final.schema, rows: final.rows });
  if (goesToTable && children === undefined) {
    await intoDestination(warehouse, running, final, done);
    return done;
  }
  return { ...done, configuration: withDestination(job, anonymousTable(job.projectId, job.jobId)) };
}

/** Only a SELECT's rows can go to a table: what else there is must not run and be taken for it. */
async function checkGoesSomewhere(warehouse: Warehouse, request: SqlRequest): Promise<void> {
  const { final, children } = await warehouse.sql.dryRun(request);
  const isScript = final.statementType === 'SCRIPT' || (children !== undefined && children.length > 1);
  if (!isScript && final.statementType === 'SELECT') return;
  throw new BigQueryError(
    'invalidQuery',
    isScript
      ? 'configuration.query.destinationTable cannot be set for scripts'
      : `Cannot set destination table in jobs with ${final.dml === undefined && !DML.has(final.statementType) ? 'DDL' : 'DML'} statements`,
    { location: 'query' },
  );
}

const DML = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE', 'TRUNCATE_TABLE']);

/** A SELECT's rows into the table the configuration names, and the job done with them. */
async function intoDestination(
  warehouse: Warehouse,
  running: Running,
  final: StatementOutcome,
  done: Outcome,
): Promise<void> {
  const { job } = running;
  const destination = destinationFrom(
    warehouse,
    job.configuration.query as Json,
    job.projectId,
    'WRITE_EMPTY',
    'query',
  );
  const schema = final.schema ?? [];
  const rows = final.rows;
  if (rows === undefined) return;
  await warehouse.engine.read(async (connection) => {
    const stage = await Stage.open(warehouse.engine, connection, schema);
    try {
      for (let at = 0; at < rows.rowCount; at += 4096) {
        running.checkCancelled();
        for (const row of await rows.read(at, 4096)) stage.append(row);
      }
      stage.finish();
      await publish(warehouse, () => ({
        destination,
        schema: requiredLike(schema, findTable(warehouse, destination.ref)?.schema, destination),
        relations: [stage.relation],
        commit: (writer) => running.finish(writer, done),
      }));
    } finally {
      await stage.drop();
    }
  });
}

/** A script's statements as jobs of their own, listed by parentJobId. Returns how many. */
async function keepChildren(
  warehouse: Warehouse,
  jobs: Jobs,
  parent: Job,
  children: readonly StatementOutcome[],
): Promise<number> {
  for (const [index, child] of children.entries()) {
    const statistics = await queryStatistics(warehouse, child, false);
    const jobId = `script_job_${parent.jobId.slice(-900)}_${index}`;
    const job: Job = {
      ...jobs.newJob({
        projectId: parent.projectId,
        jobId,
        location: parent.location,
        type: 'QUERY',
        configuration: {
          ...(child.labels !== undefined && { labels: child.labels }),
          query: {
            query: child.text,
            useLegacySql: false,
            destinationTable:
              child.statementType === 'CREATE_TABLE_AS_SELECT' && child.ddl?.table !== undefined
                ? child.ddl.table
                : anonymousTable(parent.projectId, jobId),
          },
        },
        parentJobId: parent.jobId,
      }),
      state: 'DONE',
      createdMs: child.startMs,
      startMs: child.startMs,
      endMs: child.endMs,
      statementType: child.statementType,
      ...(child.failure !== undefined && jobErrors(toBigQueryError(fromSqlError(child.failure)))),
      referenced: child.referencedTables,
      statistics: {
        scriptStatistics: {
          evaluationKind: 'STATEMENT',
          stackFrames: [
            {
              startLine: child.start.line,
              startColumn: child.start.column,
              endLine: child.end.line,
              endColumn: child.end.column,
              text: child.text,
            },
          ],
        },
        query: statistics,
      },
    };
    jobs.store.createVolatile(job);
    await jobs.store.save(job);
    if (child.schema !== undefined && child.rows !== undefined) {
      jobs.results.keep(jobName(job), { schema: child.schema, rows: child.rows });
    }
  }
  return children.length;
}

export async function dryRunQuery(warehouse: Warehouse, request: SqlRequest): Promise<Json> {
  const { final, children } = await warehouse.sql.dryRun(request);
  const statistics = await queryStatistics(warehouse, final, children !== undefined && children.length > 1);
  return { ...statistics, ...(final.schema !== undefined && { schema: schemaToResource(final.schema) }) };
}
