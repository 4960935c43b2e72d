/** The reading methods beside documents.get, in the form of the REST API; gRPC calls the same. */

import type { Documents, StoredDocument } from './documents.ts';
import { FirestoreError, invalid } from './errors.ts';
import { project, segmentsOf } from './field-path.ts';
import { runQuery } from './query.ts';
import { checkFields } from './request.ts';
import type { Fields } from './value.ts';

/** A document as it is answered: one that is missing, but has documents below it, is its name. */
export interface ShownDocument {
  readonly name: string;
  readonly fields?: Fields;
  readonly createTime?: string;
  readonly updateTime?: string;
}

type Given = Readonly<Record<string, unknown>>;

const TRANSACTIONS = ['transaction', 'newTransaction', 'readTime'];
const MAX_BATCH = 1_000;
const MAX_PAGE = 300;

export interface FoundOrMissing {
  readonly found?: ShownDocument;
  readonly missing?: string;
  readonly readTime: string;
}

export interface QueryAnswer {
  readonly document?: ShownDocument;
  readonly readTime: string;
}

export function getDocument(documents: Documents, body: object): ShownDocument {
  checkFields('request', body, ['name', 'mask'], TRANSACTIONS);
  const { name, mask } = body as Given;
  const document = documents.get(String(name));
  if (document === undefined) throw new FirestoreError(404, 'NOT_FOUND', `Document "${String(name)}" not found.`);
  return masked(document, mask);
}

/** One answer a name, in the order of the names; a name that is given twice is answered once. */
export function batchGet(
  documents: Documents,
  root: string,
  body: object,
  readTime: string,
): readonly FoundOrMissing[] {
  checkFields('request', body, ['database', 'documents', 'mask'], TRANSACTIONS);
  const { documents: names = [], mask } = body as Given;
  if (!Array.isArray(names) || names.length > MAX_BATCH)
    throw invalid(`documents must be a list of at most ${MAX_BATCH} names.`);
  return [...new Set(names)].map((name: unknown) => {
    if (typeof name !== 'string' || !name.startsWith(`${root}/`))
      throw invalid(`documents must name documents below ${root}.`);
    const document = documents.get(name);
    return document === undefined ? { missing: name, readTime } : { found: masked(document, mask), readTime };
  });
}

/** A query without results is answered with its time only. */
export function query(documents: Documents, parent: string, body: object, readTime: string): readonly QueryAnswer[] {
  checkFields('request', body, ['parent', 'structuredQuery'], [...TRANSACTIONS, 'explainOptions']);
  const { structuredQuery } = body as Given;
  if (typeof structuredQuery !== 'object' || structuredQuery === null) throw invalid('structuredQuery is missing.');
  const found = runQuery(documents, parent, structuredQuery);
  return found.length === 0 ? [{ readTime }] : found.map((document) => ({ document, readTime }));
}

export function listCollectionIds(documents: Documents, parent: string, body: object): object {
  checkFields('request', body, ['parent', 'pageSize', 'pageToken'], ['readTime']);
  const ids = documents.collectionIds(parent);
  const { page, next } = pageOf(ids, (id) => id, body as Given);
  return { ...(page.length === 0 ? {} : { collectionIds: page }), ...next };
}

/** The documents directly in a collection, by name; with `showMissing` also those that only have documents below them. */
export function listDocuments(documents: Documents, collection: string, body: object): object {
  checkFields(
    'request',
    body,
    ['parent', 'collectionId', 'pageSize', 'pageToken', 'mask', 'showMissing'],
    [...TRANSACTIONS, 'orderBy'],
  );
  const { mask, showMissing } = body as Given;
  const all =
    showMissing === true ? documents.withMissing(collection) : documents.list(collection, '', Number.POSITIVE_INFINITY);
  const { page, next } = pageOf(all, ({ name }) => name, body as Given);
  const shown = page.map((document) => ('fields' in document ? masked(document as StoredDocument, mask) : document));
  return { ...(shown.length === 0 ? {} : { documents: shown }), ...next };
}

function masked(document: StoredDocument, mask: unknown): ShownDocument {
  if (mask === undefined || mask === null) return document;
  const { fieldPaths = [] } = mask as { readonly fieldPaths?: unknown };
  if (!Array.isArray(fieldPaths) || !fieldPaths.every((path): path is string => typeof path === 'string'))
    throw invalid('mask.fieldPaths must be a list of texts.');
  return { ...document, fields: project(document.fields, fieldPaths.map(segmentsOf)) };
}

/** The token of a page is the last key of the page before it. */
function pageOf<T>(all: readonly T[], key: (one: T) => string, { pageSize, pageToken }: Given) {
  const size = Number(pageSize ?? 0);
  if (!Number.isInteger(size) || size < 0) throw invalid('pageSize must be a whole number from 0.');
  const after = Buffer.from(String(pageToken ?? ''), 'base64url').toString();
  const behind = all.filter((one) => key(one) > after);
  const page = behind.slice(0, size === 0 ? MAX_PAGE : Math.min(size, MAX_PAGE));
  const last = page.at(-1);
  const hasMore = behind.length > page.length && last !== undefined;
  return { page, next: hasMore ? { nextPageToken: Buffer.from(key(last)).toString('base64url') } : {} };
}
