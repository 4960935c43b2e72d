/**
 * MIXED: messages that the route selects for streaming, and whose row is small enough, are streamed; all others go through files.
 * The size is that of the row as it would be sent. A row that BigQuery finds too large all the same goes through files after that.
 */

import type { Attributes } from '../message.ts';
import type { Entry, Outcome } from '../outcome.ts';
import { errorOf, type RowFailure } from '../rows/failure.ts';
import type { OpenOutput, TableOutput } from './output.ts';

export interface MixedOptions {
  readonly streaming: OpenOutput;
  readonly files: OpenOutput;
  /** Which messages may be streamed. */
  readonly streams: (attributes: Attributes) => boolean;
  /** Bytes of a payload; larger ones are not tried by streaming. */
  readonly maxStreamedBytes: number;
}

export function mixed({ streaming, files, streams, maxStreamedBytes }: MixedOptions): OpenOutput {
  return async ({ destination, settle }) => {
    const loaded = await files({ destination, settle });
    const streamed = await streaming({
      destination,
      settle: (entries, outcome) => {
        if (isTooLarge(outcome)) for (const entry of entries) toFiles(entry);
        else settle(entries, outcome);
      },
    });
    const toFiles = (entry: Entry): void => {
      const failure = loaded.add(entry);
      if (failure !== undefined) settle([entry], { kind: 'rejected', error: errorOf(failure) });
    };
    return {
      version: loaded.version,
      add: (entry): RowFailure | undefined => {
        const small = entry.payload.length <= maxStreamedBytes && streams(entry.delivery.attributes);
        return (small ? streamed : loaded).add(entry);
      },
      flush: () => {
        streamed.flush();
        loaded.flush();
      },
      close: async () => {
        await streamed.close();
        await loaded.close();
      },
    } satisfies TableOutput;
  };
}

function isTooLarge(outcome: Outcome): boolean {
  return outcome.kind === 'rejected' && outcome.error.code === 'INPUT_TOO_LARGE';
}
