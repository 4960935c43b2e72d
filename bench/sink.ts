/**
 * Messages a second through the sink: Pub/Sub to BigQuery in one process, against servers that keep nothing. Each message is about
 * 1 KB and has twelve columns. Beside the rate stands the CPU of the sink's whole process for one message, because the servers
 * share the machine with it: a core moves 10^6 / µs. After each measurement every message must have ended in exactly one output.
 *
 * `npm run -s bench sink` measures all; `PENSTOCK_SINK_MODES=CDC,FILE_LOADS` some modes, `PENSTOCK_SINK_PARTS=speed,pace,outage` some
 * parts; `PENSTOCK_SINK_PROFILE=folder` writes CPU profiles of the worker.
 */

import { loadavg } from 'node:os';
import type { Mode } from '../functions/sink/config/file.ts';
import { type Bench, type PubsubCounts, type RowCounts, sleep, type Usage, within } from './support/sink-processes.ts';

const MODES: readonly Mode[] = ['STORAGE_WRITE', 'CDC', 'STREAMING_INSERTS', 'FILE_LOADS', 'MIXED'];
const PARTS = ['speed', 'pace', 'outage'];
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
/** The longest wait for what is on its way, files that wait for their load included. */
const SETTLE_MS = 60_000;
/**
 * Messages a second of Dataflow for one vCPU, as johanesalxd/dataflow-pubsub-perf-test published them in February 2026.
 * Its machines and rows are others.
 */
const DATAFLOW = { java: 14_000, python: 4_600 };

export async function run(): Promise<Record<string, unknown>> {
  const chosen = MODES.filter((mode) => listed('PENSTOCK_SINK_MODES', MODES).includes(mode));
  const parts = listed('PENSTOCK_SINK_PARTS', PARTS);
  const modes: Record<string, Record<string, unknown>> = {};
  for (const mode of chosen) {
    const measured: Record<string, unknown> = {};
    modes[mode] = measured;
    if (parts.includes('speed'))
      for (const invalid of INVALID) measured[`invalid${invalid}`] = await speed(mode, invalid);
    if (parts.includes('outage')) measured.outage = await outage(mode);
  }
  const best = modes.STORAGE_WRITE?.invalid0 as { perSecond: number; aCore: number } | undefined;
  return {
    unit: 'messages/s',
    ours: best?.perSecond,
    aCore: best?.aCore,
    floor: FLOOR,
    paced: parts.includes('pace') && chosen.includes('STORAGE_WRITE') ? await paced(50_000) : undefined,
    modes,
    published: { ...DATAFLOW, caveat: 'a vCPU of other machines, with other rows' },
    load: loadavg()[0],
  };
}

function listed(variable: string, all: readonly string[]): readonly string[] {
  return (process.env[variable] ?? all.join()).split(',');
}

/** Waits until the worker has used so much CPU since a look at it. */
async function used({ worker, ask }: Bench, since: number, ms: number): Promise<void> {
  while ((await ask<Usage>(worker, {})).cpuMicros < since + ms * 1_000) await sleep(250);
}

/** As fast as the sink takes messages. */
export async function speed(mode: Mode, invalid: number): Promise<Record<string, unknown>> {
  return within(mode, invalid, async (bench) => {
    const { pubsub, worker, ask } = bench;
    await used(bench, 0, WARM_CPU_MS);
    await ask<PubsubCounts>(pubsub, {});
    const before = await ask<Usage>(worker, { newTurns: true });
    const began = performance.now();
    await used(bench, before.cpuMicros, MEASURED_CPU_MS);
    const { acked, published } = await ask<PubsubCounts>(pubsub, {});
    const seconds = (performance.now() - began) / 1_000;
    const after = await ask<Usage>(worker, {});
    const micros = (after.cpuMicros - before.cpuMicros) / acked;
    const result = {
      perSecond: Math.round(acked / seconds),
      micros: round(micros),
      aCore: Math.round(1e6 / micros),
      rejected: round(published / acked),
      rssMb: after.peakRssMb,
      turnP99Ms: round(after.turnP99Ms),
      turnMaxMs: round(after.turnMaxMs),
      verified: await verified(bench),
    };
    tell(`${mode}, ${invalid} % invalid: ${JSON.stringify(result)}`);
    return result;
  });
}

/**
 * The bench sends no new message. As soon as no message is on its way, each acknowledged one is a row or an error record, and none is both.
 * Returns the number of rows that were compared with those of their messages. After an outage rows may be there twice, where the mode
 * says at least once: an answer that was lost.
 */
