/** Puts the door together: its clients are made here, once an instance, and closed with it. */

import { randomUUID } from 'node:crypto';
import { connectBigQuery } from '@penstock/shared/bigquery/client.ts';
import type { RowCodec } from '@penstock/shared/bigquery/codec/codec.ts';
import { parseTableName, type TableName } from '@penstock/shared/bigquery/table-name.ts';
import { describeTable } from '@penstock/shared/bigquery/tables/describe-table.ts';
import { WriteClient } from '@penstock/shared/bigquery/write/client.ts';
import type { Door, DoorParts } from '@penstock/shared/runtime/door.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { sendReply } from '@penstock/shared/runtime/reply.ts';
import { openStorage, type StorageClient } from '@penstock/shared/storage/client.ts';
import { leasedParser } from '@penstock/shared/storage/lease.ts';
import { createLedger } from '@penstock/shared/storage/ledger.ts';
import { createObjects } from '@penstock/shared/storage/objects.ts';
import type { PullerConfig } from './config.ts';
import { parseCursor } from './cursor.ts';
import { handle } from './handler.ts';
import { googleIdToken } from './http-source/auth/google-id-token.ts';
import { readStoredToken } from './http-source/auth/single-use.ts';
import { createHttpSource } from './http-source/http-source.ts';
import type { METRICS } from './metrics.ts';
import { loadModuleSource } from './module-source.ts';
import { runSource, type SourceRun } from './run.ts';
import type { Source } from './source.ts';
import type { SourceFile } from './source-file/source-file.ts';
import { windowPolicyOf } from './source-file/window-policy.ts';
import { loadSourceFiles } from './sources.ts';
import { codecOfMessage, codecOfTable } from './typing.ts';
import { windowLedger } from './window-ledger.ts';

type PullerDoor = Door<PullerConfig, typeof METRICS>;

const JSON_TYPE = { 'content-type': 'application/json' };
/** Scheduled calls have small bodies, or none. */
const MAX_BODY_BYTES = 65_536;
const DEFAULT_BATCH = { rows: 5_000, bytes: 4_194_304 };

export async function createPuller(door: PullerDoor): Promise<DoorParts> {
  const { config, clock, log, metrics } = door;
  const files = await loadSourceFiles(config.sources);
  const storage = openStorage({ projectId: door.projectId, clock });
  door.onClose('storage', () => storage.close());
  const core = new WriteClient({ clock, endpoint: { emulatorHost: door.emulators.bigqueryStorage } });
  door.onClose('write client', () => core.close());
  const runs = new Map<string, Omit<SourceRun, 'runId'>>();
  for (const file of files) runs.set(file.name, await sourceRun(door, file, storage, core));
  return {
    body: { maxBytes: MAX_BODY_BYTES },
    traced: true,
    handle: async (request, response) => {
      const parts = {
        names: [...runs.keys()],
        run: (name: string, times: Parameters<typeof runSource>[1]) =>
          runSource({ ...(runs.get(name) as Omit<SourceRun, 'runId'>), runId: randomUUID() }, times),
        parallel: config.parallel,
        reserveMs: config.reserve,
        clock,
        log,
        metrics,
      };
      const { status, body, retryAfterMs } = await handle(parts, request, door.deadline(clock.now()));
      const wait = retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterMs / 1_000)) };
      sendReply(response, status, JSON.stringify(body), { ...JSON_TYPE, ...wait });
    },
  };
}

async function sourceRun(
  door: PullerDoor,
  file: SourceFile,
  storage: StorageClient,
  core: WriteClient,
): Promise<Omit<SourceRun, 'runId'>> {
  const { config, clock, projectId } = door;
  const places = { storage, bucket: config.bucket };
  const source = await openSource(door, file, storage);
  door.onClose(`source ${file.name}`, () => source.close());
  const table = parseTableName(file.table.name, projectId);
  return {
    source,
    table,
    codec: () => codecOf(door, file, table),
    core,
    objects: createObjects(storage),
    bucket: config.bucket,
    prefix: `${config.prefix}spool/`,
    errors: { bucket: config.errorsBucket || config.bucket, prefix: `${config.prefix}errors/` },
    limits: {
      batchRows: file.batch?.rows ?? DEFAULT_BATCH.rows,
      batchBytes: file.batch?.bytes ?? DEFAULT_BATCH.bytes,
      writes: 4,
      rejectedShare: file.rejects?.maxShare ?? 0,
      ahead: 4,
      maxRefused: 10_000,
    },
    policy: windowPolicyOf(file.window),
    ledger: windowLedger({ ...places, prefix: config.prefix }),
    cursors: createLedger({ ...places, prefix: `${config.prefix}cursors/`, parse: parseCursor }),
    clock,
    termMs: config.leaseTerm,
  };
}

async function openSource(door: PullerDoor, file: SourceFile, storage: StorageClient): Promise<Source> {
  const { config, clock, secrets, metrics } = door;
  if (file.module !== undefined) return loadModuleSource(file, config.sources, { clock, secrets });
  const ledger = createLedger({
    storage,
    bucket: config.bucket,
    prefix: `${config.prefix}tokens/`,
    parse: leasedParser(readStoredToken),
  });
  return createHttpSource(file, {
    clock,
    secrets,
    newId: randomUUID,
    allowLoopback: config.allowLoopback,
    tokens: { ledger, newId: randomUUID },
    idToken: googleIdToken,
    onAttempt: ({ outcome, ms }) => {
      metrics.count('puller/requests', 1, { outcome });
      metrics.observe('puller/request_ms', ms);
    },
  });
}

/** Compiled for each new listing, so that a column that was added to the table is known to the next one. */
async function codecOf(door: PullerDoor, { table: config }: SourceFile, table: TableName): Promise<RowCodec> {
  const hashKey = config.hashKey === undefined ? undefined : Buffer.from(await door.secrets.read(config.hashKey));
  if (config.message !== undefined) return codecOfMessage(config, hashKey, door.config.proto);
  const actual = await describeTable(await connectBigQuery(table.projectId), table);
  if (actual === undefined)
    throw new PenstockError('NOT_FOUND', `The table ${config.name} is not there: create it, or name a message.`);
  return codecOfTable(actual.schema, config, hashKey);
}
