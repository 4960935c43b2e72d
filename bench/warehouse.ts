/**
 * The local BigQuery as its clients feel it, over HTTP and with its state on disk: a load job of a million rows, the
 * smallest query, an aggregate over a million rows, a MERGE of 100,000 rows into a million, a restart; and Storage Write.
 * The rows of each are counted and summed up before its time is believed.
 */

import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BigQueryService, startBigQuery } from '@penstock/local/bigquery/index.ts';
import { NO_OBJECTS, type ObjectSource } from '@penstock/local/bigquery/objects.ts';
import { Faults } from '@penstock/local/core/faults/faults.ts';
import { restOf } from '../test/support/bigquery-rest.ts';
import { PROJECT } from '../test/support/warehouse.ts';
import { run as storageWrite } from './warehouse-write.ts';

const ROWS = 1_000_000;
const MERGED = 100_000;
const ROUNDS = 5;

const FIELDS = [
  { name: 'id', type: 'INTEGER' },
  { name: 'name', type: 'STRING' },
  { name: 'value', type: 'FLOAT' },
  { name: 'made', type: 'TIMESTAMP' },
  { name: 'ok', type: 'BOOLEAN' },
];

export async function run(): Promise<Record<string, unknown>> {
  const folder = await mkdtemp(join(tmpdir(), 'penstock-bench-'));
  try {
    const file = join(folder, 'rows.json');
    const bytes = await writeRows(file);
    const figures = await measure(folder, fileSource(file, bytes));
    return { unit: 'ms', ...figures, storage_write_rows_s: await storageWriteRate() };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Measured by its own benchmark, in processes of its own. */
async function storageWriteRate(): Promise<unknown> {
  return (await storageWrite()).ours;
}

async function measure(folder: string, objects: ObjectSource): Promise<Record<string, unknown>> {
  const stateDir = join(folder, 'state');
  let service = await start(stateDir, objects);
  try {
    const loads: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) loads.push(await load(service, `t${round}`));
    const selects = await times(50, () => query(service, 'SELECT 1', '1'));
    const sum = String((BigInt(ROWS) * BigInt(ROWS - 1)) / 2n);
    const aggregates = await times(ROUNDS, () =>
      query(service, 'SELECT SUM(id), COUNT(DISTINCT ok), MAX(made), AVG(value) FROM d.t0', sum),
    );
    const groups = await times(ROUNDS, () =>
      query(service, 'SELECT COUNT(*) FROM (SELECT MOD(id, 10) AS k, COUNT(*) FROM d.t0 GROUP BY k)', '10'),
    );
    const merges: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) merges.push(await merge(service, `t${round}`));
    await service.close();
    const before = performance.now();
    service = await start(stateDir, objects);
    const restart = performance.now() - before;
    await query(service, 'SELECT COUNT(*) FROM d.t0', String(ROWS + MERGED / 2));
    return {
      ours: round(median(loads)),
      goal: 3000,
      load_1m_rows_ms: round(median(loads)),
      select_1_ms: round(median(selects)),
      aggregate_1m_rows_ms: round(median(aggregates)),
      group_1m_rows_ms: round(median(groups)),
      merge_100k_into_1m_ms: round(median(merges)),
      restart_ms: round(restart),
    };
  } finally {
    await service.close();
  }
}

function start(stateDir: string, objects: ObjectSource): Promise<BigQueryService> {
  return startBigQuery({
    host: '127.0.0.1',
    port: 0,
    stateDir,
    faults: new Faults(),
    report: () => undefined,
    now: Date.now,
    objects,
  });
}

async function load(service: BigQueryService, tableId: string): Promise<number> {
  const rest = restOf({ service });
  await rest.call('POST', '/datasets', { datasetReference: { datasetId: 'd' } });
  const before = performance.now();
  const job = await rest.job({
    load: {
      sourceUris: ['gs://b/rows.json'],
      sourceFormat: 'NEWLINE_DELIMITED_JSON',
      schema: { fields: FIELDS },
      destinationTable: { projectId: PROJECT, datasetId: 'd', tableId },
    },
  });
  const took = performance.now() - before;
  expect(job.statistics?.load?.outputRows, String(ROWS), JSON.stringify(job));
  process.stderr.write(`load: ${Math.round(took)} ms\n`);
  return took;
}

/** Half of the rows are there already, half are new. */
async function merge(service: BigQueryService, tableId: string): Promise<number> {
  const rest = restOf({ service });
  const first = ROWS - MERGED / 2;
  const before = performance.now();
  const { body } = await rest.call('POST', '/queries', {
    query: `MERGE d.${tableId} t
      USING (SELECT id, CONCAT('merged-', CAST(id AS STRING)) AS name FROM UNNEST(GENERATE_ARRAY(${first}, ${first + MERGED - 1})) AS id) s
      ON t.id = s.id
      WHEN MATCHED THEN UPDATE SET name = s.name
      WHEN NOT MATCHED THEN INSERT (id, name) VALUES (s.id, s.name)`,
    useLegacySql: false,
    timeoutMs: 60_000,
  });
  const took = performance.now() - before;
  expect(body.numDmlAffectedRows, String(MERGED), JSON.stringify(body));
  process.stderr.write(`merge: ${Math.round(took)} ms\n`);
  return took;
}

async function query(service: BigQueryService, text: string, firstCell: string): Promise<void> {
  const { body } = await restOf({ service }).call('POST', '/queries', { query: text, useLegacySql: false });
  expect(body.rows?.[0]?.f[0].v, firstCell, JSON.stringify(body));
}

function expect(found: unknown, wanted: string, whole: string): void {
  if (found !== wanted) throw new Error(`expected ${wanted}, found ${String(found)}: ${whole}`);
}

async function times(count: number, work: () => Promise<void>): Promise<number[]> {
  await work();
  const taken: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const before = performance.now();
    await work();
    taken.push(performance.now() - before);
  }
  return taken;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

async function writeRows(path: string): Promise<number> {
  const file = await open(path, 'w');
  for (let id = 0; id < ROWS; id += 10_000) {
    const rows = Array.from({ length: 10_000 }, (_, index) => {
      const made = new Date(1.7e12 + (id + index) * 1000).toISOString();
      return JSON.stringify({
        id: id + index,
        name: `customer-${id + index}`,
        value: (id + index) / 7,
        made,
        ok: index % 2 === 0,
      });
    });
    await file.write(`${rows.join('\n')}\n`);
  }
  await file.close();
  return (await stat(path)).size;
}

/** One object, `gs://b/rows.json`, that is a file: as the local Cloud Storage hands them over. */
function fileSource(path: string, size: number): ObjectSource {
  const object = { bucket: 'b', name: 'rows.json', generation: '1', size };
  return {
    list: async (bucket) => (bucket === 'b' ? [object] : undefined),
    read: () => createReadStream(path),
    write: NO_OBJECTS.write,
    file: async () => path,
  };
}
