/**
 * Which method a request means. The JSON API is served with and without its `/storage/v1` prefix (clients that are given
 * the emulator's variable leave it out); what matches nothing of it is read as the XML API's
 * `/<bucket>/<object>`.
 */

import * as access from '../methods/access.ts';
import * as buckets from '../methods/buckets.ts';
import { composeObject } from '../methods/compose.ts';
import type { Method, Params } from '../methods/context.ts';
import { copyObject, moveObject, rewriteObject } from '../methods/copy.ts';
import * as notifications from '../methods/notification-configs.ts';
import { deleteObject, patchObject, updateObject } from '../methods/objects-change.ts';
import { insertObject, insertWithoutContent } from '../methods/objects-insert.ts';
import { getObject, listObjects } from '../methods/objects-read.ts';
import { cancelUpload, resumeUpload } from '../methods/resumable.ts';
import * as xml from '../methods/xml.ts';
import { ApiError, notFound } from './errors.ts';
import { pathSegments, type Query } from './query.ts';

/** In which shape errors are told. */
export type Surface = 'json' | 'media' | 'xml';

export interface Route {
  /** As the API names it, for faults and logs. */
  readonly name: string;
  readonly method: Method;
  readonly params: Params;
  readonly surface: Surface;
}

type Entry = readonly [verb: string, pattern: string, name: string, method: Method];

const JSON_API: readonly Entry[] = [
  ['GET', 'b', 'buckets.list', buckets.listBuckets],
  ['POST', 'b', 'buckets.insert', buckets.insertBucket],
  ['GET', 'b/:bucket', 'buckets.get', buckets.getBucket],
  ['PATCH', 'b/:bucket', 'buckets.patch', buckets.patchBucket],
  ['PUT', 'b/:bucket', 'buckets.update', buckets.updateBucket],
  ['DELETE', 'b/:bucket', 'buckets.delete', buckets.deleteBucket],
  ['POST', 'b/:bucket/notificationConfigs', 'notifications.insert', notifications.insertNotification],
  ['GET', 'b/:bucket/notificationConfigs', 'notifications.list', notifications.listNotifications],
  ['GET', 'b/:bucket/notificationConfigs/:id', 'notifications.get', notifications.getNotification],
  ['DELETE', 'b/:bucket/notificationConfigs/:id', 'notifications.delete', notifications.deleteNotification],
  ['GET', 'b/:bucket/iam', 'buckets.getIamPolicy', access.getIamPolicy],
  ['PUT', 'b/:bucket/iam', 'buckets.setIamPolicy', access.setIamPolicy],
  ['GET', 'b/:bucket/iam/testPermissions', 'buckets.testIamPermissions', access.testIamPermissions],
  ['*', 'b/:bucket/acl', 'bucketAccessControls', access.legacyAcl],
  ['*', 'b/:bucket/acl/:id', 'bucketAccessControls', access.legacyAcl],
  ['*', 'b/:bucket/defaultObjectAcl', 'defaultObjectAccessControls', access.legacyAcl],
  ['*', 'b/:bucket/defaultObjectAcl/:id', 'defaultObjectAccessControls', access.legacyAcl],
  ['POST', 'b/:bucket/lockRetentionPolicy', 'buckets.lockRetentionPolicy', access.unsupported('A retention policy')],
  ['POST', 'b/:bucket/restore', 'buckets.restore', access.unsupported('Soft delete')],
  ['GET', 'b/:bucket/storageLayout', 'buckets.getStorageLayout', buckets.getStorageLayout],
  ['*', 'b/:bucket/folders', 'folders', access.unsupported('A folder of a hierarchical namespace')],
  ['GET', 'b/:bucket/managedFolders', 'managedFolders.list', buckets.listManagedFolders],
  ['*', 'b/:bucket/managedFolders', 'managedFolders', access.unsupported('A managed folder')],
  ['*', 'b/:bucket/anywhereCaches', 'anywhereCaches', access.unsupported('An Anywhere Cache')],
  ['GET', 'b/:bucket/o', 'objects.list', listObjects],
  ['POST', 'b/:bucket/o', 'objects.insert', insertWithoutContent],
  ['POST', 'b/:bucket/o/watch', 'objects.watchAll', access.unsupported('Object change notification')],
  ['POST', 'b/:bucket/o/bulkRestore', 'objects.bulkRestore', access.unsupported('Soft delete')],
  ['GET', 'b/:bucket/o/:object', 'objects.get', getObject],
  ['HEAD', 'b/:bucket/o/:object', 'objects.get', getObject],
  ['PATCH', 'b/:bucket/o/:object', 'objects.patch', patchObject],
  ['PUT', 'b/:bucket/o/:object', 'objects.update', updateObject],
  ['DELETE', 'b/:bucket/o/:object', 'objects.delete', deleteObject],
  ['POST', 'b/:bucket/o/:object/compose', 'objects.compose', composeObject],
  ['POST', 'b/:bucket/o/:object/restore', 'objects.restore', access.unsupported('Soft delete')],
  ['*', 'b/:bucket/o/:object/acl', 'objectAccessControls', access.legacyAcl],
  ['*', 'b/:bucket/o/:object/acl/:id', 'objectAccessControls', access.legacyAcl],
  ['GET', 'b/:bucket/o/:object/iam', 'objects.getIamPolicy', access.unsupported('The IAM policy of an object')],
  ['POST', 'b/:bucket/o/:object/copyTo/b/:destinationBucket/o/:destinationObject', 'objects.copy', copyObject],
  ['POST', 'b/:bucket/o/:object/rewriteTo/b/:destinationBucket/o/:destinationObject', 'objects.rewrite', rewriteObject],
  ['POST', 'b/:bucket/o/:object/moveTo/o/:destinationObject', 'objects.move', moveObject],
  ['GET', 'projects/:id/serviceAccount', 'projects.serviceAccount.get', access.getServiceAccount],
  ['*', 'projects/:id/hmacKeys', 'projects.hmacKeys', access.unsupported('An HMAC key')],
];

