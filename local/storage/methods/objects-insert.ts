/** Uploads in one request: the bare media, or metadata and media as multipart/related. `resumable.ts` has the rest. */

import { inflated, isObject, parseJsonObject } from '../api/body.ts';
import { type Call, json } from '../api/call.ts';
import { badRequest, invalid, invalidParameter, notImplemented, required } from '../api/errors.ts';
import { readRelated } from '../api/multipart.ts';
import { Hashing, joinExpected, readHashHeaders, verify } from '../content/hashes.ts';
import { checkObjectName } from '../rules/names.ts';
import { readExpectedHashes, readSettings } from '../rules/object-settings.ts';
import { checkForChange, readConditions } from '../rules/preconditions.ts';
import { objectResource } from '../rules/resources.ts';
import type { Conditions, ExpectedHashes, ObjectSettings } from '../state/model.ts';
import { bucketNamed, type Context, liveNamed, type Method, type Params } from './context.ts';
import { refuseAcl } from './objects-change.ts';
import { publish } from './publish.ts';
import { beginSession } from './resumable.ts';

/** The object that an upload will make, known before its first byte arrives. */
export interface Intent {
  readonly bucket: string;
  readonly name: string;
  readonly settings: ObjectSettings;
  readonly conditions: Conditions;
  readonly expected: ExpectedHashes;
}

export const insertObject: Method = async (context, call, params) => {
  refuseAcl(call);
  refuseKeys(call);
  const uploadType = call.query.get('uploadType');
  switch (uploadType) {
    case 'media':
      return upload(context, call, mediaIntent(call, params), call.body);
    case 'multipart': {
      const related = await readRelated(call.headers['content-type'], inflated(call));
      const resource = parseJsonObject(related.metadata);
      const intent = readIntent(call, params, resource, related.contentType);
      return upload(context, call, intent, related.media);
    }
    case 'resumable':
      return beginSession(context, call, params);
    default:
      throw invalidParameter(
        'uploadType',
        `Invalid upload type: ${uploadType ?? 'none'}. Allowed: media, multipart, resumable.`,
      );
  }
};

/** Without `/upload` there is no content: the service makes no objects from metadata alone. */
export const insertWithoutContent: Method = async () => {
  throw badRequest('Uploads must be sent to the upload URL.');
};

export function refuseKeys(call: Call): void {
  if (
    call.headers['x-goog-encryption-key'] !== undefined ||
    call.headers['x-goog-copy-source-encryption-key'] !== undefined
  ) {
    throw notImplemented('Encryption with customer-supplied keys');
  }
  if (call.query.has('kmsKeyName') || call.query.has('destinationKmsKeyName')) {
    throw notImplemented('Encryption with customer-managed keys');
  }
}

function mediaIntent(call: Call, params: Params): Intent {
  return readIntent(call, params, {}, call.headers['content-type']);
}

/** The resource's own content type counts before that of the part or request it came in. */
export function readIntent(
  call: Call,
  params: Params,
  resource: Readonly<Record<string, unknown>>,
  contentType: string | undefined,
): Intent {
  if (!isObject(resource)) throw badRequest('The metadata must be a JSON object.');
  const named = resource.name;
  if (named !== undefined && named !== null && typeof named !== 'string') {
    throw invalid('Invalid value for name: expected a string.');
  }
  const name = call.query.get('name') ?? named ?? undefined;
  if (name === undefined) throw required('name');
  checkObjectName(name);
  if (resource.bucket !== undefined && resource.bucket !== params.bucket) {
    throw invalid(`The bucket of the resource is not the bucket of the request: '${params.bucket}'.`);
  }
  const encoding = call.query.get('contentEncoding');
  const settings = readSettings({
    ...(contentType === undefined ? {} : { contentType }),
    ...resource,
    ...(encoding === undefined ? {} : { contentEncoding: encoding }),
  });
  return {
    bucket: params.bucket,
    name,
    settings,
    conditions: readConditions(call.query, call.headers),
    expected: joinExpected(readExpectedHashes(resource), readHashHeaders(call.headers)),
  };
}

export async function upload(
  context: Context,
  call: Pick<Call, 'origin'>,
  intent: Intent,
  media: AsyncIterable<Uint8Array>,
): ReturnType<Method> {
  // A condition that fails now would fail later: the upload is refused before its bytes are taken. It is checked again
  // when they are here, because others do not wait.
  checkForChange(intent.conditions, liveNamed(bucketNamed(context, intent.bucket), intent.name));
  const hashing = new Hashing();
  const blob = await context.store.blobs.write(hashing.tap(media));
  try {
    const digest = hashing.digest();
    verify(intent.expected, digest);
    const version = await publish(context, { ...intent, content: { blob, ...digest } });
    return json(objectResource(version, call.origin));
  } finally {
    context.store.blobs.release(blob);
  }
}
