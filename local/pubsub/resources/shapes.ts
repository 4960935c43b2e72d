/** The resources as they are kept and shown: the proto messages as plain objects, absent where they have their default. */

import type { SchemaSettings } from '../schemas/settings.ts';
import type { BigQueryConfig, CloudStorageConfig } from './sink-config.ts';

export interface Duration {
  readonly seconds?: number;
  readonly nanos?: number;
}

export type Labels = Readonly<Record<string, string>>;

export interface TopicConfig {
  readonly name: string;
  readonly labels?: Labels;
  readonly messageStoragePolicy?: Readonly<Record<string, unknown>>;
  readonly kmsKeyName?: string;
  readonly schemaSettings?: SchemaSettings;
  readonly messageRetentionDuration?: Duration;
  readonly state: 'ACTIVE';
}

/** google.iam.v1.Policy as it was set; kept and given back, and not enforced. */
export interface Policy {
  readonly version?: number;
  readonly bindings?: readonly Readonly<Record<string, unknown>>[];
}

export interface PushConfig {
  readonly pushEndpoint?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly oidcToken?: { readonly serviceAccountEmail?: string; readonly audience?: string };
  readonly pubsubWrapper?: Readonly<Record<string, never>>;
  readonly noWrapper?: { readonly writeMetadata?: boolean };
}

export interface DeadLetterPolicy {
  readonly deadLetterTopic: string;
  readonly maxDeliveryAttempts: number;
}

export interface RetryPolicy {
  readonly minimumBackoff: Duration;
  readonly maximumBackoff: Duration;
}

export interface SubscriptionConfig {
  readonly name: string;
  readonly topic: string;
  readonly pushConfig: PushConfig;
  readonly bigqueryConfig?: BigQueryConfig;
  readonly cloudStorageConfig?: CloudStorageConfig;
  readonly ackDeadlineSeconds: number;
  readonly retainAckedMessages?: boolean;
  readonly messageRetentionDuration: Duration;
  readonly labels?: Labels;
  readonly enableMessageOrdering?: boolean;
  readonly expirationPolicy: { readonly ttl?: Duration };
  readonly filter?: string;
  readonly deadLetterPolicy?: DeadLetterPolicy;
  readonly retryPolicy?: RetryPolicy;
  readonly detached?: boolean;
  readonly enableExactlyOnceDelivery?: boolean;
  readonly topicMessageRetentionDuration?: Duration;
  readonly state: 'ACTIVE';
}

export interface SnapshotConfig {
  readonly name: string;
  readonly topic: string;
  readonly expireTime: Duration;
  readonly labels?: Labels;
}

export function milliseconds(duration: Duration | undefined): number {
  return (duration?.seconds ?? 0) * 1000 + (duration?.nanos ?? 0) / 1e6;
}

/** As proto3 JSON writes a duration. */
export function durationText({ seconds = 0, nanos = 0 }: Duration): string {
  if (nanos === 0) return `${seconds}s`;
  const fraction = String(Math.abs(nanos)).padStart(9, '0');
  const sign = seconds === 0 && nanos < 0 ? '-' : '';
  const digits = fraction.endsWith('000000') ? 3 : fraction.endsWith('000') ? 6 : 9;
  return `${sign}${seconds}.${fraction.slice(0, digits)}s`;
}
