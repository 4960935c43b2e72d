/** Puts the runs of one source together: its source, its codec, its ledgers, and the clients that they share. */

import { randomUUID } from 'node:crypto';
import { connectBigQuery } from '@penstock/shared/bigquery/client.ts';
import type { RowCodec } from '@penstock/shared/bigquery/codec/codec.ts';
import { parseTableName, type TableName } from '@penstock/shared/bigquery/table-name.ts';
import { describeTable } from '@penstock/shared/bigquery/tables/describe-table.ts';
import type { WriteClient } from '@penstock/shared/bigquery/write/client.ts';
import type { Clock } from '@penstock/shared/runtime/clock.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { SecretReader } from '@penstock/shared/runtime/secrets.ts';
import type { StorageClient } from '@penstock/shared/storage/client.ts';
import { leasedParser } from '@penstock/shared/storage/lease.ts';
import { createLedger } from '@penstock/shared/storage/ledger.ts';
import { createObjects } from '@penstock/shared/storage/objects.ts';
import type { PullerConfig } from './config.ts';
import { parseCursor } from './cursor.ts';
import { googleIdToken } from './http-source/auth/google-id-token.ts';
import { readStoredToken } from './http-source/auth/single-use.ts';
import { createHttpSource } from './http-source/http-source.ts';
import type { HttpToolsParts } from './http-source/tools.ts';
import { loadModuleSource } from './module-source.ts';
import type { SourceRun } from './run.ts';
import type { Source } from './source.ts';
import type { SourceFile } from './source-file/source-file.ts';
import { windowPolicyOf } from './source-file/window-policy.ts';
import { codecOfMessage, codecOfTable } from './typing.ts';
import { windowLedger } from './window-ledger.ts';

/** The parts that the runs of all sources share, in the function and on the command line alike. */
export interface SourceRunParts {
  readonly config: Omit<PullerConfig, 'parallel' | 'reserve'>;
  readonly projectId: string;
  readonly clock: Clock;
  readonly secrets: SecretReader;
  readonly storage: StorageClient;
  readonly core: WriteClient;
  readonly onAttempt?: HttpToolsParts['onAttempt'];
}

const DEFAULT_BATCH = { rows: 5_000, bytes: 4_194_304 };

/** The caller closes the source. */
export async function sourceRun(parts: SourceRunParts, file: SourceFile): Promise<Omit<SourceRun, 'runId'>> {
  const { config, clock, projectId, storage, core } = parts;
  const places = { storage, bucket: config.bucket };
  const table = parseTableName(file.table.name, projectId);
  return {
    source: await openSource(parts, file),
    table,
    codec: () => codecOf(parts, file, table),
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

async function openSource(parts: SourceRunParts, file: SourceFile): Promise<Source> {
  const { config, clock, secrets, storage, onAttempt } = parts;
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
    ...(onAttempt === undefined ? {} : { onAttempt }),
  });
}

/** Compiled for each new listing, so that a column that was added to the table is known to the next one. */
async function codecOf(
  { secrets, config }: SourceRunParts,
  { table: typing }: SourceFile,
  table: TableName,
): Promise<RowCodec> {
  const hashKey = typing.hashKey === undefined ? undefined : Buffer.from(await secrets.read(typing.hashKey));
  if (typing.message !== undefined) return codecOfMessage(typing, hashKey, config.proto);
  const actual = await describeTable(await connectBigQuery(table.projectId), table);
  if (actual === undefined)
    throw new PenstockError('NOT_FOUND', `The table ${typing.name} is not there: create it, or name a message.`);
  return codecOfTable(actual.schema, typing, hashKey);
}
