/**
 * Who may do what: everybody everything. Every bucket has uniform bucket-level access, so the ACL methods answer as the
 * service does for such a bucket; policies can be read and tested, and changing one is refused by name.
 */

import { json } from '../api/call.ts';
import { invalid, notImplemented } from '../api/errors.ts';
import { bucketNamed, type Method } from './context.ts';

export const legacyAcl: Method = async (context, _call, params) => {
  bucketNamed(context, params.bucket);
  throw invalid(
    'Cannot use ACL API to update bucket policy when uniform bucket-level access is enabled. Read more at https://cloud.google.com/storage/docs/uniform-bucket-level-access',
  );
};

export const getIamPolicy: Method = async (context, _call, params) => {
  bucketNamed(context, params.bucket);
  const resourceId = `projects/_/buckets/${params.bucket}`;
  return json({ kind: 'storage#policy', resourceId, version: 1, etag: 'CAE=', bindings: [] });
};

export const setIamPolicy: Method = async () => {
  throw notImplemented('Changing an IAM policy');
};

export const testIamPermissions: Method = async (context, call, params) => {
  bucketNamed(context, params.bucket);
  const permissions = call.query.get('permissions');
  return json({
    kind: 'storage#testIamPermissionsResponse',
    ...(permissions === undefined ? {} : { permissions: permissions.split(',') }),
  });
};

export const getServiceAccount: Method = async () =>
  json({ kind: 'storage#serviceAccount', email_address: 'service-0@gs-project-accounts.iam.gserviceaccount.com' });

/** For methods of the API that exist and that this service does not have. */
export function unsupported(what: string): Method {
  return async () => {
    throw notImplemented(what);
  };
}
