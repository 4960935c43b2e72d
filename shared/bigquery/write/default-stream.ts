/**
 * The default stream: at least once, no offsets, no order between requests. A resend after a lost answer may write the
 * rows a second time; a promise that rejects with OUTCOME_UNKNOWN may hide written rows, and no other does.
 */

import { PenstockError } from '../../runtime/errors.ts';
import type { TableName } from '../table-name.ts';
import {
  type Accepted,
  type Batch,
  holdsChanges,
  type OnRejected,
  type OnRetry,
  type OnSchemaUpdated,
} from './batch.ts';
import type { WriteClient } from './client.ts';
import { AppendConnection } from './connection.ts';
import type { MissingValueOptions } from './missing-values.ts';
import { defaultStreamName } from './stream-name.ts';

export interface DefaultStreamOptions extends MissingValueOptions {
  /** Calls side by side. One moves 10 MB/s or more at the service (write-api.md, Limits). Default 1. */
  readonly connections?: number;
  /** Told of the rows that the service refuses, before the good ones of their batch are sent. */
  readonly onRejected?: OnRejected;
  readonly traceId?: string;
  readonly onSchemaUpdated?: OnSchemaUpdated;
  readonly onRetry?: OnRetry;
  /** Whether batches are changes (CDC) or plain rows; one connection must not carry both (write-api.md, CDC). */
  readonly changes?: boolean;
  /** Keeps requests in the order of the calls: one at a time, on one connection. */
  readonly inOrder?: boolean;
}

export class DefaultStream {
  readonly name: string;
  readonly #changes: boolean;
  readonly #connections: readonly AppendConnection[];
  #turn = 0;

  constructor(client: WriteClient, table: TableName, options: DefaultStreamOptions = {}) {
    const { connections = 1, changes = false, inOrder = false, ...rest } = options;
    if (!Number.isInteger(connections) || connections < 1) {
      throw new PenstockError('CONFIG_INVALID', `connections is ${connections}, and at least 1 is needed`);
    }
    if (inOrder && connections > 1) {
      throw new PenstockError('CONFIG_INVALID', `${connections} connections keep no order between them`);
    }
    this.name = defaultStreamName(table);
    this.#changes = changes;
    const each = {
      ...rest,
      writeStream: this.name,
      notFoundUntil: client.clock.now() + client.policy.notFoundGraceMs,
      ...(inOrder ? { maxUnanswered: 1 } : {}),
    };
    this.#connections = Array.from({ length: connections }, () => new AppendConnection(client, each));
  }

  /** Resolves once there is room. */
  async append(batch: Batch): Promise<Accepted> {
    if (holdsChanges(batch) !== this.#changes) {
      const found = this.#changes ? 'plain rows among changes' : 'changes among plain rows';
      throw new PenstockError('INPUT_INVALID', `${found}: a stream carries one or the other`, { stage: 'sending' });
    }
    return this.#next().append(batch);
  }

  async flush(): Promise<void> {
    await Promise.all(this.#connections.map((connection) => connection.flush()));
  }

  async close(): Promise<void> {
    await Promise.all(this.#connections.map((connection) => connection.close()));
  }

  /** The connection with the least to do; among equals, each in turn. */
  #next(): AppendConnection {
    this.#turn += 1;
    const count = this.#connections.length;
    const inTurn = this.#connections.map(
      (_, index) => this.#connections[(this.#turn + index) % count] as AppendConnection,
    );
    return inTurn.reduce((least, connection) => (connection.unsettled < least.unsettled ? connection : least));
  }
}
