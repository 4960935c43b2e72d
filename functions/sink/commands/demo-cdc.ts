/**
 * `penstock sink demo-cdc`: seed 003's demo. Makes a table with a primary key and `max_staleness`, streams an insert, an update and a
 * delete over one connection, and shows the table before and after.
 */

import type { BigQuery } from '@google-cloud/bigquery';
import { connectBigQuery } from '@penstock/shared/bigquery/client.ts';
import { type RestClient, restClient, restPath } from '@penstock/shared/bigquery/rest/rest-client.ts';
import { parseTableName, sqlTableName, type TableName } from '@penstock/shared/bigquery/table-name.ts';
import { ensureTable } from '@penstock/shared/bigquery/tables/ensure-table.ts';
import type { TableSpec } from '@penstock/shared/bigquery/tables/table-spec.ts';
import { WriteClient } from '@penstock/shared/bigquery/write/client.ts';
import { sequenceNumber } from '@penstock/shared/bigquery/write/sequence-number.ts';
import { openTableWriter } from '@penstock/shared/bigquery/writer/table-writer.ts';
import { readEmulators } from '@penstock/shared/runtime/emulators.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { AnyCall } from './open.ts';

const STALENESS = '0-0 0 0:15:0';
const SPEC: TableSpec = {
  schema: {
    fields: [
      { name: 'id', type: 'INT64', mode: 'REQUIRED' },
      { name: 'name', type: 'STRING', mode: 'NULLABLE' },
      { name: 'value', type: 'FLOAT64', mode: 'NULLABLE' },
    ],
  },
  primaryKey: ['id'],
  maxStaleness: STALENESS,
};

/** The seed's operations: three rows, one of them changed, one deleted. */
const CHANGES = [
  { type: 'UPSERT', row: { id: 1, name: 'Alice', value: 10.5 } },
  { type: 'UPSERT', row: { id: 2, name: 'Bob', value: 20 } },
  { type: 'UPSERT', row: { id: 3, name: 'Carol', value: 30 } },
  { type: 'UPSERT', row: { id: 1, name: 'Alice (changed)', value: 11 } },
  { type: 'DELETE', row: { id: 2 } },
] as const;

export interface DemoFlags {
  readonly table: string;
  readonly location: string;
}

export async function demoCdc(call: AnyCall & { readonly flags: DemoFlags }): Promise<'done'> {
  const projectId = call.project();
  const name = parseTableName(call.flags.table, projectId);
  if (call.dryRun) {
    call.print.record({ table: call.flags.table, changes: CHANGES.length, dry_run: true });
    return 'done';
  }
  const bigquery = await connectBigQuery(projectId);
  const rest = restClient(bigquery);
  await ensureDataset(bigquery, name, call.flags.location);
  const { outcome } = await ensureTable(bigquery, name, SPEC, { apply: false });
  call.print.record(
    { step: 'table', outcome },
    `The table ${call.flags.table} is ${outcome === 'created' ? 'new' : 'there'}: key (id), max_staleness 15 minutes.`,
  );
  await show(call, rest, name, 'before');
  const written = await stream(call, name);
  call.print.record(
    { step: 'changes', written },
    `${written} changes were streamed over one connection: three inserts, an update, a delete.`,
  );
  await show(call, rest, name, 'after');
  call.summary('A query merges the changes on the fly; the table itself follows within its max_staleness.');
  return 'done';
}

async function ensureDataset(bigquery: BigQuery, { projectId, datasetId }: TableName, location: string): Promise<void> {
  const dataset = bigquery.dataset(datasetId, { projectId });
  const [exists] = await dataset.exists();
  if (!exists) await bigquery.createDataset(datasetId, { location });
}

async function stream(call: AnyCall, name: TableName): Promise<number> {
  const { bigqueryStorage } = readEmulators(call.env);
  const client = new WriteClient({ endpoint: { emulatorHost: bigqueryStorage } });
  let written = 0;
  const said: unknown[] = [];
  const undelivered = (...told: readonly unknown[]): void => void said.push(...told);
  try {
    const writer = await openTableWriter<number>(client, name, {
      stream: { kind: 'cdc', primaryKey: ['id'], sequenced: true },
      onDelivered: ({ tokens, superseded }) => {
        written += tokens.length + superseded.length;
      },
      onRejected: undelivered,
      onRetry: undelivered,
    });
    // Later runs have later times, so they win over earlier ones.
    const began = call.clock.now();
    for (const [index, { type, row }] of CHANGES.entries()) {
      await writer.add(row, index, { type, sequence: sequenceNumber(began, index) });
      // One append each: the changes are seen one after another, as a source would send them.
      await writer.flush();
    }
    await writer.close();
  } finally {
    client.close();
  }
  if (written === CHANGES.length) return written;
  const message = `only ${written} of ${CHANGES.length} changes were written: ${said.filter((one) => one instanceof Error).map(String)}`;
  throw new PenstockError('OUTCOME_UNKNOWN', message, { stage: 'sending' });
}

interface QueryAnswer {
  readonly rows?: readonly { readonly f: readonly { readonly v: string | null }[] }[];
}

async function show(call: AnyCall, rest: RestClient, name: TableName, when: 'before' | 'after'): Promise<void> {
  const query = `SELECT id, name, value FROM ${sqlTableName(name)} ORDER BY id`;
  const body = JSON.stringify({ query, useLegacySql: false, timeoutMs: 60_000 });
  const answer = await rest.request<QueryAnswer>({ method: 'POST', path: restPath(name.projectId, 'queries'), body });
  const rows = (answer.rows ?? []).map(({ f }) => ({ when, id: f[0]?.v, name: f[1]?.v, value: f[2]?.v }));
  call.print.table(rows, ['when', 'id', 'name', 'value']);
}
