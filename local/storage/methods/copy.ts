/** copyTo, rewriteTo and moveTo: content is never changed, so a copy shares the blob of its source. */

import { type JsonObject, readJson } from '../api/body.ts';
import { type Call, json } from '../api/call.ts';
import { invalidParameter } from '../api/errors.ts';
import { checkObjectName } from '../rules/names.ts';
import { readSettings } from '../rules/object-settings.ts';
import { checkForChange, readConditions, readSourceConditions } from '../rules/preconditions.ts';
import { objectResource, type Resource } from '../rules/resources.ts';
import { removeVersion } from '../rules/versions.ts';
import type { ObjectSettings, ObjectVersion } from '../state/model.ts';
import { bucketNamed, type Context, liveNamed, type Method, type Params, versionNamed } from './context.ts';
import { refuseAcl } from './objects-change.ts';
import { refuseKeys } from './objects-insert.ts';
import { publish } from './publish.ts';

const MIB = 1024 * 1024;

export const copyObject: Method = async (context, call, params) => {
  const { source, settings } = await prepare(context, call, params);
  return json(await share(context, call, params, source, settings));
};

export const rewriteObject: Method = async (context, call, params) => {
  const { source, settings } = await prepare(context, call, params);
  const done = rewritten(context, call, params, source, settings);
  if (done < source.size) {
    return json({ ...progress(source, done), done: false, rewriteToken: tokenOf(params, source, done) });
  }
  const resource = await share(context, call, params, source, settings);
  return json({ ...progress(source, source.size), done: true, resource });
};

/** A move removes the source and makes the destination in one step, so no request sees both or none of them. */
export const moveObject: Method = async (context, call, params) => {
  const { bucket, object, destinationObject } = params;
  checkObjectName(destinationObject);
  const conditions = readConditions(call.query, call.headers);
  const sourceConditions = readSourceConditions(call.query);
  const state = bucketNamed(context, bucket);
  const source = versionNamed(state, object, undefined);
  checkForChange(sourceConditions, source);
  if (object === destinationObject)
    throw invalidParameter('destinationObject', 'An object cannot be moved onto itself.');
  const removed = removeVersion(source, context.now(), state.record.versioning);
  const moved = await publish(
    context,
    { bucket, name: destinationObject, content: contentOf(source), settings: source.settings, conditions },
    () => removed,
  );
  return json(objectResource(moved, call.origin));
};

interface Prepared {
  readonly source: ObjectVersion;
  readonly settings: ObjectSettings;
}

async function prepare(context: Context, call: Call, params: Params): Promise<Prepared> {
  refuseAcl(call);
  refuseKeys(call);
  checkObjectName(params.destinationObject);
  const generation = call.query.integer('sourceGeneration');
  const sourceConditions = readSourceConditions(call.query);
  const conditions = readConditions(call.query, call.headers);
  const resource = await readJson(call);
  const source = versionNamed(bucketNamed(context, params.bucket), params.object, generation);
  checkForChange(sourceConditions, source);
  const destination = bucketNamed(context, params.destinationBucket);
  checkForChange(conditions, liveNamed(destination, params.destinationObject));
  return { source, settings: settingsFor(source, resource) };
}

/** An empty body keeps the metadata; one that says anything replaces it all (objects.rewrite, "Request body"). */
function settingsFor(source: ObjectVersion, resource: JsonObject): ObjectSettings {
  const { storageClass: _ours, temporaryHold: _t, eventBasedHold: _e, ...kept } = source.settings;
  const given = readSettings(resource);
  const said = Object.keys(given).filter((name) => name !== 'storageClass');
  return said.length === 0 ? { ...kept, ...given } : given;
}

async function share(
  context: Context,
  call: Call,
  params: Params,
  source: ObjectVersion,
  settings: ObjectSettings,
): Promise<Resource> {
  // Looked up once more in the same turn as the commit: since it was found it may have been deleted or its content moved.
  const held = versionNamed(bucketNamed(context, params.bucket), params.object, source.generation);
  const version = await publish(context, {
    bucket: params.destinationBucket,
    name: params.destinationObject,
    content: contentOf(held),
    settings,
    conditions: readConditions(call.query, call.headers),
    ...(source.componentCount === undefined ? {} : { componentCount: source.componentCount }),
  });
  return objectResource(version, call.origin);
}

function contentOf({
  blob,
  size,
  crc32c,
  md5,
}: ObjectVersion): Pick<ObjectVersion, 'blob' | 'size' | 'crc32c' | 'md5'> {
  return { blob, size, crc32c, ...(md5 === undefined ? {} : { md5 }) };
}

function progress(source: ObjectVersion, done: number): object {
  return { kind: 'storage#rewriteResponse', totalBytesRewritten: String(done), objectSize: String(source.size) };
}

/**
 * The number of bytes rewritten after this call. Within a location and storage class a rewrite ends at once; across them
 * `maxBytesRewrittenPerCall` makes it take several (objects.rewrite), as callers of the real service must expect.
 */
function rewritten(
  context: Context,
  call: Call,
  params: Params,
  source: ObjectVersion,
  settings: ObjectSettings,
): number {
  const limit = call.query.integer('maxBytesRewrittenPerCall');
  if (limit !== undefined && (limit === 0 || limit % MIB !== 0)) {
    throw invalidParameter('maxBytesRewrittenPerCall', `Invalid value '${limit}'. It must be a multiple of ${MIB}.`);
  }
  const token = call.query.get('rewriteToken');
  const before = token === undefined || token === '' ? 0 : readToken(token, params, source);
  const from = bucketNamed(context, params.bucket).record;
  const to = bucketNamed(context, params.destinationBucket).record;
  const local =
    from.location === to.location && source.settings.storageClass === (settings.storageClass ?? to.storageClass);
  return limit === undefined || local ? source.size : Math.min(source.size, before + limit);
}

function tokenOf(params: Params, source: ObjectVersion, done: number): string {
  return Buffer.from(JSON.stringify([...identity(params, source), done])).toString('base64url');
}

function readToken(token: string, params: Params, source: ObjectVersion): number {
  const fields = parse(token);
  const same = identity(params, source).every((value, index) => fields[index] === value);
  const done = fields.at(-1);
  if (!same || typeof done !== 'number' || !Number.isSafeInteger(done) || done < 0 || done > source.size) {
    throw invalidParameter('rewriteToken', 'Invalid rewrite token: it belongs to another rewrite.');
  }
  return done;
}

function identity(params: Params, source: ObjectVersion): readonly unknown[] {
  return [params.bucket, params.object, source.generation, params.destinationBucket, params.destinationObject];
}

function parse(token: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