const XML_API: readonly Entry[] = [
  ['GET', ':bucket/:object', 'objects.get', xml.readXml],
  ['HEAD', ':bucket/:object', 'objects.get', xml.readXml],
  ['PUT', ':bucket/:object', 'objects.insert', xml.writeXml],
  ['DELETE', ':bucket/:object', 'objects.delete', xml.deleteXml],
];

/** The names of all methods, as faults name them. */
export const METHOD_NAMES: readonly string[] = [
  ...[...JSON_API, ...XML_API].map(([, , name]) => name),
  'objects.insert.resume',
  'objects.insert.cancel',
];

const UPLOAD = /^\/(?:resumable\/)?upload(?:\/storage\/v1)?\/b\/([^/]+)\/o\/?$/;

export function findRoute(verb: string, path: string, query: Query): Route {
  const upload = UPLOAD.exec(path);
  if (upload !== null) return uploadRoute(verb, paramsOf({ bucket: pathSegments(path).at(-2) ?? '' }), query);
  const api = path.replace(/^(?:\/download)?(?:\/storage\/v1)?\//, '/');
  const segments = pathSegments(api.length > 1 ? api.replace(/\/$/, '') : api);
  const allowed = new Set<string>();
  for (const entry of JSON_API) {
    const found = match(entry[1], segments);
    if (found === undefined) continue;
    if (entry[0] !== '*' && entry[0] !== verb) {
      allowed.add(entry[0]);
      continue;
    }
    const media = entry[2] === 'objects.get' && query.get('alt') === 'media';
    return { name: entry[2], method: entry[3], params: paramsOf(found), surface: media ? 'media' : 'json' };
  }
  if (allowed.size > 0) throw new ApiError(405, 'httpMethodNotAllowed', `${verb} is not allowed here.`);
  return xmlRoute(verb, path, segments);
}

function uploadRoute(verb: string, params: Params, query: Query): Route {
  const resumed = query.has('upload_id');
  if ((verb === 'PUT' || verb === 'POST') && resumed) {
    return { name: 'objects.insert.resume', method: resumeUpload, params, surface: 'json' };
  }
  if (verb === 'DELETE' && resumed) {
    return { name: 'objects.insert.cancel', method: cancelUpload, params, surface: 'json' };
  }
  if (verb === 'POST' || verb === 'PUT')
    return { name: 'objects.insert', method: insertObject, params, surface: 'json' };
  throw new ApiError(405, 'httpMethodNotAllowed', `${verb} is not allowed here.`);
}

/** An object's name may hold slashes here; the bucket is the first segment. */
function xmlRoute(verb: string, path: string, segments: readonly string[]): Route {
  const [bucket = '', ...rest] = segments;
  if (bucket === '' || rest.length === 0 || bucket === 'b' || path.startsWith('/storage/')) throw notFound('Not Found');
  for (const [allowed, , name, method] of XML_API) {
    if (allowed === verb) return { name, method, params: paramsOf({ bucket, object: rest.join('/') }), surface: 'xml' };
  }
  throw new ApiError(405, 'httpMethodNotAllowed', `${verb} is not allowed here.`);
}

function match(pattern: string, segments: readonly string[]): Partial<Params> | undefined {
  const parts = pattern.split('/');
  if (parts.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith(':')) {
      if (segment === '') return undefined;
      params[part.slice(1)] = segment;
    } else if (part !== segment) return undefined;
  }
  return params;
}

function paramsOf(found: Partial<Params>): Params {
  return { bucket: '', object: '', destinationBucket: '', destinationObject: '', id: '', ...found };
}