async function verified({ pubsub, bigquery, write, ask }: Bench, before = 0, mayRepeat = false): Promise<number> {
  let rows = before;
  for (const began = performance.now(); ; await sleep(200)) {
    const { total, out, wrong } = await ask<PubsubCounts>(pubsub, { rate: -1 });
    if (wrong > 0) throw new Error(`${wrong} acknowledgements were of messages that were not out`);
    const arrived = await Promise.all([write, bigquery].map((server) => ask<RowCounts>(server, {})));
    const sum = (of: (counts: RowCounts) => number): number => arrived.reduce((all, counts) => all + of(counts), 0);
    rows += sum((counts) => counts.rows);
    if (sum((counts) => counts.wrong) > 0) throw new Error('a row is not that of its message');
    const ended = rows + total.published;
    if (out === 0 && (ended === total.acked || (mayRepeat && ended > total.acked)))
      return sum((counts) => counts.compared);
    if ((ended > total.acked + out && !mayRepeat) || performance.now() - began > SETTLE_MS)
      throw new Error(`${total.acked} messages were acknowledged, ${out} are out, and ${ended} are in an output`);
  }
}

/** At a set pace: how long after it was due a message is acknowledged. */
export async function paced(rate: number): Promise<Record<string, unknown>> {
  return within('STORAGE_WRITE', 0, async (bench) => {
    const { pubsub, worker, ask } = bench;
    await sleep(WARM_MS);
    await ask(pubsub, { rate });
    await sleep(WARM_MS);
    await ask(pubsub, {});
    const before = await ask<Usage>(worker, { newTurns: true });
    await sleep(MEASURED_MS);
    const { acked, p50, p99, backlog } = await ask<PubsubCounts>(pubsub, {});
    const after = await ask<Usage>(worker, {});
    const cpuMicros = after.cpuMicros - before.cpuMicros;
    const result = {
      rate,
      perSecond: Math.round(acked / (MEASURED_MS / 1_000)),
      p50Ms: p50,
      p99Ms: p99,
      backlog,
      micros: round(cpuMicros / acked),
      ofACore: round(cpuMicros / (MEASURED_MS * 1_000)),
      turnP99Ms: round(after.turnP99Ms),
      turnMaxMs: round(after.turnMaxMs),
    };
    tell(`paced: ${JSON.stringify(result)}`);
    return result;
  });
}

/**
 * Messages come at the floor's pace through an outage of BigQuery and after it. Through the outage the worker's clock runs SCALE times as
 * fast, so its pauses and budgets are those of hours; before and after it runs as the wall's, because an answer that takes 50 ms would
 * else take half a minute. The backlog is pace x outage, and is cleared in backlog / (speed - pace): the same part of the outage at any
 * scale. On a machine that is busy with other work the sink gets a share of a core, and the pace is that share of the floor's; `fromCpu`
 * is the part for a core that the sink has to itself, by the CPU that its messages took while it cleared.
 */
export async function outage(mode: Mode): Promise<Record<string, unknown>> {
  return within(mode, 0, async (bench) => {
    const { pubsub, bigquery, write, worker, ask } = bench;
    await used(bench, 0, WARM_CPU_MS);
    const [cold, coldAt] = [await ask<Usage>(worker, {}), performance.now()];
    await sleep(WARM_MS * 2);
    const warm = await ask<Usage>(worker, {});
    const share = Math.min(1, (warm.cpuMicros - cold.cpuMicros) / ((performance.now() - coldAt) * 1_000));
    const pace = Math.round(FLOOR * share);
    await ask(pubsub, { rate: pace });
    await sleep(WARM_MS);
    const outageMs = (OUTAGE_HOURS * 3_600_000) / SCALE;
    const { simulatedMs } = await ask<Usage>(worker, { scale: SCALE });
    let rows = 0;
    const set = async (asked: { readonly outage: boolean }): Promise<void> => {
      const counts = await Promise.all([bigquery, write].map((server) => ask<RowCounts>(server, asked)));
      for (const one of counts) rows += one.rows;
    };
    await set({ outage: true });
    await sleep(outageMs);
    await set({ outage: false });
    const began = performance.now();
    const before = await ask<Usage>(worker, { scale: 1 });
    const { backlog, out, returned } = await ask<PubsubCounts>(pubsub, {});
    let [acked, left] = [0, backlog];
    while (left > pace / 10 && performance.now() - began < outageMs * 3) {
      await sleep(50);
      const counts = await ask<PubsubCounts>(pubsub, {});
      acked += counts.acked;
      left = counts.backlog;
    }
    const clearedMs = performance.now() - began;
    const after = await ask<Usage>(worker, {});
    // Staged files wait for their load outside of the worker: where nothing came back there is no backlog to clear.
    const micros = acked === 0 ? undefined : (after.cpuMicros - before.cpuMicros) / acked;
    const result = {
      simulatedHours: round((before.simulatedMs - simulatedMs) / 3_600_000),
      shareOfACore: round(share),
      pace,
      outageSeconds: round(outageMs / 1_000),
      backlog: backlog + out,
      returned,
      cleared: left <= pace / 10,
      clearedSeconds: round(clearedMs / 1_000),
      perSecond: Math.round(acked / (clearedMs / 1_000)),
      ofOutage: round(clearedMs / outageMs),
      micros: micros && round(micros),
      fromCpu: micros && round(FLOOR / (1e6 / micros - FLOOR)),
      rssMb: after.peakRssMb,
      verified: left <= pace / 10 ? await verified(bench, rows, true) : undefined,
    };
    tell(`${mode}, outage: ${JSON.stringify(result)}`);
    return result;
  });
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}
