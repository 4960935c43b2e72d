/**
 * Messages a second through the sink: Pub/Sub to BigQuery in one process, against servers that keep nothing. Each message is about
 * 1 KB and has twelve columns. Beside the rate stands the CPU of the sink's whole process for one message, because the servers
 * share the machine with it: a core moves 10^6 / µs.
 *
 * `npm run -s bench sink` measures all; `PENSTOCK_SINK_MODES=CDC,FILE_LOADS` some modes.
 */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import type { Mode, SinkFile } from '../functions/sink/config/file.ts';

const MODES: readonly Mode[] = ['STORAGE_WRITE', 'CDC', 'STREAMING_INSERTS', 'FILE_LOADS', 'MIXED'];
const INVALID = [0, 5, 50, 100] as const;
/** Seed 001: 1.5 times the peak of 11,000 a second, through 1.5 times the longest outage of 2.3 hours. */
const FLOOR = 16_500;
const OUTAGE_HOURS = 3.45;
const SCALE = 600;
/** CPU time of the worker: on a busy machine wall time would measure code that is not compiled yet. */
const WARM_CPU_MS = 2_500;
const MEASURED_CPU_MS = 2_500;
const WARM_MS = 2_000;
const MEASURED_MS = 8_000;
/** Published: Dataflow, messages a second for one vCPU (reference dataflow-beam.md). Other machines, other rows. */
const DATAFLOW = { java: 14_000, python: 4_600 };

/** Outstanding: rate x (age of a batch + append), twice over. More costs caches and memory, and moves nothing faster. */
const MOST_OUT = 10_000;

interface PubsubCounts {
  readonly acked: number;
  readonly published: number;
  readonly wrong: number;
  readonly backlog: number;
  readonly p50: number;
  readonly p99: number;
}

interface Usage {
  readonly cpuMicros: number;
  readonly peakRssMb: number;
  readonly held: number;
}

export async function run(): Promise<Record<string, unknown>> {
  const chosen = MODES.filter((mode) => (process.env.PENSTOCK_SINK_MODES ?? MODES.join()).split(',').includes(mode));
  const modes: Record<string, unknown> = {};
  for (const mode of chosen) {
    const shares: Record<string, unknown> = {};
    for (const invalid of INVALID) shares[`invalid${invalid}`] = await fullSpeed(mode, invalid);
    modes[mode] = { ...shares, outage: await outage(mode) };
  }
  const storageWrite = modes.STORAGE_WRITE as { invalid0: { perSecond: number; micros: number } } | undefined;
  return {
    unit: 'messages/s',
    ours: storageWrite?.invalid0.perSecond,
    aCore: storageWrite && Math.round(1e6 / storageWrite.invalid0.micros),
    floor: FLOOR,
    paced: chosen.includes('STORAGE_WRITE') ? await paced(50_000) : undefined,
    modes,
    published: DATAFLOW,
    load: loadavg()[0],
  };
}

/** As fast as the sink takes messages. */
/** One measurement by itself. */
export async function quick(mode: Mode, invalid: number): Promise<unknown> {
  return fullSpeed(mode, invalid);
}

async function fullSpeed(mode: Mode, invalid: number): Promise<Record<string, unknown>> {
  return within({ mode, invalid, scale: 1 }, async ({ pubsub, worker, ask }) => {
    const used = async (since: number, ms: number): Promise<void> => {
      while ((await ask<Usage>(worker, {})).cpuMicros < since + ms * 1_000) await sleep(250);
    };
    await used(0, WARM_CPU_MS);
    await ask<PubsubCounts>(pubsub, {});
    const before = await ask<Usage>(worker, {});
    const began = performance.now();
    await used(before.cpuMicros, MEASURED_CPU_MS);
    const { acked, published, wrong } = await ask<PubsubCounts>(pubsub, {});
    const seconds = (performance.now() - began) / 1_000;
    const after = await ask<Usage>(worker, {});
    const micros = (after.cpuMicros - before.cpuMicros) / acked;
    const result = {
      perSecond: Math.round(acked / seconds),
      micros: round(micros),
      rejected: round(published / acked),
      rssMb: after.peakRssMb,
    };
    if (wrong > 0) throw new Error(`${wrong} acknowledgements were of messages that were not out`);
    tell(`${mode}, ${invalid} % invalid: ${JSON.stringify(result)}`);
    return result;
  });
}

/** At a set pace: how long after it was due a message is acknowledged. */
async function paced(rate: number): Promise<Record<string, unknown>> {
  return within({ mode: 'STORAGE_WRITE', invalid: 0, scale: 1 }, async ({ pubsub, worker, ask }) => {
    await sleep(WARM_MS);
    await ask(pubsub, { rate });
    await sleep(WARM_MS);
    await ask(pubsub, {});
    const before = await ask<Usage>(worker, {});
    await sleep(MEASURED_MS);
    const { acked, p50, p99, backlog } = await ask<PubsubCounts>(pubsub, {});
    const after = await ask<Usage>(worker, {});
    const result = {
      rate,
      perSecond: Math.round(acked / (MEASURED_MS / 1_000)),
      p50Ms: p50,
      p99Ms: p99,
      backlog,
      micros: round((after.cpuMicros - before.cpuMicros) / acked),
    };
    tell(`paced: ${JSON.stringify(result)}`);
    return result;
  });
}

/**
 * Messages come at the floor's pace through an outage of BigQuery. The worker's clock runs SCALE times as fast, so its pauses and budgets
 * are those of hours; the backlog after the outage is rate x outage, and is cleared in backlog / (speed - rate).
 */
