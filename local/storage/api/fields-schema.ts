/**
 * The fields each resource of the JSON API can have (the API's discovery document), for `fields` masks: a mask that names
 * another is an error and not an empty answer. `ANY` may hold anything below it.
 */

export const ANY = Symbol('any');
export type Schema = typeof ANY | { readonly [field: string]: Schema };

const OBJECT: Schema = {
  ...leaves(
    `bucket cacheControl componentCount contentDisposition contentEncoding contentLanguage contentType crc32c customTime
     etag eventBasedHold generation hardDeleteTime id kind kmsKeyName md5Hash mediaLink metageneration name restoreToken
     retentionExpirationTime selfLink size softDeleteTime storageClass temporaryHold timeCreated timeDeleted timeFinalized
     timeStorageClassUpdated updated`,
  ),
  acl: ANY,
  contexts: ANY,
  customerEncryption: leaves('encryptionAlgorithm keySha256'),
  metadata: ANY,
  owner: leaves('entity entityId'),
  retention: leaves('mode retainUntilTime'),
};

const BUCKET: Schema = {
  ...leaves(
    `defaultEventBasedHold etag generation hardDeleteTime id kind location locationType metageneration name projectNumber
     rpo satisfiesPZI satisfiesPZS selfLink softDeleteTime storageClass timeCreated updated`,
  ),
  acl: ANY,
  autoclass: ANY,
  billing: leaves('requesterPays'),
  cors: ANY,
  customPlacementConfig: ANY,
  defaultObjectAcl: ANY,
  encryption: ANY,
  hierarchicalNamespace: leaves('enabled'),
  iamConfiguration: ANY,
  ipFilter: ANY,
  labels: ANY,
  lifecycle: ANY,
  logging: leaves('logBucket logObjectPrefix'),
  objectRetention: leaves('mode'),
  owner: leaves('entity entityId'),
  retentionPolicy: ANY,
  softDeletePolicy: ANY,
  versioning: leaves('enabled'),
  website: leaves('mainPageSuffix notFoundPage'),
};

const NOTIFICATION: Schema = {
  ...leaves('etag event_types id kind object_name_prefix payload_format selfLink topic'),
  custom_attributes: ANY,
};

const OBJECTS: Schema = { ...leaves('kind nextPageToken prefixes'), items: OBJECT };
const BUCKETS: Schema = { ...leaves('kind nextPageToken unreachable'), items: BUCKET };
const NOTIFICATIONS: Schema = { ...leaves('kind'), items: NOTIFICATION };
const REWRITE: Schema = { ...leaves('done kind objectSize rewriteToken totalBytesRewritten'), resource: OBJECT };

const BY_METHOD: Readonly<Record<string, Schema>> = {
  'objects.list': OBJECTS,
  'objects.rewrite': REWRITE,
  ...shared(OBJECT, 'objects', 'get insert insert.resume patch update compose copy move'),
  'buckets.list': BUCKETS,
  ...shared(BUCKET, 'buckets', 'get insert patch update'),
  'notifications.list': NOTIFICATIONS,
  ...shared(NOTIFICATION, 'notifications', 'get insert'),
};

/** The schema of a method's answer; a method without a schema takes any mask. */
export function schemaOf(method: string): Schema {
  return (Object.hasOwn(BY_METHOD, method) ? BY_METHOD[method] : undefined) ?? ANY;
}

function shared(schema: Schema, collection: string, methods: string): Readonly<Record<string, Schema>> {
  return Object.fromEntries(methods.split(' ').map((method) => [`${collection}.${method}`, schema]));
}

function leaves(names: string): { readonly [field: string]: Schema } {
  return Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, {}]),
  );
}
