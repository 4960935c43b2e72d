/**
 * Resumable uploads (cloud.google.com/storage/docs/performing-resumable-uploads): a session is begun, takes its bytes in
 * as many requests as it needs, reports its progress, and ends as an object or cancelled. The bytes that a 308 reports
 * are durable.
 */

import { readJson } from '../api/body.ts';
import { type Answer, type Call, empty, json } from '../api/call.ts';
import { ApiError, invalid, notFound } from '../api/errors.ts';
import { parseContentRange } from '../api/range.ts';
import { joinExpected, readHashHeaders, verify } from '../content/hashes.ts';
import { checkForChange } from '../rules/preconditions.ts';
import { objectResource } from '../rules/resources.ts';
import type { Change, ExpectedHashes, UploadSession } from '../state/model.ts';
import { bucketNamed, type Context, liveNamed, type Method, type Params, versionNamed } from './context.ts';
import { readIntent } from './objects-insert.ts';
import { publish } from './publish.ts';
import type { Progress } from './upload-progress.ts';
import { type Received, receive } from './upload-receive.ts';

/** A session lives a week (same page, "Resumable uploads can be resumed within one week"). */
const SESSION_LIFE_MS = 7 * 24 * 60 * 60 * 1000;
/** The number of ended sessions that are remembered, so that a repeated request gets the same answer. */
const MAX_ENDED = 10_000;

export async function beginSession(context: Context, call: Call, params: Params): Promise<Answer> {
  const resource = await readJson(call);
  const intent = readIntent(call, params, resource, call.headers['x-upload-content-type']);
  checkForChange(intent.conditions, liveNamed(bucketNamed(context, params.bucket), intent.name));
  const total = readTotal(call.headers['x-upload-content-length']);
  const id = context.newId();
  const blob = await context.store.blobs.begin();
  try {
    const session: UploadSession = {
      ...intent,
      id,
      blob: blob.ref,
      created: context.now(),
      ...(total === undefined ? {} : { total }),
    };
    await context.store.commit([...outdated(context), { op: 'session', session }]);
  } catch (error) {
    await blob.close();
    throw error;
  } finally {
    context.store.blobs.release(blob.ref);
  }
  await context.uploads.begin(id, blob);
  const location = `${call.origin}/upload/storage/v1/b/${params.bucket}/o?uploadType=resumable&upload_id=${id}`;
  return empty(200, { location, 'x-guploader-uploadid': id });
}

function readTotal(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  if (!/^\d{1,15}$/.test(header)) throw invalid(`Invalid X-Upload-Content-Length: ${header}`);
  return Number(header);
}

/** Sessions in the order they began, and ended ones in the order they ended: what is old is at the front. */
function outdated({ store, now }: Context): readonly Change[] {
  const limit = now() - SESSION_LIFE_MS;
  const changes: Change[] = [];
  for (const { id, bucket, name, created } of store.state.sessions.values()) {
    if (created > limit) break;
    changes.push({ op: 'end-session', ended: { id, bucket, name, ended: now() } });
  }
  let surplus = store.state.ended.size - MAX_ENDED;
  for (const { id, ended } of store.state.ended.values()) {
    if (ended > limit && surplus <= 0) break;
    changes.push({ op: 'forget-session', id });
    surplus -= 1;
  }
  return changes;
}

export const resumeUpload: Method = async (context, call, params) => {
  const id = call.query.required('upload_id');
  const over = answerOfEnded(context, call, params, id);
  if (over !== undefined) return over;
  const turn = await context.uploads.take(id);
  try {
    // The previous request of this session may have ended it.
    const ended = answerOfEnded(context, call, params, id);
    if (ended !== undefined) return await ended;
    const session = sessionNamed(context, params, id);
    return await advance(context, call, session, turn.signal);
  } finally {
    turn.end();
  }
};

export const cancelUpload: Method = async (context, call, params) => {
  const id = call.query.required('upload_id');
  const turn = await context.uploads.take(id);
  try {
    const session = sessionNamed(context, params, id);
    await abandon(context, session);
    return empty(499);
  } finally {
    turn.end();
  }
};

async function advance(context: Context, call: Call, session: UploadSession, signal: AbortSignal): Promise<Answer> {
  const range = parseContentRange(call.headers['content-range']);
  const expected = joinExpected(session.expected, readHashHeaders(call.headers));
  checkTotal(session, range.total);
  const progress = await context.uploads.of(session);
  let received: Received;
  try {
    received =
      range.kind === 'status'
        ? { complete: range.total === progress.blob.size }
        : await receive(progress, range, call, session.total, signal);
    if (received.complete) await progress.blob.sync();
  } catch (error) {
    // The part of the last write that reached the file is unknown here, so the next request asks the file.
    await context.uploads.forget(session.id);
    throw error;
  }
  if (!received.complete) return incomplete(progress, call);
  return finish(context, call, session, progress, expected);
}

function checkTotal(session: UploadSession, total: number | undefined): void {
  if (session.total === undefined || total === undefined || session.total === total) return;
  throw invalid(`Invalid request. The total size ${total} is not the ${session.total} the upload was begun with.`);
}

/**
 * Go on. HTTP libraries may take 308 for a redirect, so a client may ask for 200 and a header that says what is meant.
 */
function incomplete({ blob }: Progress, { headers }: Call): Answer {
  const range = blob.size === 0 ? {} : { range: `bytes=0-${blob.size - 1}` };
  if (headers['x-guploader-no-308'] !== 'yes') return empty(308, range);
  return empty(200, { ...range, 'x-http-status-code-override': '308' });
}

async function finish(
  context: Context,
  call: Call,
  session: UploadSession,
  progress: Progress,
  expected: ExpectedHashes,
): Promise<Answer> {
  const digest = progress.hashing.digest();
  const { id, bucket, name } = session;
  try {
    checkTotal(session, digest.size);
    verify(expected, digest);
    const making = { ...session, content: { blob: session.blob, ...digest } };
    const version = await publish(context, making, ({ generation }) => ({
      changes: [{ op: 'end-session', ended: { id, bucket, name, ended: context.now(), generation } }],
    }));
    await context.uploads.forget(id);
    return json(objectResource(version, call.origin));
  } catch (error) {
    // An upload that is refused at its end is refused for good.
    if (error instanceof ApiError) await abandon(context, session);
    throw error;
  }
}

async function abandon(context: Context, { id, bucket, name }: UploadSession): Promise<void> {
  await context.uploads.forget(id);
  await context.store.commit([{ op: 'end-session', ended: { id, bucket, name, ended: context.now() } }]);
}

function sessionNamed({ store, now }: Context, params: Params, id: string): UploadSession {
  const session = store.state.sessions.get(id);
  if (session === undefined || session.bucket !== params.bucket) {
    throw notFound(`No such upload session: ${id}`);
  }
  if (session.created <= now() - SESSION_LIFE_MS) {
    throw new ApiError(410, 'uploadBrokenConnection', 'The upload session has expired. Begin a new upload.');
  }
  return session;
}

/** An upload that is over answers as it did when it ended: the acknowledgement may have been lost. */
function answerOfEnded(context: Context, call: Call, params: Params, id: string): Promise<Answer> | undefined {
  const ended = context.store.state.ended.get(id);
  if (ended === undefined || ended.bucket !== params.bucket) return undefined;
  if (ended.generation === undefined) return Promise.resolve(empty(499));
  const version = versionNamed(bucketNamed(context, ended.bucket), ended.name, ended.generation);
  return context.store.durable().then(() => json(objectResource(version, call.origin)));
}
