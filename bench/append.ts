/**
 * Rows a second from objects to acknowledgements: our default stream against Google's JSONWriter, 1,000 rows a batch, into
 * the same server that keeps nothing; and raw gRPC moving the same bytes already encoded, which no writer can beat.
 *
 * `ours`, `theirs` and their ratio are of the very same objects, prepared for Google's encoder: Dates, bytes, JSON text.
 * `fromJson` is ours on those rows as `JSON.parse` makes them, which Google's writer does not take.
 */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';

const BATCH_ROWS = 1_000;
const ROUNDS = 7;
/** Batches a round: about a second on each side. */
const BATCHES = { ours: 800, theirs: 80, fromJson: 600, raw: 2_000 } as const;
const SIDES = ['ours', 'theirs', 'fromJson', 'raw'] as const;
type Side = (typeof SIDES)[number];

interface Arrived {
  readonly requests: number;
  readonly rows: number;
  readonly bytes: number;
}

export async function run(): Promise<Record<string, unknown>> {
  const processes: ChildProcess[] = [];
  const start = async (file: string, ...args: string[]): Promise<[ChildProcess, { port: number }]> => {
    const env = { ...process.env, METADATA_SERVER_DETECTION: 'none' };
    const child = fork(new URL(`support/${file}`, import.meta.url), args, { env });
    processes.push(child);
    const died = new AbortController();
    child.once('exit', (code) => died.abort(new Error(`${file} ended with ${code}`)));
    const [ready] = (await once(child, 'message', { signal: died.signal })) as [{ port: number }];
    return [child, ready];
  };
  try {
    const [server, { port }] = await start('null-write-server.ts');
    const rates: Readonly<Record<Side, number[]>> = { ours: [], theirs: [], fromJson: [], raw: [] };
    const bytesARow: Record<Side, number> = { ours: 0, theirs: 0, fromJson: 0, raw: 0 };
    const sides = new Map<string, ChildProcess>();
    for (const name of SIDES) sides.set(name, (await start('append-sides.ts', name, String(port)))[0]);
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const name of SIDES) {
        const { rate, bytes } = await measure(server, sides.get(name) as ChildProcess, BATCHES[name]);
        bytesARow[name] = bytes;
        process.stderr.write(`round ${round} ${name}: ${Math.round(rate)} rows/s, ${bytes.toFixed(1)} bytes a row\n`);
        // Round 0 warms both sides up.
        if (round > 0) rates[name].push(rate);
      }
    }
    const [mine, google, wire] = [median(rates.ours), median(rates.theirs), median(rates.raw)];
    return {
      unit: 'rows/s',
      ours: Math.round(mine),
      theirs: Math.round(google),
      ratio: round2(mine / google),
      fromJson: Math.round(median(rates.fromJson)),
      spread: Object.fromEntries(SIDES.map((name) => [name, spreadOf(rates[name])])),
      load: loadavg()[0],
      rawGrpc: Math.round(wire),
      ofRawGrpc: round2(mine / wire),
      bytesARow: round2(bytesARow.ours),
      megabytesPerSecond: round2((mine * bytesARow.ours) / 1e6),
    };
  } finally {
    for (const child of processes) child.disconnect();
  }
}

/** Times one round, and checks that every row of it has arrived. */
async function measure(
  server: ChildProcess,
  side: ChildProcess,
  batches: number,
): Promise<{ readonly rate: number; readonly bytes: number }> {
  side.send({ batches });
  const [{ seconds }] = (await once(side, 'message')) as [{ seconds: number }];
  server.send('what has arrived?');
  const [arrived] = (await once(server, 'message')) as [Arrived];
  const sent = batches * BATCH_ROWS;
  if (arrived.rows !== sent || arrived.requests !== batches) {
    throw new Error(`${arrived.rows} of ${sent} rows arrived, in ${arrived.requests} of ${batches} requests`);
  }
  return { rate: sent / seconds, bytes: arrived.bytes / sent };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** The slowest and the fastest round. */
function spreadOf(values: readonly number[]): readonly [number, number] {
  return [Math.round(Math.min(...values)), Math.round(Math.max(...values))];
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
