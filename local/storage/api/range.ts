/** `Range` of downloads (RFC 9110 section 14) and `Content-Range` of resumable uploads. Pure. */

import { badRequest } from './errors.ts';

/** Bytes `from` to `to`, `to` not included. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The one range asked for, `undefined` where the header asks for the whole (absent, malformed or several ranges: RFC 9110
 * allows ignoring those, and the service does), or `unsatisfiable`.
 */
export function parseRange(header: string | undefined, size: number): ByteRange | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (match === null) return undefined;
  const [, first = '', last = ''] = match;
  if (first === '') {
    if (last === '') return undefined;
    const length = Number(last);
    if (length === 0 || size === 0) return 'unsatisfiable';
    return { from: Math.max(0, size - length), to: size };
  }
  const from = Number(first);
  if (last !== '' && Number(last) < from) return undefined;
  if (from >= size) return 'unsatisfiable';
  return { from, to: last === '' ? size : Math.min(size, Number(last) + 1) };
}

/** The range that a request of a resumable upload declares. `end` and `total` are undefined if the client does not know yet. */
export type UploadRange =
  | { readonly kind: 'status'; readonly total: number | undefined }
  | {
      readonly kind: 'bytes';
      readonly from: number;
      readonly to: number | undefined;
      readonly total: number | undefined;
    };

export function parseContentRange(header: string | undefined): UploadRange {
  if (header === undefined) return { kind: 'bytes', from: 0, to: undefined, total: undefined };
  const match = /^bytes (?:(\d{1,15})-(\d{1,15}|\*)|(\*))\/(\d{1,15}|\*)$/.exec(header.trim());
  if (match === null) throw badRequest(`Failed to parse Content-Range header: ${header}`);
  const [, first, last, star, length] = match;
  const total = length === '*' ? undefined : Number(length);
  if (star !== undefined || first === undefined) return { kind: 'status', total };
  const from = Number(first);
  const to = last === '*' ? undefined : Number(last) + 1;
  // "bytes 0--1/0" does not parse; an empty chunk is told by a status range with a total.
  if (to !== undefined && to <= from) throw badRequest(`Failed to parse Content-Range header: ${header}`);
  if (total !== undefined && (to ?? from) > total) {
    throw badRequest(`Invalid request. The Content-Range header ends after the total it names: ${header}`);
  }
  return { kind: 'bytes', from, to, total };
}
