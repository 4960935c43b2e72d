/** A codec from a message of a `.proto`: its field numbers and names go on the wire, its options treat what is sensitive. */

import type protobuf from 'protobufjs';
import { compileCodec, type RowCodec } from '../codec/codec.ts';
import type { CodecOptions } from '../codec/options.ts';
import { foldName } from '../schema/column-name.ts';
import { schemaOfMessage } from './message-schema.ts';

/**
 * `options.sensitive.columns` may name further columns and may treat a marked one otherwise, but never lets one
 * through that the `.proto` marks: there is no treatment that keeps the raw value.
 */
export function compileCodecFromProto(root: protobuf.Root, message: string, options: CodecOptions): RowCodec {
  const { schema, sensitive } = schemaOfMessage(root, message);
  const configured = Object.entries(options.sensitive?.columns ?? {});
  const overridden = new Set(configured.map(([path]) => foldName(path)));
  const marked = Object.entries(sensitive).filter(([path]) => !overridden.has(foldName(path)));
  const columns = Object.fromEntries([...marked, ...configured]);
  if (Object.keys(columns).length === 0) return compileCodec(schema, options);
  return compileCodec(schema, { ...options, sensitive: { ...options.sensitive, columns } });
}
