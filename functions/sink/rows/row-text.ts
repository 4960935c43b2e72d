/**
 * Rows as JSON text, each encoded by the codec first: the same message is accepted or rejected alike in every output mode, and a
 * row that BigQuery would refuse takes no other with it. A payload that is the row goes on by its own bytes.
 */

import { compileCodec, type JsonRow, type RowCodec } from '@penstock/shared/bigquery/codec/codec.ts';
import type { UnknownFields } from '@penstock/shared/bigquery/codec/options.ts';
import { RowBuffer } from '@penstock/shared/bigquery/codec/row-buffer.ts';
import type { TableSchema } from '@penstock/shared/bigquery/schema/table-schema.ts';
import type { Delivery } from '../message.ts';
import type { Entry } from '../outcome.ts';
import type { RowFailure } from './failure.ts';
import type { Format } from './format.ts';
import { type JsonSpelling, jsonTextOf } from './json-row.ts';
import { RowMaker } from './row-maker.ts';

export interface RowTextOptions {
  readonly schema: TableSchema;
  readonly format: Format;
  readonly unknownFields: UnknownFields;
  readonly jsonColumns: JsonSpelling['jsonColumns'];
}

export interface TextRow {
  /** In UTF-8. */
  readonly text: Buffer;
  /** Whether the text is the payload, byte for byte. */
  readonly verbatim: boolean;
}

export class RowText {
  readonly #options: RowTextOptions;
  readonly #maker: RowMaker;
  readonly #codec: RowCodec;
  readonly #scratch = new RowBuffer();

  constructor(options: RowTextOptions) {
    const { schema, format, unknownFields } = options;
    this.#options = options;
    this.#maker = new RowMaker({ schema, format, unknownFields });
    this.#codec = compileCodec(schema, { unknownFields });
  }

  make({ delivery, payload }: Entry): TextRow | RowFailure {
    // Most payloads are rows as they stand, or nearly so.
    const text = this.#maker.direct ? this.#codec.respell(payload, this.#options.jsonColumns) : undefined;
    return text === undefined ? this.#spelled(delivery, payload) : { text, verbatim: text === delivery.data };
  }

  #spelled(delivery: Delivery, payload: Buffer): TextRow | RowFailure {
    let taken: JsonRow | undefined;
    const failure = this.#maker.admit(delivery, payload, ({ row }) => {
      this.#scratch.reset();
      taken = row;
      return this.#codec.encode(row, this.#scratch);
    });
    if (failure !== undefined) return failure;
    const text = jsonTextOf(taken as JsonRow, this.#options.schema, this.#options);
    return { text: Buffer.from(text), verbatim: false };
  }
}
