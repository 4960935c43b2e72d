/** INFORMATION_SCHEMA.OBJECT_PRIVILEGES: the roles that policies bind on tables, and the access lists of datasets. */

import type { Dataset } from '../../catalog.ts';
import { typeOfTable } from '../../catalog.ts';
import { bindingsOf } from '../../statements/privileges.ts';
import { tablesOf, text, type Value, type View } from './information-schema-view.ts';

export const OBJECT_PRIVILEGES: View = {
  of: 'dataset',
  columns: text('object_catalog object_schema object_name object_type privilege_type grantee'),
  rows: (source) => [
    ...source.datasets.flatMap(datasetRows),
    ...tablesOf(source).flatMap((table) =>
      bindingsOf(table).flatMap(({ role, members }) => {
        const { projectId, datasetId, tableId } = table.ref;
        return members.map((member) => [projectId, datasetId, tableId, typeOfTable(table), role, member]);
      }),
    ),
  ],
};

/** The roles that the short names of an access list mean. */
const BASIC: Readonly<Record<string, string>> = {
  READER: 'roles/bigquery.dataViewer',
  WRITER: 'roles/bigquery.dataEditor',
  OWNER: 'roles/bigquery.dataOwner',
};

interface Access {
  readonly role?: string;
  readonly userByEmail?: string;
  readonly groupByEmail?: string;
  readonly domain?: string;
  readonly specialGroup?: string;
  readonly iamMember?: string;
}

function datasetRows({ ref, resource }: Dataset): readonly (readonly Value[])[] {
  const access = Array.isArray(resource.access) ? (resource.access as readonly Access[]) : [];
  return access.flatMap((entry) => {
    const grantee = granteeOf(entry, ref.projectId);
    if (entry.role === undefined || grantee === undefined) return [];
    return [[ref.projectId, ref.datasetId, ref.datasetId, 'SCHEMA', BASIC[entry.role] ?? entry.role, grantee]];
  });
}

function granteeOf(entry: Access, projectId: string): string | undefined {
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
