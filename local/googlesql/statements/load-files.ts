/** FROM FILES of LOAD DATA, and the columns that the statement lists, as REST names them. */

import { invalid } from '../error.ts';
import type { Execution } from '../run/runner.ts';
import type { LoadDataNode } from '../syntax/files.ts';
import type { Schema } from '../types/schema.ts';
import { columnFrom } from './column-node.ts';
import type { OptionReader } from './constant.ts';
import { csvOptions, hiveOptions, readingOptions, type Settings, sourceOf } from './file-options.ts';

export interface Files {
  readonly columns: Schema | undefined;
  /** The options that only CSV has. */
  readonly csv: Settings;
  readonly common: Settings & { readonly sourceFormat: string };
}

export async function filesOf(
  { columns, files, partitionColumns, path }: LoadDataNode,
  read: (options: LoadDataNode['options']) => OptionReader,
  execution: Execution,
): Promise<Files> {
  const all = (nodes: NonNullable<typeof columns>) =>
    Promise.all(nodes.map((node) => columnFrom(node, execution.text, read)));
  const options = read(files);
  const keys = (await all(partitionColumns ?? [])).map(({ name, type }) => `{${name}:${type}}`);
  const source = await sourceOf(options, 'loads');
  const csv = await csvOptions(options);
  const common = { ...source, ...(await readingOptions(options)), ...(await hiveOptions(options, 'AUTO', keys)) };
  options.finish('FILES');
  if (partitionColumns !== undefined && !('hivePartitioningOptions' in common))
    throw invalid('WITH PARTITION COLUMNS needs the option hive_partition_uri_prefix', path[0]?.at);
  return { columns: columns === undefined ? undefined : await all(columns), csv, common };
}
