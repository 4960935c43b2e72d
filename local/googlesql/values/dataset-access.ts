/** A dataset's access list: which member has which role. Kept and shown, and not enforced. */

/** An entry as REST has it. An entry for a view, a routine or a dataset has no role. */
export interface Access {
  readonly role?: string;
  readonly userByEmail?: string;
  readonly groupByEmail?: string;
  readonly domain?: string;
  readonly specialGroup?: string;
  readonly iamMember?: string;
}

/** The list of a dataset that names none. */
export const DEFAULT_ACCESS: readonly Access[] = [
  { role: 'WRITER', specialGroup: 'projectWriters' },
  { role: 'OWNER', specialGroup: 'projectOwners' },
  { role: 'READER', specialGroup: 'projectReaders' },
];

/** The roles that the short names of an access list mean. */
const BASIC: ReadonlyMap<string, string> = new Map([
  ['READER', 'roles/bigquery.dataViewer'],
  ['WRITER', 'roles/bigquery.dataEditor'],
  ['OWNER', 'roles/bigquery.dataOwner'],
]);

export function accessOf(resource: Readonly<Record<string, unknown>>): readonly Access[] {
  return Array.isArray(resource.access) ? (resource.access as readonly Access[]) : DEFAULT_ACCESS;
}

/** `roles/bigquery.dataViewer`, also where the list has READER. */
export function roleOf({ role }: Access): string | undefined {
  return role === undefined ? undefined : (BASIC.get(role) ?? role);
}

/** `user:a@b.c` and its kind. */
export function granteeOf(entry: Access, projectId: string): string | undefined {
  const { userByEmail, groupByEmail, domain, specialGroup, iamMember } = entry;
  if (userByEmail !== undefined) return `user:${userByEmail}`;
  if (groupByEmail !== undefined) return `group:${groupByEmail}`;
  if (domain !== undefined) return `domain:${domain}`;
  if (specialGroup === undefined) return iamMember;
  const owners = /^project(Owner|Writer|Reader)s$/.exec(specialGroup)?.[1];
  return owners === undefined
    ? specialGroup
    : `project${owners === 'Writer' ? 'Editor' : owners === 'Reader' ? 'Viewer' : owners}:${projectId}`;
}

/** The entry that gives a role to a member; REST has a service account as a user. */
function entryOf(role: string, member: string): Access {
  const [short = role] = [...BASIC].find(([, meant]) => meant === role) ?? [];
  const [kind = '', ...rest] = member.split(':');
  const name = rest.join(':');
  switch (kind) {
    case 'user':
    case 'serviceAccount':
      return { role: short, userByEmail: name };
    case 'group':
      return { role: short, groupByEmail: name };
    case 'domain':
      return { role: short, domain: name };
    case 'allAuthenticatedUsers':
      return { role: short, specialGroup: member };
    default:
      return { role: short, iamMember: member };
  }
}

const same = (one: Access, other: Access) =>
  roleOf(one) === roleOf(other) && granteeOf(one, '') === granteeOf(other, '');

/** The list after GRANT or REVOKE of every role to or from every member. */
export function changedAccess(
  access: readonly Access[],
  action: 'GRANT' | 'REVOKE',
  roles: readonly string[],
  members: readonly string[],
): readonly Access[] {
  const entries = roles.flatMap((role) => members.map((member) => entryOf(role, member)));
  if (action === 'REVOKE') return access.filter((old) => !entries.some((entry) => same(old, entry)));
  const all = [...access];
  for (const entry of entries) if (!all.some((old) => same(old, entry))) all.push(entry);
  return all;
}
