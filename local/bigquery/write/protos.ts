/**
 * Google's own message types, from the client package's compiled protos: what a client sends is what we read. They are
 * loaded when the first message comes: a start needs none of them.
 */

import { createRequire } from 'node:module';
import type protobuf from 'protobufjs';

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
  const types = new Map<string, protobuf.Type>();
  let root: protobuf.Root | undefined;
  const named = (name: string): protobuf.Type => {
    const known = types.get(name);
    if (known !== undefined) return known;
    root ??= loadRoot();
    const found = root.lookupType(name);
    types.set(name, found);
    return found;
  };
  const type = (name: string): protobuf.Type => named(`${PACKAGE}.${name}`);
  return {
    type,
    get status() {
      return named('google.rpc.Status');
    },
    encode: (name, message) => Buffer.from(type(name).encode(type(name).fromObject(message)).finish()),
    decode: (name, bytes) =>
      type(name).toObject(type(name).decode(bytes), { enums: String, longs: String, defaults: true, arrays: true }),
  };
}

function loadRoot(): protobuf.Root {
  const require = createRequire(import.meta.url);
  const { Root } = require('protobufjs') as typeof protobuf;
  return Root.fromJSON(require('@google-cloud/bigquery-storage/build/protos/protos.json') as protobuf.INamespace);
}
