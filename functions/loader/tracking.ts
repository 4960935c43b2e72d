/**
 * The tracking tables: one current row a load, and one a file with its generation, kept by upserts over CDC. They answer
 * by query whether a file was loaded, what failed, what is late and what came twice (`docs/loader.md` has the views).
 */

import type { BigQuery } from '@google-cloud/bigquery';
import type { TableName } from '@penstock/shared/bigquery/table-name.ts';
import { ensureTable } from '@penstock/shared/bigquery/tables/ensure-table.ts';
import { parseTableSpec } from '@penstock/shared/bigquery/tables/table-spec.ts';
import type { WriteClient } from '@penstock/shared/bigquery/write/client.ts';
import { sequenceNumber } from '@penstock/shared/bigquery/write/sequence-number.ts';
import { openTableWriter, type TableWriter } from '@penstock/shared/bigquery/writer/table-writer.ts';
import type { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { once } from '@penstock/shared/runtime/once.ts';
import type { LoaderContext } from './context.ts';
import { tableText } from './hooks.ts';
import { directoryOf, loaderJobId } from './names.ts';
import { isDirect } from './publish.ts';
import { LOAD_STATES, type LoadRecord } from './record.ts';
import { pinnedFiles } from './staging.ts';
import { FILES_SPEC, LOADS_SPEC } from './tracking-tables.ts';

type Row = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

export interface Tracker {
  /** Resolves when the load's row, and after its end those of its files, are durable. Throws what is transient. */
  track(context: LoaderContext, record: LoadRecord): Promise<void>;
  close(): Promise<void>;
}

export interface TrackerOptions {
  readonly connect: () => Promise<BigQuery>;
  readonly writeClient: WriteClient;
  readonly projectId: () => Promise<string>;
  readonly datasetId: string;
  /** Rows of a large batch under way at once. Default 50,000. */
  readonly mostUntold?: number;
}

interface Token {
  readonly resolve: () => void;
  readonly reject: (error: PenstockError) => void;
}

type Writers = Readonly<Record<'loads' | 'files', TableWriter<Token>>>;

export function createTracker(options: TrackerOptions): Tracker {
  const writers = once(async (): Promise<Writers> => {
    const bigquery = await options.connect();
    const place = { projectId: await options.projectId(), datasetId: options.datasetId };
    const loads = await openTable(bigquery, options.writeClient, { ...place, tableId: 'loads' }, LOADS_SPEC);
    const files = await openTable(bigquery, options.writeClient, { ...place, tableId: 'load_files' }, FILES_SPEC);
    return { loads, files };
  });
  return {
    track: async (context, record) => {
      const { loads, files } = await writers();
      const change = { type: 'UPSERT', sequence: sequenceOf(record) } as const;
      const told: Promise<void>[] = [];
      // A failure is seen at the end, when all have been told.
      const add = async (writer: TableWriter<Token>, row: Row): Promise<void> => {
        const { promise, resolve, reject } = Promise.withResolvers<void>();
        promise.catch(() => undefined);
        told.push(promise);
        await writer.add(row, { resolve, reject }, change);
      };
      for await (const row of fileRows(context, record)) {
        await add(files, row);
        if (told.length >= (options.mostUntold ?? MOST_UNTOLD)) {
          await files.flush();
          await Promise.all(told.splice(0));
        }
      }
      await files.flush();
      await add(loads, loadRow(context, record));
      await loads.flush();
      await Promise.all(told);
    },
    close: async () => {
      const made = await writers.made();
      await Promise.all([made?.loads.close(), made?.files.close()]);
    },
  };
}

const MOST_UNTOLD = 50_000;

async function openTable(
  bigquery: BigQuery,
  client: WriteClient,
  name: TableName,
  spec: string,
): Promise<TableWriter<Token>> {
  const { primaryKey = [], ...table } = parseTableSpec(spec);
  await ensureTable(bigquery, name, { ...table, primaryKey }, { apply: true });
  return openTableWriter<Token>(client, name, {
    stream: { kind: 'cdc', primaryKey, sequenced: true },
    onDelivered: ({ tokens, superseded }) => {
      for (const { resolve } of [...tokens, ...superseded]) resolve();
    },
    onRejected: (rows) => {
      for (const { token, error } of rows) token.reject(error);
    },
    onRetry: (tokens, error) => {
      for (const { reject } of tokens) reject(error);
    },
  });
}

/** Later attempts win, and within one the later state. */
function sequenceOf({ publication, state }: LoadRecord): string {
  return sequenceNumber(publication.attempt, LOAD_STATES.indexOf(state));
}

function timeOf(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString();
}

export function loadRow({ config }: Pick<LoaderContext, 'config'>, record: LoadRecord): Row {
  const { id, success, manifest, parts, problem, publication, transform, times, state } = record;
  const started = parts.some(({ status }) => status === 'done') || publication.status === 'done';
  return {
    load_id: id,
    bucket: success.bucket,
    prefix: directoryOf(success.name),
    object: success.name,
    generation: success.generation,
    destination: record.destination === undefined ? null : tableText(record),
    mode: transform === undefined ? 'load' : 'transform',
    state,
    files: manifest?.files ?? null,
    bytes: manifest?.bytes ?? null,
    parts: parts.length,
    rows: record.rows ?? null,
    bad_records: parts.reduce((sum, part) => sum + (part.badRecords ?? 0), 0),
    job_ids: started || problem !== undefined ? jobIds(config.jobPrefix, record) : [],
    attempts: publication.attempt + parts.reduce((sum, part) => sum + part.attempt - 1, 0),
    error_code: problem?.code ?? null,
    error_message: problem?.message ?? null,
    config_digest: record.configDigest,
    came_late: record.late === true,
    success_at: timeOf(record.successMs),
    planned_at: timeOf(record.plannedMs),
    loaded_at: timeOf(times.settling),
    ended_at: timeOf(
      times[state] !== undefined && (state === 'done' || state === 'failed' || state === 'skipped')
        ? times[state]
        : undefined,
    ),
  };
}

/** The load jobs of the parts, and the job that made the rows visible. */
function jobIds(prefix: string, record: LoadRecord): readonly string[] {
  const { success, parts, publication, transform } = record;
  if (transform !== undefined) return [loaderJobId(prefix, 'transform', success, 0, publication.attempt)];
  if (isDirect(record)) return [loaderJobId(prefix, 'load', success, 0, publication.attempt)];
  const loads = parts.map(({ attempt }, part) => loaderJobId(prefix, 'load', success, part, attempt));
  return publication.status === 'done'
    ? [...loads, loaderJobId(prefix, 'copy', success, 0, publication.attempt)]
    : loads;
}

/** After the end only: until then the load's row says how many there are. */
async function* fileRows(context: LoaderContext, record: LoadRecord): AsyncGenerator<Row> {
  const { state, manifest, parts, id, success } = record;
  if (manifest === undefined || (state !== 'done' && state !== 'failed')) return;
  const jobs = jobIds(context.config.jobPrefix, record);
  for (const [index, part] of parts.entries()) {
    for await (const { name, generation, size } of pinnedFiles(context, record, part)) {
      yield {
        load_id: id,
        bucket: success.bucket,
        object: name,
        generation,
        bytes: size,
        state: state === 'done' ? 'loaded' : 'failed',
        destination: tableText(record),
        job_id: jobs[index] as string,
        loaded_at: timeOf(record.times.settling),
      };
    }
  }
}
