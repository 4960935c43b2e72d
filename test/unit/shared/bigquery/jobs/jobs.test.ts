import assert from 'node:assert/strict';
import { copyTables, MOST_COPY_SOURCES } from '@penstock/shared/bigquery/jobs/copy.ts';
import { followJob } from '@penstock/shared/bigquery/jobs/follow.ts';
import { type Job, jobError } from '@penstock/shared/bigquery/jobs/job.ts';
import { locationOf } from '@penstock/shared/bigquery/jobs/location.ts';
import { committedStatements, statementsOf, submitScript } from '@penstock/shared/bigquery/jobs/script.ts';
import { cancelJob, lookAtJob, submitJob } from '@penstock/shared/bigquery/jobs/submit.ts';
import { problemsOf } from '@penstock/shared/bigquery/rest/problem.ts';
import { type RestClient, restClient } from '@penstock/shared/bigquery/rest/rest-client.ts';
import { parseTableName, tableReference } from '@penstock/shared/bigquery/table-name.ts';
import type { RetryOptions } from '@penstock/shared/runtime/retry.ts';
import { startWarehouse, type Warehouse } from '../../../../support/warehouse.ts';

const PROJECT = 'demo-test';
const RETRY: RetryOptions = { policy: { initialMs: 1, maxMs: 5, budgetMs: 5_000 } };
const table = (name: string) => parseTableName(`d.${name}`, PROJECT);

