/**
 * Rows as JSON text, each encoded by the codec first: the same message is accepted or rejected alike in every output mode, and a
 * row that BigQuery would refuse takes no other with it.
 */

import { compileCodec, type JsonRow, type RowCodec } from '@penstock/shared/bigquery/codec/codec.ts';
import type { UnknownFields } from '@penstock/shared/bigquery/codec/options.ts';
import { RowBuffer } from '@penstock/shared/bigquery/codec/row-buffer.ts';
import type { TableSchema } from '@penstock/shared/bigquery/schema/table-schema.ts';
import type { Entry } from '../outcome.ts';
import type { RowFailure } from './failure.ts';
import type { Format } from './format.ts';
import { type JsonSpelling, jsonTextOf } from './json-row.ts';
import { isPlain, RowMaker } from './row-maker.ts';

export interface RowTextOptions {
  readonly schema: TableSchema;
  readonly format: Format;
  readonly unknownFields: UnknownFields;
  readonly jsonColumns: JsonSpelling['jsonColumns'];
}

export interface TextRow {
  readonly text: string;
  /** The length of the text in UTF-8. */
  readonly bytes: number;
  /** Whether the text is the payload, byte for byte. */
  readonly verbatim: boolean;
}

const LINE_BREAK = /[\r\n]/;

export class RowText {
  readonly #options: RowTextOptions;
  readonly #maker: RowMaker;
  readonly #codec: RowCodec;
  readonly #scratch = new RowBuffer();
  /** The payload's own text is the row: it is sent as it came, digits and all. */
  readonly #plain: boolean;

  constructor(options: RowTextOptions) {
    const { schema, format, unknownFields } = options;
    this.#options = options;
    this.#maker = new RowMaker({ schema, format, unknownFields });
    this.#codec = compileCodec(schema, { unknownFields });
    this.#plain = format.name === 'json' && typeof unknownFields === 'string' && isPlain(schema);
  }

  make({ delivery, payload }: Entry): TextRow | RowFailure {
    let taken: JsonRow | undefined;
    let plain = this.#plain;
    const failure = this.#maker.admit(delivery, payload, ({ row, coerced }) => {
      plain &&= !coerced;
      this.#scratch.reset();
      taken = row;
      return this.#codec.encode(row, this.#scratch);
    });
    if (failure !== undefined) return failure;
    if (plain) {
      const text = payload.toString('utf8');
      if (!LINE_BREAK.test(text) && text.startsWith('{'))
        return { text, bytes: payload.length, verbatim: payload === delivery.data };
    }
    const text = jsonTextOf(taken as JsonRow, this.#options.schema, this.#options);
    return { text, bytes: Buffer.byteLength(text), verbatim: false };
  }
}
