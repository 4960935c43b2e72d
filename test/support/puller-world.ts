/** The puller against a local BigQuery and a local Cloud Storage, whose time runs faster than the test's. */

import { randomUUID } from 'node:crypto';
import type { TableName } from '@penstock/shared/bigquery/table-name.ts';
import type { WriteClient } from '@penstock/shared/bigquery/write/client.ts';
import type { Clock } from '@penstock/shared/runtime/clock.ts';
import { openStorage, type StorageClient } from '@penstock/shared/storage/client.ts';
import { openConnection, type StorageConnection } from '@penstock/shared/storage/connection.ts';
import { createLedger } from '@penstock/shared/storage/ledger.ts';
import { createObjects, type Objects } from '@penstock/shared/storage/objects.ts';
import { parseCursor } from '../../functions/puller/cursor.ts';
import type { PullLimits } from '../../functions/puller/pull-window.ts';
import type { SourceRun } from '../../functions/puller/run.ts';
import type { Listing, ListingOptions, Source, SourcePage } from '../../functions/puller/source.ts';
import type { Window, WindowPolicy } from '../../functions/puller/window.ts';
import { parseWindowLedger } from '../../functions/puller/window-ledger.ts';
import type { StorageFixture } from './storage.ts';
import { storageFixture } from './storage.ts';
import { PLAIN, startWriteWorld, type WriteWorld } from './write-core.ts';

export const SPOOL = 'spool';
export const ERRORS = 'errors';
const MINUTE = 60_000;

export const POLICY: WindowPolicy = {
  lengthMs: 10 * MINUTE,
  offsetMs: 0,
  settleMs: 0,
  overlapMs: 0,
  retentionMs: undefined,
  startMs: Date.parse('2026-01-01T00:00:00Z'),
  maxWindows: 10,
};

export const LIMITS: PullLimits = {
  batchRows: 7,
  batchBytes: 4_000,
  writes: 2,
  rejectedShare: 0.5,
  ahead: 2,
  maxRefused: 100,
};

export interface PullerWorld {
  readonly write: WriteWorld;
  readonly storage: StorageFixture;
  readonly objects: Objects;
  /** The factor by which the service's time runs faster. */
  readonly speed: number;
  now(): number;
  elapsed(): number;
  run(table: TableName, source: Source, options?: RunOptions): SourceRun & { readonly client: StorageClient };
  close(): Promise<void>;
}

export interface RunOptions {
  readonly prefix?: string;
  readonly core?: WriteClient;
  /** Stands between the run and Cloud Storage. */
  readonly network?: (connection: StorageConnection) => StorageConnection;
  readonly skewMs?: number;
  readonly limits?: Partial<PullLimits>;
  readonly policy?: Partial<WindowPolicy>;
  readonly termMs?: number;
  /** Waits for a busy machine: for what looks at the end of a test, and not for what it is about. */
  readonly patient?: boolean;
}