describe('jobs', () => {
  let warehouse: Warehouse;
  let rest: RestClient;
  let number = 0;

  before(async () => {
    warehouse = await startWarehouse();
    rest = restClient(warehouse.client);
    await warehouse.client.createDataset('d', { location: 'EU' });
  });
  after(() => warehouse.close());
  beforeEach(() => warehouse.faults.clear());

  const nextId = (): string => `job-${++number}`;
  const until = (): number => Date.now() + 20_000;

  async function run(sql: string, jobId = nextId()): Promise<Job> {
    const { job } = await submitScript(rest, { jobId, sql, location: 'EU' }, RETRY);
    return followJob(rest, job.reference, { until: until(), pauseMs: 2 });
  }

  function csv(name: string, text: string): string {
    return warehouse.objects.put(`gs://bucket/${name}`, text);
  }

  function load(uris: readonly string[], more: Readonly<Record<string, unknown>> = {}) {
    const schema = { fields: [{ name: 'a', type: 'INTEGER' }] };
    return {
      load: {
        destinationTable: tableReference(table('loaded')),
        sourceUris: uris,
        sourceFormat: 'CSV',
        schema,
        ...more,
      },
      labels: { part: '1' },
    };
  }

  it('are submitted once however often they are asked for, and tell what they did', async () => {
    const request = { jobId: nextId(), configuration: load([csv('a.csv', '1\n2\n3\n')]), location: 'EU' };
    const first = await submitJob(rest, request, RETRY);
    const second = await submitJob(rest, request, RETRY);
    assert.deepEqual([first.state, second.state], ['submitted', 'attached']);
    const job = await followJob(rest, first.job.reference, { until: until(), pauseMs: 2 });
    const { rows, inputFiles, inputFileBytes, badRecords } = job.statistics;
    assert.equal(job.outcome, 'succeeded');
    assert.deepEqual([rows, inputFiles, inputFileBytes, badRecords], [3, 1, 6, 0]);
    assert.deepEqual(job.configuration.labels, { part: '1' });
    assert.equal(jobError(job), undefined);
  });

  it('are attached to when the answer to their submission was lost', async () => {
    warehouse.faults.add({ service: 'bigquery', method: 'jobs.insert', kind: 'ack-lost' });
    const { state, job } = await submitJob(
      rest,
      { jobId: nextId(), configuration: { query: { query: 'SELECT 1', useLegacySql: false } } },
      RETRY,
    );
    assert.equal(state, 'attached');
    assert.equal((await followJob(rest, job.reference, { until: until() })).outcome, 'succeeded');
  });

  it('are submitted in the end where the service refuses at first', async () => {
    warehouse.faults.add({ service: 'bigquery', method: 'jobs.insert', kind: 'error', code: 503, times: 2 });
    const { state } = await submitJob(
      rest,
      { jobId: nextId(), configuration: { query: { query: 'SELECT 1', useLegacySql: false } }, projectId: PROJECT },
      RETRY,
    );
    assert.equal(state, 'submitted');
  });

  it('that the service refuses for good are an error with its reason', async () => {
    await assert.rejects(
      submitJob(rest, { jobId: nextId(), configuration: load([], { sourceFormat: 'NONSENSE' }) }, RETRY),
      (error: { code?: string; context?: { reason?: string } }) => {
        assert.equal(error.code, 'INPUT_INVALID');
        assert.equal(error.context?.reason, 'invalid');
        return true;
      },
    );
  });

  it('that exist elsewhere ask for their location', async () => {
    const elsewhere: RestClient = {
      ...rest,
      request: async <T>(request: Parameters<RestClient['request']>[0]): Promise<T> => {
        if (request.method === 'GET') return rest.request<T>({ ...request, path: `${PROJECT}/jobs/none` });
        return rest.request<T>(request);
      },
    };
    const request = { jobId: nextId(), configuration: { query: { query: 'SELECT 1', useLegacySql: false } } };
    await submitJob(rest, request, RETRY);
    await assert.rejects(submitJob(elsewhere, request, RETRY), {
      code: 'NOT_FOUND',
      message: /not found without a location: name the location/,
    });
    await assert.rejects(submitJob(elsewhere, { ...request, location: 'EU' }, RETRY), { message: /not found in EU/ });
  });

  it('that fail keep every one of their errors', async () => {
    const uri = csv('bad.csv', '1\nx\ny\n2\n');
    const { job } = await submitJob(rest, { jobId: nextId(), configuration: load([uri]), location: 'EU' }, RETRY);
    const done = await followJob(rest, job.reference, { until: until(), pauseMs: 2 });
    assert.equal(done.outcome, 'failed');
    const error = jobError(done);
    assert.deepEqual(
      [error?.code, error?.kind, error?.context.job_id],
      ['INPUT_INVALID', 'permanent', job.reference.jobId],
    );
    assert.deepEqual(problemsOf(error), done.problems);
    assert.ok(done.problems.length >= 2, JSON.stringify(done.problems));
    assert.ok(
      done.problems.some(({ location }) => location.includes('bad.csv')),
      JSON.stringify(done.problems),
    );
  });

  it('are looked at once without waiting, and are absent where there is none', async () => {
    assert.equal(await lookAtJob(rest, { projectId: PROJECT, jobId: 'none', location: 'EU' }, RETRY), undefined);
    await assert.rejects(followJob(rest, { projectId: PROJECT, jobId: 'none' }, { until: until() }), {
      code: 'NOT_FOUND',
      message: /no job none is found without a location/,
    });
    await assert.rejects(followJob(rest, { projectId: PROJECT, jobId: 'none', location: 'EU' }, { until: until() }), {
      message: /in EU/,
    });
    await assert.rejects(
      lookAtJob(
        { ...rest, request: () => Promise.reject(new TypeError('broken')) },
        { projectId: PROJECT, jobId: 'x' },
        RETRY,
      ),
      { code: 'INTERNAL', message: 'broken' },
    );
  });

  it('are given back still running when the time to follow them is up', async () => {
    const running: RestClient = {
      ...rest,
      request: async <T>(): Promise<T> =>
        ({ jobReference: { projectId: PROJECT, jobId: 'slow' }, status: { state: 'RUNNING' } }) as T,
    };
    const looks: string[] = [];
    const onLook = ({ state }: Job): void => void looks.push(state);
    const once = await followJob(running, { projectId: PROJECT, jobId: 'slow' }, { until: 0, onLook });
    assert.deepEqual([once.outcome, looks], ['running', ['RUNNING']]);
    let now = 0;
    const pauses: number[] = [];
    const clock = {
      now: () => now,
      random: () => 1,
      sleep: async (ms: number) => {
        pauses.push(ms);
        now += ms;
      },
    };
    const { signal } = new AbortController();
    await followJob(
      running,
      { projectId: PROJECT, jobId: 'slow' },
      { until: 2_000, pauseMs: 100, maxPauseMs: 500, clock, signal, onRetry: () => undefined },
    );
    assert.deepEqual(pauses, [100, 200, 400, 500, 500]);
  });

  it('are cancelled', async () => {
    const job = await run('SELECT 1');
    await cancelJob(rest, job.reference, RETRY);
    await cancelJob(rest, { projectId: PROJECT, jobId: job.reference.jobId }, RETRY);
  });

  it('copy many tables into one, all or none', async () => {
    for (const name of ['one', 'two']) {
      await run(`CREATE OR REPLACE TABLE d.${name} AS SELECT '${name}' AS name`);
    }
    const request = { location: 'EU', sources: [table('one'), table('two')], destination: table('both') };
    const { job } = await copyTables(
      rest,
      { ...request, jobId: nextId(), writeDisposition: 'WRITE_TRUNCATE', labels: { of: 'test' } },
      RETRY,
    );
    const done = await followJob(rest, job.reference, { until: until(), pauseMs: 2 });
    assert.deepEqual([done.outcome, done.statistics.rows], ['succeeded', 2]);
    const again = {
      ...request,
      jobId: nextId(),
      writeDisposition: 'WRITE_EMPTY' as const,
      createDisposition: 'CREATE_NEVER' as const,
    };
    const refused = await followJob(rest, (await copyTables(rest, again, RETRY)).job.reference, {
      until: until(),
      pauseMs: 2,
    });
    assert.equal(refused.outcome, 'failed');
  });

  it('refuse a copy of no table, and of more tables than a copy takes', async () => {
    const request = { jobId: 'x', destination: table('both'), writeDisposition: 'WRITE_APPEND' as const };
    await assert.rejects(copyTables(rest, { ...request, sources: [] }), { code: 'INPUT_INVALID' });
    const many = Array.from({ length: MOST_COPY_SOURCES + 1 }, () => table('one'));
    await assert.rejects(copyTables(rest, { ...request, sources: many }), {
      code: 'INPUT_TOO_LARGE',
      message: /1 to 1200/,
    });
  });

  it('leave SQL and parameters as they are, {{projectId}} and all', async () => {
    const { job } = await submitScript(
      rest,
      {
        jobId: nextId(),
        sql: "SELECT '{{projectId}}' = CONCAT('{', '{projectId}', '}') AND @text = '{' || '{projectId}}' AND @none IS NULL AND ARRAY_LENGTH(@many) = 2 AS same",
        parameters: [
          { name: 'text', type: 'STRING', value: '{{projectId}}' },
          { name: 'none', type: 'STRING', value: null },
          { name: 'many', type: 'STRING', value: ['a', 'b'] },
        ],
        defaultDataset: { projectId: PROJECT, datasetId: 'd' },
        labels: { of: 'test' },
        maximumBytesBilled: '1000000000',
        timeoutMs: 60_000,
        query: {
          priority: 'INTERACTIVE',
          destinationTable: tableReference(table('answer')),
          writeDisposition: 'WRITE_TRUNCATE',
        },
        externalTables: {
          outside: {
            sourceFormat: 'CSV',
            sourceUris: [csv('c.csv', 'x\n')],
            schema: { fields: [{ name: 'x', type: 'STRING' }] },
          },
        },
      },
      RETRY,
    );
    const done = await followJob(rest, job.reference, { until: until(), pauseMs: 2 });
    assert.equal(done.outcome, 'succeeded', JSON.stringify(done.problems));
    const [rows] = await warehouse.client.query('SELECT same FROM d.answer');
    assert.deepEqual(rows, [{ same: true }]);
  });

  it('that are scripts tell each statement, and which have taken effect', async () => {
    await run('CREATE OR REPLACE TABLE d.steps (a INT64)');
    const job = await run('SELECT 1; INSERT INTO d.steps VALUES (1), (2); SELECT ERROR("stop");');
    assert.equal(job.outcome, 'failed');
    const statements = await statementsOf(rest, job.reference, RETRY);
    // BigQuery lists the statement that failed too; the local one lists those that ran.
    const ran = statements.filter(({ outcome }) => outcome === 'succeeded');
    assert.deepEqual(
      ran.map(({ statistics }) => statistics.statementType),
      ['SELECT', 'INSERT'],
    );
    const [done, ...others] = committedStatements(statements);
    assert.deepEqual([done?.statistics.rows, done?.statistics.insertedRows, others.length], [2, 2, 0]);
    assert.equal(done?.statistics.parentJobId, job.reference.jobId);
    assert.equal(job.statistics.childJobs, statements.length);
    assert.deepEqual(committedStatements(await statementsOf(rest, (await run('SELECT 1')).reference)), []);
  });

  it('give their statements the location of the script, page by page', async () => {
    const pages = [
      {
        jobs: [{ jobReference: { projectId: PROJECT, jobId: 'b', location: 'US' }, statistics: { creationTime: '2' } }],
        nextPageToken: 'more',
      },
      { jobs: [{ jobReference: { projectId: PROJECT, jobId: 'a' }, statistics: { creationTime: '1' } }] },
    ];
    const paged: RestClient = { ...rest, request: async <T>(): Promise<T> => pages.shift() as T };
    const statements = await statementsOf(paged, { projectId: PROJECT, jobId: 'x', location: 'EU' });
    assert.deepEqual(
      statements.map(({ reference }) => [reference.jobId, reference.location]),
      [
        ['a', 'EU'],
        ['b', 'US'],
      ],
    );
    const none: RestClient = { ...rest, request: async <T>(): Promise<T> => ({ jobs: [{}] }) as T };
    const empty: RestClient = { ...rest, request: async <T>(): Promise<T> => ({}) as T };
    assert.deepEqual(await statementsOf(empty, { projectId: PROJECT, jobId: 'x' }), []);
    assert.deepEqual(
      (await statementsOf(none, { projectId: PROJECT, jobId: 'x' })).map(({ state }) => state),
      ['PENDING'],
    );
  });

  it('run where the dataset lies', async () => {
    assert.equal(await locationOf(rest, table('any'), RETRY), 'EU');
    await assert.rejects(locationOf(rest, parseTableName('none.t', PROJECT), RETRY), { code: 'NOT_FOUND' });
  });
});
