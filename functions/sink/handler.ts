/**
 * A pushed Pub/Sub message becomes one row. It is acknowledged (2xx) only when the row is in the table; what cannot
 * become a row is not acknowledged, so that the subscription's dead-letter policy keeps it.
 */

import { messageOf } from '@penstock/shared/runtime/errors.ts';
import type { Logger } from '@penstock/shared/runtime/log.ts';
import { parsePush } from './push.ts';

export interface SinkRequest {
  readonly method: string;
  readonly body?: unknown;
}

export interface SinkResponse {
  status(code: number): SinkResponse;
  json(body: object): unknown;
}

/** Inserts one row; `insertId` lets BigQuery drop a redelivered one. */
export type InsertRow = (row: Readonly<Record<string, unknown>>, insertId: string) => Promise<void>;

export interface SinkParts {
  readonly insert: InsertRow;
  readonly log: Logger;
}

export function createHandler({ insert, log }: SinkParts) {
  return async function sink(request: SinkRequest, response: SinkResponse): Promise<void> {
    const push = parsePush(request.body);
    if ('problem' in push) {
      log.warning('rejected', { outcome: 'rejected', reason: push.problem });
      response.status(422).json({ outcome: 'rejected', reason: push.problem });
      return;
    }
    try {
      await insert(push.row, push.messageId);
    } catch (error) {
      log.error('not delivered', error, { outcome: 'retry', message_id: push.messageId });
      response.status(503).json({ outcome: 'retry', reason: messageOf(error) });
      return;
    }
    log.info('delivered', { outcome: 'delivered', rows: 1, message_id: push.messageId });
    response.status(200).json({ outcome: 'delivered' });
  };
}
