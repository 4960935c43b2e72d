/** Looks for staged files at the triggering frequency, and loads each table's under its lease: one owner a table at a time. */

import type { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { fromUnknown } from '@penstock/shared/runtime/errors.ts';
import type { StorageClient } from '@penstock/shared/storage/client.ts';
import { leasedParser, takeLease } from '@penstock/shared/storage/lease.ts';
import { createLedger } from '@penstock/shared/storage/ledger.ts';
import { needsPerson } from '../../backoff.ts';
import { NOTHING_LOADED, parseLoadState } from './load-state.ts';
import { ledgerPrefix, stagedPrefix, tableOfStaged } from './names.ts';
import { TableLoads, type TableLoadsOptions } from './table-loads.ts';

export interface LoadsOptions extends TableLoadsOptions {
  readonly storage: StorageClient;
  /** Unlike that of every other process. */
  readonly owner: string;
  readonly termMs: number;
  readonly triggeringMs: number;
  /** Tables loaded at once. */
  readonly parallel: number;
}

export class Loads {
  readonly #options: LoadsOptions;
  readonly #tables = new Map<string, TableLoads>();
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: LoadsOptions) {
    this.#options = options;
  }

  /** Runs at once, and then at the triggering frequency. */
  start(): void {
    void this.sweep().finally(() => {
      if (this.#stop.signal.aborted) return;
      this.#timer = setTimeout(() => this.start(), this.#options.triggeringMs);
      this.#timer.unref();
    });
  }

  /** One look at all tables. Calls at the same time share it. Never rejects: what fails is logged, and left to the next. */
  sweep(): Promise<void> {
    this.#running ??= this.#sweep().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** Leaves jobs to the next sweep. */
  async close(): Promise<void> {
    this.#stop.abort();
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #sweep(): Promise<void> {
    try {
      const tables = await this.#staged();
      const next = tables.values();
      const lane = async (): Promise<void> => {
        for (const table of next) await this.#load(table);
      };
      await Promise.all(Array.from({ length: this.#options.parallel }, lane));
    } catch (error) {
      this.#failed('staged files', fromUnknown(error));
    }
  }

  async #staged(): Promise<ReadonlySet<string>> {
    const { objects, bucket, prefix } = this.#options;
    const tables = new Set<string>();
    const { signal } = this.#stop;
    for await (const page of objects.list(bucket, { prefix: stagedPrefix(prefix), signal })) {
      for (const { name } of page) {
        const table = tableOfStaged(name);
        if (table !== undefined) tables.add(table);
      }
    }
    return tables;
  }

  async #load(table: string): Promise<void> {
    const { storage, bucket, prefix, owner, termMs, clock } = this.#options;
    const parse = leasedParser(parseLoadState);
    const ledger = createLedger({ storage, bucket, prefix: ledgerPrefix(prefix), parse });
    try {
      const taken = await takeLease(ledger, table, { owner, termMs, initial: NOTHING_LOADED, clock });
      if (taken.state !== 'taken') return;
      const { lease } = taken;
      try {
        await lease.hold((signal) => this.#tableOf(table).run(lease, AbortSignal.any([signal, this.#stop.signal])));
      } finally {
        await lease.release().catch(() => undefined);
      }
    } catch (error) {
      this.#failed(table, fromUnknown(error));
    }
  }

  #tableOf(table: string): TableLoads {
    let loads = this.#tables.get(table);
    if (loads === undefined) {
      loads = new TableLoads(this.#options, table);
      this.#tables.set(table, loads);
    }
    return loads;
  }

  #failed(what: string, error: PenstockError): void {
    if (this.#stop.signal.aborted) return;
    const fields = { table: what, outcome: 'retry', alert: needsPerson(error) };
    this.#options.log.error(`loads of ${what} are left to the next run`, error, fields);
  }
}
