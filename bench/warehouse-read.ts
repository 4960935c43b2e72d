/**
 * The Storage Read API beside REST: a million rows of every type, read by Google's client as Arrow and by tabledata.list
 * page by page. Both are decoded into the same cells and compared row by row; what is measured is the reading without
 * that. Server and reader share a process, so processor time is the sum of both.
 */

import { isDeepStrictEqual } from 'node:util';
import { restOf } from '../test/support/bigquery-rest.ts';
import { EVERY_TYPE_COLUMNS, everyTypeRows } from '../test/support/every-type.ts';
import { type Cell, cellsOf, type ReadRowsResponse, readClient, responsesOf } from '../test/support/read-rows.ts';
import { PROJECT, startWarehouse } from '../test/support/warehouse.ts';

const ROWS = 1_000_000;
/** So many rows are made by expressions, which takes long; the others repeat them under numbers of their own. */
const MADE = 20_000;
const GOAL = 5;
/** Comparing a page takes longer than the server keeps an idle connection. */
const CLOSE = { connection: 'close' };

export async function run(): Promise<Record<string, unknown>> {
  const warehouse = await startWarehouse();
  const client = readClient(warehouse.service.writeAddress);
  const rest = restOf(warehouse);
  try {
    await rest.call('POST', '/datasets', { datasetReference: { datasetId: 'd' } });
    await query(rest, `CREATE TABLE d.t (${EVERY_TYPE_COLUMNS})`);
    await query(rest, `INSERT INTO d.t ${everyTypeRows(0, MADE - 1)}`);
    await query(
      rest,
      `INSERT INTO d.t SELECT t.* REPLACE (i + ${MADE} * part AS i) FROM d.t, UNNEST(GENERATE_ARRAY(1, ${ROWS / MADE - 1})) part`,
    );

    const table = `projects/${PROJECT}/datasets/d/tables/t`;
    const arrow = await timed(async () => {
      const [session] = await client.createReadSession({
        parent: `projects/${PROJECT}`,
        readSession: { table, dataFormat: 'ARROW' },
        maxStreamCount: 1,
      });
      return { session, responses: await responsesOf(client, session.streams?.[0]?.name as string) };
    });
    const { session, responses } = arrow.value;
    const sizes = responses.map(({ rowCount }) => Number(rowCount));
    let at = 0;
    let buffered: Cell[][] = [];
    let compared = 0;
    let different = 0;
    const listed = { ms: 0, cpu: 0 };
    let token = '';
    do {
      const page = await timed(async () =>
        rest.call('GET', `/datasets/d/tables/t/data?formatOptions.useInt64Timestamp=true${token}`, undefined, CLOSE),
      );
      listed.ms += page.ms;
      listed.cpu += page.cpu;
      const { rows = [], pageToken } = page.value.body as { rows?: { f: { v: Cell }[] }[]; pageToken?: string };
      for (const { f } of rows) {
        if (buffered.length === 0) {
          buffered = cellsOf(session, [responses[at] as ReadRowsResponse]).toReversed();
          at += 1;
        }
        if (
          !isDeepStrictEqual(
            buffered.pop(),
            f.map(({ v }) => v),
          )
        )
          different += 1;
        compared += 1;
      }
      token = pageToken === undefined ? '' : `&pageToken=${pageToken}`;
    } while (token !== '');
    if (different > 0 || compared !== ROWS || sizes.reduce((sum, size) => sum + size, 0) !== ROWS)
      throw new Error(`${different} of ${compared} rows differ`);
    return {
      unit: 'times as fast as REST, by processor time',
      ours: Number((listed.cpu / arrow.cpu).toFixed(1)),
      goal: GOAL,
      detail: {
        rows: ROWS,
        arrowMs: Math.round(arrow.ms),
        arrowCpuMs: Math.round(arrow.cpu),
        restMs: Math.round(listed.ms),
        restCpuMs: Math.round(listed.cpu),
      },
    };
  } finally {
    await client.close();
    await warehouse.close();
  }
}

async function query(rest: ReturnType<typeof restOf>, sql: string): Promise<void> {
  const done = await rest.job({ query: { query: sql, useLegacySql: false } });
  if (done.status.errorResult) throw new Error(done.status.errorResult.message);
}

async function timed<T>(
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly ms: number; readonly cpu: number }> {
  const began = performance.now();
  const before = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  return { value, ms: performance.now() - began, cpu: (user + system) / 1_000 };
}
