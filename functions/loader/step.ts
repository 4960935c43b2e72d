/** The result of one step of a load. */

import type { LoadRecord } from './record.ts';

export type StepResult =
  | {
      readonly change: LoadRecord;
      /** The change can be found out again, so it need not be in the ledger before the next step. */
      readonly soft?: boolean;
      /** Another load that can go on now. */
      readonly next?: string;
    }
  | {
      /** Nothing to do before; `Infinity` where something else must happen first. */
      readonly waitMs: number;
      /** Another load that can go on now. */
      readonly next?: string;
    };

/** The wait before a running job is checked again within one invocation; it doubles with each check. */
export const LOOK_AGAIN_MS = 50;
export const LOOK_AGAIN_AT_MOST_MS = 2_000;
