/**
 * Compares what the configuration of each function needs with what the tree grants it: the subscription that a routes file
 * names, the tables and secrets of a source. `penstock doctor` asks the same of a real project.
 */

import type { Need } from '../../shared/config/door-configuration.ts';
import { rolesFor } from '../../shared/config/need-roles.ts';
import { type Resource, textOf } from './resources.ts';

/** A custom role is known by its permissions: this one writes rows. */
const WRITES_ROWS = 'bigquery.tables.updateData';

export interface Needy {
  /** The e-mail address of the account that the function runs as. */
  readonly account: string;
  /** Pub/Sub pushes to it: it pulls nothing, and its subscriptions call it as another account. */
  readonly pushed: boolean;
  readonly needs: readonly Need[];
}

/** One sentence for each need that the tree does not meet. */
export function unmetNeeds({ account, pushed, needs }: Needy, all: readonly Resource[]): readonly string[] {
  const own = all.filter(
    ({ type, values }) => type.endsWith('_iam_member') && values.member === `serviceAccount:${account}`,
  );
  return needs.flatMap((need) => {
    if (need.kind === 'schedule')
      return all.some(({ type }) => type === 'google_cloud_scheduler_job')
        ? []
        : [`there is no schedule, and ${need.because}`];
    if (need.kind === 'subscription' && pushed) return isThere(need, all) ? [] : [`${sentence(need)}: it is not there`];
    return own.some((grant) => allows(grant, need, all))
      ? columnProblems(need, all)
      : [`${sentence(need)}, and ${account} may not ${need.use} it: grant it`];
  });
}

function sentence({ kind, name, because }: Need): string {
  return `${because} names the ${kind} ${name}`;
}

function isThere({ name }: Need, all: readonly Resource[]): boolean {
  return all.some(({ type, values }) => type === 'google_pubsub_subscription' && values.name === lastOf(name));
}

function allows({ type, values }: Resource, need: Need, all: readonly Resource[]): boolean {
  const granted = [textOf(values.role), ...permissionsOf(textOf(values.role), all)];
  const enough = [...rolesFor(need).enough, ...(need.use === 'write' ? [WRITES_ROWS] : [])];
  return enough.some((role) => granted.includes(role)) && isOn(type, values, need);
}

function permissionsOf(role: string, all: readonly Resource[]): readonly string[] {
  const custom = all.find(({ type, values }) => type === 'google_project_iam_custom_role' && values.name === role);
  return (custom?.values.permissions ?? []) as readonly string[];
}

function isOn(type: string, values: Resource['values'], { kind, name }: Need): boolean {
  const [dataset, table] = name.split('.').slice(1);
  switch (type) {
    case 'google_pubsub_topic_iam_member':
      return kind === 'topic' && lastOf(textOf(values.topic)) === lastOf(name);
    case 'google_pubsub_subscription_iam_member':
      return kind === 'subscription' && lastOf(textOf(values.subscription)) === lastOf(name);
    case 'google_storage_bucket_iam_member':
      return kind === 'bucket' && values.bucket === name;
    case 'google_secret_manager_secret_iam_member':
      // projects/P/secrets/S/versions/V
      return kind === 'secret' && lastOf(textOf(values.secret_id)) === name.split('/')[3];
    case 'google_bigquery_dataset_iam_member':
      return (kind === 'table' || kind === 'dataset') && values.dataset_id === dataset;
    case 'google_bigquery_table_iam_member':
      return kind === 'table' && values.dataset_id === dataset && values.table_id === table;
    default:
      return false;
  }
}

/** A table that the tree makes has the columns and the key that rows are written by. */
function columnProblems(need: Need, all: readonly Resource[]): readonly string[] {
  if (need.kind !== 'table') return [];
  const [dataset, table] = need.name.split('.').slice(1);
  const made = all.find(
    ({ type, values }) =>
      type === 'google_bigquery_table' && values.dataset_id === dataset && values.table_id === table,
  );
  if (made === undefined) return [];
  const fields = JSON.parse(textOf(made.values.schema) || '[]') as readonly { readonly name: string }[];
  const names = new Set(fields.map(({ name }) => name.toLowerCase()));
  const missing = (need.columns ?? []).filter((column) => !names.has(column.toLowerCase()));
  const constraints = made.values.table_constraints;
  return [
    ...missing.map((column) => `${sentence(need)}, which has no column ${column}`),
    ...(need.keyed === true && (!Array.isArray(constraints) || constraints.length === 0)
      ? [`${sentence(need)}, which has no primary key: changes are found by it`]
      : []),
  ];
}

function lastOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
