/** The error output, which stores error records. */

import type { Rejection } from './record.ts';

export interface ErrorOutput {
  /** Resolves when the record is durable; throws a PenstockError where it is not. */
  reject(rejection: Rejection): Promise<void>;
  close(): Promise<void>;
}
