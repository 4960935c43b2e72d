/** Values of Terraform's type system on the wire: msgpack, in which an unknown value is an extension. */

import { decode, ExtData, ExtensionCodec, encode } from '@msgpack/msgpack';

export interface DynamicValue {
  readonly msgpack?: Uint8Array;
  readonly json?: Uint8Array;
}

export type Attributes = Readonly<Record<string, unknown>>;

/** A value that is known only once its resource exists. */
export const UNKNOWN = new ExtData(0, new Uint8Array([0]));

export function isUnknown(value: unknown): boolean {
  return value instanceof ExtData;
}

/** 0 is an unknown value, 12 one of which something is known (a prefix, that it is not null). */
const EXTENSIONS = [0, 12] as const;

const codec = new ExtensionCodec();
for (const type of EXTENSIONS) codec.register({ type, encode: () => null, decode: () => UNKNOWN });

/** Null where there is no value: before a resource is made, and after it is destroyed. */
export function readValue(value: DynamicValue | null | undefined): Attributes | null {
  if (value?.msgpack?.length) return decode(value.msgpack, { extensionCodec: codec }) as Attributes | null;
  if (value?.json?.length) return JSON.parse(Buffer.from(value.json).toString('utf8')) as Attributes;
  return null;
}

export function writeValue(value: Attributes | null): DynamicValue {
  return { msgpack: encode(value) };
}
