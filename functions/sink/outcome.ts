/** The outcome of a row, as the outputs report it. */

import type { RecordFact } from '@penstock/shared/errors/record.ts';
import type { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { Delivery } from './message.ts';

/** A message on its way to its table. */
export interface Entry {
  readonly delivery: Delivery;
  /** The payload as the row is made of it: gunzipped, where that is asked for. */
  readonly payload: Buffer;
  /** The memory that it counts for. */
  readonly bytes: number;
}

export type Facts = Partial<Record<RecordFact, string>>;

export type Outcome =
  | { readonly kind: 'delivered' }
  /** The row itself is at fault: it goes to the error output. */
  | { readonly kind: 'rejected'; readonly error: PenstockError; readonly facts?: Facts }
  /** The rows were refused together, for good: one of them may be the reason, so halves are tried. */
  | { readonly kind: 'refused'; readonly error: PenstockError }
  /** For now. They are sent again after a pause. */
  | { readonly kind: 'retry'; readonly error: PenstockError };

export type Settle = (entries: readonly Entry[], outcome: Outcome) => void;

export const DELIVERED: Outcome = { kind: 'delivered' };
