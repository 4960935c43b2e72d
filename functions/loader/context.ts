/** The clients and settings of the steps of a load, made once an instance by `loader.ts`. */

import type { RestClient } from '@penstock/shared/bigquery/rest/rest-client.ts';
import type { Rejection } from '@penstock/shared/errors/record.ts';
import type { Clock } from '@penstock/shared/runtime/clock.ts';
import type { Logger } from '@penstock/shared/runtime/log.ts';
import type { Metrics } from '@penstock/shared/runtime/metrics.ts';
import type { Ledger } from '@penstock/shared/storage/ledger.ts';
import type { Objects } from '@penstock/shared/storage/objects.ts';
import type { LoaderConfig } from './config.ts';
import type { METRICS } from './metrics.ts';
import type { MicroDirectory } from './micro-batch.ts';
import type { StateNames } from './names.ts';
import type { TableTurn } from './order.ts';
import type { TableStarts } from './quota.ts';
import type { LoadRecord } from './record.ts';
import type { Tracker } from './tracking.ts';

/** The ledgers of one bucket. */
export interface Store {
  readonly bucket: string;
  readonly loads: Ledger<LoadRecord>;
  readonly turns: Ledger<TableTurn>;
  readonly starts: Ledger<TableStarts>;
  readonly micro: Ledger<MicroDirectory>;
}

export interface LoaderContext {
  readonly config: LoaderConfig;
  readonly names: StateNames;
  readonly objects: Objects;
  /** The ledgers of a batch whose files are in that bucket. */
  readonly storeOf: (bucket: string) => Store;
  readonly rest: () => Promise<RestClient>;
  readonly tracker: Tracker | undefined;
  /** Undefined where there is no error topic. */
  readonly reject: ((rejection: Rejection) => Promise<void>) | undefined;
  readonly notify: (
    topic: string,
    message: Readonly<Record<string, unknown>>,
    attributes: Readonly<Record<string, string>>,
  ) => Promise<void>;
  readonly clock: Clock;
  /** Names what is written by one attempt only. */
  readonly newId: () => string;
  readonly log: Logger;
  readonly metrics: Metrics<typeof METRICS>;
}

/** The bucket of a load's ledger. */
export function storeBucketOf({ config }: Pick<LoaderContext, 'config'>, { success }: LoadRecord): string {
  return config.ledgerBucket || success.bucket;
}
