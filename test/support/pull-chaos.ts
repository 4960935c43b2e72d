/** Runs of the puller that can be killed and paused at any of their awaits: each request, each answer, each page. */

import { setTimeout as wait } from 'node:timers/promises';
import type { WriteClient } from '@penstock/shared/bigquery/write/client.ts';
import type { StorageConnection } from '@penstock/shared/storage/connection.ts';

const DEAD = new Promise<never>(() => undefined);

export interface Fate {
  /** The await at which it is killed. Default: never. */
  readonly killAt?: number;
  /** The await at which it stands still, and for how long. */
  readonly pauseAt?: number;
  readonly pauseMs?: number;
}

export class Life {
  readonly died: Promise<'killed'>;
  readonly #fate: Fate;
  readonly #core: WriteClient;
  #die: (how: 'killed') => void = () => undefined;
  #awaits = 0;
  #alive = true;
  #standing: Promise<void> | undefined;

  constructor(fate: Fate, core: WriteClient) {
    this.#fate = fate;
    this.#core = core;
    this.died = new Promise((resolve) => {
      this.#die = resolve;
    });
  }

  get paused(): boolean {
    return this.#standing !== undefined;
  }

  /** Every await of the run passes here. */
  readonly step = async (): Promise<void> => {
    this.#awaits += 1;
    if (this.#awaits === this.#fate.killAt) {
      this.#alive = false;
      // Bytes on the wire arrive or do not; nothing more is sent, and no answer is read.
      this.#core.close();
      this.#die('killed');
    }
    if (!this.#alive) await DEAD;
    if (this.#awaits === this.#fate.pauseAt) this.#standing = wait(this.#fate.pauseMs ?? 0);
    await this.#standing;
    if (!this.#alive) await DEAD;
  };

  readonly network = (connection: StorageConnection): StorageConnection => ({
    ...connection,
    send: async (request, signal) => {
      await this.step();
      const message = await connection.send(request, signal);
      await this.step();
      return message;
    },
  });
}
