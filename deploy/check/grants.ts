/** Every grant of a tree as one line, so that least privilege is a list that a person reads and a test compares. */

import { type Resource, textOf } from './resources.ts';

/** The attributes that say what a role is granted on. */
const TARGETS = [
  'topic',
  'subscription',
  'bucket',
  'table_id',
  'dataset_id',
  'secret_id',
  'repository',
  'service_account_id',
  'name',
  'project',
] as const;

export function grantsOf(resources: readonly Resource[]): readonly string[] {
  return resources
    .filter(({ type }) => type.endsWith('_iam_member'))
    .map(lineOf)
    .sort();
}

function lineOf({ type, values }: Resource): string {
  const kind = type.replace(/^google_/, '').replace(/_iam_member$/, '');
  const target = TARGETS.map((name) => [name, textOf(values[name])] as const).find(([, value]) => value !== '');
  const on = kind === 'bigquery_table' ? `${values.dataset_id}.${values.table_id}` : (target?.[1] ?? '');
  return `${textOf(values.member)}  ${textOf(values.role)}  ${kind} ${on}`;
}
