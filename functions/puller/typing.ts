/** Types the rows of a source by a message of a `.proto`, or by the table. The codec treats sensitive fields before anything is stored. */

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compileCodec, type RowCodec } from '@penstock/shared/bigquery/codec/codec.ts';
import type { CodecOptions } from '@penstock/shared/bigquery/codec/options.ts';
import { parseProtos } from '@penstock/shared/bigquery/proto/parse.ts';
import { compileCodecFromProto } from '@penstock/shared/bigquery/proto/proto-codec.ts';
import { type RestSchema, schemaFromRest } from '@penstock/shared/bigquery/schema/from-rest.ts';
import type { TableSchema } from '@penstock/shared/bigquery/schema/table-schema.ts';
import type { TableConfig } from './source-file/source-file.ts';

/** The folder of `.proto` files; the bundle of the function holds them too. */
export const PROTO_FOLDER = 'proto';

/** Throws where the message, or a file that it imports, is not there. */
export async function codecOfMessage(
  table: TableConfig,
  hashKey?: Uint8Array,
  folder: string = PROTO_FOLDER,
): Promise<RowCodec> {
  const { root } = parseProtos(await readProtos(folder));
  return compileCodecFromProto(root, table.message as string, codecOptions(table, hashKey));
}

export function codecOfTable(schema: TableSchema, table: TableConfig, hashKey?: Uint8Array): RowCodec {
  return compileCodec(schema, codecOptions(table, hashKey));
}

/** The text that `bq show --schema` writes, or a table's resource. */
export function codecFromSchemaText(text: string, table: TableConfig): RowCodec {
  const parsed = JSON.parse(text) as RestSchema | { readonly schema: RestSchema };
  return codecOfTable(schemaFromRest('schema' in parsed ? parsed.schema : parsed), table);
}

function codecOptions(
  { unknownFields = 'reject', sensitive }: TableConfig,
  hashKey: Uint8Array | undefined,
): CodecOptions {
  if (sensitive === undefined && hashKey === undefined) return { unknownFields };
  return { unknownFields, sensitive: { columns: sensitive ?? {}, ...(hashKey === undefined ? {} : { hashKey }) } };
}

async function readProtos(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.proto'));
  const files = names.map(
    async (name) => [name.replaceAll('\\', '/'), await readFile(join(folder, name), 'utf8')] as const,
  );
  return new Map(await Promise.all(files));
}
