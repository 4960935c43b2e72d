/** Copies many tables into one, atomically: readers see all of them or none. */

import { PenstockError } from '../../runtime/errors.ts';
import type { RetryOptions } from '../../runtime/retry.ts';
import type { RestClient } from '../rest/rest-client.ts';
import { type TableName, tableReference } from '../table-name.ts';
import { type JobRequest, type Submitted, submitJob } from './submit.ts';

/** Documentation, "Copy jobs": source tables of one job. */
export const MOST_COPY_SOURCES = 1_200;

export interface CopyRequest extends Omit<JobRequest, 'configuration'> {
  readonly sources: readonly TableName[];
  readonly destination: TableName;
  readonly writeDisposition: 'WRITE_APPEND' | 'WRITE_TRUNCATE' | 'WRITE_EMPTY';
  readonly createDisposition?: 'CREATE_IF_NEEDED' | 'CREATE_NEVER';
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * Submits the copy, or attaches to it. Sources and destination must be in one location.
 *
 * @example
 * const { job } = await copyTables(rest, {
 *   jobId, location: 'EU', sources: parts, destination, writeDisposition: 'WRITE_TRUNCATE',
 * });
 */
export async function copyTables(
  rest: RestClient,
  request: CopyRequest,
  options: RetryOptions = {},
): Promise<Submitted> {
  const { sources, destination, writeDisposition, createDisposition = 'CREATE_IF_NEEDED', labels, ...job } = request;
  if (sources.length === 0 || sources.length > MOST_COPY_SOURCES) {
    const message = `a copy takes 1 to ${MOST_COPY_SOURCES} source tables, found ${sources.length}`;
    throw new PenstockError(sources.length === 0 ? 'INPUT_INVALID' : 'INPUT_TOO_LARGE', message);
  }
  const copy = {
    sourceTables: sources.map(tableReference),
    destinationTable: tableReference(destination),
    writeDisposition,
    createDisposition,
  };
  return submitJob(rest, { ...job, configuration: { copy, ...(labels === undefined ? {} : { labels }) } }, options);
}
