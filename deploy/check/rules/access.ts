/** Least privilege: no public access but the one asked for, no authoritative binding, no project-wide data role. */

import { blockOf, blocksOf, textOf } from '../resources.ts';
import { type Rule, ruleFor } from '../rule.ts';

const PUBLIC = new Set(['allUsers', 'allAuthenticatedUsers']);
const SERVICE_MEMBER = 'google_cloud_run_v2_service_iam_member';

/** Roles that may be granted on a whole project, because Google offers them nowhere else, and that reach no data. */
const PROJECT_ROLES = new Set(['roles/eventarc.eventReceiver', 'roles/logging.logWriter', 'roles/dataflow.worker']);

const publicAccess: Rule = {
  name: 'no-public-access',
  about: 'Only an intake that checks keys or signatures itself may be called by everybody.',
  check: ({ type, values }, all) => {
    if (!PUBLIC.has(textOf(values.member))) return [];
    if (type === SERVICE_MEMBER && asksForKeys(textOf(values.name), all)) return [];
    return [`${values.member} gets ${values.role}: name the members instead`];
  },
};

function asksForKeys(service: string, all: Parameters<Rule['check']>[1]): boolean {
  const found = all.find(({ type, values }) => type === 'google_cloud_run_v2_service' && values.name === service);
  const container = blockOf(blockOf(found?.values, 'template'), 'containers');
  const env = (container?.env ?? []) as readonly { readonly name: string; readonly value: string }[];
  return env.some(({ name, value }) => name === 'INTAKE_AUTH' && (value === 'api-key' || value === 'webhook'));
}

const authoritative: Rule = {
  name: 'no-authoritative-binding',
  about: 'A binding or policy takes away every grant that it does not know of.',
  check: ({ type }) =>
    /_iam_(binding|policy)$/.test(type) ? [`${type} replaces the grants of others: use an _iam_member`] : [],
};

const projectRoles = ruleFor(
  'google_project_iam_member',
  'no-project-wide-role',
  'A role on the project reaches every topic, table and bucket in it.',
  ({ role, member }, _resource, all) => {
    if (PROJECT_ROLES.has(textOf(role)) || isJobsRole(textOf(role), all)) return [];
    if (isOfPipeline(textOf(member), all)) return [];
    return [`${role} on the whole project: grant it on the topic, table or bucket`];
  },
);

/** Jobs of a pipeline sign in as an account of their own, which plans or makes the whole project. No function runs as one. */
function isOfPipeline(member: string, all: Parameters<Rule['check']>[1]): boolean {
  return all.some(
    ({ type, values }) =>
      type === 'google_service_account_iam_member' &&
      values.role === 'roles/iam.workloadIdentityUser' &&
      textOf(values.service_account_id).endsWith(`/${member.replace(/^serviceAccount:/, '')}`),
  );
}

const ownRepository = ruleFor(
  'google_iam_workload_identity_pool_provider',
  'one-repository',
  'GitHub signs tokens for every repository there is: without a condition each of them may sign in.',
  ({ attribute_condition }) =>
    /assertion\.repository(?:_id)? == '[^'*]+'/.test(textOf(attribute_condition))
      ? []
      : [`attribute_condition is "${textOf(attribute_condition)}": let it name one repository`],
);

/** Starting a job is a right on the project by its nature; a custom role keeps it to that. */
function isJobsRole(role: string, all: Parameters<Rule['check']>[1]): boolean {
  const custom = all.find(({ type, values }) => type === 'google_project_iam_custom_role' && values.name === role);
  const permissions = (custom?.values.permissions ?? []) as readonly string[];
  return permissions.length === 1 && permissions[0] === 'bigquery.jobs.create';
}

const ownAccount = ruleFor(
  'google_cloud_run_v2_service',
  'own-account',
  'Without an account of its own a function runs as the default account, which may do nearly everything.',
  (values) => {
    const account = textOf(blockOf(values, 'template')?.service_account);
    if (account === '') return ['no service_account: the default compute account is used'];
    return account.includes('-compute@') ? [`${account} is the default account: make one for this function`] : [];
  },
);

const privateBucket = ruleFor(
  'google_storage_bucket',
  'private-bucket',
  'A bucket of the suite is never public.',
  ({ public_access_prevention, uniform_bucket_level_access }) => [
    ...(public_access_prevention === 'enforced' ? [] : ['public_access_prevention is not "enforced"']),
    ...(uniform_bucket_level_access === true ? [] : ['uniform_bucket_level_access is not true']),
  ],
);

/** The buckets that hold ledgers, cursors and leases beside what may age out. */
const WITH_STATE = new Set(['state', 'spool', 'loads']);

const stateStays = ruleFor(
  'google_storage_bucket',
  'state-stays',
  'A rule that deletes by age alone takes ledgers and cursors with it, and a source begins again from its start.',
  (values) => {
    const { component } = (values.labels ?? {}) as Readonly<Record<string, string>>;
    if (!WITH_STATE.has(component ?? '')) return [];
    const deleting = blocksOf(values, 'lifecycle_rule').filter((rule) => blockOf(rule, 'action')?.type === 'Delete');
    return deleting
      .map((rule) => (blockOf(rule, 'condition')?.matches_prefix ?? []) as readonly string[])
      .filter((prefixes) => prefixes.length === 0)
      .map(() => 'a lifecycle rule deletes by age alone: name the prefix of what may go');
  },
);

export const ACCESS_RULES: readonly Rule[] = [
  publicAccess,
  authoritative,
  projectRoles,
  ownRepository,
  ownAccount,
  privateBucket,
  stateStays,
];
