/** The requests that make a resource in the local cloud: those that the google provider sends to Google. */

import { readFileSync } from 'node:fs';
import type { Change } from '../provider/server.ts';
import type { Attributes } from '../provider/value.ts';
import { bodyOf } from './body.ts';

export type Api = 'pubsub' | 'storage' | 'bigquery' | 'secrets';

export interface ApiRequest {
  readonly api: Api;
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly body: unknown;
  /** Bytes in place of JSON. */
  readonly media?: Uint8Array;
}

type Made = Change & { readonly after: Attributes };

/** The request that makes each type; a type that is not here lives in no service of the local cloud. */
const MAKE: Readonly<Record<string, (change: Made) => ApiRequest>> = {
  google_pubsub_topic: ({ block, after }) => ({
    api: 'pubsub',
    method: 'PUT',
    path: `/v1/projects/${after.project}/topics/${after.name}`,
    body: bodyOf(block, after),
  }),
  google_pubsub_subscription: ({ block, after }) => ({
    api: 'pubsub',
    method: 'PUT',
    path: `/v1/projects/${after.project}/subscriptions/${after.name}`,
    // A ttl that is given and empty means never: it is sent as an empty policy.
    body: { ...bodyOf(block, after, ['expiration_policy']), topic: after.topic, expirationPolicy: {} },
  }),
  google_storage_bucket: ({ block, after }) => {
    const own = ['uniform_bucket_level_access', 'public_access_prevention', 'lifecycle_rule', 'soft_delete_policy'];
    const computed = ['force_destroy', 'project_number', 'updated', 'time_created', 'url', 'enable_object_retention'];
    const rules = listOf(after.lifecycle_rule).map((rule) => ({
      action: camelKeys(listOf(rule.action)[0]),
      condition: camelKeys(listOf(rule.condition)[0]),
    }));
    const [softDelete] = listOf(after.soft_delete_policy);
    const iamConfiguration = {
      uniformBucketLevelAccess: { enabled: after.uniform_bucket_level_access === true },
      publicAccessPrevention: after.public_access_prevention,
    };
    return {
      api: 'storage',
      method: 'POST',
      path: `/storage/v1/b?project=${after.project}`,
      body: {
        name: after.name,
        ...bodyOf(block, after, [...own, ...computed]),
        iamConfiguration,
        ...(rules.length === 0 ? {} : { lifecycle: { rule: rules } }),
        ...(softDelete === undefined
          ? {}
          : { softDeletePolicy: { retentionDurationSeconds: String(softDelete.retention_duration_seconds) } }),
      },
    };
  },
  google_storage_bucket_object: ({ after }) => ({
    api: 'storage',
    method: 'POST',
    path: `/upload/storage/v1/b/${after.bucket}/o?uploadType=media&name=${encodeURIComponent(String(after.name))}`,
    body: undefined,
    media: typeof after.content === 'string' ? Buffer.from(after.content) : readFileSync(String(after.source)),
  }),
  google_storage_notification: ({ after }) => ({
    api: 'storage',
    method: 'POST',
    path: `/storage/v1/b/${after.bucket}/notificationConfigs`,
    body: { topic: after.topic, payload_format: after.payload_format, event_types: after.event_types ?? undefined },
  }),
  google_bigquery_dataset: ({ block, after }) => ({
    api: 'bigquery',
    method: 'POST',
    path: `/bigquery/v2/projects/${after.project}/datasets`,
    body: {
      datasetReference: { datasetId: after.dataset_id },
      ...bodyOf(block, after, [
        'dataset_id',
        'delete_contents_on_destroy',
        'last_modified_time',
        'is_case_insensitive',
        'access',
      ]),
    },
  }),
  google_bigquery_table: ({ block, after }) => ({
    api: 'bigquery',
    method: 'POST',
    path: `/bigquery/v2/projects/${after.project}/datasets/${after.dataset_id}/tables`,
    body: tableOf(block, after),
  }),
  google_secret_manager_secret: ({ after }) => {
    const [replication] = listOf(after.replication);
    const managed = listOf(replication?.user_managed)[0];
    return {
      api: 'secrets',
      method: 'POST',
      path: `/v1/projects/${after.project}/secrets?secretId=${after.secret_id}`,
      body: {
        labels: after.labels ?? undefined,
        replication:
          managed === undefined
            ? { automatic: {} }
            : { userManaged: { replicas: listOf(managed.replicas).map(({ location }) => ({ location })) } },
      },
    };
  },
};

/** Undefined where the resource is of no service that the local cloud has. */
export function requestFor(change: Change): ApiRequest | undefined {
  return change.after === null ? undefined : MAKE[change.type]?.({ ...change, after: change.after });
}

/** Columns that the API computes, and settings of the provider itself. */
const OF_THE_PROVIDER = [
  'dataset_id',
  'table_id',
  'schema',
  'clustering',
  'time_partitioning',
  'expiration_time',
  'num_rows',
  'num_bytes',
  'num_long_term_bytes',
  'last_modified_time',
  'location',
  'type',
  'generated_schema_columns',
  'table_metadata_view',
  'ignore_schema_changes',
  'ignore_auto_generated_schema',
] as const;

function tableOf(block: Change['block'], after: Attributes): Record<string, unknown> {
  const [partition] = listOf(after.time_partitioning);
  const clustering = after.clustering as readonly string[] | null;
  const { project, dataset_id, table_id, schema } = after;
  return {
    tableReference: { projectId: project, datasetId: dataset_id, tableId: table_id },
    ...bodyOf(block, after, OF_THE_PROVIDER),
    ...(typeof schema === 'string' && schema !== '' ? { schema: { fields: JSON.parse(schema) } } : {}),
    ...(clustering === null || clustering?.length === 0 ? {} : { clustering: { fields: clustering } }),
    ...(partition === undefined
      ? {}
      : {
          timePartitioning: {
            type: partition.type,
            field: partition.field ?? undefined,
            expirationMs: partition.expiration_ms === null ? undefined : String(partition.expiration_ms),
          },
        }),
  };
}

function listOf(value: unknown): readonly Attributes[] {
  return Array.isArray(value) ? (value as readonly Attributes[]) : [];
}

function camelKeys(value: Attributes | undefined): Record<string, unknown> {
  const given = Object.entries(value ?? {}).filter(([, one]) => one !== null && one !== '' && one !== false);
  const kept = given.filter(([, one]) => !(Array.isArray(one) && one.length === 0));
  return Object.fromEntries(
    kept.map(([name, one]) => [name.replace(/_([a-z])/g, (_m, l: string) => l.toUpperCase()), one]),
  );
}
