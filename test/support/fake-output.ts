/** An output for tests of lanes and flows: batches in memory, whose outcomes the test decides. */

import type { Entry, Outcome, Settle } from '../../functions/sink/outcome.ts';
import type { OpenOutput, TableOutput } from '../../functions/sink/outputs/output.ts';
import type { RowFailure } from '../../functions/sink/rows/failure.ts';

export interface FakeOutput {
  readonly open: OpenOutput;
  /** Payload texts of each batch that was sent. */
  readonly batches: string[][];
  opened: number;
  closed: number;
  version: string;
  /** The outcome of a batch; `undefined` leaves it open until `settleAll`. */
  decide: (texts: readonly string[], batch: number) => Outcome | undefined;
  refuse: (text: string) => RowFailure | undefined;
  failOpen: () => unknown;
  settleAll(outcome: Outcome): void;
}

export const DELIVERED: Outcome = { kind: 'delivered' };

export function fakeOutput(rowsABatch = 1_000): FakeOutput {
  const left: { entries: readonly Entry[]; settle: Settle }[] = [];
  const fake: FakeOutput = {
    batches: [],
    opened: 0,
    closed: 0,
    version: '1',
    decide: () => DELIVERED,
    refuse: () => undefined,
    failOpen: () => undefined,
    settleAll: (outcome) => {
      for (const { entries, settle } of left.splice(0)) settle(entries, outcome);
    },
    open: async ({ settle }) => {
      fake.opened += 1;
      const failure = fake.failOpen();
      if (failure !== undefined) throw failure;
      let open: Entry[] = [];
      const send = (): void => {
        if (open.length === 0) return;
        const entries = open;
        open = [];
        const texts = entries.map(({ payload }) => payload.toString());
        fake.batches.push(texts);
        const outcome = fake.decide(texts, fake.batches.length - 1);
        if (outcome === undefined) left.push({ entries, settle });
        else setImmediate(() => settle(entries, outcome));
      };
      return {
        version: fake.version,
        add: (entry) => {
          const failure = fake.refuse(entry.payload.toString());
          if (failure !== undefined) return failure;
          open.push(entry);
          if (open.length >= rowsABatch) send();
          return undefined;
        },
        flush: send,
        close: async () => {
          fake.closed += 1;
        },
      } satisfies TableOutput;
    },
  };
  return fake;
}
