/** The buckets resource. */

import { isObject, readJson } from '../api/body.ts';
import { empty, json } from '../api/call.ts';
import { conflict, invalid, invalidParameter, notImplemented, required } from '../api/errors.ts';
import {
  newBucketSettings,
  patchBucketSettings,
  readLocation,
  updateBucketSettings,
} from '../rules/bucket-settings.ts';
import { checkBucketName } from '../rules/names.ts';
import { checkForChange, checkForRead, readConditions } from '../rules/preconditions.ts';
import { bucketResource, locationTypeOf } from '../rules/resources.ts';
import type { BucketRecord } from '../state/model.ts';
import { bucketNamed, type Context, type Method } from './context.ts';

const MAX_PAGE = 1000;

export const insertBucket: Method = async (context, call) => {
  const project = call.query.required('project');
  const resource = await readJson(call);
  const { name } = resource;
  if (name === undefined || name === null) throw required('name');
  if (typeof name !== 'string') throw invalid('Invalid value for name: expected a string.');
  checkBucketName(name);
  if (call.query.boolean('enableObjectRetention')) throw notImplemented('Object retention');
  const settings = newBucketSettings(resource);
  const location = readLocation(resource.location);
  if (context.store.state.buckets.get(name) !== undefined) {
    throw conflict('Your previous request to create the named bucket succeeded and you already own it.');
  }
  const record = newBucket(context, { name, project, location, ...settings });
  await context.store.commit([{ op: 'bucket', bucket: record }]);
  context.report({ service: 'storage', what: 'created', resource: name });
  return json(bucketResource(record, call.origin));
};

export function newBucket(
  context: Pick<Context, 'store' | 'now'>,
  given: Pick<BucketRecord, 'name' | 'project' | 'location' | 'versioning' | 'labels' | 'storageClass' | 'extras'>,
): BucketRecord {
  const now = context.now();
  return {
    ...given,
    created: now,
    updated: now,
    generation: context.store.nextGeneration(),
    metageneration: 1,
    nextNotificationId: 1,
  };
}

export const getBucket: Method = async (context, call, params) => {
  const { record } = bucketNamed(context, params.bucket);
  checkForRead(readConditions(call.query, call.headers), record);
  await context.store.durable();
  return json(bucketResource(record, call.origin));
};

export const listBuckets: Method = async (context, call) => {
  const project = call.query.required('project');
  const prefix = call.query.get('prefix') ?? '';
  const max = Math.min(call.query.integer('maxResults') || MAX_PAGE, MAX_PAGE);
  if (call.query.boolean('softDeleted')) throw invalid('Soft delete is not kept by the local Cloud Storage.');
  const token = call.query.get('pageToken') ?? '';
  const after = token === '' ? undefined : readToken(token);
  const items: BucketRecord[] = [];
  let nextPageToken: string | undefined;
  for (const [name, { record }] of context.store.state.buckets.from(after ?? prefix)) {
    if (!name.startsWith(prefix)) break;
    if (name === after || record.project !== project) continue;
    if (items.length === max) {
      nextPageToken = Buffer.from(items.at(-1)?.name ?? '').toString('base64url');
      break;
    }
    items.push(record);
  }
  await context.store.durable();
  return json({
    kind: 'storage#buckets',
    ...(nextPageToken === undefined ? {} : { nextPageToken }),
    ...(items.length === 0 ? {} : { items: items.map((record) => bucketResource(record, call.origin)) }),
  });
};

function readToken(token: string): string {
  const name = Buffer.from(token, 'base64url').toString();
  if (!/^[a-z0-9._-]+$/.test(name)) throw invalidParameter('pageToken', `Invalid page token: ${token}`);
  return name;
}

export const patchBucket: Method = (context, call, params) => changeBucket(context, call, params, patchBucketSettings);
export const updateBucket: Method = (context, call, params) =>
  changeBucket(context, call, params, updateBucketSettings);

async function changeBucket(
  context: Context,
  call: Parameters<Method>[1],
  params: Parameters<Method>[2],
  settle: typeof patchBucketSettings,
): ReturnType<Method> {
  const conditions = readConditions(call.query, call.headers);
  const resource = await readJson(call);
  const { record } = bucketNamed(context, params.bucket);
  checkForChange(conditions, record);
  refuseFixed(record, resource);
  // A change of nothing is no change: the metageneration stays.
  if (Object.keys(resource).length === 0 && settle === patchBucketSettings)
    return json(bucketResource(record, call.origin));
  const changed: BucketRecord = {
    ...record,
    ...settle(record, resource),
    updated: context.now(),
    metageneration: record.metageneration + 1,
  };
  await context.store.commit([{ op: 'bucket', bucket: changed }]);
  return json(bucketResource(changed, call.origin));
}

function refuseFixed(record: BucketRecord, resource: Readonly<Record<string, unknown>>): void {
  const { name, location, iamConfiguration } = resource;
  if (name !== undefined && name !== record.name) throw invalid('A bucket cannot be renamed.');
  if (typeof location === 'string' && location.toUpperCase() !== record.location) {
    throw invalid('The location of a bucket cannot be changed.');
  }
  const uniform = isObject(iamConfiguration) ? iamConfiguration.uniformBucketLevelAccess : undefined;
  if (isObject(uniform) && uniform.enabled === false) {
    throw invalid('Cannot disable uniform bucket-level access: the local Cloud Storage has no access control lists.');
  }
}

export const deleteBucket: Method = async (context, call, params) => {
  const bucket = bucketNamed(context, params.bucket);
  checkForChange(readConditions(call.query, call.headers), bucket.record);
  if (bucket.objects.size > 0) throw conflict('The bucket you tried to delete is not empty.');
  await context.store.commit([{ op: 'drop-bucket', name: params.bucket }]);
  context.report({ service: 'storage', what: 'deleted', resource: params.bucket });
  return empty();
};

/** The layout of a bucket; Google's command line asks for it before it deletes recursively. */
export const getStorageLayout: Method = async (context, _call, params) => {
  const { record } = bucketNamed(context, params.bucket);
  return json({
    kind: 'storage#storageLayout',
    bucket: record.name,
    location: record.location,
    locationType: locationTypeOf(record.location),
    hierarchicalNamespace: { enabled: false },
  });
};

/** Managed folders are not kept, so that there never are any. */
export const listManagedFolders: Method = async (context, _call, params) => {
  bucketNamed(context, params.bucket);
  return json({ kind: 'storage#managedFolders' });
};
