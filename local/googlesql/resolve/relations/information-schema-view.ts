/** A view of INFORMATION_SCHEMA: columns, and rows computed from the catalog. */

import type { Dataset } from '../../catalog.ts';
import type { SqlHost } from '../../host.ts';
import type { SqlType } from '../../types/type.ts';

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
