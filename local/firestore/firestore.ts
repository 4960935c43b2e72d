/**
 * Firestore for one machine: documents written over the REST API's own paths (or as plain JSON under `/documents/…`)
 * become the protobuf events that production sends. Queries, transactions and listeners are refused by name.
 */

import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CloudEvent } from '../eventarc/event.ts';
import { BodyTooLarge, readBody, sendJson, startHttpServer } from '../http/server.ts';
import type { Service, ServiceOptions } from '../service.ts';
import { type Commit, Documents, type StoredDocument, type Write } from './documents.ts';
import { eventsOf, whatHappened } from './event.ts';
import { type Fields, plainFields, readFields, ValueInvalid } from './value.ts';

export interface FirestoreOptions extends ServiceOptions {
  readonly projectId: string;
  readonly emit: (event: CloudEvent) => Promise<void>;
}

/** Firestore's own limit for one request. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;

export class FirestoreError extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export async function startFirestore(options: FirestoreOptions): Promise<Service> {
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
  // Whoever hears events may not be there yet; until then these wait, and nobody for them.
  for (const commit of documents.untold) void tell(options, documents, commit).catch(() => undefined);
  return {
    name: 'firestore',
    address: server.address,
    close: async () => {
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
  if (url === null) throw new FirestoreError(400, 'INVALID_ARGUMENT', 'The request URL is not valid.');
  const target = parseTarget(options.projectId, url.pathname);
  const fault = options.faults.next('firestore', request.method ?? 'GET', target.name);
  if (fault?.kind === 'slow') await sleep(fault.delayMs ?? 100);
  if (fault?.kind === 'throttle')
    throw new FirestoreError(429, 'RESOURCE_EXHAUSTED', fault.message ?? 'Quota exceeded.');
  if (fault?.kind === 'error')
    throw new FirestoreError(Number(fault.code ?? 503), 'UNAVAILABLE', fault.message ?? 'scripted fault');
  if (fault?.kind === 'reset') return void response.destroy();
  const body = request.method === 'GET' || request.method === 'DELETE' ? {} : await readJson(request);
  const change = async (writes: readonly Write[]): Promise<Commit> => {
    const auth = { type: String(request.headers['x-auth-type'] ?? 'unknown'), ...idOf(request) };
    const made = await documents.commit(writes, auth);
    await tell(options, documents, made);
    // Written, and its events taken; only the caller does not hear of it.
    if (fault?.kind === 'ack-lost') response.destroy();
    return made;
  };

  if (target.verb === 'commit') return sendJson(response, 200, await commit(target.root, body, change));
  if (target.verb !== undefined)
    throw new FirestoreError(501, 'UNIMPLEMENTED', `The local Firestore does not do ${target.verb}.`);
  const isDocument = target.segments.length > 0 && target.segments.length % 2 === 0;
  switch (request.method) {
    case 'GET':
      return sendJson(
        response,
        200,
        isDocument ? found(documents.get(target.name), target.name) : list(documents, target.name, url.searchParams),
      );
    case 'POST':
    case 'PATCH':
    case 'PUT': {
      const name = isDocument ? target.name : createdName(target.name, target.segments, url.searchParams, documents);
      const given = target.plain ? plainFields(body) : readFields((body as { fields?: unknown }).fields);
      const fields = masked(given, url.searchParams.getAll('updateMask.fieldPaths'), documents.get(name)?.fields ?? {});
      const { changes } = await change([{ name, fields }]);
      return sendJson(response, 200, changes[0]?.after);
    }
    case 'DELETE':
      if (!isDocument)
        throw new FirestoreError(400, 'INVALID_ARGUMENT', `${target.name} is not the name of a document.`);
      await change([{ name: target.name, fields: undefined }]);
      return sendJson(response, 200, {});
    default:
      throw new FirestoreError(405, 'UNIMPLEMENTED', `The local Firestore does not do ${request.method}.`);
  }
}

/** A write that changes nothing triggers nothing; production counts it as no change too (docs/assumptions/firestore.md). */
async function tell(options: FirestoreOptions, documents: Documents, commit: Commit): Promise<void> {
  for (const event of eventsOf(commit)) await options.emit(event);
  await documents.told(commit);
  for (const change of commit.changes.filter(({ before, after }) => before !== after)) {
    const resource = change.name.split('/').slice(5).join('/');
    options.report({ service: 'firestore', what: whatHappened(change), resource });
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
  if (
    segments.some(
      (segment) =>
        segment === '.' || segment === '..' || /^__.*__$/.test(segment) || Buffer.byteLength(segment) > 1_500,
    )
  ) {
    throw new FirestoreError(400, 'INVALID_ARGUMENT', 'Resource id is invalid because it is reserved or too long.');
  }
  return { root, name: [root, ...segments].join('/'), segments, verb: match[3], plain: match[1] === undefined };
}

function decodePath(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    throw new FirestoreError(400, 'INVALID_ARGUMENT', 'The path is not valid percent-encoded UTF-8.');
  }
}

