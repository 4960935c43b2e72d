/** The names of the loader's state: objects below one prefix, temporary tables and jobs. */

import { createHash } from 'node:crypto';
import { jobIdOf } from '@penstock/shared/bigquery/jobs/job-id.ts';
import type { TableName } from '@penstock/shared/bigquery/table-name.ts';
import type { SuccessFile } from './record.ts';

export interface StateNames {
  readonly loads: string;
  readonly open: string;
  /** Loads that failed for good and were neither retried nor skipped. */
  readonly failed: string;
  readonly tables: string;
  readonly queue: string;
  readonly quota: string;
  readonly staging: string;
  readonly micro: string;
}

export function stateNames(prefix: string): StateNames {
  const below = (folder: string): string => `${prefix}${folder}/`;
  return {
    loads: below('loads'),
    open: below('open'),
    failed: below('failed'),
    tables: below('tables'),
    queue: below('queue'),
    quota: below('quota'),
    staging: below('staging'),
    micro: below('micro'),
  };
}

/** A table's key in object names: any table's name, at a fixed length. */
export function tableKeyOf({
  projectId,
  datasetId,
  tableId,
}: Pick<TableName, 'projectId' | 'datasetId' | 'tableId'>): string {
  return hashOf(projectId, datasetId, tableId);
}

/** Parts of any length and with any characters, as a name. */
export function hashOf(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, KEY_DIGITS);
}

const KEY_DIGITS = 32;

/** The success file's directory, with its final `/`. */
export function directoryOf(name: string): string {
  return name.slice(0, name.lastIndexOf('/') + 1);
}

export type JobPurpose = 'load' | 'copy' | 'transform' | 'hook';

export function loaderJobId(
  prefix: string,
  purpose: JobPurpose,
  success: SuccessFile,
  part: number,
  attempt: number,
): string {
  const { bucket, name: object, generation } = success;
  return jobIdOf({ purpose: `${prefix}${purpose}`, bucket, object, generation, part, attempt });
}

export function temporaryTable(
  dataset: Pick<TableName, 'projectId' | 'datasetId'>,
  id: string,
  part: number,
): TableName {
  return { projectId: dataset.projectId, datasetId: dataset.datasetId, tableId: `penstock_load_${id}_${part}` };
}
