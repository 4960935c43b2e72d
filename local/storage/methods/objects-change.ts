/** Changing an object's metadata, and deleting objects. */

import { type JsonObject, readJson } from '../api/body.ts';
import { type Answer, type Call, empty, json } from '../api/call.ts';
import { invalid, invalidParameter } from '../api/errors.ts';
import { patchSettings, updateSettings } from '../rules/object-settings.ts';
import { checkForChange, readConditions } from '../rules/preconditions.ts';
import { objectResource } from '../rules/resources.ts';
import { changeMetadata, removeVersion } from '../rules/versions.ts';
import type { ObjectSettings, ObjectVersion } from '../state/model.ts';
import { bucketNamed, type Context, commit, type Method, type Params, versionNamed } from './context.ts';

export const patchObject: Method = (context, call, params) => change(context, call, params, patchSettings);
export const updateObject: Method = (context, call, params) => change(context, call, params, updateSettings);

async function change(
  context: Context,
  call: Call,
  params: Params,
  settle: (before: ObjectSettings, resource: JsonObject) => ObjectSettings,
): Promise<Answer> {
  refuseAcl(call);
  const conditions = readConditions(call.query, call.headers);
  const generation = call.query.integer('generation');
  const resource = await readJson(call);
  const bucket = bucketNamed(context, params.bucket);
  const version = versionNamed(bucket, params.object, generation);
  checkForChange(conditions, version);
  const settings = settle(version.settings, resource);
  if (settings.storageClass !== version.settings.storageClass) {
    throw invalid('The storage class of an object is changed by rewriting it.');
  }
  const next: ObjectVersion = {
    ...version,
    settings,
    metageneration: version.metageneration + 1,
    updated: context.now(),
  };
  await commit(context, changeMetadata(next));
  return json(objectResource(next, call.origin));
}

export const deleteObject: Method = async (context, call, params) => {
  const generation = call.query.integer('generation');
  const conditions = readConditions(call.query, call.headers);
  const bucket = bucketNamed(context, params.bucket);
  const version = versionNamed(bucket, params.object, generation);
  checkForChange(conditions, version);
  const archive = bucket.record.versioning && generation === undefined;
  await commit(context, removeVersion(version, context.now(), archive));
  return empty();
};

/** Predefined ACLs need the access control lists that uniform bucket-level access switches off. */
export function refuseAcl(call: Call): void {
  for (const name of ['predefinedAcl', 'destinationPredefinedAcl', 'predefinedDefaultObjectAcl']) {
    if (call.query.has(name)) {
      throw invalidParameter(
        name,
        'Cannot insert legacy ACL for an object when uniform bucket-level access is enabled. Read more at https://cloud.google.com/storage/docs/uniform-bucket-level-access',
      );
    }
  }
}
