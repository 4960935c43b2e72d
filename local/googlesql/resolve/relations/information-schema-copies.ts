/** Materialized views, snapshots and clones in INFORMATION_SCHEMA. */

import type { Table } from '../../catalog.ts';
import { STRING, TIMESTAMP } from '../../types/type-text.ts';
import { tablesOf, type View } from './information-schema-view.ts';

const KINDS = { TABLE: 'BASE TABLE', VIEW: 'VIEW', EXTERNAL: 'EXTERNAL', SNAPSHOT: 'SNAPSHOT' } as const;

const NAMES = ['table_catalog', 'table_schema', 'table_name'].map((name) => [name, STRING] as const);
const BASES = ['base_table_catalog', 'base_table_schema', 'base_table_name'].map((name) => [name, STRING] as const);

const place = ({ ref }: Table) => [ref.projectId, ref.datasetId, ref.tableId];

/** `table_type` of TABLES. */
export function tableType(table: Table): string {
  if (table.materialized !== undefined) return 'MATERIALIZED VIEW';
  return table.kind === 'TABLE' && baseOf(table) !== undefined ? 'CLONE' : KINDS[table.kind];
}

/** The columns of TABLES that say what a snapshot or clone was made of, and when. */
export const BASE_COLUMNS = [...BASES, ['snapshot_time_ms', TIMESTAMP] as const];

export function baseCells(table: Table): readonly (string | Date | null)[] {
  const base = baseOf(table);
  return base === undefined ? [null, null, null, null] : [...base.names, base.time];
}

interface Definition {
  readonly baseTableReference: Table['ref'];
  readonly snapshotTime?: string;
  readonly cloneTime?: string;
}

function baseOf({ resource }: Table): { readonly names: readonly string[]; readonly time: Date } | undefined {
  const definition = (resource.snapshotDefinition ?? resource.cloneDefinition) as Definition | undefined;
  if (definition === undefined) return undefined;
  const { projectId, datasetId, tableId } = definition.baseTableReference;
  return {
    names: [projectId, datasetId, tableId],
    time: new Date(definition.snapshotTime ?? definition.cloneTime ?? 0),
  };
}

export const TABLE_SNAPSHOTS: View = {
  of: 'dataset',
  columns: [...NAMES, ...BASES, ['snapshot_time', TIMESTAMP]],
  rows: (source) =>
    tablesOf(source)
      .filter(({ kind }) => kind === 'SNAPSHOT')
      .map((table) => [...place(table), ...baseCells(table)]),
};

/** They are read as views: what they show is as new as their tables. */
export const MATERIALIZED_VIEWS: View = {
  of: 'dataset',
  columns: [...NAMES, ['last_refresh_time', TIMESTAMP], ['refresh_watermark', TIMESTAMP]],
  rows: (source) =>
    tablesOf(source)
      .filter(({ materialized }) => materialized !== undefined)
      .map((table) => [...place(table), new Date(source.host.now()), null]),
};
