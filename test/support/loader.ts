/** The loader's own context on a local Cloud Storage and a local BigQuery, with their faults and clocks in hand. */

import type { BigQuery } from '@google-cloud/bigquery';
import type { Storage } from '@google-cloud/storage';
import { type BigQueryService, startBigQuery } from '@penstock/local/bigquery/index.ts';
import { Faults } from '@penstock/local/core/faults/faults.ts';
import { objectsOf } from '@penstock/local/core/joints.ts';
import { type StorageService, startStorage } from '@penstock/local/storage/index.ts';
import type { Rejection } from '@penstock/shared/errors/record.ts';
import { type Clock, systemClock } from '@penstock/shared/runtime/clock.ts';
import type { DoorRequest } from '@penstock/shared/runtime/door.ts';
import { readEmulators } from '@penstock/shared/runtime/emulators.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { createLogger } from '@penstock/shared/runtime/log.ts';
import { createMetrics } from '@penstock/shared/runtime/metrics.ts';
import { readLoaderConfig } from '../../functions/loader/config.ts';
import type { LoaderContext } from '../../functions/loader/context.ts';
import { type Answer, handle } from '../../functions/loader/handler.ts';
import { type OpenLoader, openLoader } from '../../functions/loader/loader.ts';
import { METRICS } from '../../functions/loader/metrics.ts';
import { setEnvironment } from './environment.ts';
import { clientOf } from './storage.ts';
import { newBigQuery, PROJECT } from './warehouse.ts';

export const BUCKET = 'drop';

export interface Instance {
  readonly context: LoaderContext;
  readonly lines: string[];
  readonly rejected: Rejection[];
  readonly notified: { readonly topic: string; readonly message: Readonly<Record<string, unknown>> }[];
  /** Delivers the finalize event of an object, as Eventarc posts it. */
  event(name: string, generation?: string): Promise<Answer>;
  /** The scheduled sweep. */
  sweep(): Promise<Answer>;
  /** Sweeps until no load is unfinished. */
  settle(): Promise<void>;
  request(request: Partial<DoorRequest>): Promise<Answer>;
  close(): Promise<void>;
}

