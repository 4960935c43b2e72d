/** From the bytes of a payload to JSON: gunzipped where that is asked for, exact text, and then an object. */

import { isUtf8 } from 'node:buffer';
import { gunzipSync } from 'node:zlib';
import type { JsonRow } from '@penstock/shared/bigquery/codec/codec.ts';
import { checkJsonText } from '@penstock/shared/bigquery/codec/types/json-text.ts';
import { isJsonObject } from '@penstock/shared/runtime/json-object.ts';
import { RowFailure } from './failure.ts';

export const COMPRESSIONS = ['NONE', 'GZIP'] as const;
export type Compression = (typeof COMPRESSIONS)[number];

/** A gunzipped payload may be longer than any message; beyond this it could only fill the memory. */
export const LONGEST_PAYLOAD = 100_000_000;

/** With `GZIP` what does not begin like gzip (RFC 1952) passes unchanged, as upstream. */
export function decompress(data: Buffer, compression: Compression, longest = LONGEST_PAYLOAD): Buffer | RowFailure {
  if (compression === 'NONE' || data[0] !== 0x1f || data[1] !== 0x8b) return data;
  try {
    return gunzipSync(data, { maxOutputLength: longest });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      return new RowFailure('PAYLOAD_TOO_LARGE', `the gunzipped payload is longer than ${longest} bytes`);
    }
    return new RowFailure('NOT_GZIP', 'the payload begins like gzip and cannot be gunzipped');
  }
}

export type Parse = (text: string) => unknown;

/** A payload while its row is made: its text and its value are made once, however many columns read them. */
export class Payload {
  readonly bytes: Buffer;
  #text: string | RowFailure | undefined;
  #malformed: RowFailure | null | undefined;
  #parsed: { readonly parse: Parse; readonly value: unknown } | undefined;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** Bytes that are not UTF-8 would become other characters without a word. */
  get text(): string | RowFailure {
    this.#text ??= isUtf8(this.bytes)
      ? this.bytes.toString('utf8')
      : new RowFailure('NOT_UTF8', 'the payload is not UTF-8');
    return this.#text;
  }

  /** Why the text is no JSON, as far as its grammar goes. */
  get malformed(): RowFailure | undefined {
    if (this.#malformed === undefined) {
      const { bytes } = this;
      this.#malformed = checkJsonText(bytes, 0, bytes.length)?.code === 'MALFORMED' ? notJson() : null;
    }
    return this.#malformed ?? undefined;
  }

  /** The JSON value, or why it is none. */
  value(parse: Parse): unknown {
    if (this.#parsed?.parse === parse) return this.#parsed.value;
    const { text } = this;
    // To find that a text is no JSON costs a tenth of an error that is thrown and caught for it.
    const value = typeof text === 'string' ? (this.malformed ?? parseJson(text, parse)) : text;
    this.#parsed = { parse, value };
    return value;
  }

  object(parse: Parse): JsonRow | RowFailure {
    const value = this.value(parse);
    if (!isJsonObject(value)) {
      return new RowFailure('NOT_AN_OBJECT', 'the payload is not a JSON object');
    }
    return value as JsonRow | RowFailure;
  }
}

export function parseJson(text: string, parse: Parse): unknown {
  try {
    return parse(text);
  } catch (error) {
    // The reviver of the exact parser recurses; JSON.parse itself does not.
    if (error instanceof RangeError) return new RowFailure('TOO_DEEP', 'the payload is nested too deeply');
    return notJson();
  }
}

function notJson(): RowFailure {
  return new RowFailure('NOT_JSON', 'the payload is not JSON');
}
