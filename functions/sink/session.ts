/** One opening of a table's output, and how many rows it still owes an outcome. */

import type { Entry } from './outcome.ts';
import type { TableOutput } from './outputs/output.ts';
import type { RowFailure } from './rows/failure.ts';

export class Session {
  readonly output: TableOutput;
  #owed = 0;
  #retired = false;

  constructor(output: TableOutput) {
    this.output = output;
  }

  get owed(): number {
    return this.#owed;
  }

  add(entry: Entry): RowFailure | undefined {
    this.#owed += 1;
    const failure = this.output.add(entry);
    if (failure !== undefined) this.settled(1);
    return failure;
  }

  /** As one batch, or as few as the mode's limits allow. Returns the entries that make no row. */
  send(entries: readonly Entry[], refuse: (entry: Entry, failure: RowFailure) => void): void {
    this.output.flush();
    for (const entry of entries) {
      const failure = this.add(entry);
      if (failure !== undefined) refuse(entry, failure);
    }
    this.output.flush();
  }

  settled(count: number): void {
    this.#owed -= count;
    if (this.#retired && this.#owed === 0) void this.output.close();
  }

  /** Closes once nothing is owed any more: what is on its way still hears its own outcome. */
  retire(): void {
    this.#retired = true;
    this.output.flush();
    if (this.#owed === 0) void this.output.close();
  }
}
