/** The write core against the local Storage Write service: a client, tables of two columns, and batches for them. */

import { compileCodec, type RowCodec } from '@penstock/shared/bigquery/codec/codec.ts';
import { RowBuffer } from '@penstock/shared/bigquery/codec/row-buffer.ts';
import type { Field } from '@penstock/shared/bigquery/schema/table-schema.ts';
import type { TableName } from '@penstock/shared/bigquery/table-name.ts';
import type { Batch } from '@penstock/shared/bigquery/write/batch.ts';
import { WriteClient, type WriteClientOptions } from '@penstock/shared/bigquery/write/client.ts';
import type { WritePolicy } from '@penstock/shared/bigquery/write/policy.ts';
import { DATASET, PROJECT, startWriteFixture, type WriteFixture, type WriteSetup } from './storage-write.ts';

/** Waits of a test: the logic is the same, the time is not. */
export const QUICK: Partial<WritePolicy> = {
  // Longer than a loaded machine holds its breath: a resend on the default stream would show as a row too many.
  appendTimeoutMs: 3_000,
  retry: { initialMs: 5, maxMs: 40, multiplier: 2, budgetMs: 60_000 },
  throttleInitialMs: 20,
  staleWaitMs: 60,
  notFoundGraceMs: 1_000,
  unaryTimeoutMs: 2_000,
};

const ID: Field = { name: 'id', type: 'INT64', mode: 'NULLABLE' };
const NAME: Field = { name: 'name', type: 'STRING', mode: 'NULLABLE', maxLength: 20 };

/** `name` holds 10 characters in the table and 20 in the codec: the service can be made to refuse a row. */
export const PLAIN = compileCodec({ fields: [ID, NAME] }, { unknownFields: 'reject' });
/** The same columns and one more. */
export const WIDER = compileCodec(
  { fields: [ID, NAME, { name: 'extra', type: 'INT64', mode: 'NULLABLE' }] },
  { unknownFields: 'reject' },
);

export interface WriteWorld extends WriteFixture {
  readonly core: WriteClient;
  /** A table `id INT64, name STRING(10)`. */
  table(extra?: Parameters<WriteFixture['createTable']>[2]): Promise<TableName>;
  /** Another client to the same service, or to somewhere in front of it. Closed with the world. */
  newCore(options?: WriteClientOptions): WriteClient;
  /** The ids in a table, in the order of their insertion. */
  ids(table: TableName): Promise<number[]>;
}

export async function startWriteWorld(setup: WriteSetup = {}, policy: Partial<WritePolicy> = {}): Promise<WriteWorld> {
  const fixture = await startWriteFixture({ ...setup, limits: { staleMs: 50, ...setup.limits } });
  const cores: WriteClient[] = [];
  let tables = 0;
  const newCore = (options: WriteClientOptions = {}): WriteClient => {
    const core = new WriteClient({
      endpoint: { emulatorHost: fixture.address },
      ...options,
      policy: { ...QUICK, ...policy, ...options.policy },
    });
    cores.push(core);
    return core;
  };
  return {
    ...fixture,
    core: newCore(),
    newCore,
    table: async (extra) => {
      tables += 1;
      const tableId = `t${tables}`;
      await fixture.createTable(
        tableId,
        [
          { name: 'id', type: 'INT64', mode: 'NULLABLE' },
          { name: 'name', type: 'STRING', mode: 'NULLABLE', maxLength: 10 },
        ],
        extra,
      );
      return { projectId: PROJECT, datasetId: DATASET, tableId };
    },
    ids: async ({ tableId }) => {
      const rows = await fixture.query(`SELECT id FROM ${fixture.physical(tableId)} ORDER BY rowid`);
      return rows.map(({ id }) => Number(id));
    },
    close: async () => {
      for (const core of cores) core.close();
      await fixture.close();
    },
  };
}

/** Rows `{ id, name }`, encoded. A name longer than 10 characters passes the codec and not the service. */
export function batchOf(
  ids: readonly number[],
  options: { name?: (id: number) => string; codec?: RowCodec } = {},
): Batch {
  const { codec = PLAIN, name = (id) => `row ${id}` } = options;
  const buffer = new RowBuffer();
  for (const id of ids) {
    const problem = codec.encode({ id, name: name(id) }, buffer, codec.options.cdc ? { type: 'UPSERT' } : undefined);
    if (problem) throw new Error(JSON.stringify(problem));
  }
  return { schema: codec, protoRows: Buffer.from(buffer.protoRows), rowCount: ids.length };
}

export function range(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => from + index);
}
