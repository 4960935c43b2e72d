/** The proto types that Google's own package ships, for every method that is not decoded by hand. Loaded when first needed. */

import { createRequire } from 'node:module';
import type { IConversionOptions, INamespace, Root, Type } from 'protobufjs';
import { invalid } from '../errors.ts';
import type { Plain } from '../resources/fields.ts';

const require = createRequire(import.meta.url);

/** int64 fields here are durations, times and limits: all far below 2^53. */
const CONVERSION: IConversionOptions = { longs: Number, enums: String, bytes: Buffer };

let root: Root | undefined;

/** The IAM methods are those of another service; the package of Secret Manager ships their types. */
let iam: Root | undefined;

export function typeNamed(name: string): Type {
  if (name.startsWith('google.iam.')) {
    iam ??= rootOf('@google-cloud/secret-manager/build/protos/protos.json');
    return iam.lookupType(name);
  }
  root ??= rootOf('@google-cloud/pubsub-api/build/protos/protos.json');
  return root.lookupType(name.includes('.') ? name : `google.pubsub.v1.${name}`);
}

export function decode(name: string, body: Buffer): Plain {
  const type = typeNamed(name);
  try {
    return type.toObject(type.decode(body), CONVERSION) as Plain;
  } catch (error) {
    throw malformed(name, error);
  }
}

export function encode(name: string, value: Plain): Uint8Array {
  const type = typeNamed(name);
  return type.encode(type.fromObject(value)).finish();
}

/** gRPC leaves the code for a request that does not parse to the service. */
export function malformed(name: string, error: unknown): Error {
  const why = error instanceof Error ? error.message : String(error);
  return invalid(`The request is not a valid google.pubsub.v1.${name} message: ${why}.`);
}

function rootOf(file: string): Root {
  const protobuf = require('protobufjs') as typeof import('protobufjs');
  return protobuf.Root.fromJSON(require(file) as INamespace);
}
