/** A manifest in Airbyte's low-code schema as source files, one a stream, and a report of what was not carried over. */

import { messageOf } from '@penstock/shared/runtime/errors.ts';
import { isJsonObject } from '@penstock/shared/runtime/json-object.ts';
import { parse, stringify } from 'yaml';
import { loadSourceFile } from '../source-file/load.ts';
import type { SourceFile } from '../source-file/source-file.ts';
import { type Component, componentAt, listAt, resolveManifest, textAt } from './manifest.ts';
import type { StreamReport } from './report.ts';
import { convertStream } from './stream.ts';
import type { WindowChoices } from './windows.ts';

export interface ImportOptions extends WindowChoices {
  /** Before the streams' names in the files' names, and in the names of secrets. */
  readonly source: string;
  readonly dataset: string;
  readonly project: string;
  /** Values of the manifest's config. Those that its specification calls secret go nowhere. */
  readonly config: Component;
}

export interface ImportedFile {
  /** `shop-orders.yaml` */
  readonly name: string;
  readonly text: string;
}

export interface Imported {
  readonly files: readonly ImportedFile[];
  readonly report: readonly StreamReport[];
}

/** Throws where the text is no manifest. */
export async function importManifest(text: string, options: ImportOptions): Promise<Imported> {
  const manifest = parse(text, { maxAliasCount: 1_000, uniqueKeys: false }) as unknown;
  if (!isJsonObject(manifest)) throw new Error('The file is no manifest: it is not an object.');
  const whole = resolveManifest(manifest as Component);
  const streams = listAt(whole, 'streams') as readonly Component[];
  const specification = componentAt(componentAt(whole, 'spec'), 'connection_specification');
  const files: ImportedFile[] = [];
  const report: StreamReport[] = [];
  const taken = new Set<string>();
  for (const [index, stream] of streams.entries()) {
    const streamName = textAt(stream, 'name') ?? `stream-${index + 1}`;
    const name = uniqueName(`${options.source}-${streamName}`, taken);
    const { file, findings } = convertStream(
      stream,
      {
        ...options,
        name,
        table: `${options.dataset}.${tableOf(streamName)}`,
        secretVersion: (secret) =>
          `projects/${options.project}/secrets/${options.source}-${secret.replaceAll('_', '-')}/versions/latest`,
        specification,
      },
      `streams.${index}`,
    );
    if (file !== undefined)
      await check(file).catch((error: unknown) => findings.problem(`streams.${index}`, messageOf(error)));
    const good = file !== undefined && findings.problems.length === 0;
    if (good)
      files.push({ name: `${name}.yaml`, text: stringify(file, { lineWidth: 0, aliasDuplicateObjects: false }) });
    report.push({
      name: streamName,
      whole: good,
      file: good ? `${name}.yaml` : undefined,
      problems: findings.problems,
      notes: findings.notes,
    });
  }
  for (const [index] of listAt(whole, 'dynamic_streams').entries()) {
    report.push({
      name: `dynamic stream ${index + 1}`,
      whole: false,
      file: undefined,
      problems: [{ path: `dynamic_streams.${index}`, text: 'streams that are found at run time are not carried over' }],
      notes: [],
    });
  }
  return { files, report };
}

/** Applies the rules of every source file; fills the settings that the user still has to give. */
async function check(file: SourceFile): Promise<void> {
  const text = JSON.stringify(file);
  const named = [...text.matchAll(/\{settings\.(\w+)/g)].map(([, name]) => [name as string, 'x'] as const);
  const lists = [...text.matchAll(/"settings":"(\w+)"/g)].map(([, name]) => [name as string, ['x']] as const);
  await loadSourceFile(
    JSON.stringify({ ...file, settings: { ...Object.fromEntries([...named, ...lists]), ...file.settings } }),
    `${file.name}.json`,
  );
}

function uniqueName(text: string, taken: Set<string>): string {
  const plain =
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^[^a-z]+|-+$/g, '')
      .slice(0, 58) || 'stream';
  let name = plain;
  for (let count = 2; taken.has(name); count += 1) name = `${plain}-${count}`;
  taken.add(name);
  return name;
}

function tableOf(name: string): string {
  return name.replace(/[^A-Za-z0-9_]/g, '_');
}
