/** Reads documents page by page over Firestore's REST API, of Google or of an emulator. */

import type { AccessToken } from '@penstock/shared/runtime/access-token.ts';
import type { Clock } from '@penstock/shared/runtime/clock.ts';
import { fromHttpRefusal, PenstockError } from '@penstock/shared/runtime/errors.ts';
import { retry } from '@penstock/shared/runtime/retry.ts';

export interface Page {
  /** As the API sent them, unread. */
  readonly documents: readonly unknown[];
  /** The token of the next page; undefined after the last one. */
  readonly next: string | undefined;
}

export type ReadPage = (cursor: string | undefined) => Promise<Page>;

export interface ReaderOptions {
  /** `https://firestore.googleapis.com`, or an emulator's. */
  readonly base: string;
  /** `projects/P/databases/D/documents` */
  readonly root: string;
  readonly source: { readonly collection: string } | { readonly group: string };
  readonly pageSize: number;
  readonly token: AccessToken;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onRetry: (error: PenstockError, waitMs: number) => void;
}

export function createReader(options: ReaderOptions): ReadPage {
  return 'collection' in options.source
    ? listCollection(options, options.source.collection)
    : queryGroup(options, options.source.group);
}

/**
 * Pages of `documents.list`, which continue by a token. The order is by name even without `orderBy`. The request leaves
 * `orderBy` out, because Google's emulator answers 500 to `orderBy` together with a token.
 */
function listCollection(options: ReaderOptions, collection: string): ReadPage {
  const path = collection.split('/').map(encodeURIComponent).join('/');
  return async (cursor) => {
    const query = new URLSearchParams({ pageSize: String(options.pageSize) });
    if (cursor !== undefined) query.set('pageToken', cursor);
    const answer = await call(options, `${options.root}/${path}?${query}`);
    const { documents = [], nextPageToken } = answer as { documents?: readonly unknown[]; nextPageToken?: string };
    return { documents, next: nextPageToken === '' ? undefined : nextPageToken };
  };
}

/** `documents:runQuery` over all descendants, in the order of names: it goes on behind the last name. */
function queryGroup(options: ReaderOptions, group: string): ReadPage {
  return async (cursor) => {
    const query = {
      from: [{ collectionId: group, allDescendants: true }],
      orderBy: [{ field: { fieldPath: '__name__' }, direction: 'ASCENDING' }],
      limit: options.pageSize,
      ...(cursor === undefined ? {} : { startAt: { values: [{ referenceValue: cursor }], before: false } }),
    };
    const answer = (await call(options, `${options.root}:runQuery`, { structuredQuery: query })) as readonly {
      readonly document?: { readonly name?: string };
    }[];
    const documents = answer.flatMap(({ document }) => (document === undefined ? [] : [document]));
    return { documents, next: documents.length < options.pageSize ? undefined : documents.at(-1)?.name };
  };
}

/** The deadline of one request. */
const REQUEST_MS = 60_000;

async function call(options: ReaderOptions, path: string, body?: object): Promise<unknown> {
  const { clock, signal, onRetry } = options;
  return retry(() => request(options, path, body), {
    clock,
    signal,
    onRetry: (error, _attempt, waitMs) => onRetry(error, waitMs),
  });
}

async function request({ base, token, signal }: ReaderOptions, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${base}/v1/${path}`, {
    headers: { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_MS)]),
  });
  const text = await response.text();
  if (!response.ok) throw refusal(response, text);
  try {
    return JSON.parse(text);
  } catch {
    // An overloaded proxy answers without JSON. The error of JSON.parse is hidden, because it quotes the answer.
    throw new PenstockError('UNAVAILABLE', 'Firestore answered with a body that is not JSON');
  }
}

/** Google's APIs refuse with a JSON error: the errors of a query as the first element of a list. */
function refusal(response: Response, text: string): PenstockError {
  const { message, status } = errorIn(text);
  return fromHttpRefusal(
    { status: response.status, reason: status, retryAfter: response.headers.get('retry-after') },
    `Firestore answered ${response.status}: ${message}`,
  );
}

function errorIn(text: string): { readonly message: string; readonly status: string } {
  try {
    const answer = JSON.parse(text) as unknown;
    const { error } = (Array.isArray(answer) ? answer[0] : answer) as { error: { message: unknown; status?: unknown } };
    return { message: String(error.message), status: String(error.status ?? '') };
  } catch {
    return { message: 'no reason given', status: '' };
  }
}
