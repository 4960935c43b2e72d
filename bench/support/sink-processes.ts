/** The processes of `bench sink`: the worker, and around it the servers that keep nothing. */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Mode, SinkFile } from '../../functions/sink/config/file.ts';

export interface PubsubCounts {
  readonly acked: number;
  readonly published: number;
  readonly returned: number;
  readonly wrong: number;
  readonly backlog: number;
  /** Delivered and not settled. */
  readonly out: number;
  readonly total: { readonly acked: number; readonly published: number };
  readonly p50: number;
  readonly p99: number;
}

/** The counts of a server that receives rows. */
export interface RowCounts {
  readonly rows: number;
  readonly compared: number;
  readonly wrong: number;
}

export interface Usage {
  readonly cpuMicros: number;
  readonly peakRssMb: number;
  readonly held: number;
  readonly simulatedMs: number;
  /** CPU of the event loop's turns since they were last asked for anew. */
  readonly turnP99Ms: number;
  readonly turnMaxMs: number;
}

export interface Bench {
  readonly pubsub: ChildProcess;
  readonly bigquery: ChildProcess;
  readonly write: ChildProcess;
  readonly worker: ChildProcess;
  ask<T>(child: ChildProcess, asked: object): Promise<T>;
}

/** Outstanding: rate x (age of a batch + append), twice over. More costs caches and memory, and moves nothing faster. */
const MOST_OUT = 10_000;

export async function within<T>(mode: Mode, invalid: number, measure: (bench: Bench) => Promise<T>): Promise<T> {
  const children: ChildProcess[] = [];
  const start = async <R>(
    file: string,
    argument: string,
    env: Record<string, string> = {},
  ): Promise<[ChildProcess, R]> => {
    const options = { env: { ...process.env, METADATA_SERVER_DETECTION: 'none', ...env } };
    const child = fork(new URL(file, import.meta.url), [argument], options);
    children.push(child);
    const died = new AbortController();
    child.once('exit', (code) => died.abort(new Error(`${file} ended with ${code}`)));
    const [ready] = (await once(child, 'message', { signal: died.signal })) as [R];
    return [child, ready];
  };
  try {
    const [pubsub, { port }] = await start<{ port: number }>('null-pubsub-server.ts', JSON.stringify({ invalid }));
    const [bigquery, rest] = await start<{ port: number; storage: string }>('null-bigquery-server.ts', '');
    const [write, appends] = await start<{ port: number }>('null-write-server.ts', 'verify');
    const env = {
      PUBSUB_EMULATOR_HOST: `127.0.0.1:${port}`,
      BIGQUERY_EMULATOR_HOST: `http://127.0.0.1:${rest.port}`,
      BIGQUERY_STORAGE_EMULATOR_HOST: `127.0.0.1:${appends.port}`,
      STORAGE_EMULATOR_HOST: `http://${rest.storage}`,
      GOOGLE_CLOUD_PROJECT: 'demo-penstock',
    };
    const folder = process.env.PENSTOCK_SINK_PROFILE;
    const profile = folder === undefined ? {} : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${folder}` };
    const [worker] = await start('sink-worker.ts', JSON.stringify({ file: fileOf(mode) }), { ...env, ...profile });
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

function fileOf(mode: Mode): SinkFile {
  const staged = mode === 'FILE_LOADS' || mode === 'MIXED';
  const appended = mode === 'STORAGE_WRITE' || mode === 'CDC';
  return {
    subscriptions: ['sink'],
    pullStreams: 2,
    ...(appended ? { maxMessages: MOST_OUT } : {}),
    errorOutput: { topic: 'errors' },
    routes: [
      {
        name: 'bench',
        match: { source: { pattern: '[a-z-]+' }, issue_id: { present: true } },
        table: 'd.t',
        mode,
        maxDelay: appended ? '50ms' : '1s',
        ...(mode === 'CDC' ? { sequence: ['#message_id'] } : {}),
        ...(mode === 'MIXED' ? { streamed: { match: { issue_id: { pattern: '.*[02468]' } } } } : {}),
      },
    ],
    ...(staged ? { fileLoads: { bucket: 'bench', triggeringFrequency: '2s' } } : {}),
  };
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
