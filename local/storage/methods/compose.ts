/** Up to 32 objects of a bucket become one (JSON API objects.compose). */

import { isObject, type JsonObject, readJson } from '../api/body.ts';
import { json } from '../api/call.ts';
import { invalid, required } from '../api/errors.ts';
import { Hashing } from '../content/hashes.ts';
import { checkObjectName } from '../rules/names.ts';
import { readSettings } from '../rules/object-settings.ts';
import { checkForChange, readConditions } from '../rules/preconditions.ts';
import { objectResource } from '../rules/resources.ts';
import type { ObjectVersion } from '../state/model.ts';
import type { BucketState } from '../state/state.ts';
import { bucketNamed, type Context, liveNamed, type Method, versionNamed } from './context.ts';
import { refuseAcl } from './objects-change.ts';
import { refuseKeys } from './objects-insert.ts';
import { publish } from './publish.ts';

const MAX_COMPONENTS = 32;

export const composeObject: Method = async (context, call, params) => {
  refuseAcl(call);
  refuseKeys(call);
  checkObjectName(params.object);
  const conditions = readConditions(call.query, call.headers);
  const resource = await readJson(call);
  if (resource.deleteSourceObjects === true)
    throw invalid('deleteSourceObjects is not supported by the local Cloud Storage.');
  const bucket = bucketNamed(context, params.bucket);
  checkForChange(conditions, liveNamed(bucket, params.object));
  const sources = readSources(bucket, resource.sourceObjects);
  const { destination } = resource;
  const given = destination === undefined || destination === null ? {} : destination;
  if (!isObject(given)) throw invalid('Invalid value for destination: expected an object.');
  const settings = readSettings(given);
  const version = await concatenate(context, sources, async (content) =>
    publish(context, {
      bucket: params.bucket,
      name: params.object,
      content,
      settings,
      conditions,
      componentCount: sources.reduce((count, source) => count + (source.componentCount ?? 1), 0),
    }),
  );
  return json(objectResource(version, call.origin));
};

function readSources(bucket: BucketState, value: unknown): readonly ObjectVersion[] {
  if (!Array.isArray(value) || value.length === 0) throw invalid('You must provide at least one source component.');
  if (value.length > MAX_COMPONENTS) {
    throw invalid(`The number of source components provided (${value.length}) exceeds the maximum (${MAX_COMPONENTS})`);
  }
  return value.map((source: unknown) => {
    if (!isObject(source)) throw invalid('Invalid value for sourceObjects: expected objects.');
    return readSource(bucket, source);
  });
}

function readSource(bucket: BucketState, source: JsonObject): ObjectVersion {
  const { name, objectPreconditions } = source;
  if (typeof name !== 'string' || name === '') throw required('sourceObjects.name');
  const version = versionNamed(bucket, name, readNumber('sourceObjects.generation', source.generation));
  if (objectPreconditions !== undefined && objectPreconditions !== null) {
    if (!isObject(objectPreconditions)) throw invalid('Invalid value for objectPreconditions.');
    const generationMatch = readNumber('ifGenerationMatch', objectPreconditions.ifGenerationMatch);
    checkForChange(generationMatch === undefined ? {} : { generationMatch }, version);
  }
  return version;
}

function readNumber(name: string, value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  const number = typeof value === 'number' ? value : /^\d{1,16}$/.test(String(value)) ? Number(value) : Number.NaN;
  if (!Number.isSafeInteger(number) || number < 0)
    throw invalid(`Invalid value for ${name}: ${JSON.stringify(value)}.`);
  return number;
}

async function concatenate<T>(
  { store }: Context,
  sources: readonly ObjectVersion[],
  use: (content: { readonly blob: string; readonly size: number; readonly crc32c: string }) => Promise<T>,
): Promise<T> {
  const { blobs } = store;
  // Held together, so that what is deleted meanwhile can still be read.
  for (const { blob } of sources) blobs.retain(blob);
  try {
    const hashing = new Hashing();
    const blob = await blobs.write(hashing.tap(bytesOf(store, sources)));
    try {
      const { size, crc32c } = hashing.digest();
      return await use({ blob, size, crc32c });
    } finally {
      blobs.release(blob);
    }
  } finally {
    for (const { blob } of sources) blobs.release(blob);
  }
}

async function* bytesOf(store: Context['store'], sources: readonly ObjectVersion[]): AsyncGenerator<Uint8Array> {
  for (const { blob, size } of sources) {
    for await (const chunk of store.blobs.read(blob, { from: 0, to: size })) yield chunk as Buffer;
  }
}
