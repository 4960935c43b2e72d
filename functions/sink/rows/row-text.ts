/**
 * Rows as JSON text, each encoded by the codec first: the same message is accepted or rejected alike in every output mode, and a
 * row that BigQuery would refuse takes no other with it.
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

  make(entry: Entry): TextRow | RowFailure {
    return this.#verbatim(entry) ?? this.#spelled(entry);
  }

  /** The payload as it stands, where it is the row and the codec takes it directly. */
  #verbatim({ delivery, payload }: Entry): TextRow | undefined {
    this.#scratch.reset();
    if (!this.#plain || !this.#codec.transcode(payload, this.#scratch)) return undefined;
    const text = payload.toString('utf8');
    if (this.#maker.losesDigits(text)) return undefined;
    return lineOf(text, payload, delivery);
  }

  #spelled({ delivery, payload }: Entry): TextRow | RowFailure {
    let taken: JsonRow | undefined;
    let plain = this.#plain;
    const failure = this.#maker.admit(delivery, payload, ({ row, coerced }) => {
      plain &&= !coerced;
      this.#scratch.reset();
      taken = row;
      return this.#codec.encode(row, this.#scratch);
    });
    if (failure !== undefined) return failure;
    const line = plain ? lineOf(payload.toString('utf8'), payload, delivery) : undefined;
    if (line !== undefined) return line;
    const text = jsonTextOf(taken as JsonRow, this.#options.schema, this.#options);
    return { text, bytes: Buffer.byteLength(text), verbatim: false };
  }
}

/** The payload's own text, where it is one line. */
function lineOf(text: string, payload: Buffer, { data }: Delivery): TextRow | undefined {
  if (LINE_BREAK.test(text) || !text.startsWith('{')) return undefined;
  return { text, bytes: payload.length, verbatim: payload === data };
}
