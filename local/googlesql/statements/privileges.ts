/** GRANT and REVOKE: the bindings of a table's IAM policy or a dataset's access list, kept and shown and not enforced. */

import { type Table, typeOfTable } from '../catalog.ts';
import { invalid, notFound, SqlError } from '../error.ts';
import { tableName, tableOf } from '../resolve/relations/path.ts';
import type { Execution, StatementOf } from '../run/runner.ts';
import type { Name } from '../syntax/ast.ts';
import type { PrivilegesNode } from '../syntax/privileges.ts';
import { accessOf, changedAccess } from '../values/dataset-access.ts';
import { changing, existing } from './catalog-change.ts';
import { schemaRef } from './create-schema.ts';
import type { Effect } from './query.ts';

const TYPES: Readonly<Record<Exclude<PrivilegesNode['what'], 'SCHEMA'>, string>> = {
  TABLE: 'TABLE',
  VIEW: 'VIEW',
  'EXTERNAL TABLE': 'EXTERNAL',
  'MATERIALIZED VIEW': 'MATERIALIZED_VIEW',
};

export interface Binding {
  readonly role: string;
  readonly members: readonly string[];
}

export async function runPrivileges(statement: StatementOf<'privileges'>, execution: Execution): Promise<Effect> {
  const members = statement.members.map(memberOf);
  const roles = statement.roles.map(({ text }) => text);
  const { what } = statement;
  if (what === 'SCHEMA') return onSchema(statement, roles, members, execution);
  return changing(statement, execution, async (to): Promise<Effect> => {
    const ref = tableOf(statement.path, execution.session.request);
    const table = existing(ref, execution);
    if (table === undefined)
      throw notFound('Table', `${tableName(ref)} was not found in location ${execution.session.host.location}`);
    if (typeOfTable(table) !== TYPES[what]) {
      throw new SqlError(
        `${tableName(ref)} is not allowed for this operation because it is currently a ${typeOfTable(table)}.`,
        { reason: 'invalid' },
      );
    }
    const bindings = changed(bindingsOf(table), statement.action, roles, members);
    if (!execution.dryRun) await to.change.putTable({ ...table, policy: { ...table.policy, bindings } });
    return { statementType: statement.action, referencedTables: [] };
  });
}

async function onSchema(
  statement: StatementOf<'privileges'>,
  roles: readonly string[],
  members: readonly string[],
  execution: Execution,
): Promise<Effect> {
  const { host } = execution.session;
  return changing(statement, execution, async (to): Promise<Effect> => {
    const ref = schemaRef(statement.path, execution);
    const dataset = host.catalog.dataset(ref);
    if (dataset === undefined)
      throw notFound('Dataset', `${ref.projectId}:${ref.datasetId} was not found in location ${host.location}`);
    const access = changedAccess(accessOf(dataset.resource), statement.action, roles, members);
    const resource = { ...dataset.resource, access };
    if (!execution.dryRun) await to.change.putDataset({ ...dataset, resource, modifiedMs: host.now() });
    return { statementType: statement.action, referencedTables: [] };
  });
}

/** The bindings of a policy. One that REST has set was checked there. */
export function bindingsOf({ policy }: Pick<Table, 'policy'>): readonly Binding[] {
  const bindings = (policy?.bindings ?? []) as readonly Partial<Binding>[];
  return bindings.map(({ role = '', members = [] }) => ({ role, members }));
}

/** A role without members is no binding. */
function changed(
  bindings: readonly Binding[],
  action: PrivilegesNode['action'],
  roles: readonly string[],
  members: readonly string[],
): readonly Binding[] {
  const all = [...new Set([...bindings.map(({ role }) => role), ...roles])];
  return all.flatMap((role): readonly Binding[] => {
    const before = bindings.filter((binding) => binding.role === role).flatMap((binding) => binding.members);
    if (!roles.includes(role)) return [{ role, members: before }];
    const after =
      action === 'GRANT' ? [...new Set([...before, ...members])] : before.filter((member) => !members.includes(member));
    return after.length === 0 ? [] : [{ role, members: after }];
  });
}

/** `user:a@b.c` and its kind. */
function memberOf({ text, at }: Name): string {
  if (/^(?:user|group|serviceAccount|domain|principal|principalSet):\S+$/.test(text)) return text;
  const special = text.replace(/^specialGroup:/, '');
  if (special === 'allUsers' || special === 'allAuthenticatedUsers') return special;
  throw invalid(`Invalid member: ${text}`, at);
}
