import assert from 'node:assert/strict';
import type { DuckDBConnection } from '@duckdb/node-api';
import { Engine } from '@penstock/local/bigquery/engine.ts';
import type { InputFile } from '@penstock/local/bigquery/files/input.ts';
import { readOptionsFrom } from '@penstock/local/bigquery/files/options.ts';
import { type ReadRequest, readFiles } from '@penstock/local/bigquery/files/read.ts';
import type { Json } from '@penstock/local/bigquery/jobs/configuration.ts';
import { LIMITS } from '@penstock/local/bigquery/limits.ts';
import type { Schema } from '@penstock/local/bigquery/schema.ts';
import { Stage } from '@penstock/local/bigquery/tables/stage.ts';
import type { Warehouse } from '@penstock/local/bigquery/warehouse.ts';
import { appendRows } from '@penstock/local/bigquery/write/target.ts';
import { avroFile, avroLong } from '../../../support/avro-file.ts';
import { collectGarbage } from '../../../support/garbage.ts';

const ID: Schema = [{ name: 'id', type: 'INT64', mode: 'NULLABLE' }];

/** Finalizers of what was collected run in later turns of the event loop. */
async function finalizeGarbage(): Promise<void> {
  for (let time = 0; time < 8; time += 1) {
    collectGarbage();
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

describe('the engine of the local BigQuery', () => {
  let engine: Engine;

  beforeEach(async () => {
    engine = await Engine.open(undefined);
    await engine.write(async (connection) => {
      await connection.run('CREATE SCHEMA d');
      await connection.run('CREATE TABLE d.strict (id BIGINT NOT NULL)');
      await connection.run('CREATE TABLE d.t (id BIGINT)');
    });
  });

  afterEach(() => engine.close());

  const idsOf = (table: string): Promise<readonly unknown[]> =>
    engine.read(async (connection) => {
      const rows = await connection.runAndReadAll(`SELECT id FROM ${table} ORDER BY id`);
      return rows.getRows().map(([id]) => Number(id));
    });

  /** In a function of its own, so that nothing keeps the appender. */
  async function appendInVain(): Promise<void> {
    const append = (connection: DuckDBConnection): Promise<void> =>
      appendRows(
        connection,
        { schemaName: 'd', tableName: 'strict' },
        ['id'],
        [{ schema: ID, count: 2, columns: [[1n, undefined]] }],
        {},
      );
    await assert.rejects(engine.write(append), /NOT NULL constraint failed/);
  }

  it('does not acknowledge a transaction in which a statement failed and the failure was caught', async () => {
    const change = engine.write(async (connection) => {
      await connection.run('INSERT INTO d.t VALUES (1)');
      await connection.run('INSERT INTO d.strict VALUES (NULL)').catch(() => undefined);
    });
    await assert.rejects(change, /Current transaction is aborted/);
    await engine.write((connection) => connection.run('INSERT INTO d.t VALUES (2)').then(() => undefined));
    assert.deepEqual(await idsOf('d.t'), [2]);
  });

  it('loses no row of a transaction in which the appender of rows that were refused is collected', async () => {
    await appendInVain();
    await engine.write(async (connection) => {
      await connection.run('INSERT INTO d.t VALUES (1)');
      await finalizeGarbage();
    });
    assert.deepEqual(await idsOf('d.t'), [1]);
  });

  it('never writes rows that were refused, though their table takes them by now', async () => {
    await appendInVain();
    await engine.write((connection) =>
      connection.run('ALTER TABLE d.strict ALTER COLUMN id DROP NOT NULL').then(() => undefined),
    );
    await finalizeGarbage();
    assert.deepEqual(await idsOf('d.strict'), []);
  });

  /** Whole chunks of rows that are staged, so that some lie in the appender. */
  const STAGED = 5_000;

  it('reads on to the end where the appender of rows that were staged in vain is collected', async () => {
    await engine.read(async (connection) => {
      const stageInVain = async (): Promise<void> => {
        const stage = await Stage.open(engine, connection, ID);
        for (let row = 0; row < STAGED; row += 1) stage.append([BigInt(row)]);
        await stage.drop();
      };
      await stageInVain();
      const rows = await connection.stream('SELECT range AS id FROM range(200000)');
      let read = (await rows.fetchChunk())?.rowCount ?? 0;
      await finalizeGarbage();
      for (let chunk = await rows.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await rows.fetchChunk()) {
        read += chunk.rowCount;
      }
      assert.equal(read, 200_000);
    });
  });

  describe('stages no row any more of a file that broke off', () => {
    async function loadInVain(connection: DuckDBConnection, settings: Json, file: Uint8Array): Promise<string> {
      const made: { relation: string }[] = [];
      const input: InputFile = {
        uri: 'gs://b/broken',
        size: file.length,
        bytes: async function* () {
          yield file;
        },
        local: () => Promise.reject(new Error('not asked for')),
      };
      const request: ReadRequest = {
        inputs: [input],
        options: readOptionsFrom(settings, LIMITS),
        target: ID,
        perFile: false,
        checkCancelled: () => undefined,
      };
      const warehouse = { engine, limits: LIMITS, now: Date.now } as Warehouse;
      await assert.rejects(readFiles(warehouse, connection, request, made), /Error while reading data/);
      return made[0]?.relation ?? '';
    }

    async function assertNothingStaged(settings: Json, file: Uint8Array): Promise<void> {
      await engine.read(async (connection) => {
        const relation = await loadInVain(connection, settings, file);
        await finalizeGarbage();
        const count = await connection.runAndReadAll(`SELECT count(*) FROM ${relation}`);
        assert.deepEqual(count.getRows(), [[0n]]);
      });
    }

    it('a CSV file', async () => {
      await assertNothingStaged({ sourceFormat: 'CSV' }, Buffer.from(`${'1\n'.repeat(STAGED)}x\n`));
    });

    it('an Avro file', async () => {
      const record = { type: 'record', name: 'r', fields: [{ name: 'id', type: 'long' }] };
      const rows = Buffer.concat(Array(STAGED).fill(avroLong(1n)));
      await assertNothingStaged({ sourceFormat: 'AVRO' }, avroFile(record, BigInt(STAGED + 1), rows));
    });
  });
});
