/** Reads requests strictly: what would be ignored is refused, because a client would take it for done. */

import type { StoredDocument, Write } from './documents.ts';
import { invalid, notDone } from './errors.ts';
import { type Fields, readFields } from './value.ts';

/** https://cloud.google.com/apis/docs/system-parameters: they change the answer's form, never what is done. */
const SYSTEM_PARAMETERS = new Set(['alt', 'key', 'prettyPrint', 'quotaUser', 'access_token', 'oauth_token', 'fields']);
const NOT_DONE = /^(?:currentDocument\.|mask\.|transaction$|readTime$|orderBy$|showMissing$)/;

/** Refuses parameters by name, apart from those that are `known` here. */
export function checkParameters(query: URLSearchParams, known: readonly string[]): void {
  for (const name of query.keys()) {
    if (known.includes(name) || SYSTEM_PARAMETERS.has(name) || name.startsWith('$')) continue;
    if (NOT_DONE.test(name)) throw notDone(`the parameter ${name}`);
    throw invalid(`Invalid JSON payload received. Unknown name "${name.slice(0, 100)}": Cannot bind query parameter.`);
  }
}

export function checkFields(
  what: string,
  given: object,
  known: readonly string[],
  refused: readonly string[] = [],
): void {
  for (const name of Object.keys(given)) {
    if (refused.includes(name)) throw notDone(`${what}.${name}`);
    if (!known.includes(name)) {
      throw invalid(
        `Invalid JSON payload received. Unknown name "${name.slice(0, 100)}" at '${what}': Cannot find field.`,
      );
    }
  }
}

/** https://firebase.google.com/docs/firestore/quotas#collections_documents_and_fields */
export function checkSegments(segments: readonly string[]): void {
  const reserved = (id: string): boolean => id === '.' || id === '..' || /^__.*__$/.test(id);
  if (segments.some((id) => id === '' || id.includes('/') || reserved(id) || Buffer.byteLength(id) > 1_500)) {
    throw invalid('Resource id is invalid because it is empty, reserved or too long.');
  }
}

export function parseJson(bytes: Uint8Array): object {
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes) || '{}');
  } catch {
    throw invalid('Invalid JSON payload received.');
  }
  if (!isObject(body)) throw invalid('The body must be a JSON object.');
  return body;
}

const DOCUMENT = ['name', 'fields', 'createTime', 'updateTime'];
const REFUSED_OF_A_WRITE = ['currentDocument', 'updateTransforms', 'transform', 'verify'];

/** A Document of the REST API. Fields that only the service sets are ignored, as the service does. */
export function documentFields(body: object): Fields {
  checkFields('document', body, DOCUMENT);
  return readFields((body as { readonly fields?: unknown }).fields);
}

/** The writes of a CommitRequest, in order; each mask is of what the writes before it made. */
export function readWrites(
  root: string,
  body: object,
  stored: (name: string) => StoredDocument | undefined,
): readonly Write[] {
  checkFields('commit', body, ['writes'], ['transaction']);
  const { writes = [] } = body as { readonly writes?: unknown };
  if (!Array.isArray(writes)) throw invalid('writes must be a list.');
  const made = new Map<string, Fields | undefined>();
  return writes.map((given: unknown, at) => {
    const before = (name: string): Fields => (made.has(name) ? made.get(name) : stored(name)?.fields) ?? {};
    const write = readWrite(root, given, `writes[${at}]`, before);
    made.set(write.name, write.fields);
    return write;
  });
}

function readWrite(root: string, given: unknown, what: string, before: (name: string) => Fields): Write {
  if (!isObject(given)) throw invalid(`${what} must be an object.`);
  checkFields(what, given, ['update', 'delete', 'updateMask'], REFUSED_OF_A_WRITE);
  const { update, updateMask } = given as { readonly update?: unknown; readonly updateMask?: unknown };
  const isUpdate = isObject(update);
  if (isUpdate === 'delete' in given) throw invalid(`${what} must be either an update or a delete of a document.`);
  const name = isUpdate
    ? (update as { readonly name?: unknown }).name
    : (given as { readonly delete?: unknown }).delete;
  const segments =
    typeof name === 'string' && name.startsWith(`${root}/`) ? name.slice(root.length + 1).split('/') : [];
  if (typeof name !== 'string' || segments.length === 0 || segments.length % 2 !== 0) {
    throw invalid(`${what} must name a document below ${root}.`);
  }
  checkSegments(segments);
  if (!isUpdate) return { name, fields: undefined };
  const fields = documentFields(update);
  return { name, fields: updateMask === undefined ? fields : masked(fields, pathsOf(updateMask, what), before(name)) };
}

function pathsOf(mask: unknown, what: string): readonly string[] {
  if (!isObject(mask)) throw invalid(`${what}.updateMask must be an object.`);
  checkFields(`${what}.updateMask`, mask, ['fieldPaths']);
  const { fieldPaths = [] } = mask as { readonly fieldPaths?: unknown };
  const isPath = (path: unknown): path is string => typeof path === 'string';
  if (!Array.isArray(fieldPaths) || !fieldPaths.every(isPath)) {
    throw invalid(`${what}.updateMask.fieldPaths must be a list of texts.`);
  }
  return fieldPaths;
}

/** Only the fields of a mask change: those given are set, the others of the mask removed. Top-level fields only. */
export function masked(given: Fields, mask: readonly string[], before: Fields): Fields {
  const merged: Record<string, Fields[string]> = { ...before };
  for (const path of mask) {
    if (path.includes('.') || path.includes('`'))
      throw notDone(`masks of other than whole top-level fields, like ${path}`);
    const value = Object.hasOwn(given, path) ? given[path] : undefined;
    if (value === undefined) delete merged[path];
    else merged[path] = value;
  }
  return merged;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
