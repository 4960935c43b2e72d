/** Reading objects: metadata and lists. Content is `media.ts`'s. */

import { type Answer, type Call, json } from '../api/call.ts';
import { invalidParameter, notImplemented } from '../api/errors.ts';
import { parseGlob } from '../rules/glob.ts';
import { decodeToken, encodeToken, type ListQuery, listPage } from '../rules/listing.ts';
import { checkForRead, readConditions } from '../rules/preconditions.ts';
import { objectResource } from '../rules/resources.ts';
import { bucketNamed, type Method, versionNamed } from './context.ts';
import { answerMedia } from './media.ts';

const MAX_PAGE = 1000;

export const getObject: Method = async (context, call, params): Promise<Answer> => {
  const alt = call.query.oneOf('alt', ['json', 'media']);
  if (call.query.boolean('softDeleted')) throw notImplemented('Soft delete');
  const bucket = bucketNamed(context, params.bucket);
  const version = versionNamed(bucket, params.object, call.query.integer('generation'));
  checkForRead(readConditions(call.query, call.headers), version);
  if (alt === 'media') return answerMedia(context, call, version);
  await context.store.durable();
  const resource = objectResource(version, call.origin);
  return json(resource, 200, { etag: String(resource.etag) });
};

export const listObjects: Method = async (context, call, params) => {
  const bucket = bucketNamed(context, params.bucket);
  const page = listPage(bucket.objects, readListQuery(call));
  await context.store.durable();
  return json({
    kind: 'storage#objects',
    ...(page.next === undefined ? {} : { nextPageToken: encodeToken(page.next) }),
    ...(page.prefixes.length === 0 ? {} : { prefixes: page.prefixes }),
    ...(page.items.length === 0 ? {} : { items: page.items.map((version) => objectResource(version, call.origin)) }),
  });
};

function readListQuery({ query }: Call): ListQuery {
  if (query.boolean('softDeleted')) throw notImplemented('Soft delete');
  if (query.has('filter')) throw notImplemented('A filter of a listing');
  const delimiter = query.get('delimiter') ?? '';
  const glob = query.get('matchGlob');
  const token = query.get('pageToken');
  // There are no managed folders here; asking for them to be told among the prefixes changes nothing.
  if (query.boolean('includeFoldersAsPrefixes') && delimiter !== '/') {
    throw invalidParameter('includeFoldersAsPrefixes', 'includeFoldersAsPrefixes needs the delimiter /.');
  }
  return {
    prefix: query.get('prefix') ?? '',
    delimiter,
    includeTrailingDelimiter: query.boolean('includeTrailingDelimiter'),
    startOffset: query.get('startOffset') ?? '',
    endOffset: query.get('endOffset') || undefined,
    glob: glob === undefined || glob === '' ? undefined : parseGlob(glob),
    versions: query.boolean('versions'),
    maxResults: Math.min(query.integer('maxResults') || MAX_PAGE, MAX_PAGE),
    cursor: token === undefined || token === '' ? undefined : decodeToken(token),
  };
}
