/**
 * Access. Every caller may do everything: policies are kept and given back, and not enforced. Every bucket has uniform
 * bucket-level access, so the ACL methods answer as the service does for such a bucket.
 */

import { createHash } from 'node:crypto';
import { readJson } from '../api/body.ts';
import { json } from '../api/call.ts';
import { conditionNotMet, invalid, notImplemented } from '../api/errors.ts';
import { readPolicy } from '../rules/policy.ts';
import type { BucketRecord, Policy } from '../state/model.ts';
import { bucketNamed, type Method } from './context.ts';

export const legacyAcl: Method = async (context, _call, params) => {
  bucketNamed(context, params.bucket);
  throw invalid(
    'Cannot use ACL API to update bucket policy when uniform bucket-level access is enabled. Read more at https://cloud.google.com/storage/docs/uniform-bucket-level-access',
  );
};

export const getIamPolicy: Method = async (context, _call, params) => {
  const { record } = bucketNamed(context, params.bucket);
  await context.store.durable();
  return json(policyResource(record));
};

export const setIamPolicy: Method = async (context, call, params) => {
  const resource = await readJson(call);
  const { record } = bucketNamed(context, params.bucket);
  const { etag } = resource;
  if (typeof etag === 'string' && etag !== '' && etag !== etagOf(record.policy)) throw conditionNotMet();
  const changed: BucketRecord = { ...record, policy: readPolicy(resource) };
  await context.store.commit([{ op: 'bucket', bucket: changed }]);
  return json(policyResource(changed));
};

const NO_POLICY: Policy = { version: 1, bindings: [] };

function policyResource({ name, policy = NO_POLICY }: BucketRecord): object {
  return { kind: 'storage#policy', resourceId: `projects/_/buckets/${name}`, ...policy, etag: etagOf(policy) };
}

/** The same policy has the same etag, over a restart too. */
function etagOf(policy: Policy = NO_POLICY): string {
  return createHash('sha256').update(JSON.stringify(policy)).digest('base64').slice(0, 12);
}

export const testIamPermissions: Method = async (context, call, params) => {
  bucketNamed(context, params.bucket);
  const permissions = call.query.all('permissions').flatMap((value) => value.split(','));
  return json({
    kind: 'storage#testIamPermissionsResponse',
    ...(permissions.length === 0 ? {} : { permissions }),
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