export async function startPullerWorld(speed = 60): Promise<PullerWorld> {
  const write = await startWriteWorld({ limits: { staleMs: 40 } }, { appendTimeoutMs: 400, staleWaitMs: 50 });
  const begun = performance.now();
  const t0 = Date.parse('2026-06-01T00:00:00Z');
  const elapsed = (): number => (performance.now() - begun) * speed;
  const now = (): number => Math.floor(t0 + elapsed());
  const storage = await storageFixture({ now });
  for (const bucket of [SPOOL, ERRORS]) await storage.service.ensureBucket(bucket);
  const clients: StorageClient[] = [];
  const connect = async (): Promise<StorageConnection> => {
    const authClient = { getRequestHeaders: async () => new Headers() };
    const apiEndpoint = `http://${storage.service.address}`;
    return openConnection('', 64, async () => ({ apiEndpoint, customEndpoint: true, authClient }));
  };
  const clockOf = (skewMs: number): Clock => fastClock(() => now() + skewMs, speed);
  const newClient = (options: RunOptions): StorageClient => {
    const { network = (connection) => connection, skewMs = 0, patient = false } = options;
    const client = openStorage({
      clock: clockOf(skewMs),
      retry: { initialMs: 2 * speed, maxMs: 20 * speed },
      budgetMs: (patient ? 60_000 : 500) * speed,
      attemptMs: patient ? 30_000 : 2_000,
      connect: async () => network(await connect()),
    });
    clients.push(client);
    return client;
  };
  return {
    write,
    storage,
    objects: createObjects(newClient({})),
    speed,
    now,
    elapsed,
    run: (table, source, options = {}) => {
      const { prefix = '', skewMs = 0, termMs = 5_000 * speed, core = write.core } = options;
      const client = newClient(options);
      const places = { storage: client, bucket: SPOOL };
      return {
        client,
        source,
        table,
        codec: async () => PLAIN,
        core,
        objects: createObjects(client),
        bucket: SPOOL,
        prefix: `${prefix}spool/`,
        errors: { bucket: ERRORS, prefix },
        limits: { ...LIMITS, ...options.limits },
        policy: { ...POLICY, ...options.policy },
        ledger: createLedger({ ...places, prefix: `${prefix}windows/`, parse: parseWindowLedger }),
        cursors: createLedger({ ...places, prefix: `${prefix}cursors/`, parse: parseCursor }),
        clock: clockOf(skewMs),
        runId: randomUUID(),
        termMs,
        elapsed: () => elapsed() - 3 * skewMs,
      };
    },
    close: async () => {
      for (const client of clients) await client.close();
      await storage.close();
      await write.close();
    },
  };
}

/** A clock whose waits are as short as its time is fast. */
export function fastClock(now: () => number, speed: number): Clock {
  return {
    now,
    // Rejects when the signal aborts, as the system's clock does.
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const timer = setTimeout(resolve, ms / speed);
        signal?.addEventListener('abort', () => {
          clearTimeout(timer);
          reject(signal.reason);
        });
      }),
    random: Math.random,
  };
}

export interface FakeRow {
  readonly id: number;
  readonly name: string;
}

export interface FakeSourceOptions {
  readonly name?: string;
  /** Rows of a page. */
  readonly pageRows?: number;
  /** The rows of the listing in a window; called anew for each listing. */
  readonly rows: (window: Window, listing: number) => readonly FakeRow[];
  /** Called before each page; may wait, or throw a SourceError. */
  readonly before?: (page: number, window: Window) => Promise<void>;
  readonly keys?: boolean;
}

/** A source in memory. `asked` are the windows of its listings, in order. */
export function fakeSource(options: FakeSourceOptions): Source & { readonly asked: Window[]; readonly ids: string[] } {
  const { name = 'orders', pageRows = 5, rows, before = async () => undefined, keys = false } = options;
  const asked: Window[] = [];
  const ids: string[] = [];
  return {
    name,
    asked,
    ids,
    open: (window: Window, { signal, landed }: ListingOptions): Listing => {
      const id = randomUUID();
      ids.push(id);
      asked.push(window);
      const all = rows(window, ids.length).filter((row) => landed?.has(`k${row.id}`) !== true);
      async function* pages(): AsyncGenerator<SourcePage> {
        for (let index = 0; index * pageRows < Math.max(all.length, 1); index += 1) {
          signal.throwIfAborted();
          await before(index, window);
          const part = all.slice(index * pageRows, (index + 1) * pageRows);
          yield {
            index,
            rows: part as unknown as SourcePage['rows'],
            ...(keys ? { keys: part.map((row) => `k${row.id}`) } : {}),
            bytes: 100,
            dropped: { filtered: 0, outside: 0, repeated: 0 },
            request: `GET /orders?page=${index}`,
          };
        }
      }
      return { id, pages: pages() };
    },
    close: async () => undefined,
  };
}

/** Scheduled so many windows after the policy's first start. */
export function afterWindows(count: number): number {
  return POLICY.startMs + count * POLICY.lengthMs;
}