export interface LoaderWorld {
  readonly faults: Faults;
  readonly storage: StorageService;
  readonly bigquery: BigQueryService;
  readonly client: Storage;
  readonly warehouse: BigQuery;
  /** Another instance of the function: cold, with clients of its own. */
  instance(env?: Readonly<Record<string, string>>, clock?: Clock, between?: Between): Instance;
  put(name: string, content: string | Uint8Array): Promise<string>;
  /** Rows of a table, sorted; undefined where there is no table. */
  rows(table: string, columns?: string): Promise<readonly string[]>;
  names(prefix?: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Waits between attempts take no time worth mentioning. */
export const QUICK_CLOCK: Clock = { ...systemClock, random: () => Math.random() / 1_000 };

export async function loaderWorld(stateDir?: string): Promise<LoaderWorld> {
  const faults = new Faults();
  const common = { host: '127.0.0.1', port: 0, stateDir, faults, report: () => undefined, now: Date.now };
  const storage = await startStorage({ ...common, onNotification: async () => undefined });
  const bigquery = await startBigQuery({ ...common, objects: objectsOf(storage) });
  const env = {
    METADATA_SERVER_DETECTION: 'none',
    STORAGE_EMULATOR_HOST: `http://${storage.address}`,
    BIGQUERY_EMULATOR_HOST: `http://${bigquery.address}`,
    BIGQUERY_STORAGE_EMULATOR_HOST: bigquery.writeAddress,
  };
  const restore = setEnvironment(env);
  await storage.ensureBucket(BUCKET);
  const client = clientOf(storage.address);
  const warehouse = newBigQuery(bigquery.address);
  const open: Instance[] = [];
  const world: LoaderWorld = {
    faults,
    storage,
    bigquery,
    client,
    warehouse,
    instance: (own = {}, clock = QUICK_CLOCK, between = undefined) => {
      const made = openInstance({ ...env, ...own }, clock, between);
      open.push(made);
      return made;
    },
    put: async (name, content) => {
      const file = client.bucket(BUCKET).file(name);
      await file.save(Buffer.from(content as Uint8Array), { resumable: false });
      return String(file.metadata.generation);
    },
    rows: async (table, columns = '*') => {
      const [rows] = await warehouse.query(
        `SELECT TO_JSON_STRING(t) AS row FROM (SELECT ${columns} FROM ${table}) AS t`,
      );
      return rows.map(({ row }: { readonly row: string }) => row).sort();
    },
    names: async (prefix = '') => {
      const [files] = await client.bucket(BUCKET).getFiles({ prefix });
      return files.map(({ name }) => name);
    },
    close: async () => {
      await Promise.all(open.map((instance) => instance.close()));
      await bigquery.close();
      await storage.close();
      restore();
    },
  };
  return world;
}

export type Between = NonNullable<OpenLoader['between']>;

export function openInstance(
  env: Readonly<Record<string, string>>,
  clock: Clock = QUICK_CLOCK,
  between?: Between,
): Instance {
  const lines: string[] = [];
  const rejected: Rejection[] = [];
  const notified: { topic: string; message: Readonly<Record<string, unknown>> }[] = [];
  const log = createLogger({ write: (line) => void lines.push(line) });
  const closing: (() => Promise<void> | void)[] = [];
  const made = openLoader({
    config: readLoaderConfig(env),
    projectId: PROJECT,
    clock,
    log,
    metrics: createMetrics(METRICS, log),
    emulators: readEmulators(env),
    onClose: (_name, close) => void closing.push(close),
    ...(between !== undefined && { between }),
  });
  const context: LoaderContext = {
    ...made,
    reject: async (rejection) => void rejected.push(rejection),
    notify: async (topic, message) => void notified.push({ topic, message }),
  };
  const request = (given: Partial<DoorRequest>): Promise<Answer> =>
    handle(context, { headers: {}, ...given } as DoorRequest, clock.now());
  const sweep = (): Promise<Answer> =>
    request({ rawBody: Buffer.from(JSON.stringify({ sweep: true, buckets: [BUCKET] })) });
  const open = async (): Promise<number> => {
    let count = 0;
    for await (const page of context.objects.list(BUCKET, { prefix: context.names.open })) count += page.length;
    return count;
  };
  return {
    context,
    lines,
    rejected,
    notified,
    request,
    event: (name, generation = '') => {
      const resource = {
        kind: 'storage#object',
        bucket: BUCKET,
        name,
        size: '1',
        ...(generation !== '' && { generation }),
      };
      return request({ rawBody: Buffer.from(JSON.stringify(resource)) });
    },
    sweep,
    settle: async () => {
      const end = Date.now() + 60_000;
      while ((await open()) > 0) {
        if (Date.now() > end) throw new Error('there are unfinished loads after 60 s');
        await sweep();
      }
    },
    close: async () => {
      for (const close of closing.reverse()) await close();
    },
  };
}

/** Cuts the wires at one call of an instance: for good, or for that call alone. */
export function wiresCutAt(
  cutAt: number,
  effect: 'before' | 'behind',
  dies: boolean,
): { readonly between: Between; readonly calls: () => number } {
  let calls = 0;
  const error = (): PenstockError =>
    dies
      ? new PenstockError('CANCELLED', 'the instance is dead')
      : new PenstockError('OUTCOME_UNKNOWN', 'the wire was cut');
  const around = async <T>(work: () => Promise<T>): Promise<T> => {
    calls += 1;
    const cut = dies ? calls >= cutAt : calls === cutAt;
    if (cut && (effect === 'before' || calls > cutAt)) throw error();
    const answer = await work();
    if (cut) throw error();
    return answer;
  };
  return {
    calls: () => calls,
    between: {
      storage: (client) => ({
        ...client,
        call: (call) => around(() => client.call(call)),
        stream: (call) => around(() => client.stream(call)),
      }),
      rest: (client) => ({ ...client, request: (request) => around(() => client.request(request)) }),
    },
  };
}
