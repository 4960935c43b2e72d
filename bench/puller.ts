/**
 * Rows a second of the puller, from an API over HTTP to a Storage Write server that keeps nothing, and to the local
 * warehouse, whose rows are counted afterwards: a whole window with its ledger, its spool in a Cloud Storage, its stream
 * and its counts. API and Cloud Storage share a process of their own.
 *
 * The shares are of the wall time. They overlap, because pages are fetched ahead, batches are spooled side by side and
 * appends are pipelined: `fetch` is what the puller waits for pages, with their decoding; `encode` the codec; `spool` what
 * it waits for the spool to be written; `append` the second half, which reads the spool and appends it.
 */

import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { compileCodec, type RowCodec } from '@penstock/shared/bigquery/codec/codec.ts';
import { WriteClient } from '@penstock/shared/bigquery/write/client.ts';
import { systemClock } from '@penstock/shared/runtime/clock.ts';
import { openStorage } from '@penstock/shared/storage/client.ts';
import { createLedger } from '@penstock/shared/storage/ledger.ts';
import { createObjects } from '@penstock/shared/storage/objects.ts';
import { parseCursor } from '../functions/puller/cursor.ts';
import { createHttpSource } from '../functions/puller/http-source/http-source.ts';
import { runSource } from '../functions/puller/run.ts';
import type { Listing, Source } from '../functions/puller/source.ts';
import type { SourceFile } from '../functions/puller/source-file/source-file.ts';
import { parseWindowLedger } from '../functions/puller/window-ledger.ts';
import { SCHEMA } from './support/twelve-columns.ts';

const setting = (name: string, otherwise: number): number =>
  Number(process.env[`PENSTOCK_PULLER_${name}`] ?? otherwise);
/** `PENSTOCK_PULLER_PAGES=5000` pulls ten million rows in one window, to see whether memory stays where it is. */
const PAGES = setting('PAGES', 100);
const ROWS_A_PAGE = setting('PAGE_ROWS', 2_000);
const BATCH_ROWS = setting('BATCH_ROWS', 10_000);
const ROUNDS = setting('ROUNDS', 5);
const WAREHOUSE_ROUNDS = setting('WAREHOUSE_ROUNDS', 2);
/** Round 0 warms up; a single round is long enough to do without. */
const WARM_UP = ROUNDS > 1 ? 0 : 1;
/** To read it takes milliseconds on a busy machine, which would be counted as the puller's. */
const MEMORY_EVERY_MS = 1_000;
const MINUTE = 60_000;

interface Seconds {
  wall: number;
  /** CPU time of this process alone: a busy machine changes it little. */
  cpu: number;
  fetch: number;
  encode: number;
  spool: number;
  append: number;
}

export async function run(): Promise<Record<string, unknown>> {
  const processes: ChildProcess[] = [];
  let stop = (): void => undefined;
  const start = async <T>(file: string, ...args: string[]): Promise<T> => {
    const child = fork(new URL(`support/${file}`, import.meta.url), args);
    processes.push(child);
    const [ready] = (await once(child, 'message')) as [T];
    return ready;
  };
  try {
    const write = await start<{ port: number }>('null-write-server.ts');
    const services = await start<{ port: number; storage: string }>('puller-services.ts', `${PAGES}`, `${ROWS_A_PAGE}`);
    process.env.STORAGE_EMULATOR_HOST = `http://${services.storage}`;
    const rounds: Seconds[] = [];
    let peak = 0;
    const pullTo = (round: number, writeAddress: string): Promise<Seconds> =>
      pull(round, writeAddress, `http://127.0.0.1:${services.port}`);
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage.rss());
    }, MEMORY_EVERY_MS);
    stop = () => clearInterval(watch);
    for (let round = WARM_UP; round <= ROUNDS; round += 1) {
      const seconds = await pullTo(round, `127.0.0.1:${write.port}`);
      process.stderr.write(`round ${round}: ${Math.round((PAGES * ROWS_A_PAGE) / seconds.wall)} rows/s\n`);
      // Round 0 warms up.
      if (round > 0) rounds.push(seconds);
    }
    const median = medianOf(rounds);
    const warehouse =
      WAREHOUSE_ROUNDS === 0 ? undefined : await intoWarehouse(await start('warehouse-process.ts'), pullTo);
    const share = (part: keyof Seconds): number => Math.round((median[part] / median.wall) * 100) / 100;
    return {
      unit: 'rows/s',
      ours: Math.round((PAGES * ROWS_A_PAGE) / median.wall),
      rows: PAGES * ROWS_A_PAGE,
      shares: { fetch: share('fetch'), encode: share('encode'), spool: share('spool'), append: share('append') },
      rowsACpuSecond: Math.round((PAGES * ROWS_A_PAGE) / median.cpu),
      ...(warehouse === undefined ? {} : { warehouse }),
      peakMegabytes: Math.round(peak / 1e6),
      load: loadavg()[0],
    };
  } finally {
    stop();
    for (const child of processes) child.disconnect();
  }
}

