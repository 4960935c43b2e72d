/** The destinations of an extract: `gs://` URIs with at most one `*` each, and the files that they name. */

import { BigQueryError } from '../errors.ts';
import type { ObjectSource } from '../objects.ts';

export interface Place {
  readonly bucket: string;
  readonly name: string;
}

export interface DestinationUri {
  readonly uri: string;
  readonly bucket: string;
  /** Before and after the `*`; without one `suffix` is absent and there is one file. */
  readonly prefix: string;
  readonly suffix?: string;
}

export function destinationUris(value: unknown): readonly DestinationUri[] {
  if (!Array.isArray(value) || value.length === 0)
    throw new BigQueryError('required', 'Required parameter is missing: destinationUris');
  return value.map(destinationUri);
}

function destinationUri(uri: unknown): DestinationUri {
  const [, bucket = '', name = ''] = (typeof uri === 'string' ? /^gs:\/\/([^/*]+)\/(.+)$/s.exec(uri) : null) ?? [];
  if (typeof uri !== 'string' || bucket === '' || name === '')
    throw new BigQueryError('invalid', `Invalid destination URI: ${String(uri)}. Use gs://bucket/object.`);
  const [prefix = '', suffix, ...more] = name.split('*');
  if (more.length > 0)
    throw new BigQueryError('invalid', `Invalid destination URI: ${uri}. At most one '*' wildcard is allowed.`);
  return { uri, bucket, prefix, ...(suffix !== undefined && { suffix }) };
}

/** The object of a URI's file: the `*` becomes a number of twelve digits, counted from 0. */
export function fileOf({ bucket, prefix, suffix }: DestinationUri, index: number): Place {
  const name = suffix === undefined ? prefix : `${prefix}${String(index).padStart(12, '0')}${suffix}`;
  return { bucket, name };
}

/** Throws where a bucket is missing and, unless files may be overwritten, where a file is already there. */
export async function checkPlaces(
  objects: ObjectSource,
  uris: readonly DestinationUri[],
  overwrite: boolean,
): Promise<void> {
  for (const { uri, bucket, prefix, suffix } of uris) {
    const listed = await objects.list(bucket, prefix);
    if (listed === undefined) throw new BigQueryError('notFound', `Not found: Bucket ${bucket}`, { location: uri });
    if (overwrite) continue;
    const inTheWay = listed.find(({ name }) =>
      suffix === undefined
        ? name === prefix
        : name.length >= prefix.length + suffix.length && name.startsWith(prefix) && name.endsWith(suffix),
    );
    if (inTheWay !== undefined) {
      throw new BigQueryError(
        'invalid',
        `Invalid value: the destination ${uri} is not empty: gs://${bucket}/${inTheWay.name} exists. Set overwrite=true to overwrite it.`,
        { location: uri },
      );
    }
  }
}
