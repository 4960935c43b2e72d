/** The table that CREATE TABLE … LIKE, COPY and CLONE and CREATE SNAPSHOT TABLE take after, now or as it was. */

import { isStored, physicalName, type Table } from '../catalog.ts';
import { invalid, SqlError, unsupported } from '../error.ts';
import type { Context } from '../resolve/context.ts';
import { tableName, tableOf } from '../resolve/relations/path.ts';
import { momentOf } from '../resolve/relations/system-time.ts';
import { findTable } from '../resolve/relations/table.ts';
import type { CreateTableNode } from '../syntax/statement.ts';

export interface CopiedTable {
  readonly table: Table;
  /** DuckDB text for its rows. */
  readonly relation: string;
  readonly ms: number;
}

/** The source of a COPY or CLONE; undefined where there is none. */
export function copiedTable({ copy, copyAs, copyTime }: CreateTableNode, context: Context): CopiedTable | undefined {
  if (copy === undefined) return undefined;
  const { host, request } = context.analysis.session;
  const table = findTable(tableOf(copy, request), context);
  if (!isStored(table) || (copyAs === 'SNAPSHOT' && table.kind === 'SNAPSHOT')) {
    throw new SqlError(
      `${tableName(table.ref)} is not allowed for this operation because it is currently a ${table.kind}.`,
      { reason: 'invalid', position: copy[0]?.at },
    );
  }
  const ms = copyTime === undefined ? undefined : momentOf(copyTime, context);
  if (ms === undefined) return { table, relation: physicalName(table.ref), ms: host.now() };
  if (host.history === undefined) throw unsupported('CLONE of a table’s past', copyTime?.at);
  return { ...host.history.at(table.ref, ms), ms };
}

/** The resource of a copy: that of its source and, for a clone or snapshot, the source and the time. */
export function copyResource({ copyAs }: CreateTableNode, copied: CopiedTable | undefined): Table['resource'] {
  if (copied === undefined) return {};
  const { snapshotDefinition: _snapshot, cloneDefinition: _clone, ...resource } = copied.table.resource;
  const time = new Date(copied.ms).toISOString();
  const baseTableReference = copied.table.ref;
  if (copyAs === 'SNAPSHOT') return { ...resource, snapshotDefinition: { baseTableReference, snapshotTime: time } };
  return copyAs === 'CLONE' ? { ...resource, cloneDefinition: { baseTableReference, cloneTime: time } } : resource;
}

/** A copy has the columns and the shape of its source, and nothing of its own but options. */
export function checkCopy({ copyAs, columns, query, orReplace, partitionBy, clusterBy }: CreateTableNode): void {
  if (copyAs === undefined) return;
  if (columns !== undefined || query !== undefined || partitionBy !== undefined || clusterBy !== undefined)
    throw invalid('A clone or snapshot takes its columns, partitions and clustering from its source');
  if (copyAs === 'SNAPSHOT' && orReplace) throw invalid('CREATE OR REPLACE SNAPSHOT TABLE is not a statement');
}
