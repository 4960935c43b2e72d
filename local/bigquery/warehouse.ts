/** The state that every part of the local BigQuery works with. */

import type { Faults } from '../core/faults/faults.ts';
import type { Happening } from '../core/service.ts';
import type { Sql } from '../googlesql/index.ts';
import type { Catalog } from './catalog.ts';
import type { Engine } from './engine.ts';
import type { History } from './history/history.ts';
import type { Limits } from './limits.ts';
import type { ObjectSource } from './objects.ts';

export interface Warehouse {
  readonly engine: Engine;
  readonly catalog: Catalog;
  readonly sql: Sql;
  readonly history: History;
  readonly objects: ObjectSource;
  readonly limits: Limits;
  readonly faults: Faults;
  readonly now: () => number;
  readonly report: (happening: Happening) => void;
  /** The location of datasets that name none. */
  readonly location: string;
  /** Files that are being read or uploaded, gone with the process. */
  readonly scratchDir: string;
}
