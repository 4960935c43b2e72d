/**
 * SQL as a job: one statement, or a script of several. A script's statements are jobs of their own, its children; they say
 * which statement failed and which have taken effect already.
 */

import { type RetryOptions, retry } from '../../runtime/retry.ts';
import { type RestClient, restPath } from '../rest/rest-client.ts';
import { type Job, type JobReference, type JobResource, jobFrom } from './job.ts';
import { type JobRequest, type Submitted, submitJob } from './submit.ts';

export interface QueryParameter {
  readonly name: string;
  /** `STRING`, `INT64`, `TIMESTAMP`; in front of it `ARRAY` for a list of values. */
  readonly type: string;
  readonly value: string | null | readonly string[];
}

export interface ScriptRequest extends Omit<JobRequest, 'configuration'> {
  readonly sql: string;
  readonly parameters?: readonly QueryParameter[];
  readonly defaultDataset?: { readonly projectId: string; readonly datasetId: string };
  /** `ExternalDataConfiguration` by the name that the SQL calls the table. */
  readonly externalTables?: Readonly<Record<string, unknown>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly maximumBytesBilled?: string;
  readonly timeoutMs?: number;
  /** More of `JobConfigurationQuery`: a destination table, a priority. */
  readonly query?: Readonly<Record<string, unknown>>;
}

/**
 * Submits SQL as a job, or attaches to it. The SQL reaches BigQuery as it is, letter by letter.
 *
 * @example
 * const { job } = await submitScript(rest, {
 *   jobId, location: 'EU', sql: 'UPDATE d.t SET done = true WHERE day = @day',
 *   parameters: [{ name: 'day', type: 'DATE', value: '2026-01-01' }],
 * });
 * const done = await followJob(rest, job.reference, { until });
 */
export function submitScript(rest: RestClient, request: ScriptRequest, options: RetryOptions = {}): Promise<Submitted> {
  const { sql, parameters, defaultDataset, externalTables, labels, maximumBytesBilled, timeoutMs, query, ...job } =
    request;
  const configuration = {
    query: {
      ...query,
      query: sql,
      useLegacySql: false,
      ...(parameters === undefined ? {} : { parameterMode: 'NAMED', queryParameters: parameters.map(parameterOf) }),
      ...(defaultDataset === undefined ? {} : { defaultDataset }),
      ...(externalTables === undefined ? {} : { tableDefinitions: externalTables }),
      ...(maximumBytesBilled === undefined ? {} : { maximumBytesBilled }),
    },
    ...(labels === undefined ? {} : { labels }),
    ...(timeoutMs === undefined ? {} : { jobTimeoutMs: String(timeoutMs) }),
  };
  return submitJob(rest, { ...job, configuration }, options);
}

function parameterOf({ name, type, value }: QueryParameter): unknown {
  if (!Array.isArray(value)) return { name, parameterType: { type }, parameterValue: { value } };
  return {
    name,
    parameterType: { type: 'ARRAY', arrayType: { type } },
    parameterValue: { arrayValues: value.map((one: string) => ({ value: one })) },
  };
}

const PAGE = '1000';

/**
 * The statements of a script that have been started, in that order. Each is a job with its own errors and statistics.
 * A job of one statement has none.
 *
 * @example
 * const failed = (await statementsOf(rest, job.reference)).find(({ outcome }) => outcome === 'failed');
 * if (failed) log.error(`line ${failed.statistics.statement.line}: ${failed.problems[0]?.message}`);
 */
export async function statementsOf(
  rest: RestClient,
  { projectId, jobId, location }: JobReference,
  options: RetryOptions = {},
): Promise<readonly Job[]> {
  const statements: Job[] = [];
  let pageToken: string | undefined;
  do {
    const query = { parentJobId: jobId, maxResults: PAGE, projection: 'full', ...(pageToken ? { pageToken } : {}) };
    const page = await retry(
      () => rest.request<JobPage>({ method: 'GET', path: restPath(projectId, 'jobs'), query }),
      options,
    );
    for (const job of page.jobs ?? []) statements.push(withLocation(jobFrom(job), location));
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  // The list begins with the newest. Statements run one after another, so the time of creation is their order.
  return statements.reverse().sort((one, other) => one.statistics.createdMs - other.statistics.createdMs);
}

interface JobPage {
  readonly jobs?: readonly JobResource[];
  readonly nextPageToken?: string;
}

function withLocation(job: Job, location: string | undefined): Job {
  if (job.reference.location !== undefined || location === undefined) return job;
  return { ...job, reference: { ...job.reference, location } };
}

/** Statements that change nothing: a script that ran only these can be run again. */
const HARMLESS: ReadonlySet<string> = new Set(['', 'SELECT', 'ASSERT', 'SCRIPT']);

/**
 * The statements that have taken effect. A script is only run again by itself where this list is empty: what a statement
 * has done is not undone when a later one fails.
 *
 * @example
 * const done = committedStatements(await statementsOf(rest, job.reference));
 * if (done.length > 0) throw new Error(`${done.length} statements have taken effect: continue by hand`);
 */
export function committedStatements(statements: readonly Job[]): readonly Job[] {
  return statements.filter(
    ({ outcome, statistics }) => outcome === 'succeeded' && !HARMLESS.has(statistics.statementType),
  );
}
