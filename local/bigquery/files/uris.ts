/** Source URIs to the objects they name: explicit ones and one `*` each. */

import { BigQueryError } from '../errors.ts';
import type { Limits } from '../limits.ts';
import type { ObjectSource, StoredObject } from '../objects.ts';

export function checkUris(value: unknown, limits: Limits): readonly string[] {
  if (!Array.isArray(value) || value.length === 0)
    throw new BigQueryError('required', 'Required parameter is missing: sourceUris');
  if (value.length > limits.loadUris) {
    throw new BigQueryError(
      'invalid',
      `Too many source URIs: ${value.length}. A load job takes at most ${limits.loadUris}.`,
    );
  }
  return value.map((uri: unknown) => {
    if (typeof uri !== 'string' || splitUri(uri) === undefined) {
      throw new BigQueryError('invalid', `Invalid source URI: ${String(uri)}. Only gs://bucket/object is supported.`, {
        location: String(uri),
      });
    }
    if (uri.split('*').length > 2) {
      throw new BigQueryError('invalid', `Invalid source URI: ${uri}. At most one '*' wildcard is allowed.`, {
        location: uri,
      });
    }
    if (splitUri(uri)?.bucket.includes('*'))
      throw new BigQueryError('invalid', `Invalid source URI: ${uri}. The bucket's name cannot hold a wildcard.`, {
        location: uri,
      });
    return uri;
  });
}

function splitUri(uri: string): { readonly bucket: string; readonly name: string } | undefined {
  const match = /^gs:\/\/([^/]+)\/(.+)$/s.exec(uri);
  return match === null ? undefined : { bucket: match[1] ?? '', name: match[2] ?? '' };
}

/** The objects, in the order of the URIs and of their names; each pinned to the generation that was found. */
export async function expandUris(
  source: ObjectSource,
  uris: readonly string[],
  limits: Limits,
): Promise<readonly StoredObject[]> {
  const objects: StoredObject[] = [];
  for (const uri of uris) {
    const parts = splitUri(uri);
    if (parts === undefined) continue;
    const star = parts.name.indexOf('*');
    const prefix = star < 0 ? parts.name : parts.name.slice(0, star);
    const suffix = star < 0 ? '' : parts.name.slice(star + 1);
    const listed = await source.list(parts.bucket, prefix);
    if (listed === undefined)
      throw new BigQueryError('notFound', `Not found: Bucket ${parts.bucket}`, { location: uri });
    const found = listed.filter(({ name }) =>
      star < 0 ? name === parts.name : name.length >= prefix.length + suffix.length && name.endsWith(suffix),
    );
    if (found.length === 0)
      throw new BigQueryError('notFound', `Not found: ${star < 0 ? 'URI' : 'Uris'} ${uri}`, { location: uri });
    objects.push(...found);
  }
  const bytes = objects.reduce((sum, { size }) => sum + size, 0);
  if (bytes > limits.loadBytes) {
    throw new BigQueryError(
      'invalid',
      `The input files are too large: ${bytes} bytes. A load job takes at most ${limits.loadBytes} bytes.`,
    );
  }
  return objects;
}
