/**
 * The smoke test's target in any cloud: Google's by the credentials of its caller, or the local one where the variables
 * of the emulators name it. It takes and leaves only rows of its own.
 */

import { BigQuery } from '@google-cloud/bigquery';
import { Storage } from '@google-cloud/storage';
import type { SmokeTarget } from './smoke.ts';

export interface CloudTargetOptions {
  readonly project: string;
  /** The address that issues are posted to: the service's own, or that of a revision's tag. */
  readonly intakeUrl: string;
  readonly intakeKey: string;
  /** `dataset.table` of the issues. */
  readonly issuesTable: string;
  /** `dataset.table` that the worker writes issues to, where it has one of its own. */
  readonly workerTable?: string;
  /** The bucket that files are dropped into; without it no file is loaded. */
  readonly ingestBucket?: string;
}

export function cloudTarget(options: CloudTargetOptions): SmokeTarget {
  const { project, intakeUrl, intakeKey, issuesTable, workerTable, ingestBucket } = options;
  const bigquery = new BigQuery({ projectId: project });
  const storage = new Storage({ projectId: project });
  return {
    issuesTable: `${project}.${issuesTable}`,
    ...(workerTable === undefined ? {} : { workerTable: `${project}.${workerTable}` }),
    postIssue: async (text) => {
      const response = await fetch(intakeUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-api-key': intakeKey, authorization: `Bearer ${intakeKey}` },
        body: JSON.stringify({ text }),
        signal: AbortSignal.timeout(30_000),
      });
      await response.arrayBuffer();
      return response.status;
    },
    ...(ingestBucket === undefined
      ? {}
      : {
          uploadFile: async (text) => {
            const bucket = storage.bucket(ingestBucket);
            const config = { sourceFormat: 'NEWLINE_DELIMITED_JSON', autodetect: true };
            await bucket.file('demo/people/_config/load.json').save(JSON.stringify(config), { resumable: false });
            await bucket.file('demo/people/a.json').save(`${JSON.stringify({ name: text })}\n`, { resumable: false });
            await bucket.file('demo/people/_SUCCESS').save('', { resumable: false });
            return { table: `${project}.demo.people` };
          },
        }),
    query: async (query, params) => (await bigquery.query({ query, params }))[0] as object[],
  };
}
