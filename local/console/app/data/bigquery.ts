/** BigQuery as the pages use it: its REST API, through the console. */

import type { Field } from '../../cells.ts';
import { get, part, send } from '../http.ts';
import { meta } from '../meta.ts';
import { PAGE_ROWS, type PageOf } from '../paged.ts';

const BASE = `/api/bigquery/projects/${part(meta.project)}`;

export interface TableInfo {
  readonly tableReference: { readonly datasetId: string; readonly tableId: string };
  readonly type: string;
  readonly schema?: { readonly fields?: readonly SchemaField[] };
  readonly numRows?: string;
  readonly numBytes?: string;
  readonly creationTime?: string;
  readonly lastModifiedTime?: string;
  readonly timePartitioning?: { readonly type: string; readonly field?: string; readonly expirationMs?: string };
  readonly rangePartitioning?: {
    readonly field: string;
    readonly range: { readonly start: string; readonly end: string; readonly interval: string };
  };
  readonly clustering?: { readonly fields: readonly string[] };
  readonly tableConstraints?: { readonly primaryKey?: { readonly columns: readonly string[] } };
  readonly description?: string;
  readonly view?: { readonly query: string };
}

export interface SchemaField extends Field {
  readonly fields?: readonly SchemaField[];
  readonly description?: string;
  readonly defaultValueExpression?: string;
}

export interface ResultPage {
  readonly jobReference?: { readonly jobId: string; readonly location?: string };
  readonly jobComplete?: boolean;
  readonly schema?: { readonly fields?: readonly SchemaField[] };
  readonly rows?: readonly unknown[];
  readonly totalRows?: string;
  readonly totalBytesProcessed?: string;
  readonly numDmlAffectedRows?: string;
  readonly statementType?: string;
}

export interface JobInfo {
  readonly id: string;
  readonly user_email?: string;
  readonly jobReference: { readonly jobId: string };
  readonly state?: string;
  readonly status: {
    readonly state: string;
    readonly errorResult?: JobError;
    readonly errors?: readonly JobError[];
  };
  readonly statistics?: {
    readonly creationTime?: string;
    readonly startTime?: string;
    readonly endTime?: string;
    readonly load?: { readonly outputRows?: string; readonly inputFiles?: string };
    readonly query?: { readonly statementType?: string; readonly totalBytesProcessed?: string };
  };
  readonly configuration: {
    readonly jobType: string;
    readonly query?: { readonly query?: string; readonly destinationTable?: TableRef };
    readonly load?: { readonly sourceUris?: readonly string[]; readonly destinationTable?: TableRef };
    readonly copy?: { readonly destinationTable?: TableRef };
  };
}

export interface JobError {
  readonly reason?: string;
  readonly location?: string;
  readonly message?: string;
}

interface TableRef {
  readonly datasetId: string;
  readonly tableId: string;
}

export async function datasets(pageToken = '', maxResults = 1_000): Promise<PageOf<string>> {
  const answer = await get<{ datasets?: { datasetReference: { datasetId: string } }[]; nextPageToken?: string }>(
    `${BASE}/datasets`,
    { maxResults, pageToken },
  );
  const { datasets: found = [], nextPageToken: next } = answer;
  return { rows: found.map(({ datasetReference }) => datasetReference.datasetId), next };
}

export async function tablesOf(dataset: string, pageToken = '', maxResults = 1_000): Promise<PageOf<TableInfo>> {
  const answer = await get<{ tables?: TableInfo[]; nextPageToken?: string; totalItems?: number }>(
    `${BASE}/datasets/${part(dataset)}/tables`,
    { maxResults, pageToken },
  );
  const { tables: rows = [], nextPageToken: next, totalItems: total } = answer;
  return { rows, next, total };
}

export function tableInfo(dataset: string, table: string): Promise<TableInfo> {
  return get(`${BASE}/datasets/${part(dataset)}/tables/${part(table)}`);
}

export async function tableRows(
  dataset: string,
  table: string,
  startIndex: number,
  maxResults: number,
): Promise<ResultPage> {
  return get(`${BASE}/datasets/${part(dataset)}/tables/${part(table)}/data`, {
    startIndex,
    maxResults,
    'formatOptions.useInt64Timestamp': true,
  });
}

export function deleteTable(dataset: string, table: string): Promise<void> {
  return send('DELETE', `${BASE}/datasets/${part(dataset)}/tables/${part(table)}`);
}

export async function insertRow(dataset: string, table: string, json: unknown): Promise<void> {
  const { insertErrors = [] } = await send<{ insertErrors?: { errors: JobError[] }[] }>(
    'POST',
    `${BASE}/datasets/${part(dataset)}/tables/${part(table)}/insertAll`,
    { rows: [{ json }] },
  );
  const [first] = insertErrors[0]?.errors ?? [];
  if (first !== undefined) throw new Error(`${first.location ?? 'row'}: ${first.message ?? first.reason ?? 'refused'}`);
}

export interface QueryOptions {
  readonly dryRun?: boolean;
  readonly maxResults?: number;
}

export function query(sql: string, { dryRun = false, maxResults = 200 }: QueryOptions = {}): Promise<ResultPage> {
  return send('POST', `${BASE}/queries`, {
    query: sql,
    useLegacySql: false,
    dryRun,
    maxResults,
    timeoutMs: 5_000,
    formatOptions: { useInt64Timestamp: true },
  });
}

export function results(jobId: string, startIndex: number, maxResults: number): Promise<ResultPage> {
  return get(`${BASE}/queries/${part(jobId)}`, {
    startIndex,
    maxResults,
    timeoutMs: 5_000,
    'formatOptions.useInt64Timestamp': true,
  });
}

export function cancel(jobId: string): Promise<unknown> {
  return send('POST', `${BASE}/jobs/${part(jobId)}/cancel`);
}

export async function jobs(pageToken = '', maxResults = PAGE_ROWS): Promise<PageOf<JobInfo>> {
  const { jobs: rows = [], nextPageToken: next } = await get<{ jobs?: JobInfo[]; nextPageToken?: string }>(
    `${BASE}/jobs`,
    { maxResults, pageToken, projection: 'full', allUsers: true },
  );
  return { rows, next };
}

export function job(jobId: string): Promise<JobInfo> {
  return get(`${BASE}/jobs/${part(jobId)}`);
}

export function destinationOf({ configuration: { query: q, load, copy } }: JobInfo): TableRef | undefined {
  const found = load?.destinationTable ?? copy?.destinationTable ?? q?.destinationTable;
  return found?.tableId.startsWith('anon') === true ? undefined : found;
}
