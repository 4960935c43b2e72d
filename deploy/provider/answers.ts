/**
 * Google's answers for the attributes that the caller leaves out: full names, addresses, e-mail addresses. Only
 * attributes that other resources refer to need a true value; the rest is empty.
 */

import type { Block } from './schema.ts';
import { type Attributes, isUnknown } from './value.ts';

/** Gives a computed attribute that the configuration leaves open its value. */
export type Fill = (name: string, type: unknown, resource: Attributes, path: string) => unknown;

/** The value with every computed attribute that is open, at any depth, filled. Write-only attributes are never kept. */
export function complete(block: Block, value: Attributes | null, fill: Fill, path = ''): Attributes | null {
  if (value === null || isUnknown(value)) return value;
  const out: Record<string, unknown> = { ...value };
  for (const [name, [type, flags]] of Object.entries(block.attributes ?? {})) {
    if (flags.includes('w')) out[name] = null;
    else if (flags.includes('c') && isOpen(out[name])) out[name] = fill(name, type, value, path);
  }
  for (const [name, nested] of Object.entries(block.blocks ?? {})) {
    const inner = out[name];
    const below = `${path}${name}.`;
    if (Array.isArray(inner)) out[name] = inner.map((one: Attributes) => complete(nested.block, one, fill, below));
    else if (nested.nesting === 'single')
      out[name] = complete(nested.block, (inner ?? null) as Attributes, fill, below);
  }
  return out;
}

function isOpen(value: unknown): boolean {
  return value === null || value === undefined || isUnknown(value);
}

/** The collection that a resource's full name stands in: `projects/P/topics/T`. */
const COLLECTIONS: Readonly<Record<string, string>> = {
  google_pubsub_topic: 'topics',
  google_pubsub_subscription: 'subscriptions',
  google_secret_manager_secret: 'secrets',
  google_bigquery_dataset: 'datasets',
  google_service_account: 'serviceAccounts',
  google_project_iam_custom_role: 'roles',
  google_monitoring_notification_channel: 'notificationChannels',
  google_iam_workload_identity_pool: 'locations/global/workloadIdentityPools',
};

const NAME_ATTRIBUTES = [
  'name',
  'secret_id',
  'dataset_id',
  'role_id',
  'workload_identity_pool_id',
  'slo_id',
  'service_id',
  'display_name',
] as const;

export interface Place {
  readonly project: string;
  readonly uriOf?: ((service: string) => string) | undefined;
}

/** The answers for one resource type in one project. */
export function answersFor(type: string, { project, uriOf = lookAlike }: Place): Fill {
  const projectOf = (resource: Attributes) => (typeof resource.project === 'string' ? resource.project : project);
  const emailOf = (resource: Attributes) => `${resource.account_id}@${projectOf(resource)}.iam.gserviceaccount.com`;
  const fullName = (resource: Attributes): string => {
    const given = NAME_ATTRIBUTES.map((name) => resource[name]).find((name) => typeof name === 'string');
    const own = resource.account_id === undefined ? String(given ?? 'unnamed') : emailOf(resource);
    const collection = COLLECTIONS[type];
    return collection === undefined ? own : `projects/${projectOf(resource)}/${collection}/${own}`;
  };
  const known: Readonly<Record<string, (resource: Attributes) => unknown>> = {
    project: projectOf,
    email: emailOf,
    member: (resource) => `serviceAccount:${emailOf(resource)}`,
    uri: (resource) => uriOf(String(resource.name)),
    url: (resource) => uriOf(String(resource.name)),
    number: () => '123456789012',
    email_address: () => 'service-123456789012@gs-project-accounts.iam.gserviceaccount.com',
    id: fullName,
    name: fullName,
  };
  return (name, kind, resource, path) => {
    const answer = path === '' ? known[name] : undefined;
    if (answer !== undefined) return answer(resource);
    if (!Array.isArray(kind)) return null;
    return kind[0] === 'map' ? {} : [];
  };
}

function lookAlike(service: string): string {
  return `https://${service}.example.run.app`;
}
