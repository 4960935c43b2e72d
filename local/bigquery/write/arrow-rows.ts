/** The rows of an Arrow record batch that an append brings. */

import type { RecordBatch } from 'apache-arrow';
import { checkBatchMessage } from './arrow-bounds.ts';
import { arrow } from './arrow-library.ts';
import type { ArrowPlan } from './arrow-plan.ts';
import type { RowReader } from './decode.ts';
import { Malformed } from './wire.ts';

export class ArrowRows {
  readonly #batch: RecordBatch;

  /** Throws `Malformed` for bytes that are no one record batch of the schema. */
  constructor(schema: Uint8Array, batch: Uint8Array) {
    checkBatchMessage(batch);
    // A copy on eight bytes, as Arrow's buffers lie: in the request they lie anywhere.
    const whole = new Uint8Array(schema.length + batch.length);
    whole.set(schema, 0);
    whole.set(batch, schema.length);
    this.#batch = onlyBatch(whole);
    // A null column has no bytes; every other has a bit for each row.
    if (this.length > batch.length * 8) throw new Malformed(`${this.length} rows in ${batch.length} bytes`);
  }

  get length(): number {
    return this.#batch.numRows;
  }

  reader({ open }: ArrowPlan): RowReader {
    const readers = open.map((one, index) => {
      const data = this.#batch.data.children[index];
      if (data === undefined || data.length < this.length) throw new Malformed('the batch lacks a column');
      return one(data);
    });
    return {
      length: this.length,
      read: (row, values) => {
        for (const [slot, read] of readers.entries()) values[slot] = read(row);
      },
    };
  }
}

function onlyBatch(bytes: Uint8Array): RecordBatch {
  try {
    const batches = [...arrow().RecordBatchReader.from(bytes)];
    const [batch] = batches;
    if (batch === undefined || batches.length > 1) throw new Error(`${batches.length} record batches, expected one`);
    return batch;
  } catch (error) {
    throw new Malformed(`Cannot read the Arrow record batch: ${(error as Error).message}`);
  }
}
