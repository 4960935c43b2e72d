/**
 * The Storage Read API beside REST: a million rows of every type, read by Google's client as Arrow and by tabledata.list
 * page by page. Both are decoded into the same cells and compared row by row, outside of what is measured. The server has a
 * process of its own: its processor time is told apart from the reader's, which in both cases parses what it receives.
 */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
import type { v1 } from '@google-cloud/bigquery-storage';
import { type Rest, restOf } from '../test/support/bigquery-rest.ts';
import { EVERY_TYPE_COLUMNS, everyTypeRows } from '../test/support/every-type.ts';
import {
  type Cell,
  cellsOf,
  type ReadRowsResponse,
  readClient,
  responsesOf,
  type Session,
} from '../test/support/read-rows.ts';
import { PROJECT, type Warehouse } from '../test/support/warehouse.ts';

const ROWS = 1_000_000;
/** So many rows are made by expressions, which takes long; the others repeat them under numbers of their own. */
const MADE = 20_000;
const ROUNDS = 3;
const GOAL = 5;
/** Comparing a page takes longer than the server keeps an idle connection. */
const CLOSE = { connection: 'close' };

interface Spent {
  readonly ms: number;
  readonly server: number;
  readonly reader: number;
}

export async function run(): Promise<Record<string, unknown>> {
  const child = fork(new URL('support/warehouse-process.ts', import.meta.url), { execArgv: process.execArgv });
  const [addresses] = await once(child, 'message');
  const { address, writeAddress } = addresses as { address: string; writeAddress: string };
  const client = readClient(writeAddress);
  const rest = restOf({ service: { address } as Warehouse['service'] });
  try {
    await fill(rest);
    const arrow: Spent[] = [];
    const listed: Spent[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const read = await timed(child, () => readArrow(client));
      arrow.push(read.spent);
      listed.push(await listAndCompare(child, rest, read.value));
    }
    const best = (of: readonly Spent[], what: keyof Spent): number => Math.min(...of.map((spent) => spent[what]));
    const ratio = (what: keyof Spent): number => Number((best(listed, what) / best(arrow, what)).toFixed(1));
    return {
      unit: 'times as fast as REST, by processor time of the server',
      ours: ratio('server'),
      goal: GOAL,
      detail: {
        rows: ROWS,
        byTheClock: ratio('ms'),
        ofTheReader: ratio('reader'),
        arrow: arrow.map(rounded),
        rest: listed.map(rounded),
      },
    };
  } finally {
    await client.close();
    child.disconnect();
  }
}

async function fill(rest: Rest): Promise<void> {
  await rest.call('POST', '/datasets', { datasetReference: { datasetId: 'd' } });
  await query(rest, `CREATE TABLE d.t (${EVERY_TYPE_COLUMNS})`);
  await query(rest, `INSERT INTO d.t ${everyTypeRows(0, MADE - 1)}`);
  for (let part = 1; part < ROWS / MADE; part += 1) {
    await query(rest, `INSERT INTO d.t SELECT * REPLACE (i + ${MADE * part} AS i) FROM d.t WHERE i < ${MADE}`);
  }
}

interface ReadTable {
  readonly session: Session;
  readonly responses: readonly ReadRowsResponse[];
}

async function readArrow(client: v1.BigQueryReadClient): Promise<ReadTable> {
  const [session] = await client.createReadSession({
    parent: `projects/${PROJECT}`,
    readSession: { table: `projects/${PROJECT}/datasets/d/tables/t`, dataFormat: 'ARROW' },
    maxStreamCount: 1,
  });
  return { session, responses: await responsesOf(client, session.streams?.[0]?.name as string) };
}

/** Throws unless both ways show the same rows in the same order. */
async function listAndCompare(child: ChildProcess, rest: Rest, { session, responses }: ReadTable): Promise<Spent> {
  const total = { ms: 0, server: 0, reader: 0 };
  let at = 0;
  let buffered: Cell[][] = [];
  let compared = 0;
  let token = '';
  do {
    const { value, spent } = await timed(child, () =>
      rest.call('GET', `/datasets/d/tables/t/data?formatOptions.useInt64Timestamp=true${token}`, undefined, CLOSE),
    );
    for (const what of ['ms', 'server', 'reader'] as const) total[what] += spent[what];
    const { rows = [], pageToken } = value.body as { rows?: { f: { v: Cell }[] }[]; pageToken?: string };
    for (const { f } of rows) {
      if (buffered.length === 0) {
        buffered = cellsOf(session, [responses[at] as ReadRowsResponse]).toReversed();
        at += 1;
      }
      const cells = f.map(({ v }) => v);
      if (!isDeepStrictEqual(buffered.pop(), cells)) throw new Error(`row ${compared} differs`);
      compared += 1;
    }
    token = pageToken === undefined ? '' : `&pageToken=${pageToken}`;
  } while (token !== '');
  if (compared !== ROWS || at !== responses.length || buffered.length > 0)
    throw new Error(`${compared} of ${ROWS} rows were compared`);
  return total;
}

async function query(rest: Rest, sql: string): Promise<void> {
  const done = await rest.job({ query: { query: sql, useLegacySql: false } });
  if (done.status.errorResult) throw new Error(done.status.errorResult.message);
}

async function timed<T>(child: ChildProcess, work: () => Promise<T>): Promise<{ value: T; spent: Spent }> {
  const serverBefore = await processorTime(child);
  const before = process.cpuUsage();
  const began = performance.now();
  const value = await work();
  const ms = performance.now() - began;
  const { user, system } = process.cpuUsage(before);
  return {
    value,
    spent: { ms, server: (await processorTime(child)) - serverBefore, reader: (user + system) / 1_000 },
  };
}

async function processorTime(child: ChildProcess): Promise<number> {
  child.send('time');
  return (await once(child, 'message'))[0] as number;
}

function rounded({ ms, server, reader }: Spent): object {
  return { ms: Math.round(ms), serverCpuMs: Math.round(server), readerCpuMs: Math.round(reader) };
}
