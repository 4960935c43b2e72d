/**
 * Owners of one lease on the local Cloud Storage, each behind a network of its own that loses, delays and refuses, with a
 * clock of its own that is hours off. All waits are virtual.
 */

import { createHash } from 'node:crypto';
import { type Faults, mulberry32 } from '@penstock/local/core/faults/faults.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { openStorage, type StorageClient } from '@penstock/shared/storage/client.ts';
import type { StorageConnection } from '@penstock/shared/storage/connection.ts';
import {
  type HeldLease,
  type Leased,
  leasedParser,
  type TakeResult,
  takeLease,
} from '@penstock/shared/storage/lease.ts';
import { createLedger, type Entry, type Ledger } from '@penstock/shared/storage/ledger.ts';
import { BUCKET } from './storage-client.ts';
import { connectVirtually } from './virtual-storage.ts';
import type { VirtualTime } from './virtual-time.ts';

const HOUR_MS = 3_600_000;

export interface LeaseWorld {
  readonly time: VirtualTime;
  readonly address: string;
  readonly faults: Faults;
}

/** Never resolves: what a killed process waits for. */
const DEAD = new Promise<never>(() => undefined);

export class Owner {
  readonly name: string;
  readonly random: () => number;
  readonly ledger: Ledger<Leased<number>>;
  /** The entry that it read last: what its next take is based on. */
  seen: Entry<Leased<number>> | undefined;
  lease: HeldLease<number> | undefined;
  #alive = true;
  readonly #storage: StorageClient;
  readonly #time: VirtualTime;
  readonly #termMs: number;
  readonly #skewMs: number;

  constructor({ time, address }: LeaseWorld, name: string, seed: number, termMs: number) {
    this.name = name;
    this.random = mulberry32(seed);
    this.#time = time;
    this.#termMs = termMs;
    this.#skewMs = Math.floor((this.random() - 0.5) * 24 * HOUR_MS);
    const clock = time.clock(this.#skewMs, this.random);
    this.#storage = openStorage({
      clock: { ...clock, sleep: (ms, signal) => this.sleep(ms, signal) },
      connect: async () => this.#network(await connectVirtually(time, address)()),
      retry: { initialMs: termMs / 100, maxMs: termMs / 40 },
      budgetMs: termMs / 4,
      newId: () => createHash('md5').update(`${name} ${this.random()}`).digest('hex'),
    });
    const ledger = createLedger({
      storage: this.#storage,
      bucket: BUCKET,
      prefix: '',
      parse: leasedParser((stored) => Number(stored)),
    });
    this.ledger = {
      ...ledger,
      read: async (entry) => {
        this.seen = await ledger.read(entry);
        return this.seen;
      },
    };
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** Counts on, from a beginning of its own. */
  readonly elapsed = (): number => this.#time.nowMs + 2 * this.#skewMs;

  take(entry: string): Promise<TakeResult<number>> {
    const clock = { ...this.#time.clock(this.#skewMs, this.random), sleep: this.sleep };
    return takeLease(this.ledger, entry, {
      owner: this.name,
      termMs: this.#termMs,
      initial: 0,
      clock,
      elapsed: this.elapsed,
    });
  }

  /** Waits by the world's time. One that was killed waits for ever. */
  readonly sleep = async (ms: number, signal?: AbortSignal): Promise<void> => {
    await this.#time.sleep(ms, signal);
    if (!this.#alive) await DEAD;
  };

  /** As a kill -9: nothing of it goes on, and what it has sent may still arrive. */
  kill(): void {
    this.#alive = false;
  }

  close(): Promise<void> {
    return this.#storage.close();
  }

  #network(connection: StorageConnection): StorageConnection {
    return {
      ...connection,
      send: async (request, signal) => {
        if (!this.#alive) await DEAD;
        const patience = this.#time.sleep(this.#termMs / 20).then(() => {
          throw new PenstockError('DEADLINE_EXCEEDED', 'no answer in the attempt’s time');
        });
        patience.catch(() => undefined);
        // Held in the network, and carried out however long ago its sender gave up or died.
        const held = this.random() < 0.06 ? this.random() * this.#termMs : 0;
        const lost = this.random() < 0.04;
        const answer = (held === 0 ? Promise.resolve() : this.#time.sleep(held)).then(() =>
          connection.send(request, held === 0 ? signal : new AbortController().signal),
        );
        answer.then((message) => message.resume()).catch(() => undefined);
        const message = await Promise.race([answer, patience]).catch(async (error: unknown) => {
          if (!this.#alive) await DEAD;
          throw error;
        });
        if (!this.#alive) await DEAD;
        if (lost) throw Object.assign(new Error('the answer was lost'), { code: 'ECONNRESET' });
        return message;
      },
    };
  }
}
