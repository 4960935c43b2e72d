/** A view of INFORMATION_SCHEMA: columns, and rows computed from the catalog. */

import type { Dataset, Table } from '../../catalog.ts';
import type { SqlHost } from '../../host.ts';
import type { SqlType } from '../../types/type.ts';
import { STRING } from '../../types/type-text.ts';

export interface ViewSource {
  readonly host: SqlHost;
  readonly projectId: string;
  readonly datasets: readonly Dataset[];
}

export type Value = string | number | bigint | boolean | Date | null;

export interface View {
  /** Whether it stands in a dataset (or a region) or only in a project. */
  readonly of: 'project' | 'dataset';
  readonly columns: readonly (readonly [name: string, type: SqlType])[];
  readonly rows: (source: ViewSource) => readonly (readonly Value[])[];
}

/** A view whose rows tell of stored data: SELECT texts in DuckDB's SQL, each with the view's columns in their order. */
export interface StorageView {
  readonly of: View['of'];
  readonly columns: View['columns'];
  readonly selects: (source: ViewSource) => readonly string[];
}

export function tablesOf({ host, datasets }: ViewSource): readonly Table[] {
  return datasets
    .flatMap((dataset) => host.catalog.tables(dataset.ref))
    .filter((table) => table.expirationMs === undefined || table.expirationMs > host.now());
}

export const yes = (value: boolean) => (value ? 'YES' : 'NO');

/** Columns of STRING, by their names with spaces between. */
export function text(names: string): View['columns'] {
  return names.split(' ').map((name) => [name, STRING] as const);
}

/** The table's project, dataset and name. */
export const place = ({ ref }: Table) => [ref.projectId, ref.datasetId, ref.tableId];
