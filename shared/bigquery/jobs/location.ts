/** The location of a dataset. Calls about jobs need it outside the US and EU multi-regions. */

import { type RetryOptions, retry } from '../../runtime/retry.ts';
import { type RestClient, restPath } from '../rest/rest-client.ts';
import type { TableName } from '../table-name.ts';

/**
 * The location of the dataset of a table: `EU`, `europe-west1`. Throws NOT_FOUND where there is no such dataset.
 *
 * @example
 * const location = await locationOf(rest, parseTableName('demo-penstock.d.t'));
 */
export async function locationOf(
  rest: RestClient,
  { projectId, datasetId }: Pick<TableName, 'projectId' | 'datasetId'>,
  options: RetryOptions = {},
): Promise<string> {
  const path = restPath(projectId, 'datasets', datasetId);
  const { location } = await retry(() => rest.request<{ readonly location: string }>({ method: 'GET', path }), options);
  return location;
}
