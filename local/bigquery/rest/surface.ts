/** The services that a REST method works with. */

import type { Jobs } from '../jobs/jobs.ts';
import type { InsertIds } from '../tables/insert-all.ts';
import type { Warehouse } from '../warehouse.ts';
import type { Call } from './call.ts';

export interface Surface {
  readonly warehouse: Warehouse;
  readonly jobs: Jobs;
  readonly insertIds: InsertIds;
  /** The user of every request, because there are no accounts. */
  readonly user: string;
  /** `http://host:port` as the caller reached us, for the discovery document and upload sessions. */
  readonly origin: (call: Call) => string;
}

/** Returns the answer's JSON, or undefined for 204 No Content. */
export type Method = (surface: Surface, call: Call) => Promise<unknown>;
