/** Whether the account of a function has a role on a resource. */

import type { Need } from '@penstock/shared/config/door-configuration.ts';
import { type Answer, type Api, errorIn, type Service } from './api.ts';
import type { Finding, Report } from './finding.ts';

export interface Accounts {
  /** In front of the accounts' names and of the custom roles; undefined where roles are not checked. */
  readonly prefix: string | undefined;
}

export interface Binding {
  readonly role: string;
  readonly members: readonly string[];
}

/** The least role first: it is the one that a command gives. */
const ROLES: Readonly<Record<string, readonly string[]>> = {
  'topic publish': ['roles/pubsub.publisher', 'roles/pubsub.editor', 'roles/pubsub.admin'],
  'subscription pull': ['roles/pubsub.subscriber', 'roles/pubsub.editor', 'roles/pubsub.admin'],
  'bucket read': ['roles/storage.objectViewer', 'roles/storage.objectUser', 'roles/storage.objectAdmin'],
  'bucket create': ['roles/storage.objectCreator', 'roles/storage.objectUser', 'roles/storage.objectAdmin'],
  'bucket change': ['roles/storage.objectUser', 'roles/storage.objectAdmin'],
  'secret read': ['roles/secretmanager.secretAccessor', 'roles/secretmanager.admin'],
  'table write': ['roles/bigquery.dataEditor', 'roles/bigquery.dataOwner', 'roles/bigquery.admin'],
  'dataset write': ['roles/bigquery.dataEditor', 'roles/bigquery.dataOwner', 'roles/bigquery.admin'],
};

export interface RoleCheck {
  readonly need: Need;
  readonly door: string;
  readonly service: Service;
  /** The path of the policy. */
  readonly path: string;
  readonly method: 'GET' | 'POST';
  /** The command without its member and role. */
  readonly command: string;
}

/** Undefined where roles are not checked. */
export async function roleFinding(
  api: Api,
  { prefix }: Accounts,
  { need, door, service, path, method, command }: RoleCheck,
  report: Report,
): Promise<Finding | undefined> {
  if (prefix === undefined) return undefined;
  const members = accountsOf(door, prefix, api.projectId);
  const custom = `projects/${api.projectId}/roles/${prefix.replaceAll('-', '_')}_table_writer`;
  const wanted = [...(need.kind === 'table' ? [custom] : []), ...(ROLES[`${need.kind} ${need.use}`] ?? [])];
  const answer = await api.ask(service, path, method);
  if (answer === undefined) return undefined;
  if (answer.status !== 200) return report.unknown(`its policy cannot be read (${errorIn(answer)})`);
  const bindings = [...bindingsIn(answer), ...(await projectBindings(api))];
  if (bindings.some(({ role, members: all }) => wanted.includes(role) && members.some((one) => all.includes(one))))
    return undefined;
  const [member = '', role = ''] = [members[0], wanted[0]];
  return report.wrong(
    `${members.map((one) => one.replace('serviceAccount:', '')).join(' and ')} may not ${need.use} it`,
    `${command} --member=${member} --role=${role}`,
  );
}

/** The sink runs as a function or as a worker. */
function accountsOf(door: string, prefix: string, projectId: string): readonly string[] {
  const names = door === 'sink' ? ['sink', 'worker'] : [door];
  return names.map((name) => `serviceAccount:${prefix}-${name}@${projectId}.iam.gserviceaccount.com`);
}

export function bindingsIn({ body }: Answer): readonly Binding[] {
  const { bindings } = body as { readonly bindings?: readonly Binding[] };
  return bindings ?? [];
}

/** Roles on the project hold for everything in it. A caller that may not read them is told of the resource's own alone. */
async function projectBindings(api: Api): Promise<readonly Binding[]> {
  const answer = await api.ask('cloudresourcemanager', `/v1/projects/${api.projectId}:getIamPolicy`, 'POST');
  return answer?.status === 200 ? bindingsIn(answer) : [];
}
