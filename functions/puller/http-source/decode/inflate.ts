/** Inflates gzip, told by its magic bytes and not by the headers, within bounds that a bomb does not pass. */

import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { messageOf } from '@penstock/shared/runtime/errors.ts';
import { SourceError } from '../../source.ts';

export interface InflateLimits {
  readonly decodedBytes: number;
  /** Decoded bytes for one byte of the wire, from the first 64 KiB on. */
  readonly ratio: number;
}

const gunzipped = promisify(gunzip);
const inflated = promisify(inflate);
const unbrotlied = promisify(brotliDecompress);
const FREE_BYTES = 64 * 1024;
/** A file that was packed, sent with a packing of its own. */
const MOST_LAYERS = 2;

export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length > 2 && bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;
}

/** Gzip is unpacked wherever its magic bytes are; `deflate` and `br` where the header names them. */
export async function decompress(wire: Buffer, encoding: string | undefined, limits: InflateLimits): Promise<Buffer> {
  const most = Math.min(limits.decodedBytes, Math.max(FREE_BYTES, wire.length * limits.ratio));
  let bytes = await byHeader(wire, encoding?.trim().toLowerCase(), most);
  for (let layer = 0; layer < MOST_LAYERS && isGzip(bytes); layer += 1) bytes = await unpack(gunzipped, bytes, most);
  return bytes;
}

async function byHeader(wire: Buffer, encoding: string | undefined, most: number): Promise<Buffer> {
  switch (encoding) {
    case 'deflate':
      return unpack(inflated, wire, most);
    case 'br':
      return unpack(unbrotlied, wire, most);
    // Answers that name gzip and are not packed exist: the magic bytes decide.
    case undefined:
    case '':
    case 'identity':
    case 'gzip':
    case 'x-gzip':
      return wire;
    default:
      throw new SourceError(
        'fail',
        'INPUT_MALFORMED',
        `The answer's Content-Encoding is ${encoding}, which was not asked for.`,
      );
  }
}

type Unpack = (bytes: Buffer, options: { readonly maxOutputLength: number }) => Promise<Buffer>;

async function unpack(how: Unpack, bytes: Buffer, most: number): Promise<Buffer> {
  try {
    return await how(bytes, { maxOutputLength: most });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new SourceError(
        'fail',
        'INPUT_TOO_LARGE',
        `The answer unpacks to more than ${most} bytes from ${bytes.length}.`,
      );
    }
    throw new SourceError('retry', 'INPUT_MALFORMED', `The packed answer is damaged or was cut: ${messageOf(error)}.`, {
      cause: error,
    });
  }
}
