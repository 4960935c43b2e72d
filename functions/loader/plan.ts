/**
 * Plans a load: configuration, destination, files and parts. The first plan that is written to the ledger counts; every
 * later delivery of the event finds it there, even if the files have been edited since.
 */

import { locationOf } from '@penstock/shared/bigquery/jobs/location.ts';
import { checkTableName } from '@penstock/shared/bigquery/table-name.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { traceHeaders } from '@penstock/shared/runtime/trace.ts';
import { type ConfigFiles, readConfigFiles } from './config-files.ts';
import type { LoaderContext } from './context.ts';
import { type Destination, resolveDestination } from './destination.ts';
import {
  checkLegality,
  digestOf,
  type JsonObject,
  type LoadConfig,
  mergeLoadConfig,
  readExternal,
} from './load-config.ts';
import { type DatedFile, type ManifestTotals, ManifestWriter } from './manifest.ts';
import { directoryOf } from './names.ts';
import { type LoadRecord, loadIdOf, NOT_STARTED, type SuccessFile, type Transform } from './record.ts';
import { isScript, substitute } from './transform-sql.ts';

/** URIs of one external table. */
const MOST_EXTERNAL_FILES = 10_000;
/** Source tables of one copy job. */
export const MOST_PARTS = 1_200;
/** Names of one load job's files together: its request stays below the 10 MB that the API is assumed to take. */
const MOST_URI_BYTES = 8_000_000;

export interface PlanFacts {
  readonly success: SuccessFile;
  readonly successMs: number;
  /** The batch's files, where they are not all that lie below the success file. */
  readonly pages?: () => AsyncIterable<readonly DatedFile[]>;
}

/** The facts of a batch that are known before its files are listed. */
export interface Settled {
  readonly files: ConfigFiles;
  readonly config: LoadConfig;
  readonly destination: Destination;
  readonly transform: Transform | undefined;
}

/** Reads and checks the configuration. Throws what is wrong with it. */
export async function settleConfig(
  context: LoaderContext,
  { bucket, name }: Pick<SuccessFile, 'bucket' | 'name'>,
): Promise<Settled> {
  const { config: settings, objects } = context;
  const files = await readConfigFiles(objects, bucket, name);
  const config = await mergeLoadConfig(files.load);
  const rest = await context.rest();
  const storageProject = settings.storageProject || (await rest.projectId());
  const destination = resolveDestination(name, config.value, { regex: settings.regex, storageProject });
  checkTableName({ projectId: destination.projectId, datasetId: destination.datasetId, tableId: destination.tableId });
  const transform = await transformOf(files, destination);
  if (transform === undefined) checkLegality(config, destination.decorator !== undefined);
  return { files, config, destination, transform };
}

async function transformOf({ sql, external }: ConfigFiles, destination: Destination): Promise<Transform | undefined> {
  if (sql === undefined) return undefined;
  const text = sql.bytes.toString('utf8');
  if (text.trim() === '')
    throw new PenstockError('CONFIG_INVALID', `${sql.origin} is empty: write the transform, or remove the file`);
  const substituted = substitute(text, destination);
  return {
    sql: substituted,
    script: isScript(substituted),
    origin: sql.origin,
    external: await readExternal(external),
  };
}

/** Receives the manifest's bytes: a plan that is only shown counts them, a real plan writes them. */
export type KeepManifest = (lines: AsyncIterable<Buffer>) => Promise<string>;

/** Plans the load. Throws a permanent error for a batch that can never load. */
export async function planLoad(context: LoaderContext, facts: PlanFacts, keep: KeepManifest): Promise<LoadRecord> {
  const settled = await settleConfig(context, facts.success);
  const { config, destination, transform } = settled;
  const location = await locationOf(await context.rest(), destination);
  const writer = new ManifestWriter(manifestRules(context, facts, transform !== undefined));
  const { bucket, name } = facts.success;
  const manifestName = await keep(
    writer.lines(facts.pages?.() ?? context.objects.list(bucket, { prefix: directoryOf(name) })),
  );
  const totals = writer.totals();
  if (totals.parts.length > MOST_PARTS) {
    throw new PenstockError(
      'INPUT_TOO_LARGE',
      `The batch makes ${totals.parts.length} parts, and one copy publishes ${MOST_PARTS}: split it into several success files`,
    );
  }
  const value = transform === undefined ? withFormat(config.value, totals) : config.value;
  return {
    ...blankRecord(context, facts),
    destination,
    location,
    config: value,
    configDigest: digestOf([value, transform ?? null]),
    hold: transform === undefined ? context.config.hold : 'snapshot',
    ...(transform !== undefined && { transform }),
    ...(facts.pages !== undefined && { micro: true }),
    ...(isOrdered(context, settled) && { order: { key: orderKey(context, facts) } }),
    manifest: { name: manifestName, files: totals.files, bytes: totals.bytes, firstName: totals.firstName },
    parts: totals.parts.map((part) => ({ ...part, ...NOT_STARTED })),
  };
}

/** The record of a load of which nothing is known yet. */
export function blankRecord({ clock }: Pick<LoaderContext, 'clock'>, { success, successMs }: PlanFacts): LoadRecord {
  const nowMs = clock.now();
  const { traceparent } = traceHeaders();
  return {
    version: 1,
    id: loadIdOf(success),
    success,
    successMs,
    plannedMs: nowMs,
    location: '',
    config: {},
    configDigest: '',
    hold: 'verify',
    parts: [],
    publication: NOT_STARTED,
    hook: NOT_STARTED,
    state: 'waiting',
    notBeforeMs: 0,
    settled: [],
    times: { waiting: nowMs },
    ...(traceparent !== undefined && { traceparent }),
  };
}

function manifestRules({ config }: LoaderContext, { success, successMs }: PlanFacts, isTransform: boolean) {
  return {
    successFilename: config.successFilename,
    gateFilename: config.gateFilename,
    bucket: success.bucket,
    prefix: directoryOf(success.name),
    successMs,
    lateFiles: config.lateFiles,
    // A query's external table has no limit of bytes, and is one part.
    maxBytes: isTransform ? Number.MAX_SAFE_INTEGER : config.maxBatchBytes,
    maxUris: isTransform ? MOST_EXTERNAL_FILES : config.maxUris,
    maxUriBytes: MOST_URI_BYTES,
    maxFiles: isTransform ? MOST_EXTERNAL_FILES : Number.MAX_SAFE_INTEGER,
  };
}

function withFormat(value: JsonObject, totals: ManifestTotals): JsonObject {
  return value.sourceFormat === undefined ? { ...value, sourceFormat: totals.format() } : value;
}

function isOrdered({ config }: LoaderContext, { files }: Settled): boolean {
  return config.orderPerTable || files.ordered;
}

/** Compared as text. Both forms end in the generation, so that two writes of one success file have an order too. */
function orderKey({ config }: LoaderContext, { success, successMs }: PlanFacts): string {
  const arrival = String(successMs).padStart(MS_DIGITS, '0');
  return config.orderBy === 'name' ? `${success.name}\n${arrival}` : `${arrival}\n${success.name}`;
}

const MS_DIGITS = 16;
