/**
 * FILE_LOADS, the second half, for one table: makes a plan, runs its jobs, deletes its files. Every step is recorded in the table's
 * ledger under a lease before it is taken, and every job's id follows from the record. So the next owner after a killed one
 * submits the same ids, meets the jobs that exist, and loads nothing twice.
 */

import { createHash } from 'node:crypto';
import { followJob } from '@penstock/shared/bigquery/jobs/follow.ts';
import { type Job, jobError } from '@penstock/shared/bigquery/jobs/job.ts';
import { locationOf } from '@penstock/shared/bigquery/jobs/location.ts';
import { submitJob } from '@penstock/shared/bigquery/jobs/submit.ts';
import type { RestClient } from '@penstock/shared/bigquery/rest/rest-client.ts';
import { parseTableName, type TableName, tableReference } from '@penstock/shared/bigquery/table-name.ts';
import type { Clock } from '@penstock/shared/runtime/clock.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { Logger } from '@penstock/shared/runtime/log.ts';
import type { Metrics } from '@penstock/shared/runtime/metrics.ts';
import type { HeldLease } from '@penstock/shared/storage/lease.ts';
import type { ObjectInfo } from '@penstock/shared/storage/objects.ts';
import type { SinkMetrics } from '../../metrics.ts';
import type { RecordOutput } from '../../rejects.ts';
import { type Group, halves, type LoadState, type Plan, type PlannedFile, withFirst } from './load-state.ts';
import { madeName, stagedPrefix } from './names.ts';
import { create, joined, makePlan, type PlannerOptions } from './planner.ts';
import { SeenMessages } from './seen.ts';
import { linesOf, messageOfLine } from './staged-line.ts';

export interface TableLoadsOptions extends PlannerOptions {
  readonly rest: () => Promise<RestClient>;
  readonly errorOutput: RecordOutput;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics<SinkMetrics>;
  /** The time that one job is followed before the rest is left to the next run. */
  readonly followMs: number;
}

type Lease = HeldLease<LoadState>;

export class TableLoads {
  readonly #options: TableLoadsOptions;
  readonly #table: string;
  readonly #name: TableName;
  readonly #seen: SeenMessages;
  #location: string | undefined;

  constructor(options: TableLoadsOptions, table: string) {
    this.#options = options;
    this.#table = table;
    this.#name = parseTableName(table);
    this.#seen = new SeenMessages(options.objects, options.bucket);
  }

