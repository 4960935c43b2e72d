/** Walks all pages and publishes every document once; remembers each page when all of it is published. */

import type { ErrorOutput } from '@penstock/shared/errors/output-topic.ts';
import type { Publisher } from '@penstock/shared/pubsub/publisher.ts';
import type { Clock } from '@penstock/shared/runtime/clock.ts';
import { fromUnknown, PenstockError } from '@penstock/shared/runtime/errors.ts';
import { retry } from '@penstock/shared/runtime/retry.ts';
import { importedChange } from '../change.ts';
import { paramsOf } from '../decide.ts';
import { parseDocumentName } from '../document-name.ts';
import { type IssueOptions, issueOf } from '../issue.ts';
import type { PathPattern } from '../path-pattern.ts';
import { readDocument } from '../rest-document.ts';
import type { Cursor, CursorFile } from './cursor.ts';
import type { ReadPage } from './documents.ts';

export interface WalkParts {
  readonly readPage: ReadPage;
  /** Undefined publishes nothing. */
  readonly output:
    | { readonly publisher: Pick<Publisher, 'publish'>; readonly errors: Pick<ErrorOutput, 'reject'> }
    | undefined;
  readonly cursor: CursorFile;
  readonly issue: IssueOptions;
  readonly documents: readonly PathPattern[];
  /** Documents a second. */
  readonly rate: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told where it begins, and then after every page. */
  readonly onProgress: (cursor: Cursor) => void;
  readonly onRetry: (error: PenstockError, waitMs: number) => void;
  readonly onRejected: (error: PenstockError, document: string) => void;
}

type Outcome = 'published' | 'rejected' | 'dropped';

/** Throws what ended it; the cursor then stands at the last page that was published whole. */
export async function walk(parts: WalkParts): Promise<Cursor> {
  const take = throttle(parts);
  let cursor = await parts.cursor.read();
  parts.onProgress(cursor);
  while (!cursor.done) {
    const page = await parts.readPage(cursor.next);
    const outcomes = await publishPage(parts, page.documents, take);
    const count = (outcome: Outcome): number => cursor[outcome] + outcomes.filter((one) => one === outcome).length;
    cursor = {
      walk: cursor.walk,
      next: page.next,
      done: page.next === undefined,
      published: count('published'),
      rejected: count('rejected'),
      dropped: count('dropped'),
    };
    await parts.cursor.write(cursor);
    parts.onProgress(cursor);
  }
  return cursor;
}

/** The first failure ends it, and is told when nothing is being sent any more. */
async function publishPage(
  parts: WalkParts,
  documents: readonly unknown[],
  take: () => Promise<void>,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const failures: unknown[] = [];
  const failed = (error: unknown): void => void failures.push(error);
  const publishing: Promise<void>[] = [];
  for (const document of documents) {
    await take().catch(failed);
    if (failures.length > 0) break;
    publishing.push(publish(parts, document).then((outcome) => void outcomes.push(outcome), failed));
  }
  await Promise.all(publishing);
  if (failures.length > 0) throw failures[0];
  return outcomes;
}

async function publish(parts: WalkParts, given: unknown): Promise<Outcome> {
  const { output, issue, clock, signal } = parts;
  const send = (work: () => Promise<unknown>): Promise<unknown> =>
    retry(work, { clock, signal, onRetry: (error, _attempt, waitMs) => parts.onRetry(error, waitMs) });
  try {
    const document = readDocument(given);
    const name = parseDocumentName(document.name);
    if (name === undefined) throw new PenstockError('INPUT_INVALID', 'Its name is not the name of a document');
    const params = paramsOf(name, parts.documents);
    if (params === undefined) return 'dropped';
    const message = issueOf(importedChange(document, name, params), issue);
    if (output !== undefined) await send(() => output.publisher.publish(message));
    return 'published';
  } catch (thrown) {
    const failed = fromUnknown(thrown);
    if (!OF_THE_DOCUMENT.has(failed.code)) throw failed;
    // An error names fields, and the names of some may have to stay here.
    const error =
      issue.rules === undefined ? failed : new PenstockError(failed.code, 'The document cannot be an issue');
    parts.onRejected(error, nameOf(given));
    if (output !== undefined) await send(() => output.errors.reject(rejection(parts, given, error)));
    return 'rejected';
  }
}

/** Errors that concern one document only. Any other error ends the walk. */
const OF_THE_DOCUMENT: ReadonlySet<string> = new Set(['INPUT_MALFORMED', 'INPUT_INVALID', 'INPUT_TOO_LARGE']);

/** The document as the API sent it, unless it has fields that must not leave. */
function rejection({ issue }: WalkParts, given: unknown, error: PenstockError): Parameters<ErrorOutput['reject']>[0] {
  const withheld = issue.rules !== undefined;
  return {
    data: withheld ? new Uint8Array() : Buffer.from(JSON.stringify(given)),
    attributes: { document_name: nameOf(given) },
    error,
    facts: {
      error_reason: error.code,
      input: 'firestore',
      input_type: 'rest-document',
      ...(withheld ? { payload_withheld: 'true' } : {}),
    },
  };
}

function nameOf(given: unknown): string {
  return String((given as { readonly name?: unknown } | null)?.name);
}

/** Spaces documents evenly; what was lost in waiting for a page is not caught up in a burst. */
function throttle({ rate, clock, signal }: WalkParts): () => Promise<void> {
  let next = 0;
  return async () => {
    signal.throwIfAborted();
    const now = clock.now();
    // Timers are no finer than some milliseconds, and a walk of 10,000 a second waits for every tenth only.
    if (next - now >= COARSE_MS) await clock.sleep(next - now, signal);
    next = Math.max(next, now - COARSE_MS) + 1_000 / rate;
  };
}

const COARSE_MS = 10;
