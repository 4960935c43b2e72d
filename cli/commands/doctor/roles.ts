/** Whether the account of a function has a role on a resource. */

import type { Need } from '@penstock/shared/config/door-configuration.ts';
import { rolesFor } from '@penstock/shared/config/need-roles.ts';
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

export interface RoleCheck {
  readonly need: Need;
  readonly door: string;
  readonly service: Service;
  /** The path of the policy; none where the resource has no policy of its own. */
  readonly path?: string;
  readonly method?: 'GET' | 'POST';
  /** The command without its member and role. */
  readonly command: string;
  /** Grants that hold for the resource and stand elsewhere. */
  readonly around?: readonly Binding[];
}

/** Undefined where roles are not checked. */
export async function roleFinding(
  api: Api,
  { prefix }: Accounts,
  { need, door, service, path, method, command, around = [] }: RoleCheck,
  report: Report,
): Promise<Finding | undefined> {
  if (prefix === undefined) return undefined;
  const members = accountsOf(door, prefix, api.projectId);
  const custom = `projects/${api.projectId}/roles/${prefix.replaceAll('-', '_')}_table_writer`;
  // The least role first: it is the one that a command gives.
  const { enough, wider } = rolesFor(need);
  const wanted = [...(need.kind === 'table' ? [custom] : []), ...enough, ...wider];
  const answer = path === undefined ? undefined : await api.ask(service, path, method);
  if (path !== undefined && answer === undefined) return undefined;
  if (answer !== undefined && answer.status !== 200)
    return report.unknown(`its policy cannot be read (${errorIn(answer)})`);
  const own = answer === undefined ? [] : bindingsIn(answer);
  const bindings = [...own, ...around, ...(await projectBindings(api))];
  return lacking(bindings, { members, wanted, use: need.use, command }, report);
}

/** The finding about accounts of which none has one of the roles. */
function lacking(
  bindings: readonly Binding[],
  {
    members,
    wanted,
    use,
    command,
  }: {
    readonly members: readonly string[];
    readonly wanted: readonly string[];
    readonly use: string;
    readonly command: string;
  },
  report: Report,
): Finding | undefined {
  if (bindings.some(({ role, members: all }) => wanted.includes(role) && members.some((one) => all.includes(one))))
    return undefined;
  const names = members.map((one) => one.replace('serviceAccount:', '')).join(' and ');
  return report.wrong(`${names} may not ${use} it`, `${command} --member=${members[0]} --role=${wanted[0]}`);
}

/**
 * Pub/Sub itself moves dead letters, by an account that is named after the project's number. Nothing is said where the number
 * cannot be read.
 */
export async function agentFinding(
  api: Api,
  { prefix }: Accounts,
  grant: {
    readonly path: string;
    readonly role: string;
    readonly use: string;
    readonly command: string;
  },
  report: Report,
): Promise<Finding | undefined> {
  if (prefix === undefined) return undefined;
  const project = await api.ask('cloudresourcemanager', `/v1/projects/${api.projectId}`);
  const number = project?.status === 200 ? project.body.projectNumber : undefined;
  if (number === undefined) return undefined;
  const answer = await api.ask('pubsub', grant.path);
  if (answer?.status !== 200) return undefined;
  const members = [`serviceAccount:service-${String(number)}@gcp-sa-pubsub.iam.gserviceaccount.com`];
  const bindings = [...bindingsIn(answer), ...(await projectBindings(api))];
  return lacking(bindings, { members, wanted: [grant.role], use: grant.use, command: grant.command }, report);
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
