/**
 * Firestore for one machine: documents written over the REST API's own paths (or as plain JSON under `/documents/…`)
 * become the protobuf events that production sends. They are read by REST and gRPC, queries too; transactions and listeners
 * are refused by name.
 */

import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StatusError } from '../core/codes.ts';
import { readPlain } from '../core/http/json-body.ts';
import { onHttp2 } from '../core/http/refuse-grpc.ts';
import { BodyTooLarge, sendJson, startHttpServer } from '../core/http/server.ts';
import { JournalFailed } from '../core/journal/journal.ts';
import type { Service, ServiceOptions } from '../core/service.ts';
import type { CloudEvent } from '../eventarc/event.ts';
import { oneUnit } from '../way/ids.ts';
import { type Commit, Documents, type Write } from './documents.ts';
import { FirestoreError, invalid, notDone, scripted } from './errors.ts';
import { eventsOf, whatHappened } from './event.ts';
import { lazyGrpc, readOverGrpc } from './read-grpc.ts';
import { batchGet, getDocument, listCollectionIds, listDocuments, query } from './reads.ts';
import { checkParameters, checkSegments, documentFields, masked, parseJson, readWrites } from './request.ts';
import { checkSize } from './size.ts';
import { plainFields, ValueInvalid } from './value.ts';

export interface FirestoreOptions extends ServiceOptions {
  readonly projectId: string;
  readonly emit: (event: CloudEvent) => Promise<void>;
}

/** Firestore's own limit for one request. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;

export interface FirestoreService extends Service {
  /** Every collection with documents, by its path from the root, and how many documents are in it. */
  collections(): readonly { readonly path: string; readonly documents: number }[];
}

export async function startFirestore(options: FirestoreOptions): Promise<FirestoreService> {
  const documents = new Documents(options.now);
  if (options.stateDir !== undefined) {
    await mkdir(options.stateDir, { recursive: true });
    await documents.open(join(options.stateDir, 'documents'));
  }
  const server = await startHttpServer(
    options,
    (request, response) => handle(options, documents, request, response),
    (error, response) => sendError(response, error),
  ).catch(async (error: unknown) => {
    await documents.close();
    throw error;
  });
  const http2 = lazyGrpc((method, request) => readOverGrpc(options, documents, method, request));
  onHttp2(server.server, http2.accept);
  // The receiver of events may not have started yet; these wait for it, and the start does not wait for them.
  for (const commit of documents.untold) void tell(options, documents, commit).catch(() => undefined);
  return {
    name: 'firestore',
    address: server.address,
    collections: () => documents.collections(),
    busy: () => [...documents.untold].map(({ changes }) => `the event of ${changes[0]?.name} is on its way`),
    close: async () => {
      await http2.close();
      await server.close();
      await documents.close();
    },
  };
}

async function handle(
  options: FirestoreOptions,
  documents: Documents,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = URL.parse(request.url ?? '/', 'http://localhost');
  if (url === null) throw invalid('The request URL is not valid.');
  const target = parseTarget(options.projectId, url.pathname);
  const fault = options.faults.next('firestore', request.method ?? 'GET', target.name);
  if (fault?.kind === 'slow') await sleep(fault.delayMs ?? 100);
  if (fault?.kind === 'throttle')
    throw new FirestoreError(429, 'RESOURCE_EXHAUSTED', fault.message ?? 'Quota exceeded.');
  if (fault?.kind === 'error') throw scripted(fault);
  if (fault?.kind === 'reset') return void response.destroy();
  const body =
    request.method === 'GET' || request.method === 'DELETE' ? {} : parseJson(await readPlain(request, MAX_BODY_BYTES));
  const change = async (writes: readonly Write[]): Promise<Commit> => {
    for (const write of writes) checkSize(write);
    const auth = { type: String(request.headers['x-auth-type'] ?? 'unknown'), ...idOf(request) };
    const made = await documents.commit(writes, auth);
    await tell(options, documents, made);
    // Written, and its events taken; only the caller does not hear of it.
    if (fault?.kind === 'ack-lost') response.destroy();
    return made;
  };

  if (target.verb === 'commit') {
    checkParameters(url.searchParams, []);
    const { changes, time } = await change(readWrites(target.root, body, (name) => documents.get(name)));
    const writeResults = changes.map(({ after }) => ({ updateTime: after?.updateTime }));
    return sendJson(response, 200, { writeResults, commitTime: time });
  }
  if (target.verb !== undefined) {
    checkParameters(url.searchParams, []);
    await documents.durable();
    return sendJson(response, 200, readOf(documents, target, body));
  }
  const isDocument = target.segments.length > 0 && target.segments.length % 2 === 0;
  switch (request.method) {
    case 'GET':
      await documents.durable();
      return sendJson(response, 200, get(documents, target.name, isDocument, url.searchParams));
    case 'POST':
    case 'PATCH':
    case 'PUT': {
      checkParameters(url.searchParams, isDocument ? ['updateMask.fieldPaths'] : ['documentId']);
      const name = isDocument ? target.name : createdName(target.name, target.segments, url.searchParams, documents);
      const given = target.plain ? plainFields(body) : documentFields(body);
      const mask = url.searchParams.getAll('updateMask.fieldPaths');
      const fields = mask.length === 0 ? given : masked(given, mask, documents.get(name)?.fields ?? {});
      const { changes } = await change([{ name, fields }]);
      return sendJson(response, 200, changes[0]?.after);
    }
    case 'DELETE':
      checkParameters(url.searchParams, []);
      if (!isDocument) throw invalid(`${target.name} is not the name of a document.`);
      await change([{ name: target.name, fields: undefined }]);
      return sendJson(response, 200, {});
    default:
      throw new FirestoreError(405, 'UNIMPLEMENTED', `The local Firestore does not do ${request.method}.`);
  }
}