async function outage(mode: Mode): Promise<Record<string, unknown>> {
  return within({ mode, invalid: 0, scale: SCALE }, async ({ pubsub, bigquery, write, worker, ask }) => {
    await sleep(WARM_MS);
    await ask(pubsub, { rate: FLOOR });
    await sleep(WARM_MS);
    const outageMs = (OUTAGE_HOURS * 3_600_000) / SCALE;
    await Promise.all([bigquery, write].map((server) => ask(server, { outage: true })));
    await sleep(outageMs);
    const { backlog } = await ask<PubsubCounts>(pubsub, {});
    await Promise.all([bigquery, write].map((server) => ask(server, { outage: false })));
    const began = performance.now();
    for (;;) {
      await sleep(50);
      const left = await ask<PubsubCounts>(pubsub, {});
      if (left.backlog <= FLOOR / 10) break;
      // A machine that gives the sink less than the pace clears nothing: that is told, and the CPU of a message beside it.
      if (performance.now() - began > outageMs) break;
    }
    const clearedMs = performance.now() - began;
    const { peakRssMb } = await ask<Usage>(worker, {});
    const { backlog: left } = await ask<PubsubCounts>(pubsub, {});
    const result = {
      cleared: left <= FLOOR,
      outageSeconds: round(outageMs / 1_000),
      simulatedHours: OUTAGE_HOURS,
      backlog,
      clearedSeconds: round(clearedMs / 1_000),
      clearedHours: round((clearedMs * SCALE) / 3_600_000),
      ofOutage: round(clearedMs / outageMs),
      rssMb: peakRssMb,
    };
    tell(`${mode}, outage: ${JSON.stringify(result)}`);
    return result;
  });
}

interface Bench {
  readonly pubsub: ChildProcess;
  readonly bigquery: ChildProcess;
  readonly write: ChildProcess;
  readonly worker: ChildProcess;
  ask<T>(child: ChildProcess, asked: object): Promise<T>;
}

interface Setup {
  readonly mode: Mode;
  readonly invalid: number;
  readonly scale: number;
}

async function within<T>({ mode, invalid, scale }: Setup, measure: (bench: Bench) => Promise<T>): Promise<T> {
  const children: ChildProcess[] = [];
  const start = async <R>(
    file: string,
    argument: object,
    env: Record<string, string> = {},
  ): Promise<[ChildProcess, R]> => {
    const options = { env: { ...process.env, METADATA_SERVER_DETECTION: 'none', ...env } };
    const child = fork(new URL(`support/${file}`, import.meta.url), [JSON.stringify(argument)], options);
    children.push(child);
    const died = new AbortController();
    child.once('exit', (code) => died.abort(new Error(`${file} ended with ${code}`)));
    const [ready] = (await once(child, 'message', { signal: died.signal })) as [R];
    return [child, ready];
  };
  try {
    const [pubsub, { port }] = await start<{ port: number }>('null-pubsub-server.ts', { invalid });
    const [bigquery, rest] = await start<{ port: number; storage: string }>('null-bigquery-server.ts', {});
    const [write, appends] = await start<{ port: number }>('null-write-server.ts', {});
    const env = {
      PUBSUB_EMULATOR_HOST: `127.0.0.1:${port}`,
      BIGQUERY_EMULATOR_HOST: `http://127.0.0.1:${rest.port}`,
      BIGQUERY_STORAGE_EMULATOR_HOST: `127.0.0.1:${appends.port}`,
      STORAGE_EMULATOR_HOST: `http://${rest.storage}`,
      GOOGLE_CLOUD_PROJECT: 'demo-penstock',
    };
    const folder = process.env.PENSTOCK_SINK_PROFILE;
    const profile = folder === undefined ? {} : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${folder}` };
    const [worker] = await start('sink-worker.ts', { file: fileOf(mode, scale), scale }, { ...env, ...profile });
    const ask = async <R>(child: ChildProcess, asked: object): Promise<R> => {
      child.send(asked);
      const [answered] = (await once(child, 'message')) as [R];
      return answered;
    };
    return await measure({ pubsub, bigquery, write, worker, ask });
  } finally {
    for (const child of children) child.disconnect();
  }
}

/** Waits are told in the worker's time: with a scaled clock a batch of 50 ms would else be closed after its first row. */
function fileOf(mode: Mode, scale: number): SinkFile {
  const staged = mode === 'FILE_LOADS' || mode === 'MIXED';
  const maxDelay = mode === 'STORAGE_WRITE' || mode === 'CDC' ? 50 : 1_000;
  return {
    subscriptions: ['sink'],
    pullStreams: 2,
    maxMessages: MOST_OUT,
    errorOutput: { topic: 'errors' },
    routes: [
      {
        name: 'bench',
        match: { source: { pattern: '[a-z-]+' }, issue_id: { present: true } },
        table: 'd.t',
        mode,
        maxDelay: `${maxDelay * (staged || mode === 'STREAMING_INSERTS' ? 1 : scale)}ms`,
        ...(mode === 'CDC' ? { sequence: ['#message_id'] } : {}),
        ...(mode === 'MIXED' ? { streamed: { match: { issue_id: { pattern: '.*[02468]' } } } } : {}),
      },
    ],
    ...(staged ? { fileLoads: { bucket: 'bench', triggeringFrequency: '2s' } } : {}),
  };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}
