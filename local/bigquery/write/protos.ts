/** Google's own message types, from the client package's compiled protos: what a client sends is what we read. */

import { createRequire } from 'node:module';
import protobuf from 'protobufjs';

const PACKAGE = 'google.cloud.bigquery.storage.v1';

export interface Protos {
  /** A message of google.cloud.bigquery.storage.v1 by its short name. */
  readonly type: (name: string) => protobuf.Type;
  readonly status: protobuf.Type;
  readonly encode: (name: string, message: object) => Buffer;
  /** Enums come as names, 64-bit integers as text, absent messages stay absent. */
  readonly decode: (name: string, bytes: Buffer) => Record<string, unknown>;
}

export function loadProtos(): Protos {
  const require = createRequire(import.meta.url);
  const json = require('@google-cloud/bigquery-storage/build/protos/protos.json') as protobuf.INamespace;
  const root = protobuf.Root.fromJSON(json);
  const types = new Map<string, protobuf.Type>();
  const type = (name: string): protobuf.Type => {
    const known = types.get(name) ?? root.lookupType(`${PACKAGE}.${name}`);
    types.set(name, known);
    return known;
  };
  return {
    type,
    status: root.lookupType('google.rpc.Status'),
    encode: (name, message) => Buffer.from(type(name).encode(type(name).fromObject(message)).finish()),
    decode: (name, bytes) =>
      type(name).toObject(type(name).decode(bytes), { enums: String, longs: String, defaults: true, arrays: true }),
  };
}
