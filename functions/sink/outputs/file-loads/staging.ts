/**
 * FILE_LOADS, the first half: rows gathered into files of newline-delimited JSON in Cloud Storage. A message is acknowledged when
 * its file is there; from then on it is `loads.ts` that answers for it.
 */

import type { UnknownFields } from '@penstock/shared/bigquery/codec/options.ts';
import type { BatchLimits } from '@penstock/shared/bigquery/write/batcher.ts';
import type { Clock } from '@penstock/shared/runtime/clock.ts';
import { fromUnknown, PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { Objects } from '@penstock/shared/storage/objects.ts';
import { DELIVERED, type Entry, type Settle } from '../../outcome.ts';
import { RowFailure } from '../../rows/failure.ts';
import type { Format } from '../../rows/format.ts';
import { RowText } from '../../rows/row-text.ts';
import { OpenBatch } from '../open-batch.ts';
import type { OpenOutput, TableOutput } from '../output.ts';
import type { DescribedTable, DescribeTable } from '../table.ts';
import { stagedName } from './names.ts';
import { STAGED_FIELD, type StagedLine, stagedFile, stagedLine } from './staged-line.ts';

export interface StagingOptions {
  readonly objects: Objects;
  readonly bucket: string;
  readonly prefix: string;
  readonly describe: DescribeTable;
  readonly format: Format;
  readonly unknownFields: UnknownFields;
  readonly limits: BatchLimits;
  readonly clock: Clock;
  /** Names the files. */
  readonly newId: () => string;
}

export function fileLoads(options: StagingOptions): OpenOutput {
  return async ({ destination, settle }) => {
    const described = await options.describe(destination.table);
    if (described.schema.fields.some(({ name }) => name.toLowerCase() === STAGED_FIELD)) {
      const message = `${destination.name} has a column ${STAGED_FIELD}, a name that FILE_LOADS keeps for itself`;
      throw new PenstockError('CONFIG_INVALID', message, { stage: 'sending' });
    }
    return new StagingOutput(options, destination.name, described, settle);
  };
}

interface Line {
  readonly entry: Entry;
  readonly line: StagedLine;
}

class StagingOutput implements TableOutput {
  readonly version: string;
  readonly #options: StagingOptions;
  readonly #table: string;
  readonly #rows: RowText;
  readonly #batch: OpenBatch<Line>;
  readonly #settle: Settle;
  readonly #stop = new AbortController();

  constructor(options: StagingOptions, table: string, { schema, version }: DescribedTable, settle: Settle) {
    const { format, unknownFields, limits } = options;
    this.version = version;
    this.#options = options;
    this.#table = table;
    this.#settle = settle;
    this.#rows = new RowText({ schema, format, unknownFields, jsonColumns: 'inline' });
    this.#batch = new OpenBatch(limits, (lines) => void this.#write(lines));
  }

  add(entry: Entry): RowFailure | undefined {
    const made = this.#rows.make(entry);
    if (made instanceof RowFailure) return made;
    const line = stagedLine(entry, made);
    this.#batch.add({ entry, line }, line.bytes);
    return undefined;
  }

  flush(): void {
    this.#batch.flush();
  }

  async close(): Promise<void> {
    this.#batch.flush();
    this.#stop.abort();
  }

  async #write(lines: readonly Line[]): Promise<void> {
    const { objects, bucket, prefix, clock, newId } = this.#options;
    const entries = lines.map(({ entry }) => entry);
    const data = stagedFile(lines.map(({ line }) => line));
    try {
      const name = stagedName(prefix, this.#table, clock.now(), newId());
      const { created } = await objects.create(bucket, name, data, {
        contentType: 'application/json',
        signal: this.#stop.signal,
      });
      if (!created)
        throw new PenstockError('ALREADY_EXISTS', `gs://${bucket}/${name} was there before`, { kind: 'transient' });
      this.#settle(entries, DELIVERED);
    } catch (thrown) {
      // No row is to blame for a failure to write the file.
      this.#settle(entries, { kind: 'retry', error: fromUnknown(thrown) });
    }
  }
}
