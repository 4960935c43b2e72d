/** INFORMATION_SCHEMA.OBJECT_PRIVILEGES: the roles that policies bind on tables, and the access lists of datasets. */

import type { Dataset } from '../../catalog.ts';
import { typeOfTable } from '../../catalog.ts';
import { bindingsOf } from '../../statements/privileges.ts';
import { accessOf, granteeOf, roleOf } from '../../values/dataset-access.ts';
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

function datasetRows({ ref, resource }: Dataset): readonly (readonly Value[])[] {
  return accessOf(resource).flatMap((entry) => {
    const role = roleOf(entry);
    const grantee = granteeOf(entry, ref.projectId);
    if (role === undefined || grantee === undefined) return [];
    return [[ref.projectId, ref.datasetId, ref.datasetId, 'SCHEMA', role, grantee]];
  });
}
