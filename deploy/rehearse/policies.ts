/** Grants as the google provider makes them: it reads the policy, adds the member, and writes the policy back. */

import type { Attributes } from '../provider/value.ts';
import type { Api } from './requests.ts';

interface Place {
  readonly api: Api;
  readonly get: readonly [method: string, path: string];
  readonly set: readonly [method: string, path: string];
}

interface Policy {
  readonly etag?: string;
  readonly bindings?: readonly { readonly role: string; readonly members: readonly string[] }[];
}

export type Send = (api: Api, method: string, path: string, body?: unknown) => Promise<unknown>;

/** The place of a resource's policy; undefined if the local cloud has no such resource. */
function placeOf(type: string, after: Attributes): Place | undefined {
  const project = `projects/${after.project}`;
  switch (type) {
    case 'google_pubsub_topic_iam_member':
      return verbs('pubsub', `/v1/${project}/topics/${shortName(after.topic)}`, 'GET');
    case 'google_pubsub_subscription_iam_member':
      return verbs('pubsub', `/v1/${project}/subscriptions/${shortName(after.subscription)}`, 'GET');
    case 'google_secret_manager_secret_iam_member':
      return verbs('secrets', `/v1/${project}/secrets/${shortName(after.secret_id)}`, 'GET');
    case 'google_bigquery_table_iam_member':
      return verbs('bigquery', `/bigquery/v2/${project}/datasets/${after.dataset_id}/tables/${after.table_id}`, 'POST');
    case 'google_storage_bucket_iam_member': {
      const path = `/storage/v1/b/${after.bucket}/iam`;
      return { api: 'storage', get: ['GET', path], set: ['PUT', path] };
    }
    default:
      return undefined;
  }
}

function verbs(api: Api, resource: string, read: 'GET' | 'POST'): Place {
  return { api, get: [read, `${resource}:getIamPolicy`], set: ['POST', `${resource}:setIamPolicy`] };
}

function shortName(value: unknown): string {
  return String(value).split('/').at(-1) as string;
}

/** Returns whether there was a policy to change. */
export async function grant(type: string, after: Attributes, send: Send): Promise<boolean> {
  const place = placeOf(type, after);
  if (place === undefined) return false;
  const { api, get, set } = place;
  const policy = (await send(api, ...get)) as Policy;
  const next = withMember(policy, String(after.role), String(after.member));
  // Cloud Storage takes the policy itself, the others wrap it.
  await send(api, ...set, api === 'storage' ? next : { policy: next });
  return true;
}

export function withMember(policy: Policy, role: string, member: string): Policy {
  const bindings = policy.bindings ?? [];
  const own = bindings.find((binding) => binding.role === role) ?? { role, members: [] };
  const others = bindings.filter((binding) => binding.role !== role);
  const members = own.members.includes(member) ? own.members : [...own.members, member];
  return { ...policy, bindings: [...others, { role, members }] };
}
