/**
 * The little of the XML API that clients use beside the JSON API: reading, writing and deleting one object at
 * `/<bucket>/<object>` (the Go and C++ readers do, and so does every "public URL"). Everything else of it is refused.
 */

import { type Answer, type Call, empty } from '../api/call.ts';
import { notImplemented } from '../api/errors.ts';
import { Hashing, readHashHeaders, verify } from '../content/hashes.ts';
import { etagOf } from '../rules/etag.ts';
import { checkObjectName } from '../rules/names.ts';
import { patchSettings } from '../rules/object-settings.ts';
import { checkForChange, checkForRead, readConditions } from '../rules/preconditions.ts';
import { removeVersion } from '../rules/versions.ts';
import type { Conditions, ObjectSettings } from '../state/model.ts';
import { bucketNamed, type Context, commit, liveNamed, type Method, type Params, versionNamed } from './context.ts';
import { answerMedia } from './media.ts';
import { refuseKeys } from './objects-insert.ts';
import { publish } from './publish.ts';

const UNSUPPORTED_QUERY =
  /^(acl|cors|compose|uploads|uploadId|partNumber|versions|versioning|lifecycle|location|logging|website|tagging|retention|legal-hold)$/;
const UNSUPPORTED_HEADERS = ['x-goog-copy-source', 'x-goog-acl', 'x-goog-resumable'];

export const readXml: Method = async (context, call, params) => {
  refuseRest(call);
  const generation = call.query.integer('generation');
  const version = versionNamed(bucketNamed(context, params.bucket), params.object, generation);
  checkForRead(xmlConditions(call), version);
  const answer = await answerMedia(context, call, version);
  const metadata = Object.entries(version.settings.metadata ?? {}).filter(([key]) => /^[\w.-]+$/.test(key));
  const headers = Object.fromEntries(metadata.map(([key, value]) => [`x-goog-meta-${key.toLowerCase()}`, value]));
  return { ...answer, headers: { ...headers, ...answer.headers } };
};

export const writeXml: Method = async (context, call, params) => {
  refuseRest(call);
  refuseKeys(call);
  checkObjectName(params.object);
  const conditions = xmlConditions(call);
  checkForChange(conditions, liveNamed(bucketNamed(context, params.bucket), params.object));
  return write(context, call, params, conditions, settingsOf(call));
};

async function write(
  context: Context,
  call: Call,
  params: Params,
  conditions: Conditions,
  settings: ObjectSettings,
): Promise<Answer> {
  const hashing = new Hashing();
  const blob = await context.store.blobs.write(hashing.tap(call.body));
  try {
    const digest = hashing.digest();
    verify(readHashHeaders(call.headers), digest);
    const content = { blob, ...digest };
    const version = await publish(context, {
      bucket: params.bucket,
      name: params.object,
      content,
      settings,
      conditions,
    });
    return empty(200, {
      etag: `"${etagOf(version)}"`,
      'x-goog-generation': String(version.generation),
      'x-goog-metageneration': String(version.metageneration),
      'x-goog-hash': `crc32c=${digest.crc32c},md5=${digest.md5}`,
    });
  } finally {
    context.store.blobs.release(blob);
  }
}

export const deleteXml: Method = async (context, call, params) => {
  refuseRest(call);
  const generation = call.query.integer('generation');
  const bucket = bucketNamed(context, params.bucket);
  const version = versionNamed(bucket, params.object, generation);
  checkForChange(xmlConditions(call), version);
  await commit(context, removeVersion(version, context.now(), bucket.record.versioning && generation === undefined));
  return empty();
};

/** The XML API names its conditions in headers; the query's are taken too. */
function xmlConditions(call: Call): Conditions {
  const number = (name: string): number | undefined => {
    const value = call.headers[name];
    return value !== undefined && /^\d{1,16}$/.test(value) ? Number(value) : undefined;
  };
  const generationMatch = number('x-goog-if-generation-match');
  const metagenerationMatch = number('x-goog-if-metageneration-match');
  return {
    ...readConditions(call.query, call.headers),
    ...(generationMatch === undefined ? {} : { generationMatch }),
    ...(metagenerationMatch === undefined ? {} : { metagenerationMatch }),
  };
}

function settingsOf({ headers }: Call): ObjectSettings {
  const metadata: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith('x-goog-meta-') && value !== undefined) metadata[name.slice('x-goog-meta-'.length)] = value;
  }
  return patchSettings(
    {},
    {
      contentType: headers['content-type'],
      contentEncoding: headers['content-encoding'],
      contentDisposition: headers['content-disposition'],
      contentLanguage: headers['content-language'],
      cacheControl: headers['cache-control'],
      storageClass: headers['x-goog-storage-class'],
      ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
    },
  );
}

/** A signature cannot be checked without the key that made it, and is not waved through. */
function refuseRest(call: Call): void {
  if (call.query.has('X-Goog-Signature') || call.query.has('Signature') || call.query.has('X-Amz-Signature')) {
    throw notImplemented('A signed URL');
  }
  const query = call.query.names().find((name) => UNSUPPORTED_QUERY.test(name));
  if (query !== undefined) throw notImplemented(`The XML API's ?${query}`);
  const header = UNSUPPORTED_HEADERS.find((name) => call.headers[name] !== undefined);
  if (header !== undefined) throw notImplemented(`The XML API's ${header}`);
}
