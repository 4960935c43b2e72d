/** `penstock puller import`: source files from a manifest, and a report of what was not carried over. */

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Call } from '@penstock/shared/runtime/command.ts';
import { messageOf, PenstockError } from '@penstock/shared/runtime/errors.ts';
import { importManifest } from '../import/import.ts';
import type { Component } from '../import/manifest.ts';
import type { StreamReport } from '../import/report.ts';
import { durationText } from '../import/windows.ts';

export type ImportCall = Pick<Call, 'operands' | 'dryRun' | 'print' | 'summary' | 'env'> & {
  readonly flags: {
    readonly out: string;
    readonly source: string | undefined;
    readonly dataset: string;
    readonly config: string | undefined;
    readonly start: string;
    readonly window: number | undefined;
  };
};

/** The project in the names of secrets if none is set; the user who creates the secrets chooses the real one. */
const NO_PROJECT = 'PROJECT';

export async function importFile(call: ImportCall): Promise<'done' | 'partial'> {
  const { flags, operands, dryRun, print, summary, env } = call;
  const path = resolve(operands.manifest as string);
  const source = flags.source ?? basename(dirname(path)).replace(/^source-/, '');
  const { files, report } = await importManifest(await read(path), {
    source,
    dataset: flags.dataset,
    project: env.GOOGLE_CLOUD_PROJECT ?? NO_PROJECT,
    config: flags.config === undefined ? {} : (JSON.parse(await read(flags.config)) as Component),
    start: flags.start,
    length: flags.window === undefined ? undefined : durationText(flags.window / 1_000),
  }).catch((error: unknown) => {
    throw new PenstockError('CONFIG_INVALID', `${path}: ${messageOf(error)}`, { cause: error });
  });
  for (const stream of report) print.record({ ...stream }, streamText(stream));
  if (!dryRun) {
    await mkdir(flags.out, { recursive: true });
    for (const { name, text } of files) await writeFile(join(flags.out, name), text);
  }
  const left = report.length - files.length;
  summary(
    `${files.length} of ${report.length} streams ${dryRun ? 'can be carried over' : `written to ${flags.out}`}${left === 0 ? '' : `; ${left} cannot`}.`,
  );
  return left === 0 ? 'done' : 'partial';
}

async function read(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw new PenstockError('CONFIG_INVALID', `${path} cannot be read: ${messageOf(error)}`, { cause: error });
  });
}

function streamText({ name, whole, file, problems, notes }: StreamReport): string {
  const lines = [...problems, ...notes].map(({ path, text }) => `  ${path}: ${text}`);
  return [whole ? `${name} → ${file}` : `${name} is not carried over`, ...lines].join('\n');
}