  /** Loads all that is staged, and what an owner before has left. Throws where a job has to be tried again later. */
  async run(lease: Lease, signal: AbortSignal): Promise<void> {
    await this.#finish(lease, signal);
    while (!signal.aborted && (await this.#plan(lease, signal))) await this.#finish(lease, signal);
  }

  async #plan(lease: Lease, signal: AbortSignal): Promise<boolean> {
    const { objects, bucket, prefix, clock, metrics } = this.#options;
    const staged: ObjectInfo[] = [];
    for await (const page of objects.list(bucket, { prefix: stagedPrefix(prefix, this.#table), signal })) {
      staged.push(...page);
      if (staged.length >= this.#options.maxFiles) break;
    }
    const planned = await makePlan(this.#options, this.#table, lease.value, staged, this.#seen, clock.now());
    if (planned === undefined) return false;
    await lease.update(planned.state);
    if (planned.duplicates > 0) metrics.count('sink/load_rows', planned.duplicates, { outcome: 'duplicate' });
    await this.#delete(planned.gone);
    return true;
  }

  /** Runs what the plan still has to do, and forgets it. */
  async #finish(lease: Lease, signal: AbortSignal): Promise<void> {
    for (let group = lease.value.plan?.groups[0]; group !== undefined; group = lease.value.plan?.groups[0]) {
      signal.throwIfAborted();
      await this.#load(lease, group, signal);
    }
    const { plan } = lease.value;
    if (plan === null) return;
    await this.#delete(plan.files);
    await lease.update({ ...lease.value, plan: null });
  }

  async #load(lease: Lease, group: Group, signal: AbortSignal): Promise<void> {
    const plan = lease.value.plan as Plan;
    const job = await this.#run(plan, group, signal);
    const { metrics, log } = this.#options;
    const error = jobError(job);
    metrics.count('sink/loads', 1, {
      outcome: error === undefined ? 'delivered' : error.kind === 'transient' ? 'retry' : 'rejected',
    });
    if (error === undefined) {
      metrics.count('sink/load_rows', job.statistics.rows, { outcome: 'delivered' });
      log.info('loaded', {
        outcome: 'delivered',
        table: this.#table,
        job_id: job.reference.jobId,
        rows: job.statistics.rows,
        files: group.files.length,
      });
      await lease.update(withFirst(lease.value, []));
      return;
    }
    if (A_ROW.has(error.code)) await this.#split(lease, group, error);
    else await this.#again(lease, group, error);
  }

  async #run(plan: Plan, group: Group, signal: AbortSignal): Promise<Job> {
    const { bucket, clock, followMs } = this.#options;
    const rest = await this.#options.rest();
    this.#location ??= await locationOf(rest, this.#name, { signal });
    const load = {
      destinationTable: tableReference(this.#name),
      sourceUris: group.files.map(({ name }) => `gs://${bucket}/${name}`),
      sourceFormat: 'NEWLINE_DELIMITED_JSON',
      createDisposition: 'CREATE_NEVER',
      writeDisposition: 'WRITE_APPEND',
      // The staged field is unknown to every table; unknown fields of rows were dealt with before.
      ignoreUnknownValues: true,
      maxBadRecords: 0,
    };
    const request = {
      jobId: this.#jobId(plan, group),
      configuration: { load, labels: { source: 'penstock-sink' } },
      location: this.#location,
    };
    const { job } = await submitJob(rest, request, { clock, signal });
    const done = await followJob(rest, job.reference, { until: clock.now() + followMs, clock, signal });
    if (done.outcome !== 'running') return done;
    throw new PenstockError('DEADLINE_EXCEEDED', `job ${job.reference.jobId} is still running`, { stage: 'sending' });
  }

  #jobId({ number }: Plan, { key, attempt }: Group): string {
    const { bucket, prefix } = this.#options;
    const place = createHash('sha256')
      .update(JSON.stringify([bucket, prefix, this.#table]))
      .digest('hex')
      .slice(0, 24);
    return `penstock_sink_${place}_${number}_${key}_a${attempt}`;
  }

  /** The next attempt has another id, recorded before it is used. */
  async #again(lease: Lease, group: Group, error: PenstockError): Promise<void> {
    const left = error.code === 'NOT_FOUND' ? await this.#present(group.files) : group.files;
    const vanished = group.files.length - left.length;
    if (vanished > 0) {
      const fields = { alert: true, table: this.#table, files: vanished };
      this.#options.log.error('staged files vanished before they were loaded', error, fields);
    }
    const next = left.length === 0 ? [] : [{ ...group, files: left, attempt: group.attempt + 1 }];
    await lease.update(withFirst(lease.value, next));
    if (vanished === 0) throw error;
  }

  async #present(files: readonly PlannedFile[]): Promise<readonly PlannedFile[]> {
    const { objects, bucket } = this.#options;
    const found = await Promise.all(files.map(({ name }) => objects.stat(bucket, name)));
    return files.filter((_, index) => found[index] !== undefined);
  }

  /** Halves, until the row at fault is alone; that goes to the error output. */
  async #split(lease: Lease, group: Group, error: PenstockError): Promise<void> {
    const pair = halves(group);
    if (pair !== undefined) {
      await lease.update(withFirst(lease.value, pair));
      return;
    }
    const { objects, bucket, prefix, metrics } = this.#options;
    const plan = lease.value.plan as Plan;
    const file = group.files[0] as PlannedFile;
    const lines = [...linesOf(await objects.read(bucket, file.name, { generation: file.generation }))];
    if (lines.length === 1) {
      await this.#reject(lines[0] as Buffer, error);
      metrics.count('sink/load_rows', 1, { outcome: 'rejected' });
      await lease.update(withFirst(lease.value, []));
      return;
    }
    const middle = lines.length >> 1;
    const made = await Promise.all(
      [lines.slice(0, middle), lines.slice(middle)].map((half, index) => {
        const name = madeName(prefix, this.#table, `${plan.number}-${group.key}${index}`);
        return create(objects, bucket, name, joined(half));
      }),
    );
    const groups = made.map((one, index) => ({ key: `${group.key}${index}`, files: [one], attempt: 1 }));
    await lease.update(withFirst(lease.value, groups, made));
  }

  async #reject(line: Buffer, error: PenstockError): Promise<void> {
    const { attributes, data, key } = messageOfLine(line);
    await this.#options.errorOutput.reject({
      data,
      attributes,
      error,
      facts: {
        error_table: this.#table,
        error_reason: String(error.context.reason),
        error_location: String(error.context.location),
        input: key.slice(0, key.lastIndexOf('#')),
        job_name: 'penstock-sink',
      },
    });
  }

  async #delete(files: readonly PlannedFile[]): Promise<void> {
    const { objects, bucket } = this.#options;
    await Promise.all(files.map(({ name, generation }) => objects.delete(bucket, name, generation)));
  }
}

/** A job that fails so has a row that it cannot load. */
const A_ROW: ReadonlySet<string> = new Set(['INPUT_INVALID', 'INPUT_MALFORMED', 'INPUT_TOO_LARGE', 'ROW_REJECTED']);
