/** The settings that a topic may be made with and changed to. */

import { invalid } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { schemaSettings } from '../schemas/settings.ts';
import {
  boundedDuration,
  camelCase,
  durationIn,
  labelsIn,
  list,
  maskPaths,
  object,
  type Plain,
  refuseFields,
  text,
} from './fields.ts';
import { checkName } from './names.ts';
import type { TopicConfig } from './shapes.ts';

const KMS_KEY = /^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/;

const REFUSED = {
  ingestionDataSourceSettings: 'ingestion_data_source_settings',
  messageTransforms: 'message_transforms',
};

const FIELDS = {
  mutable: [
    'labels',
    'message_storage_policy',
    'kms_key_name',
    'schema_settings',
    'message_retention_duration',
    'ingestion_data_source_settings',
    'message_transforms',
  ],
  fixed: ['name', 'tags', 'state', 'satisfies_pzs'],
};

export function topicConfig(plain: Plain): TopicConfig {
  const name = checkName('topics', text(plain, 'name'));
  refuseFields('Topic', plain, REFUSED);
  const labels = labelsIn(plain);
  const kmsKeyName = text(plain, 'kmsKeyName');
  if (kmsKeyName !== '' && !KMS_KEY.test(kmsKeyName)) {
    throw invalid(`Invalid KMS key name in the request (kms_key_name=${kmsKeyName.slice(0, 300)}).`);
  }
  const policy = object(plain, 'messageStoragePolicy');
  if (policy !== undefined && list(policy, 'allowedPersistenceRegions').length === 0) {
    throw invalid('The message_storage_policy in the request must allow at least one persistence region.');
  }
  const settings = schemaSettings(plain);
  const retention = durationIn(plain, 'messageRetentionDuration');
  return {
    name,
    ...(labels !== undefined && { labels }),
    ...(policy !== undefined && { messageStoragePolicy: policy }),
    ...(kmsKeyName !== '' && { kmsKeyName }),
    ...(settings !== undefined && { schemaSettings: settings }),
    ...(retention !== undefined && {
      messageRetentionDuration: boundedDuration('message_retention_duration', retention, LIMITS.retention),
    }),
    state: 'ACTIVE',
  };
}

/** The topic after an UpdateTopicRequest. */
export function updatedTopic(current: TopicConfig, request: Plain): TopicConfig {
  const paths = maskPaths('UpdateTopicRequest', 'Topic', request, FIELDS);
  const given = object(request, 'topic') ?? {};
  const next: Record<string, unknown> = { ...current };
  for (const path of paths) next[camelCase(path)] = given[camelCase(path)];
  return topicConfig(next);
}