/** The reading methods that REST calls by a verb. */
function readOf(documents: Documents, { verb, name, root }: Target, body: object): object {
  if (verb === 'runQuery') return query(documents, name, body, documents.readTime());
  if (verb === 'batchGet') return batchGet(documents, root, body, documents.readTime());
  if (verb === 'listCollectionIds') return listCollectionIds(documents, name, body);
  throw notDone(String(verb));
}

/** A write that changes nothing triggers nothing; production counts it as no change too (docs/assumptions/firestore.md). */
async function tell(options: FirestoreOptions, documents: Documents, commit: Commit): Promise<void> {
  const events = eventsOf(commit);
  for (const event of events) await options.emit(event);
  await documents.told(commit);
  for (const change of commit.changes.filter(({ before, after }) => before !== after)) {
    const resource = change.name.split('/').slice(5).join('/');
    const ids = events.filter(({ extensions }) => extensions.document === resource).map(({ id }) => id);
    const units = oneUnit({ document: resource, event: ids });
    options.report({ service: 'firestore', what: whatHappened(change), resource, units });
  }
}

interface Target {
  /** `projects/p/databases/d/documents` */
  readonly root: string;
  readonly name: string;
  readonly segments: readonly string[];
  readonly verb: string | undefined;
  readonly plain: boolean;
}

function parseTarget(projectId: string, pathname: string): Target {
  const match = /^(?:\/v1\/(projects\/[^/]+\/databases\/[^/:]+\/documents)|\/documents)(?:\/([^:]*))?(?::(\w+))?$/.exec(
    decodePath(pathname),
  );
  if (match === null)
    throw new FirestoreError(
      404,
      'NOT_FOUND',
      `There is nothing at ${pathname}; documents are under /documents/ and /v1/projects/…`,
    );
  const root = match[1] ?? `projects/${projectId}/databases/(default)/documents`;
  const segments = (match[2] ?? '').split('/').filter((segment) => segment !== '');
  checkSegments(segments);
  return { root, name: [root, ...segments].join('/'), segments, verb: match[3], plain: match[1] === undefined };
}

function decodePath(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    throw invalid('The path is not valid percent-encoded UTF-8.');
  }
}

function createdName(
  collection: string,
  segments: readonly string[],
  query: URLSearchParams,
  documents: Documents,
): string {
  if (segments.length % 2 === 0) throw invalid('A document is created in a collection.');
  const id = query.get('documentId') ?? randomBytes(15).toString('base64url').replace(/[-_]/g, 'x');
  checkSegments([id]);
  const name = `${collection}/${id}`;
  if (documents.get(name)) throw new FirestoreError(409, 'ALREADY_EXISTS', `Document already exists: ${name}`);
  return name;
}

function get(documents: Documents, name: string, isDocument: boolean, parameters: URLSearchParams): object {
  const fieldPaths = parameters.getAll('mask.fieldPaths');
  const mask = fieldPaths.length === 0 ? {} : { mask: { fieldPaths } };
  if (isDocument) {
    checkParameters(parameters, ['mask.fieldPaths']);
    return getDocument(documents, { name, ...mask });
  }
  checkParameters(parameters, ['pageSize', 'pageToken', 'mask.fieldPaths', 'showMissing']);
  const pageSize = Math.min(300, Math.max(1, Number(parameters.get('pageSize') ?? 20) || 20));
  const pageToken = parameters.get('pageToken') ?? '';
  return listDocuments(documents, name, {
    ...mask,
    pageSize,
    pageToken,
    showMissing: parameters.get('showMissing') === 'true',
  });
}

function idOf(request: IncomingMessage): { readonly id?: string } {
  const id = request.headers['x-auth-id'];
  return typeof id === 'string' ? { id } : {};
}

function sendError(response: ServerResponse, error: unknown): void {
  const known =
    error instanceof FirestoreError
      ? error
      : error instanceof ValueInvalid
        ? invalid(error.message)
        : error instanceof BodyTooLarge
          ? new FirestoreError(413, 'INVALID_ARGUMENT', 'Request payload size exceeds the limit: 10485760 bytes.')
          : error instanceof StatusError
            ? invalid(error.message)
            : error instanceof JournalFailed
              ? new FirestoreError(503, 'UNAVAILABLE', error.message)
              : new FirestoreError(500, 'INTERNAL', (error as Error).message);
  sendJson(response, known.status, { error: { code: known.status, message: known.message, status: known.code } });
}