function medianOf(rounds: readonly Seconds[]): Seconds {
  return rounds.toSorted((a, b) => a.wall - b.wall)[Math.floor(rounds.length / 2)] as Seconds;
}

interface Warehouse {
  readonly address: string;
  readonly writeAddress: string;
}

/** Pulls into a table of the local warehouse, window by window, and counts its rows at the end. */
async function intoWarehouse(
  { address, writeAddress }: Warehouse,
  pullTo: (round: number, writeAddress: string) => Promise<Seconds>,
): Promise<Record<string, unknown>> {
  const call = async (path: string, body: unknown): Promise<Record<string, unknown>> => {
    const response = await fetch(`http://${address}/bigquery/v2/projects/p${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`the warehouse answers ${response.status}: ${await response.text()}`);
    return (await response.json()) as Record<string, unknown>;
  };
  await call('/datasets', { datasetReference: { datasetId: 'd' } });
  await call('/datasets/d/tables', { tableReference: { datasetId: 'd', tableId: 't' }, schema: SCHEMA });
  const rounds: Seconds[] = [];
  for (let round = 1; round <= WAREHOUSE_ROUNDS; round += 1) {
    const seconds = await pullTo(1_000 + round, writeAddress);
    process.stderr.write(`warehouse ${round}: ${Math.round((PAGES * ROWS_A_PAGE) / seconds.wall)} rows/s\n`);
    rounds.push(seconds);
  }
  const answer = await call('/queries', { query: 'SELECT COUNT(*) AS n FROM d.t', useLegacySql: false });
  const [first] = answer.rows as readonly { readonly f: readonly { readonly v: string }[] }[];
  const counted = Number(first?.f[0]?.v);
  const wanted = PAGES * ROWS_A_PAGE * WAREHOUSE_ROUNDS;
  if (counted !== wanted) throw new Error(`the table has ${counted} rows where ${wanted} were pulled`);
  const median = medianOf(rounds);
  return {
    rowsASecond: Math.round((PAGES * ROWS_A_PAGE) / median.wall),
    rowsACpuSecond: Math.round((PAGES * ROWS_A_PAGE) / median.cpu),
    counted,
  };
}

async function pull(round: number, writeAddress: string, api: string): Promise<Seconds> {
  const seconds: Seconds = { wall: 0, cpu: 0, fetch: 0, encode: 0, spool: 0, append: 0 };
  const storage = openStorage();
  const core = new WriteClient({ endpoint: { emulatorHost: writeAddress } });
  const places = { storage, bucket: 'bench', prefix: `round-${round}/` };
  const startMs = Date.parse('2026-01-01T00:00:00Z');
  const source = timedSource(
    createHttpSource(fileOf(api), {
      clock: systemClock,
      newId: randomUUID,
      allowLoopback: true,
      secrets: { read: async () => '' },
    }),
    seconds,
  );
  const codec = compileCodec(SCHEMA, { unknownFields: 'reject' });
  let spooledMs = 0;
  const ledger = createLedger({ ...places, prefix: `${places.prefix}windows/`, parse: parseWindowLedger });
  const cpu = process.cpuUsage();
  const begun = performance.now();
  const outcome = await runSource(
    {
      source,
      table: { projectId: 'p', datasetId: 'd', tableId: 't' },
      codec: async () => timedCodec(codec, seconds),
      core,
      objects: createObjects(storage),
      bucket: places.bucket,
      prefix: places.prefix,
      errors: { bucket: places.bucket, prefix: `${places.prefix}errors/` },
      limits: { batchRows: BATCH_ROWS, batchBytes: 8_000_000, writes: 4, rejectedShare: 0, ahead: 4, maxRefused: 0 },
      policy: {
        lengthMs: 10 * MINUTE,
        offsetMs: 0,
        settleMs: 0,
        overlapMs: 0,
        retentionMs: undefined,
        startMs,
        maxWindows: 1,
      },
      ledger: {
        ...ledger,
        update: async (name, value, generation) => {
          if (value.value.plan !== null && spooledMs === 0) spooledMs = performance.now() - begun;
          return ledger.update(name, value, generation);
        },
      },
      cursors: createLedger({ ...places, prefix: `${places.prefix}cursors/`, parse: parseCursor }),
      clock: systemClock,
      runId: randomUUID(),
      termMs: MINUTE,
    },
    { scheduledMs: startMs + 10 * MINUTE, deadlineMs: Date.now() + 60 * MINUTE, reserveMs: 1_000 },
  );
  seconds.wall = (performance.now() - begun) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  seconds.cpu = (user + system) / 1e6;
  seconds.append = seconds.wall - spooledMs / 1_000;
  seconds.spool = Math.max(0, spooledMs / 1_000 - seconds.fetch - seconds.encode);
  await source.close();
  core.close();
  await storage.close();
  if (outcome.state !== 'done' || outcome.windows[0]?.rows !== PAGES * ROWS_A_PAGE)
    throw new Error(`not every row has landed: ${JSON.stringify(outcome)}`);
  return seconds;
}

function fileOf(api: string): SourceFile {
  return {
    name: 'bench',
    table: { name: 'd.t' },
    request: { url: `${api}/rows` },
    paging: {
      kind: 'page',
      in: { in: 'query', name: 'page' },
      first: 1,
      sendFirst: true,
      maxPages: PAGES + 2,
      end: { emptyPage: true },
      order: { none: 'the rows of the benchmark never change' },
    },
    rows: { at: 'items' },
    window: { kind: 'snapshot', length: '10m', start: '2026-01-01T00:00:00Z' },
  };
}

/** Counts what the puller waits for pages. */
function timedSource(source: Source, seconds: Seconds): Source {
  return {
    ...source,
    open: (window, options): Listing => {
      const { id, pages } = source.open(window, options);
      return { id, pages: timed(pages) };
    },
  };
  async function* timed<T>(pages: AsyncIterable<T>): AsyncGenerator<T> {
    const iterator = pages[Symbol.asyncIterator]();
    for (;;) {
      const asked = performance.now();
      const next = await iterator.next();
      seconds.fetch += (performance.now() - asked) / 1_000;
      if (next.done === true) return;
      yield next.value;
    }
  }
}

/** Counts what the codec takes. */
function timedCodec(codec: RowCodec, seconds: Seconds): RowCodec {
  return {
    schema: codec.schema,
    options: codec.options,
    descriptorBytes: codec.descriptorBytes,
    counts: codec.counts,
    encode: (row, into) => {
      const begun = performance.now();
      const problem = codec.encode(row, into);
      seconds.encode += (performance.now() - begun) / 1_000;
      return problem;
    },
    transcode: () => false,
    respell: () => undefined,
  };
}