async function readJson(request: IncomingMessage): Promise<object> {
  const bytes = await readBody(request, MAX_BODY_BYTES);
  let body: unknown;
  try {
    body = JSON.parse(bytes.toString('utf8') || '{}');
  } catch {
    throw new FirestoreError(400, 'INVALID_ARGUMENT', 'Invalid JSON payload received.');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new FirestoreError(400, 'INVALID_ARGUMENT', 'The body must be a JSON object.');
  return body;
}

async function commit(
  root: string,
  body: object,
  change: (writes: readonly Write[]) => Promise<Commit>,
): Promise<object> {
  const { writes = [] } = body as { writes?: unknown };
  if (!Array.isArray(writes)) throw new FirestoreError(400, 'INVALID_ARGUMENT', 'writes must be a list.');
  const parsed = writes.map((write: { update?: { name?: unknown; fields?: unknown }; delete?: unknown }, at): Write => {
    const name = write?.update?.name ?? write?.delete;
    if (typeof name !== 'string' || !name.startsWith(`${root}/`)) {
      throw new FirestoreError(
        400,
        'INVALID_ARGUMENT',
        `writes[${at}] must be an update or a delete of a document below ${root}; other writes are not done here.`,
      );
    }
    return { name, fields: write.update === undefined ? undefined : readFields(write.update.fields) };
  });
  const { changes, time } = await change(parsed);
  return {
    writeResults: changes.map(({ after }) => ({ updateTime: after?.updateTime })),
    commitTime: time,
  };
}

function list(documents: Documents, collection: string, query: URLSearchParams): object {
  const pageSize = Math.min(300, Math.max(1, Number(query.get('pageSize') ?? 20) || 20));
  const after = Buffer.from(query.get('pageToken') ?? '', 'base64url').toString();
  const page = documents.list(collection, after, pageSize + 1);
  const shown = page.slice(0, pageSize);
  const last = shown.at(-1);
  return {
    ...(shown.length > 0 ? { documents: shown } : {}),
    ...(page.length > pageSize && last ? { nextPageToken: Buffer.from(last.name).toString('base64url') } : {}),
  };
}

function createdName(
  collection: string,
  segments: readonly string[],
  query: URLSearchParams,
  documents: Documents,
): string {
  if (segments.length % 2 === 0)
    throw new FirestoreError(400, 'INVALID_ARGUMENT', 'A document is created in a collection.');
  const id = query.get('documentId') ?? randomBytes(15).toString('base64url').replace(/[-_]/g, 'x');
  const name = `${collection}/${id}`;
  if (documents.get(name)) throw new FirestoreError(409, 'ALREADY_EXISTS', `Document already exists: ${name}`);
  return name;
}

/** With an update mask only its fields change: those given are set, the others of the mask removed. Top-level fields only. */
function masked(given: Fields, mask: readonly string[], before: Fields): Fields {
  if (mask.length === 0) return given;
  const merged: Record<string, Fields[string]> = { ...before };
  for (const path of mask) {
    if (path.includes('.') || path.includes('`'))
      throw new FirestoreError(
        501,
        'UNIMPLEMENTED',
        `The local Firestore masks whole top-level fields only, not ${path}.`,
      );
    const value = given[path];
    if (value === undefined) delete merged[path];
    else merged[path] = value;
  }
  return merged;
}

function found(document: StoredDocument | undefined, name: string): StoredDocument {
  if (document === undefined) throw new FirestoreError(404, 'NOT_FOUND', `Document "${name}" not found.`);
  return document;
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
        ? new FirestoreError(400, 'INVALID_ARGUMENT', error.message)
        : error instanceof BodyTooLarge
          ? new FirestoreError(413, 'INVALID_ARGUMENT', 'Request payload size exceeds the limit: 10485760 bytes.')
          : new FirestoreError(500, 'INTERNAL', (error as Error).message);
  sendJson(response, known.status, { error: { code: known.status, message: known.message, status: known.code } });
}
