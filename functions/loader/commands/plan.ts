/** `penstock loader plan`: what a success file would load, with everything that decides about it. Runs nothing. */

import { createHash } from 'node:crypto';
import type { ObjectInfo } from '@penstock/shared/storage/objects.ts';
import { leaves } from '../config-tree.ts';
import type { LoaderContext } from '../context.ts';
import { actionOf } from '../data-files.ts';
import { tableText } from '../hooks.ts';
import { readManifest } from '../manifest.ts';
import { directoryOf, loaderJobId } from '../names.ts';
import { planLoad, settleConfig } from '../plan.ts';
import { isDirect } from '../publish.ts';
import type { LoadRecord, SuccessFile } from '../record.ts';
import { manifestOf } from '../staging.ts';
import { type AnyCall, operand, parsePlace, withLoader } from './open.ts';

/** The command's output for one success file. */
export interface PlanReport {
  readonly success: string;
  readonly destination: string;
  readonly mode: 'load' | 'transform';
  readonly hold: string;
  /** Each key of the merged configuration, with the file that set it. */
  readonly config: readonly { readonly key: string; readonly value: unknown; readonly from: string }[];
  readonly files: number;
  readonly bytes: number;
  readonly first_files: readonly string[];
  readonly parts: readonly {
    readonly part: number;
    readonly files: number;
    readonly bytes: number;
    readonly job_id: string;
  }[];
  readonly publish_job_id: string;
  readonly sql?: string;
}

export type PlanCall = AnyCall & { readonly flags: { readonly files: number } };

export async function plan(call: PlanCall): Promise<undefined> {
  const place = parsePlace(operand(call, 'place'));
  const shown = call.flags.files;
  await withLoader(call, async (context) => {
    for (const success of await successFiles(context, place.bucket, place.name)) {
      const report = await reportOf(context, success, shown);
      call.print.record(report as unknown as Readonly<Record<string, unknown>>, textOf(report));
    }
  });
  return undefined;
}

/** The success files at or below a prefix; where there is none, the one that would be written into the directory. */
async function successFiles(
  context: LoaderContext,
  bucket: string,
  prefix: string,
): Promise<readonly (SuccessFile & { readonly ms: number })[]> {
  const found: ObjectInfo[] = [];
  for await (const page of context.objects.list(bucket, { prefix })) {
    found.push(...page.filter(({ name }) => actionOf(name, context.config) === 'success'));
  }
  if (found.length > 0)
    return found.map(({ name, generation, updatedMs }) => ({ bucket, name, generation, ms: updatedMs }));
  const directory = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
  return [
    { bucket, name: `${directory}${context.config.successFilename}`, generation: '0', ms: Number.MAX_SAFE_INTEGER },
  ];
}

export async function reportOf(
  context: LoaderContext,
  success: SuccessFile & { readonly ms: number },
  shown: number,
): Promise<PlanReport> {
  const { config } = await settleConfig(context, success);
  const first: string[] = [];
  const record = await planLoad(context, { success, successMs: success.ms }, async (lines) => {
    const digest = createHash('sha256');
    const counted = async function* (): AsyncGenerator<Buffer> {
      for await (const chunk of lines) {
        digest.update(chunk);
        yield chunk;
      }
    };
    for await (const { name } of readManifest(counted())) if (first.length < shown) first.push(name);
    return digest.digest('hex');
  });
  return {
    success: `gs://${success.bucket}/${success.name}`,
    destination: tableText(record),
    mode: record.transform === undefined ? 'load' : 'transform',
    hold: record.hold,
    config: leaves(record.config).map(({ path, value }) => ({
      key: path.join('.'),
      value,
      from: fromOf(config.originOf(...path), path, config.value),
    })),
    files: manifestOf(record).files,
    bytes: manifestOf(record).bytes,
    first_files: first.map((name) => name.slice(directoryOf(success.name).length)),
    parts: record.parts.map(({ files, bytes }, part) => ({
      part,
      files,
      bytes,
      job_id: jobOf(context, record, 'load', part),
    })),
    publish_job_id: jobOf(
      context,
      record,
      record.transform === undefined ? (isDirect(record) ? 'load' : 'copy') : 'transform',
      0,
    ),
    ...(record.transform !== undefined && { sql: record.transform.sql }),
  };
}

function fromOf(origin: string, path: readonly string[], given: Readonly<Record<string, unknown>>): string {
  return given[path[0] as string] === undefined ? 'the names of the files' : origin;
}

function jobOf(
  { config }: LoaderContext,
  { success, publication }: LoadRecord,
  purpose: 'load' | 'copy' | 'transform',
  part: number,
): string {
  return loaderJobId(config.jobPrefix, purpose, success, part, publication.attempt);
}

function textOf(report: PlanReport): string {
  const { success, destination, mode, hold, config, files, bytes, first_files, parts, publish_job_id, sql } = report;
  const width = Math.max(0, ...config.map(({ key }) => key.length));
  return [
    `${success} → ${destination}`,
    `  ${mode}, files held by ${hold}`,
    '  configuration',
    ...config.map(({ key, value, from }) => `    ${key.padEnd(width)}  ${JSON.stringify(value)}  (${from})`),
    `  ${files} files, ${bytes} bytes`,
    ...first_files.map((name) => `    ${name}`),
    ...(files > first_files.length ? [`    … and ${files - first_files.length} more`] : []),
    ...(mode === 'load'
      ? parts.map(
          ({ part, files: count, bytes: size, job_id }) =>
            `  part ${part}: ${count} files, ${size} bytes, job ${job_id}`,
        )
      : []),
    `  published by job ${publish_job_id}`,
    ...(sql === undefined ? [] : ['  SQL', ...sql.split('\n').map((line) => `    ${line}`)]),
  ].join('\n');
}
