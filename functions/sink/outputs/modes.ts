/** Which output a route's mode is, made of the clients of this process. */

import type { RestClient } from '@penstock/shared/bigquery/rest/rest-client.ts';
import type { WriteClient } from '@penstock/shared/bigquery/write/client.ts';
import type { Clock } from '@penstock/shared/runtime/clock.ts';
import type { Objects } from '@penstock/shared/storage/objects.ts';
import type { FileLoads, Route } from '../config/resolve.ts';
import { compileMatch } from '../routing/match.ts';
import { fileLoads } from './file-loads/staging.ts';
import { mixed } from './mixed.ts';
import type { OpenOutput } from './output.ts';
import { storageWrite } from './storage-write.ts';
import { streaming } from './streaming.ts';
import type { DescribeTable } from './table.ts';

/** Each is made when a route first needs it. */
export interface OutputClients {
  readonly rest: () => Promise<RestClient>;
  readonly write: () => WriteClient;
  readonly objects: () => Objects;
  readonly describe: DescribeTable;
  readonly clock: Clock;
  readonly newId: () => string;
  /** The time that one batch of streaming inserts is tried before its table pauses. */
  readonly insertBudgetMs: number;
}

export function outputOf(route: Route, staging: FileLoads | undefined, clients: OutputClients): OpenOutput {
  switch (route.mode) {
    case 'STREAMING_INSERTS':
      return streamingOf(route, clients);
    case 'STORAGE_WRITE':
    case 'CDC':
      return storageWrite({ ...route, client: clients.write(), describe: clients.describe });
    case 'FILE_LOADS':
      return stagingOf(route, staging as FileLoads, clients);
    case 'MIXED': {
      const matches = compileMatch(route.streamed.match);
      return mixed({
        streaming: streamingOf(route, clients),
        files: stagingOf({ ...route, limits: route.stagedLimits }, staging as FileLoads, clients),
        streams: (attributes) => matches(attributes) === undefined,
        maxStreamedBytes: route.streamed.maxBytes,
      });
    }
  }
}

function streamingOf(route: Route, { rest, describe, clock, insertBudgetMs }: OutputClients): OpenOutput {
  return streaming({ ...route, rest, describe, clock, budgetMs: insertBudgetMs });
}

function stagingOf(route: Route, { bucket, prefix }: FileLoads, clients: OutputClients): OpenOutput {
  const { objects, describe, clock, newId } = clients;
  return fileLoads({ ...route, objects: objects(), bucket, prefix, describe, clock, newId });
}
